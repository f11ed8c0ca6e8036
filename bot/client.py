"""The bot: it loads its features, and what nobody else catches ends here."""

import asyncio
import logging
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.gatekeeping.admission import admitted, wish_of
from bot.incidents import log_incident
from bot.rendering import notice
from bot.services import Services
from bot.telling import report, tell
from bot.translating import Translator
from bot.views import is_of_another_run
from config.sections import DiscordSettings

logger = logging.getLogger(__name__)

_GOODBYE_SECONDS = 5.0  # for Discord to answer that a connection is closed


class NewsdeskBot(commands.AutoShardedBot):
    """Answers questions about a library, by the features that it is given. It pings nobody."""

    def __init__(self, services: Services, features: Sequence[type["Feature"]]) -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # it will never speak
        settings = services.settings.discord
        super().__init__(
            commands.when_mentioned,  # not used: there are no commands in messages
            help_command=None,
            tree_cls=CommandTree,
            intents=intents(settings),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            shard_count=settings.shards or None,
            shard_ids=list(settings.shard_ids) or None,  # type: ignore[arg-type] # None: all, as its code has it
            http_trace=_counting(services),
        )
        self.services = services
        self._features = features

    async def setup_hook(self) -> None:
        """Load the features. Their commands are told to Discord by `newsdesk bot --sync` only."""
        await self.tree.set_translator(Translator())
        for feature in self._features:
            await self.add_cog(feature(self))

    async def on_ready(self) -> None:
        """Say in the log where the bot is and how to invite it to more servers."""
        link = invite(self.application_id, self.services.settings.discord)
        logger.info("Connected to %d servers; invite link: %s", len(self.guilds), link)

    async def on_message(self, message: discord.Message, /) -> None:
        """Look for no commands in messages, as discord.py would; features listen for themselves."""

    async def on_interaction(self, interaction: discord.Interaction[discord.Client], /) -> None:
        """Tell of a form that was open while the bot was started again: discord.py would drop it."""
        data: Mapping[str, object] = interaction.data or {}
        is_form = interaction.type is discord.InteractionType.modal_submit
        if is_form and is_of_another_run(str(data.get("custom_id"))):
            await tell(interaction, lambda texts: notice(texts.say("form-expired")))

    async def on_error(self, event_method: str, /, *_args: object, **_kwargs: object) -> None:
        """Log what a listener raised."""
        if error := sys.exc_info()[1]:
            log_incident(event_method, error)

    async def leave(self) -> None:
        """Disconnect from the gateway: nothing new comes, and what was asked can still be answered. Never raises."""
        leaving = [shard.disconnect() for shard in self.shards.values()]
        with suppress(TimeoutError):
            async with asyncio.timeout(_GOODBYE_SECONDS):
                await asyncio.gather(*leaving, return_exceptions=True)

    async def close(self) -> None:
        """Disconnect, then let the searches that run finish."""
        await super().close()
        await self.services.replies.close()


class Feature(commands.Cog):
    """One thing that the bot can do, in one file: commands and listeners as in any cog of discord.py.

    `menus` are its context-menu commands, `lasting` its buttons that work after a restart. Rules and texts are
    chosen by pure functions beside the class; its methods only call Discord.
    """

    lasting: Sequence[type[discord.ui.DynamicItem[discord.ui.Item[discord.ui.View]]]] = ()

    def __init__(self, bot: NewsdeskBot) -> None:
        self.bot = bot
        self.services = bot.services

    def menus(self) -> Sequence[app_commands.ContextMenu]:
        """The context-menu commands of the feature."""
        return ()

    async def cog_load(self) -> None:
        """Add what discord.py does not find in a cog by itself."""
        self.bot.add_dynamic_items(*self.lasting)
        for menu in self.menus():
            self.bot.tree.add_command(menu)


class CommandTree(app_commands.CommandTree[discord.Client]):
    """All commands of the bot: who is let in, and what people read when one fails."""

    async def interaction_check(self, interaction: discord.Interaction[discord.Client], /) -> bool:
        """Let the person in, or tell them why not, before the command begins."""
        if interaction.command is None:
            return True  # an unknown command runs nothing; `on_error` says so
        return await admitted(interaction, wish_of(interaction))

    async def on_error(
        self, interaction: discord.Interaction[discord.Client], error: app_commands.AppCommandError, /
    ) -> None:
        """Tell the person who used the command what happened, and nobody else."""
        match error:
            case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
                await tell(interaction, lambda texts: notice(texts.say("command-changed")))
            case _:
                await report(interaction, getattr(error, "original", error))


def _counting(services: Services) -> aiohttp.TraceConfig:
    """Tell the numbers and the pauses of every answer of Discord's API."""

    async def count(_session: object, _context: object, end: aiohttp.TraceRequestEndParams) -> None:
        services.metrics.discord.labels(end.response.status).inc()
        services.pauses.count(end.response.status, services.clock())

    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(count)
    return trace


def intents(settings: DiscordSettings) -> discord.Intents:
    """What Discord tells the bot of: nothing that needs a privilege unless the settings ask for it."""
    chosen = discord.Intents.default()
    chosen.message_content = settings.message_content
    return chosen


def needed_permissions(settings: DiscordSettings) -> discord.Permissions:
    """What the bot must be allowed in a server."""
    return discord.Permissions(
        view_channel=True,
        send_messages=True,
        send_messages_in_threads=True,
        create_public_threads=settings.open_threads,
        embed_links=True,
        read_message_history=True,
    )


def invite(application_id: int | str | None, settings: DiscordSettings) -> str:
    """The link that adds the bot to a server, with the rights that it needs."""
    return discord.utils.oauth_url(
        application_id or "YOUR_APPLICATION_ID",
        permissions=needed_permissions(settings),
        scopes=("bot", "applications.commands"),
    )
