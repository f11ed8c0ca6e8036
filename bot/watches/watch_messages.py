"""What a watch says, and the buttons under it, which name the watch and the message, so that both are found again."""

import asyncio
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar, Self

import discord

from answer.answers import Citation
from bot.gatekeeping.admission import visitor_of
from bot.gatekeeping.rights import Wish, may_delete
from bot.lists import pages, story_block
from bot.rendering import Card, notice
from bot.telling import Interaction, layout_of, services_of, texts_of
from bot.views import LastingButton
from bot.wording import Texts
from index.watches import Watch, Watches


def news_cards(
    watch: Watch, citations: tuple[Citation, ...], texts: Texts, *, is_last_today: bool
) -> tuple[Card, ...]:
    """New quotes for a watched question: one card, or more where they are long."""
    lines = [texts.say("watch-footer", number=str(watch.number))]
    lines += [texts.say("watch-last-today")] if is_last_today else []
    blocks = (story_block(one, texts) for one in citations)
    return pages(texts.say("watch-news", question=watch.question), blocks, lines, most=len(citations))


def undeliverable_card(watch: Watch, texts: Texts) -> Card:
    """Told to the owner, once: the watch cannot speak where it should."""
    where = f"<#{watch.channel}>"
    return notice(texts.say("watch-undeliverable", number=str(watch.number), where=where))


def buttons(watch: int, message: int, texts: Texts) -> tuple[discord.ui.Item[Any], ...]:
    """Pause and delete."""
    return (
        PauseWatch(watch, message, texts.say("watch-pause")),
        DeleteWatch(watch, message, texts.say("watch-delete")),
    )


def is_message(sent: discord.Message, watch: int, message: int) -> bool:
    """Whether `sent` is the message about a watch that has this number."""
    wanted = PauseWatch(watch, message).custom_id
    return any(getattr(part, "custom_id", None) == wanted for part in _parts(sent.components))


def _parts(components: Iterable[Any]) -> Iterator[Any]:
    for component in components:
        yield component
        yield from _parts(getattr(component, "children", ()))


class PauseWatch(LastingButton, template=r"watch-pause:(?P<watch>\d+):(?P<message>\d+)"):
    """Tells nothing more until somebody resumes the watch."""

    wish: ClassVar[Wish] = Wish.PERSONAL

    def __init__(self, watch: int, message: int, label: str = "…") -> None:
        super().__init__(discord.ui.Button(label=label, custom_id=f"watch-pause:{watch}:{message}"))
        self.watch = watch

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The button of a custom id."""
        return cls(int(match["watch"]), int(match["message"]))

    async def pressed(self, interaction: Interaction) -> None:
        """Pause it, for those who may."""
        await _change(
            interaction,
            self.watch,
            lambda watches: watches.pause(self.watch, "owner"),
            lambda texts: texts.say("watch-paused", number=str(self.watch)),
        )


class DeleteWatch(LastingButton, template=r"watch-delete:(?P<watch>\d+):(?P<message>\d+)"):
    """Ends the watch."""

    wish: ClassVar[Wish] = Wish.PERSONAL

    def __init__(self, watch: int, message: int, label: str = "…") -> None:
        custom_id = f"watch-delete:{watch}:{message}"
        super().__init__(
            discord.ui.Button(style=discord.ButtonStyle.danger, label=label, custom_id=custom_id)
        )
        self.watch = watch

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The button of a custom id."""
        return cls(int(match["watch"]), int(match["message"]))

    async def pressed(self, interaction: Interaction) -> None:
        """Delete it, for those who may."""
        await _change(
            interaction,
            self.watch,
            lambda watches: watches.delete(self.watch),
            lambda texts: texts.say("watch-deleted", number=str(self.watch)),
        )


async def _change(
    interaction: Interaction,
    number: int,
    change: Callable[[Watches], None],
    said: Callable[[Texts], str],
) -> None:
    """Change a watch and say so, to the person alone, if there is such a watch and they may."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    texts = texts_of(interaction)
    watches = Watches(services_of(interaction).library.library)
    watch = await asyncio.to_thread(watches.by_number, number)
    if watch is None:
        card = notice(texts.say("watch-gone"))
    elif not may_delete(visitor_of(interaction), watch.owner):
        card = notice(texts.say("watch-not-yours"))
    else:
        await asyncio.to_thread(change, watches)
        card = notice(said(texts))
    await interaction.edit_original_response(view=layout_of(card))
