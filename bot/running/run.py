"""Running the bot on Discord, and telling Discord which commands it has."""

import asyncio
import contextlib
import re
from collections.abc import Callable, Iterator
from functools import partial

import aiohttp
import discord

from answer.answers import Asker
from bot.client import NewsdeskBot, invite
from bot.features import newsdesk_bot
from bot.running import terminal
from bot.running.condition import readings, state
from bot.running.health import health_pages
from bot.running.place import Place
from bot.running.reloading import Reloading, on_hangup
from bot.running.stopping import until_stopped
from config.errors import ConfigurationError, NewsdeskError
from config.sections import DiscordSettings
from config.settings import Settings
from index.searchable import SearchableLibrary

_SENDING_SECONDS = 5.0  # for an answer that is there to reach Discord
_TOKEN = re.compile(r"[A-Za-z0-9_.-]+")


def run_bot(
    asker: Asker, library: SearchableLibrary, settings: Settings, read: Callable[[], Settings]
) -> None:
    """Answer on Discord until SIGINT or SIGTERM. The caller closes the library afterwards.

    At SIGHUP `read` gives the settings anew, and what can change while the bot runs does. Raises
    ConfigurationError where the token is missing or refused, NewsdeskError where Discord cannot be reached.
    """
    token = token_of(settings.discord)
    asyncio.run(until_stopped(_serve(asker, library, settings, read, token)))


def sync_commands(asker: Asker, library: SearchableLibrary, settings: Settings) -> tuple[str, ...]:
    """Tell Discord the bot's commands, in `discord.sync_guilds` or, if that is empty, everywhere.

    Returns the commands' names. Raises as `run_bot` does.
    """
    return asyncio.run(_sync(asker, library, settings, token_of(settings.discord)))


async def _serve(
    asker: Asker, library: SearchableLibrary, settings: Settings, read: Callable[[], Settings], token: str
) -> None:
    with contextlib.closing(Place(library.library, settings.discord)) as place:
        make = partial(newsdesk_bot, asker, library, settings, is_serving=place.is_serving)
        while await _turn(make(), place, read, token):
            pass


async def _turn(bot: NewsdeskBot, place: Place, read: Callable[[], Settings], token: str) -> bool:
    """Stand by, then serve; whether the place was lost, so that a new bot has to stand by."""
    settings = bot.services.settings.discord
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(bot)
        if settings.health_port:
            metrics = bot.services.metrics
            metrics.watch(lambda: readings(bot, is_active=place.is_taken))
            pages = health_pages(
                settings.health_port,
                metrics,
                lambda: state(bot, is_active=place.is_taken),
                settings.health_host,
            )
            await stack.enter_async_context(pages)
        stack.enter_context(on_hangup(Reloading(bot.services, read)))
        stack.enter_context(explained())
        await bot.login(token)
        part = await place.take()
        bot.shard_ids = list(part.shards) or None
        return await _serve_part(bot, place)


async def _serve_part(bot: NewsdeskBot, place: Place) -> bool:
    """Answer until the connection ends or the place is lost; whether it is. Others connect as soon as this one left."""
    serving, lost = asyncio.create_task(bot.connect()), asyncio.create_task(place.lost())
    try:
        await asyncio.wait({serving, lost}, return_when=asyncio.FIRST_COMPLETED)
        if serving.done():
            serving.result()  # what it was ended by
        return not serving.done()
    finally:
        for task in (serving, lost):
            task.cancel()
        await bot.leave()
        await place.leave()
        await bot.services.taken.finish(bot.services.settings.answer.deadline_seconds + _SENDING_SECONDS)


async def _sync(asker: Asker, library: SearchableLibrary, settings: Settings, token: str) -> tuple[str, ...]:
    async with newsdesk_bot(asker, library, settings) as bot:
        with explained():
            await bot.login(token)  # loads the features, with their commands
            for guild in map(discord.Object, settings.discord.sync_guilds):
                bot.tree.copy_global_to(guild=guild)
                await bot.tree.sync(guild=guild)
            if not settings.discord.sync_guilds:
                await bot.tree.sync()
        return tuple(command.name for command in bot.tree.get_commands())


def token_of(settings: DiscordSettings) -> str:
    """The token of the settings. Raises ConfigurationError, which explains how to get one."""
    token = settings.token.get_secret_value().strip() if settings.token else ""
    if not token:
        raise ConfigurationError(terminal.no_token(invite(None, settings)))
    if not _TOKEN.fullmatch(token):
        raise ConfigurationError(terminal.MALFORMED)
    return token


@contextlib.contextmanager
def explained() -> Iterator[None]:
    """Discord's refusals and a missing network as errors of newsdesk."""
    try:
        yield
    except discord.LoginFailure as exc:
        raise ConfigurationError(terminal.REFUSED) from exc
    except discord.PrivilegedIntentsRequired as exc:
        raise ConfigurationError(terminal.NO_INTENT) from exc
    except discord.Forbidden as exc:
        raise ConfigurationError(terminal.NOT_IN_SERVER) from exc
    except (discord.DiscordException, aiohttp.ClientError, OSError) as exc:
        raise NewsdeskError(terminal.unreachable(str(exc) or type(exc).__name__)) from exc
