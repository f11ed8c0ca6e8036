"""The list of what the bot can do: one feature a file; the client loads them in this order."""

from collections.abc import Callable
from datetime import datetime

from answer.answers import Asker
from bot.answer_buttons import buttons_under
from bot.asking import Asking
from bot.checking import Checking
from bot.client import Feature, NewsdeskBot
from bot.deleting import Deleting
from bot.digesting import Digesting
from bot.following_up import FollowingUp
from bot.gate import Gate
from bot.listening import Listening
from bot.looking_after import LookingAfter
from bot.memory import Memory
from bot.metrics import Metrics
from bot.once import Once
from bot.pauses import Pauses
from bot.privacy import Privacy
from bot.rating import Rating
from bot.reading import Reading
from bot.reopening import Reopening
from bot.replies import Replies, now
from bot.services import Services
from bot.sharing import Sharing
from bot.statements import Statements
from bot.watching import Watching
from config.settings import Settings
from index.searchable import SearchableLibrary
from ingest.web.reading import Web

FEATURES: tuple[type[Feature], ...] = (
    *(Asking, Checking, Listening, Privacy, Reopening),
    *(Reading, FollowingUp, Sharing, Rating, Deleting),
    *(Digesting, Statements, LookingAfter, Watching),
)


def newsdesk_bot(
    asker: Asker, library: SearchableLibrary, settings: Settings, clock: Callable[[], datetime] = now
) -> NewsdeskBot:
    """The bot with all its features. `library` is the one that `asker` answers from; the caller closes it."""
    metrics = Metrics()
    replies = Replies(asker, settings, metrics, clock)
    gate = Gate(settings.discord, replies.turns, metrics, clock)
    memory = Memory(library.library)
    services = Services(
        *(settings, asker, library, replies, memory, buttons_under, gate, Once(), Pauses(), metrics),
        web=Web(settings, clock=clock),
        clock=clock,
    )
    return NewsdeskBot(services, FEATURES)
