"""Taking an article out of the library: asked once more, then done."""

import asyncio
import logging
import re
from typing import ClassVar, Self

import discord

from bot.gatekeeping.rights import Wish
from bot.library.library_cards import article_lines
from bot.rendering import NOTHING_COLOUR, Block, Card, notice
from bot.telling import Interaction, layout_of, services_of, tell, texts_of
from bot.views import LastingButton
from bot.wording import Texts
from config.errors import LibraryError
from index.searchable import SearchableLibrary
from index.stored import StoredArticle

logger = logging.getLogger(__name__)


class RemoveArticle(LastingButton, template=r"remove-article:(?P<number>\d+)"):
    """Removes an article for good."""

    wish: ClassVar[Wish] = Wish.MANAGE

    def __init__(self, number: int, label: str = "…") -> None:
        super().__init__(
            discord.ui.Button(
                style=discord.ButtonStyle.danger, label=label, custom_id=f"remove-article:{number}"
            )
        )
        self.number = number

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The button of a custom id."""
        return cls(int(match["number"]))

    async def pressed(self, interaction: Interaction) -> None:
        """Remove it, and say what went."""
        await interaction.response.defer()
        removed = await asyncio.to_thread(_remove, services_of(interaction).library, self.number)
        if removed is None:
            await tell(interaction, lambda texts: notice(texts.say("library-no-article")))
            return
        logger.info("Article %d was removed by %d", self.number, interaction.user.id)
        texts = texts_of(interaction)
        gone = Block(texts.say("library-removed", versions=removed.version))
        card = Card(NOTHING_COLOUR, (gone, Block(article_lines(removed, texts))))
        await interaction.edit_original_response(view=layout_of(card))


class KeepArticle(LastingButton, template=r"keep-article"):
    """Leaves the article where it is."""

    wish: ClassVar[Wish] = Wish.MANAGE

    def __init__(self, label: str = "…") -> None:
        super().__init__(discord.ui.Button(label=label, custom_id="keep-article"))

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The button."""
        del match
        return cls()

    async def pressed(self, interaction: Interaction) -> None:
        """Say so."""
        kept = notice(texts_of(interaction).say("library-kept"))
        await interaction.response.edit_message(view=layout_of(kept))


def sure_view(stored: StoredArticle, texts: Texts) -> discord.ui.LayoutView:
    """The article, and whether it is really meant."""
    ask = Block(texts.say("library-remove-sure", versions=stored.version))
    card = Card(NOTHING_COLOUR, (Block(article_lines(stored, texts)), ask))
    return layout_of(
        card,
        [
            RemoveArticle(stored.number, texts.say("library-remove-button")),
            KeepArticle(texts.say("library-keep-button")),
        ],
    )


def _remove(library: SearchableLibrary, number: int) -> StoredArticle | None:
    """Remove an article by number; what it was, None where it is gone already."""
    stored = next(iter(library.library.numbered([number])), None)
    if stored is None or not library.library.remove([stored.article.id]):
        return None
    try:
        library.follow()
    except LibraryError as error:  # it is removed; what an index still holds of it is dropped at each search
        logger.warning("The indexes are behind: %s", error)
    return stored
