"""Running the bot on Discord, and telling Discord which commands it has."""

import asyncio
import contextlib
from collections.abc import Iterator

import aiohttp
import discord

from answer.answers import Asker
from bot import wording
from bot.client import CommandTree, NewsdeskBot, invite
from bot.stopping import until_stopped
from config.errors import ConfigurationError, NewsdeskError
from config.sections import DiscordSettings
from config.settings import Settings


def run_bot(asker: Asker, settings: Settings) -> None:
    """Answer on Discord until SIGINT or SIGTERM. The caller closes the library afterwards.

    Raises ConfigurationError where the token is missing or refused, NewsdeskError where Discord cannot be
    reached.
    """
    token = _token(settings.discord)
    asyncio.run(until_stopped(_serve(asker, settings, token)))


def sync_commands(settings: Settings) -> tuple[str, ...]:
    """Tell Discord the bot's commands, in `discord.sync_guilds` or, if that is empty, everywhere.

    Returns the commands' names. Raises as `run_bot` does.
    """
    return asyncio.run(_sync(settings.discord, _token(settings.discord)))


async def _serve(asker: Asker, settings: Settings, token: str) -> None:
    async with NewsdeskBot(asker, settings) as bot:
        with _explained():
            await bot.start(token)


async def _sync(settings: DiscordSettings, token: str) -> tuple[str, ...]:
    async with discord.Client(intents=discord.Intents.none()) as client:
        tree = CommandTree(client)
        with _explained():
            await client.login(token)
            for guild in map(discord.Object, settings.sync_guilds):
                tree.copy_global_to(guild=guild)
                await tree.sync(guild=guild)
            if not settings.sync_guilds:
                await tree.sync()
        return tuple(command.name for command in tree.get_commands())


def _token(settings: DiscordSettings) -> str:
    token = settings.token.get_secret_value().strip() if settings.token else ""
    if not token:
        raise ConfigurationError(wording.no_token(invite(None)))
    return token


@contextlib.contextmanager
def _explained() -> Iterator[None]:
    """Discord's refusals and a missing network as errors of newsdesk."""
    try:
        yield
    except discord.LoginFailure as exc:
        raise ConfigurationError(wording.REFUSED) from exc
    except discord.Forbidden as exc:
        raise ConfigurationError(wording.NOT_IN_SERVER) from exc
    except (discord.DiscordException, aiohttp.ClientError, OSError) as exc:
        raise NewsdeskError(wording.unreachable(str(exc) or type(exc).__name__)) from exc
