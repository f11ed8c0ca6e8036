"""The list of what the bot can do: one feature a file; the client loads them in this order."""

from collections.abc import Callable
from datetime import datetime

from answer.answers import Asker
from bot.asking import Asking
from bot.client import Feature, NewsdeskBot
from bot.memory import Memory
from bot.replies import Replies, now
from bot.services import Services
from config.settings import Settings
from index.searchable import SearchableLibrary

FEATURES: tuple[type[Feature], ...] = (Asking,)


def newsdesk_bot(
    asker: Asker, library: SearchableLibrary, settings: Settings, clock: Callable[[], datetime] = now
) -> NewsdeskBot:
    """The bot with all its features. `library` is the one that `asker` answers from; the caller closes it."""
    services = Services(
        settings, asker, library, Replies(asker, settings, clock), Memory(library.library), clock
    )
    return NewsdeskBot(services, FEATURES)
