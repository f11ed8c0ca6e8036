"""What Discord offers while somebody types: soon, or nothing. discord.py tells nobody of errors there."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from discord import app_commands

from bot.incidents import log_incident
from bot.markdown import one_line
from bot.telling import Interaction, name_of
from config.errors import NewsdeskError
from index.questions import PastQuestion, Place

logger = logging.getLogger(__name__)

MOST_CHOICES = 25
LONGEST_CHOICE = 100
_SECONDS = 2.0  # Discord waits three
Value = TypeVar("Value", str, int)


async def suggestions(
    interaction: Interaction, found: Awaitable[Iterable[str]]
) -> list[app_commands.Choice[str]]:
    """Texts as choices; none where they come too late or not at all. Never raises."""

    async def choices() -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=text, value=text) for text in await found]

    return await in_time(interaction, choices())


async def in_time(
    interaction: Interaction, found: Awaitable[list[app_commands.Choice[Value]]]
) -> list[app_commands.Choice[Value]]:
    """The choices; none where they come too late or not at all. Never raises."""
    try:
        async with asyncio.timeout(_SECONDS):
            return await found
    except (TimeoutError, NewsdeskError) as error:
        logger.warning("No suggestions for %s: %s", name_of(interaction), type(error).__name__)
    except Exception as error:  # noqa: BLE001 - the last stop: logged with its traceback
        log_incident(f"suggestions for {name_of(interaction)}", error)
    return []


def matching(texts: Iterable[str], typed: str) -> list[str]:
    """Those that hold what is typed and fit into a choice, each once; those that begin with it come first."""
    part = one_line(typed).casefold()
    once: dict[str, str] = {}
    for text in map(one_line, texts):
        if part in text.casefold() and 0 < len(text) <= LONGEST_CHOICE:
            once.setdefault(text.casefold(), text)
    return sorted(once.values(), key=lambda text: not text.casefold().startswith(part))[:MOST_CHOICES]


def visible(past: Iterable[PastQuestion], person: int, is_seen: Callable[[Place], bool]) -> list[str]:
    """Of past questions those that `person` may be shown: their own, and those asked where they can look."""
    return [one.question for one in past if one.person == person or is_seen(one.place)]
