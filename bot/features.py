"""The list of what the bot can do: one feature a file; the client loads them in this order."""

from collections.abc import Callable
from datetime import datetime

from answer.answers import Asker
from bot.answers.answer_buttons import buttons_under
from bot.answers.deleting import Deleting
from bot.answers.following_up import FollowingUp
from bot.answers.rating import Rating
from bot.answers.reading import Reading
from bot.answers.sharing import Sharing
from bot.asking.ask_command import Asking
from bot.asking.checking import Checking
from bot.asking.listening import Listening
from bot.asking.memory import Memory
from bot.asking.once import Once, always
from bot.asking.replies import Replies, now
from bot.client import Feature, NewsdeskBot
from bot.gatekeeping.gate import Gate
from bot.gatekeeping.pauses import Pauses
from bot.gatekeeping.privacy import Privacy
from bot.gatekeeping.reopening import Reopening
from bot.gatekeeping.taken import Taken
from bot.library.digesting import Digesting
from bot.library.looking_after import LookingAfter
from bot.library.statements import Statements
from bot.running.metrics import Metrics
from bot.services import Services
from bot.watches.watching import Watching
from config.settings import Settings
from index.searchable import SearchableLibrary
from ingest.web.reading import Web

FEATURES: tuple[type[Feature], ...] = (
    *(Asking, Checking, Listening, Privacy, Reopening),
    *(Reading, FollowingUp, Sharing, Rating, Deleting),
    *(Digesting, Statements, LookingAfter, Watching),
)


def newsdesk_bot(
    asker: Asker,
    library: SearchableLibrary,
    settings: Settings,
    clock: Callable[[], datetime] = now,
    is_serving: Callable[[], bool] = always,
) -> NewsdeskBot:
    """The bot with all its features. `library` is the one that `asker` answers from; the caller closes it.

    While `is_serving` says no, another process answers.
    """
    metrics = Metrics()
    replies = Replies(asker, settings, metrics, clock)
    gate = Gate(settings.discord, replies.turns, metrics, clock)
    memory = Memory(library.library)
    services = Services(
        *(settings, asker, library, replies, memory, buttons_under, gate),
        once=Once(is_serving=is_serving),
        pauses=Pauses(),
        taken=Taken(),
        metrics=metrics,
        web=Web(settings, clock=clock),
        clock=clock,
    )
    return NewsdeskBot(services, FEATURES)
