"""`/library`: adding to it, looking at it, taking out of it, for the roles that may."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import discord
from discord import app_commands
from discord.ext import commands

from bot.asking.suggesting import LONGEST_CHOICE, MOST_CHOICES, in_time
from bot.client import Feature, NewsdeskBot
from bot.gatekeeping.admission import wishing
from bot.gatekeeping.rights import Wish
from bot.library.additions import Addition, Additions
from bot.library.feed_commands import FeedGroup, Polling
from bot.library.library_cards import Condition, progress_card, status_card, summary_card
from bot.library.removing import KeepArticle, RemoveArticle, sure_view
from bot.markdown import ellipted, one_line
from bot.rendering import Card, notice
from bot.telling import Interaction, layout_of, tell, texts_of
from bot.translating import localised
from bot.wording import Texts
from index.searchable import SearchableLibrary
from index.stored import StoredArticle
from index.titles import titled
from ingest.files import expand
from ingest.readers import read
from ingest.sources import SUPPORTED, Failure, Read, kind_of, printable
from ingest.web.reading import Web

MAX_ADDRESSES = 20
_MB = 1_000_000


class LookingAfter(Feature):
    """The commands."""

    lasting = (RemoveArticle, KeepArticle)
    library = app_commands.Group(
        name=localised("command-library"),
        description=localised("command-library-description"),
        extras=wishing(Wish.MANAGE),
    )
    add = app_commands.Group(
        name=localised("command-library-add"),
        description=localised("command-library-add-description"),
        parent=library,
        extras=wishing(Wish.MANAGE),
    )

    feeds = FeedGroup(
        name=localised("command-feeds"),
        description=localised("command-feeds-description"),
        parent=library,
        extras=wishing(Wish.MANAGE),
    )

    def __init__(self, bot: NewsdeskBot) -> None:
        super().__init__(bot)
        self.additions = Additions(self.services)
        self._polling = Polling(self.services)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Begin to ask the feeds; only a bot that is running does, not one that tells its commands."""
        if self.services.settings.feeds.by_bot:
            self._polling.begin()

    async def cog_unload(self) -> None:
        """Stop what is being added."""
        await asyncio.to_thread(self._polling.end)
        await self.additions.close()
        await asyncio.to_thread(self.services.web.close)

    @add.command(
        name=localised("command-library-add-url"),
        description=localised("command-library-add-url-description"),
        extras=wishing(Wish.MANAGE),
    )
    @app_commands.rename(url=localised("command-library-url"))
    @app_commands.describe(url=localised("command-library-url-description"))
    async def add_url(self, interaction: Interaction, url: app_commands.Range[str, 1, 4000]) -> None:
        """Fetch pages and add their articles."""
        addresses = url.split()
        if len(addresses) > MAX_ADDRESSES:
            await tell(interaction, lambda texts: notice(texts.say("library-too-many", most=MAX_ADDRESSES)))
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        await self._add(interaction, lambda web: web.articles(addresses))

    @add.command(
        name=localised("command-library-add-file"),
        description=localised("command-library-add-file-description"),
        extras=wishing(Wish.MANAGE),
    )
    @app_commands.rename(file=localised("command-library-file"))
    @app_commands.describe(file=localised("command-library-file-description"))
    async def add_file(self, interaction: Interaction, file: discord.Attachment) -> None:
        """Add the articles of a file."""
        most = self.services.settings.discord.upload_mb
        if kind_of(Path(file.filename))[0] is None:
            await tell(interaction, lambda texts: notice(texts.say("library-kinds", kinds=SUPPORTED)))
        elif file.size > most * _MB:
            await tell(interaction, lambda texts: notice(texts.say("library-too-large", most=most)))
        else:
            await interaction.response.defer(ephemeral=True, thinking=True)
            data = await file.read()
            await self._add(interaction, lambda web: of_file(file.filename, data, web))

    async def _add(self, interaction: Interaction, items: Callable[[Web], Iterable[Read]]) -> None:
        texts = texts_of(interaction)

        async def show(addition: Addition) -> None:
            await _put(interaction, progress_card(addition, texts))

        addition = await self.additions.add(items, show)
        card = summary_card(addition, texts)
        if not await _put(interaction, card):  # after 15 minutes, or in an odd moment of Discord's
            await interaction.user.send(view=layout_of(card))

    @library.command(
        name=localised("command-library-status"),
        description=localised("command-library-status-description"),
        extras=wishing(Wish.MANAGE),
    )
    async def status(self, interaction: Interaction) -> None:
        """Say what the library holds."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        condition = await asyncio.to_thread(condition_of, self.services.library)
        await interaction.edit_original_response(
            view=layout_of(status_card(condition, texts_of(interaction)))
        )

    @library.command(
        name=localised("command-library-remove"),
        description=localised("command-library-remove-description"),
        extras=wishing(Wish.MANAGE),
    )
    @app_commands.rename(article=localised("command-library-article"))
    @app_commands.describe(article=localised("command-library-article-description"))
    async def remove(self, interaction: Interaction, article: app_commands.Range[str, 1, 300]) -> None:
        """Ask whether an article should really go."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        stored = await asyncio.to_thread(found, self.services.library, article)
        texts = texts_of(interaction)
        view = sure_view(stored, texts) if stored else layout_of(notice(texts.say("library-no-article")))
        await interaction.edit_original_response(view=view)

    @remove.autocomplete("article")
    async def _articles(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        async def choices() -> list[app_commands.Choice[str]]:
            library = self.services.library.library
            stored = await asyncio.to_thread(titled, library, one_line(typed), MOST_CHOICES)
            return [choice(one, texts_of(interaction)) for one in stored]

        return await in_time(interaction, choices())


def of_file(filename: str, data: bytes, web: Web) -> Iterator[Read]:
    """The articles of an uploaded file. What it is called is no identity: others may call theirs so."""
    with TemporaryDirectory(prefix="newsdesk-") as folder:
        *_, kind = Path(filename.lower().removesuffix(".gz")).suffixes
        path = Path(folder) / f"upload{kind}{'.gz' if filename.lower().endswith('.gz') else ''}"
        path.write_bytes(data)

        def shown(name: str) -> str:
            return name.replace(str(path), printable(filename))

        expansion = expand([str(path)])
        for failure in expansion.failures:
            yield replace(failure, source=shown(failure.source))
        for name in expansion.skipped:
            yield Failure(shown(name), None, f"Of this kind nothing is read. Read are {SUPPORTED}.")
        for source in expansion.sources:
            named = replace(source, name=shown(source.name), size=None)
            yield from (item for item, _ in read(named, web.settings.ingest, web.clock(), web.parsers))


def condition_of(library: SearchableLibrary) -> Condition:
    """What the library holds. Blocks; raises LibraryError."""
    newest = library.library.articles(limit=1)
    return Condition(
        library.library.status(),
        len(library.library.outlets()),
        newest[0].article.published if newest else None,
        library.lag(),
    )


def choice(stored: StoredArticle, texts: Texts) -> app_commands.Choice[str]:
    """An article to choose; its value is its number, for ids may be longer than Discord takes."""
    article = stored.article
    facts = (texts.day(article.published), article.outlet, article.title)
    shown = one_line(" · ".join(fact for fact in facts if fact))
    return app_commands.Choice(name=ellipted(shown, LONGEST_CHOICE), value=f"#{stored.number}")


def found(library: SearchableLibrary, wanted: str) -> StoredArticle | None:
    """An article by what was chosen or typed: its number after a #, or its id. Blocks."""
    wanted = wanted.strip()
    if stored := library.library.article(wanted):
        return stored
    number = wanted.removeprefix("#")
    is_number = wanted.startswith("#") and number.isdecimal() and len(number) < len(str(2**63))
    return next(iter(library.library.numbered([int(number)])), None) if is_number else None


async def _put(interaction: Interaction, card: Card) -> bool:
    """Show a card in the place of what was shown before; False where Discord does not take it."""
    try:
        await interaction.edit_original_response(view=layout_of(card))
    except discord.HTTPException:
        return False
    return True
