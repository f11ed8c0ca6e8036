"""`/watch`: questions whose new answers are told to a channel or to a person."""

import asyncio
from collections.abc import Callable

import discord
from discord import app_commands
from discord.ext import commands, tasks

from bot.answers.answer_cards import name
from bot.asking.suggesting import LONGEST_CHOICE, MOST_CHOICES, in_time
from bot.client import Feature, NewsdeskBot
from bot.gatekeeping.admission import visitor_of, wishing
from bot.gatekeeping.rights import Visitor, Wish, may_delete
from bot.lists import pages
from bot.markdown import ellipted, one_line
from bot.paging import show_pages
from bot.rendering import Block, Card, notice
from bot.telling import Interaction, layout_of, tell
from bot.translating import localised
from bot.watches.quiet import Hours
from bot.watches.watch_messages import DeleteWatch, PauseWatch
from bot.watches.watch_rounds import WatchRounds
from bot.wording import Texts
from index.watches import TooMany, Watch, Watches

MAX_QUESTION = 300
_LINES = 12  # watches on a page
_HERE, _ME = "here", "me"


class Watching(Feature):
    """The commands, and the rounds that tell."""

    lasting = (PauseWatch, DeleteWatch)
    watch = app_commands.Group(
        name=localised("command-watch"),
        description=localised("command-watch-description"),
        extras=wishing(Wish.PERSONAL),
    )

    def __init__(self, bot: NewsdeskBot) -> None:
        super().__init__(bot)
        self.rounds = WatchRounds(bot)
        self._watches = Watches(self.services.library.library)
        self._loop = tasks.loop(seconds=self.services.settings.watch.every_seconds)(self.rounds.round)

    @commands.Cog.listener("on_ready")
    @commands.Cog.listener("on_guild_join")
    @commands.Cog.listener("on_guild_available")
    async def begin(self, *_: object) -> None:
        """Begin the rounds, once there is somebody to tell: a bot in no server can write to nobody."""
        if self.bot.guilds and not self._loop.is_running():
            self._loop.start()

    async def cog_unload(self) -> None:
        """End the rounds, the one that runs last."""
        self._loop.cancel()
        await self.rounds.close()

    @watch.command(
        name=localised("command-watch-add"),
        description=localised("command-watch-add-description"),
        extras=wishing(Wish.ASK),
    )
    @app_commands.rename(
        question=localised("command-watch-question"),
        where=localised("command-watch-where"),
        quiet=localised("command-watch-quiet"),
    )
    @app_commands.describe(
        question=localised("command-watch-question-description"),
        where=localised("command-watch-where-description"),
        quiet=localised("command-watch-quiet-description"),
    )
    @app_commands.choices(
        where=[
            app_commands.Choice(name=localised("command-watch-here"), value=_HERE),
            app_commands.Choice(name=localised("command-watch-me"), value=_ME),
        ]
    )
    async def add(
        self,
        interaction: Interaction,
        question: app_commands.Range[str, 1, MAX_QUESTION],
        where: str = _HERE,
        quiet: app_commands.Range[str, 1, 20] | None = None,
    ) -> None:
        """Watch a question from now on."""
        question = one_line(question)
        hours = None if quiet is None else Hours.parse(quiet)
        if not question:
            await tell(interaction, lambda texts: notice(texts.say("empty-question")))
        elif quiet is not None and hours is None and quiet.strip() != "-":
            await tell(interaction, lambda texts: notice(texts.say("watch-no-hours")))
        elif where == _HERE and interaction.guild and not _may_both_write(interaction):
            await tell(interaction, lambda texts: notice(texts.say("watch-may-not-write")))
        else:
            here = where == _HERE and interaction.guild is not None
            await self._add(
                interaction, question, here=here, quiet=None if quiet is None else str(hours or "")
            )

    async def _add(self, interaction: Interaction, question: str, *, here: bool, quiet: str | None) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        settings = self.services.settings.watch
        added = await asyncio.to_thread(
            self._watches.add,
            self._wanted(interaction, question, here=here, quiet=quiet),
            most_of_person=settings.of_person,
            most_of_server=settings.of_server,
        )
        texts = self.services.texts(interaction.locale)
        if isinstance(added, TooMany):
            card = notice(texts.say("watch-too-many", of=added.of, most=added.most))
        elif here or await self._greeted(interaction, added, texts):
            card = notice(texts.say("watch-added", number=str(added.number), where="here" if here else "me"))
        else:
            card = notice(texts.say("watch-no-messages"))
        await interaction.edit_original_response(view=layout_of(card))

    async def _greeted(self, interaction: Interaction, watch: Watch, texts: Texts) -> bool:
        """Whether the owner takes direct messages: they get one that says what for, or the watch goes again."""
        try:
            question = name(watch.question)
            await interaction.user.send(
                view=layout_of(
                    notice(texts.say("watch-greeting", number=str(watch.number), question=question))
                )
            )
        except discord.Forbidden:
            await asyncio.to_thread(self._watches.delete, watch.number)
            return False
        return True

    def _wanted(self, interaction: Interaction, question: str, *, here: bool, quiet: str | None) -> Watch:
        now = self.services.clock()
        guild = interaction.guild
        texts = self.services.public_texts(guild) if here else self.services.texts(interaction.locale)
        return Watch(
            number=0,
            owner=interaction.user.id,
            question=question,
            created=now,
            looked=now,
            server=guild.id if guild and here else None,
            channel=interaction.channel_id if here else None,
            language=texts.language,
            quiet=quiet,
        )

    @watch.command(
        name=localised("command-watch-list"),
        description=localised("command-watch-list-description"),
        extras=wishing(Wish.PERSONAL),
    )
    async def show(self, interaction: Interaction) -> None:
        """Show one's own watches, and to moderators those of the server."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        found = await self._manageable(interaction)
        texts = self.services.texts(interaction.locale)
        await show_pages(interaction, list_cards(found, interaction.user.id, texts), private=True)

    @watch.command(
        name=localised("command-watch-pause"),
        description=localised("command-watch-pause-description"),
        extras=wishing(Wish.PERSONAL),
    )
    @app_commands.rename(watch=localised("command-watch-number"))
    @app_commands.describe(watch=localised("command-watch-number-description"))
    async def pause(self, interaction: Interaction, watch: int) -> None:
        """Tell nothing more for the time being."""
        await self._change(
            interaction,
            watch,
            lambda: self._watches.pause(watch, "owner"),
            lambda texts: texts.say("watch-paused", number=str(watch)),
        )

    @watch.command(
        name=localised("command-watch-resume"),
        description=localised("command-watch-resume-description"),
        extras=wishing(Wish.PERSONAL),
    )
    @app_commands.rename(watch=localised("command-watch-number"))
    @app_commands.describe(watch=localised("command-watch-number-description"))
    async def resume(self, interaction: Interaction, watch: int) -> None:
        """Tell again what comes from now on."""
        now = self.services.clock()
        await self._change(
            interaction,
            watch,
            lambda: self._watches.resume(watch, now),
            lambda texts: texts.say("watch-resumed", number=str(watch)),
        )

    @watch.command(
        name=localised("command-watch-delete"),
        description=localised("command-watch-delete-description"),
        extras=wishing(Wish.PERSONAL),
    )
    @app_commands.rename(watch=localised("command-watch-number"))
    @app_commands.describe(watch=localised("command-watch-number-description"))
    async def delete(self, interaction: Interaction, watch: int) -> None:
        """End a watch."""
        await self._change(
            interaction,
            watch,
            lambda: self._watches.delete(watch),
            lambda texts: texts.say("watch-deleted", number=str(watch)),
        )

    @pause.autocomplete("watch")
    @resume.autocomplete("watch")
    @delete.autocomplete("watch")
    async def _numbers(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[int]]:
        async def found() -> list[app_commands.Choice[int]]:
            return choices(await self._manageable(interaction), typed)

        return await in_time(interaction, found())

    async def _manageable(self, interaction: Interaction) -> list[Watch]:
        """The watches that a person may change, their own first."""
        visitor = visitor_of(interaction)
        own = await asyncio.to_thread(self._watches.of_person, visitor.person)
        if visitor.server is None or not visitor.is_moderator:
            return own
        others = await asyncio.to_thread(self._watches.of_server, visitor.server)
        return own + [one for one in others if one.owner != visitor.person]

    async def _change(
        self, interaction: Interaction, number: int, change: Callable[[], None], said: Callable[[Texts], str]
    ) -> None:
        """Change a watch and say so, if there is such a watch and the person may."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        texts = self.services.texts(interaction.locale)
        watch = await asyncio.to_thread(self._watches.by_number, number)
        if watch is None or not _may_change(visitor_of(interaction), watch):
            card = notice(texts.say("watch-gone"))
        else:
            await asyncio.to_thread(change)
            card = notice(said(texts))
        await interaction.edit_original_response(view=layout_of(card))


