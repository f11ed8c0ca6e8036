"""What a command is limited to, as people type it: dates and an outlet; who typed nonsense is told."""

import asyncio
from difflib import get_close_matches

from bot.asking.inquiries import EmptyWindowError, UnreadableDateError, window
from bot.asking.suggesting import matching
from bot.markdown import escaped, one_line
from bot.rendering import notice
from bot.telling import Interaction, services_of, tell, texts_of
from config.errors import LibraryError
from index.library import Library
from index.restriction import Restriction

_SECONDS_TO_LOOK = 1.5  # Discord waits three for the first response


async def restriction_for(
    interaction: Interaction, since: str | None, until: str | None, outlet: str | None
) -> Restriction | None:
    """The restriction that a person typed; None where it is none, and then they have been told why."""
    services = services_of(interaction)
    if outlet and (known := await _unless_known(services.library.library, outlet)) is not None:
        near = escaped(texts_of(interaction).either(tuple(known))) if known else "none"
        await tell(interaction, lambda texts: notice(texts.say("unknown-outlet-given", near=near)))
        return None
    try:
        limits = window(since, until, services.clock())
    except UnreadableDateError as error:
        written = escaped(one_line(error.written))
        await tell(interaction, lambda texts: notice(texts.say("unreadable-date", written=written)))
        return None
    except EmptyWindowError:
        await tell(interaction, lambda texts: notice(texts.say("empty-window")))
        return None
    return Restriction(limits, (outlet,) if outlet else ())


async def outlets_like(interaction: Interaction, typed: str) -> list[str]:
    """The library's outlets with what is typed in their name."""
    return matching(await asyncio.to_thread(services_of(interaction).library.library.outlets), typed)


async def _unless_known(library: Library, outlet: str) -> list[str] | None:
    """Names like `outlet`, where the library has none of this name; None where it has, or cannot say soon."""
    try:
        async with asyncio.timeout(_SECONDS_TO_LOOK):
            known = await asyncio.to_thread(library.outlets)
    except (TimeoutError, LibraryError):
        return None
    by_key = {name.casefold(): name for name in known}
    key = outlet.casefold()
    return None if key in by_key else [by_key[near] for near in get_close_matches(key, by_key)]
