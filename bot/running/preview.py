"""The bot in a page of the local browser, without Discord: simcord's preview of the same NewsdeskBot."""

import asyncio
import importlib
import importlib.util
import logging
import webbrowser
from collections.abc import Callable
from datetime import datetime
from functools import partial
from types import ModuleType

from answer.answers import Asker
from bot.asking.replies import now
from bot.client import NewsdeskBot
from bot.features import newsdesk_bot
from bot.running import terminal
from bot.running.stopping import until_stopped
from config.errors import ConfigurationError
from config.settings import Settings
from index.searchable import SearchableLibrary

NAME = "newsdesk"
SERVER = "The Daily Desk"
CHANNEL = "newsroom"
MEMBERS = ("Alex", "Sam")
_say = partial(print, flush=True)
GRACE_SECONDS = 10  # for the page to show the bot's own words about a deadline that has passed
PREVIEW_PACKAGES = ("simcord", "aiohttp", "markdown_it", "linkify_it", "regex", "PIL")


def run_preview(
    asker: Asker,
    library: SearchableLibrary,
    settings: Settings,
    *,
    port: int = 0,
    open_browser: bool = False,
    clock: Callable[[], datetime] = now,
    say: Callable[[str], None] = _say,
) -> None:
    """Serve the page on loopback until SIGINT, SIGTERM or its own "End preview session".

    `port` 0 takes a free one; `say` gets the lines with the address and how to stop. Raises
    ConfigurationError where the extra `preview` is not installed or the port is taken.
    """
    if missing := [name for name in PREVIEW_PACKAGES if importlib.util.find_spec(name) is None]:
        raise ConfigurationError(terminal.no_preview(missing))
    bot = newsdesk_bot(asker, library, settings, clock)
    patience = settings.answer.deadline_seconds + GRACE_SECONDS
    asyncio.run(until_stopped(_serve(bot, clock, patience, port, open_browser, say)))


async def _serve(
    bot: NewsdeskBot,
    clock: Callable[[], datetime],
    patience: float,
    port: int,
    open_browser: bool,
    say: Callable[[str], None],
) -> None:
    simcord = _simcord()
    try:
        async with simcord.run(bot, settle_timeout=patience, check_errors=False) as env:
            await bot.tree.sync()
            if bot.user:
                await bot.user.edit(username=NAME)
            await env.advance_time(max(0.0, (clock() - env.now()).total_seconds()))
            server = env.create_guild(SERVER)
            channel = server.create_text_channel(CHANNEL, topic=bot.services.texts(None).say("channel-topic"))
            members = [server.add_member(env.create_user(name.lower(), global_name=name)) for name in MEMBERS]
            async with env.preview(
                channel, viewers=members, layout="channel", locale="en-GB", port=port
            ) as page:
                say(terminal.preview_ready(page.url))
                if open_browser:
                    webbrowser.open(page.url)
                await page.wait_closed()
    except simcord.SetupError as exc:
        raise ConfigurationError(terminal.no_page(str(exc))) from exc
    finally:
        await bot.close()


def _simcord() -> ModuleType:
    """The simulated Discord: only with the extra `preview`, and only here, for it patches discord.py.

    When it is imported it tries out a client without intents, about which discord.py warns.
    """
    state = logging.getLogger("discord.state")
    state.disabled = True
    try:
        return importlib.import_module("simcord")
    finally:
        state.disabled = False
