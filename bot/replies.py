"""From a question to a reply, whatever happens: in a thread, under a deadline, never on the event loop."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from answer.answers import Answer, Answered, Asker
from bot.incidents import log_incident
from bot.metrics import Metrics
from bot.rendering import Card, problem, render
from bot.turns import LineFullError, Ticket, Turns
from bot.wording import Texts, error_text
from config.errors import NewsdeskError
from config.settings import Settings

logger = logging.getLogger(__name__)

SHOW_PLACE_SECONDS = 2.0  # a place in line is shown to who waits longer than this, and as often at most

ShowPlace = Callable[[int], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Reply:
    """What is sent: at least one card, to everyone in the channel or only to the person who asked."""

    cards: tuple[Card, ...]
    only_to_asker: bool = False


def now() -> datetime:
    """The time here and now, with its zone."""
    return datetime.now().astimezone()


class Replies:
    """Asks `asker` for Discord. Questions beyond `settings.discord.workers` wait their turn, within their deadline."""

    def __init__(
        self, asker: Asker, settings: Settings, metrics: Metrics, clock: Callable[[], datetime] = now
    ) -> None:
        self.turns = Turns(settings.discord.workers, settings.discord.longest_line)
        self._asker = asker
        self._clock = clock
        self._metrics = metrics
        self._deadline = settings.answer.deadline_seconds
        self._threads = ThreadPoolExecutor(settings.discord.workers, thread_name_prefix="ask")

    async def to(self, question: str, texts: Texts, person: int, show_place: ShowPlace) -> Reply:
        """The reply to the `question` of `person`, said in `texts`; `show_place` hears of the place in line.

        Never raises: errors become replies to the asker alone.
        """
        self._metrics.questions.inc()
        outcome = "failed"
        try:
            async with asyncio.timeout(self._deadline):
                answer = await self._answer(question, person, show_place)
            outcome = "answered" if isinstance(answer, Answered) else "no_evidence"
            return Reply(render(answer, texts))
        except TimeoutError:
            logger.warning("A question took longer than %g s", self._deadline)
            outcome, message = "late", texts.say("timed-out")
        except LineFullError as error:  # the gate saw room, and somebody else was faster
            outcome, message = "line_full", texts.say("refused-line-full", waiting=error.waiting)
        except NewsdeskError as error:
            logger.warning("A question failed: %s: %s", type(error).__name__, error)
            message = error_text(texts, error)
        except Exception as error:  # noqa: BLE001 - the last stop: logged with its traceback, told with its id
            message = texts.say("unexpected", incident=log_incident("/ask", error))
        finally:
            self._metrics.answers.labels(outcome).inc()
        return Reply((problem(message, texts),), only_to_asker=True)

    async def close(self) -> None:
        """Drop the questions that wait, and let those that run finish, so that the library can be closed."""
        await asyncio.to_thread(self._threads.shutdown, wait=True, cancel_futures=True)

    async def _answer(self, question: str, person: int, show_place: ShowPlace) -> Answer:
        begin = asyncio.get_running_loop().time()
        ticket = self.turns.join(person)
        try:
            await self._turn(ticket, show_place)
            self._metrics.took({"wait": (asyncio.get_running_loop().time() - begin) * 1_000})
            work = self._begin(question, ticket)
        except BaseException:
            self.turns.leave(ticket)
            raise
        answer = await asyncio.shield(work)
        self._metrics.took(answer.took_ms)
        return answer

    async def _turn(self, ticket: Ticket, show_place: ShowPlace) -> None:
        shown = 0
        while not ticket.called.done():
            await asyncio.wait([ticket.called], timeout=SHOW_PLACE_SECONDS)
            place = self.turns.position(ticket)
            if place and place != shown:
                shown = place
                await show_place(place)

    def _begin(self, question: str, ticket: Ticket) -> asyncio.Future[Answer]:
        """Ask in a thread. The place is given back when the thread is free, however long somebody waits for it."""
        loop = asyncio.get_running_loop()
        asked = self._clock()

        def work() -> Answer:
            try:
                return self._asker.ask(question, asked=asked)
            finally:
                loop.call_soon_threadsafe(self.turns.leave, ticket)

        return loop.run_in_executor(self._threads, work)