def list_cards(watches: list[Watch], person: int, texts: Texts) -> tuple[Card, ...]:
    """Watches, one a line."""
    if not watches:
        return (notice(texts.say("watch-none")),)
    lines = (
        texts.say(
            "watch-line",
            number=str(one.number),
            question=name(one.question),
            place="channel" if one.channel else "person",
            channel=f"<#{one.channel}>",
            state=one.paused or "running",
            whose="own" if one.owner == person else "other",
            quiet=one.quiet or "none",
        )
        for one in watches
    )
    return pages(texts.say("watch-list"), map(Block, lines), most=_LINES)


def choices(watches: list[Watch], typed: str) -> list[app_commands.Choice[int]]:
    """Watches to choose from, by a part of their number or question."""
    part = one_line(typed).casefold()
    named = ((one.number, one_line(f"{one.number}: {one.question}")) for one in watches)
    return [
        app_commands.Choice(name=ellipted(shown, LONGEST_CHOICE), value=number)
        for number, shown in named
        if part in shown.casefold()
    ][:MOST_CHOICES]


def _may_change(visitor: Visitor, watch: Watch) -> bool:
    if visitor.person == watch.owner:
        return True
    return watch.server is not None and watch.server == visitor.server and may_delete(visitor, watch.owner)


def _may_both_write(interaction: Interaction) -> bool:
    """Whether the person and the bot may send messages where they are."""
    is_thread = isinstance(interaction.channel, discord.Thread)
    mine, theirs = interaction.app_permissions, interaction.permissions
    may_send = (
        mine.send_messages_in_threads and theirs.send_messages_in_threads
        if is_thread
        else mine.send_messages and theirs.send_messages
    )
    return may_send and mine.view_channel and mine.embed_links
