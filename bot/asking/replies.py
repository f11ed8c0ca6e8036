"""From a question to a reply, whatever happens: in a thread, under a deadline, never on the event loop."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from answer.answers import Answer, Answered, Asker, Show, Turn
from bot.answers.answer_cards import render
from bot.asking.growing import Growing
from bot.asking.inquiries import Inquiry
from bot.gatekeeping.turns import LineFullError, Ticket, Turns
from bot.incidents import log_incident
from bot.rendering import Card, problem
from bot.running.metrics import Metrics
from bot.wording import Texts, error_text
from config.errors import NewsdeskError
from config.settings import Settings

logger = logging.getLogger(__name__)

SHOW_PLACE_SECONDS = 2.0  # a place in line is shown to who waits longer than this, and as often at most


class Progress(Protocol):
    """Shows somebody what becomes of their question. Neither method raises."""

    async def place(self, position: int) -> None:
        """Show the place in line, from 1 on."""

    async def show(self, so_far: Answered) -> None:
        """Show what of an answer is written and verified so far."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What is sent: at least one card, to everyone in the channel or only to the person who asked.

    `answer` is what the cards show; None where they tell of a problem.
    """

    cards: tuple[Card, ...]
    only_to_asker: bool = False
    answer: Answer | None = None


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

    async def to(self, inquiry: Inquiry, before: Sequence[Turn], texts: Texts, progress: Progress) -> Reply:
        """The reply to a question and the turns `before` it, said in `texts`. Cancelling apart, never raises.

        Errors become replies to the asker alone. Past the deadline, what is written by then is the reply.
        """
        self._metrics.questions.inc()
        async with Growing(progress.show) as growing:
            reply, outcome = await self._reply(inquiry, before, texts, progress, growing)
        self._metrics.answers.labels(outcome).inc()
        return reply

    async def close(self) -> None:
        """Drop the questions that wait, and let those that run finish, so that the library can be closed."""
        await asyncio.to_thread(self._threads.shutdown, wait=True, cancel_futures=True)

    async def _reply(
        self, inquiry: Inquiry, before: Sequence[Turn], texts: Texts, progress: Progress, growing: Growing
    ) -> tuple[Reply, str]:
        """The reply, and the word for it in the metrics."""
        outcome = "failed"
        try:
            async with asyncio.timeout(self._deadline):
                answer = await self._answer(inquiry, before, progress, growing.put)
            return _told(answer, texts), "answered" if isinstance(answer, Answered) else "no_evidence"
        except TimeoutError:
            logger.warning("A question took longer than %g s", self._deadline)
            if growing.latest is not None:
                return _told(growing.latest, texts, texts.say("unfinished")), "late"
            outcome, message = "late", texts.say("timed-out")
        except LineFullError as error:  # the gate saw room, and somebody else was faster
            outcome, message = "line_full", texts.say("refused-line-full", waiting=error.waiting)
        except NewsdeskError as error:
            logger.warning("A question failed: %s: %s", type(error).__name__, error)
            message = error_text(texts, error)
        except Exception as error:  # noqa: BLE001 - the last stop: logged with its traceback, told with its id
            message = texts.say("unexpected", incident=log_incident("a question", error))
        return Reply((problem(message, texts),), only_to_asker=True), outcome

    async def _answer(
        self, inquiry: Inquiry, before: Sequence[Turn], progress: Progress, show: Show
    ) -> Answer:
        begin = asyncio.get_running_loop().time()
        ticket = self.turns.join(inquiry.person)
        try:
            await self._turn(ticket, progress)
            self._metrics.took({"wait": (asyncio.get_running_loop().time() - begin) * 1_000})
            work = self._begin(inquiry, before, show, ticket)
        except BaseException:
            self.turns.leave(ticket)
            raise
        answer = await asyncio.shield(work)
        self._metrics.took(answer.took_ms)
        return answer

    async def _turn(self, ticket: Ticket, progress: Progress) -> None:
        shown = 0
        while not ticket.called.done():
            await asyncio.wait([ticket.called], timeout=SHOW_PLACE_SECONDS)
            place = self.turns.position(ticket)
            if place and place != shown:
                shown = place
                await progress.place(place)

    def _begin(
        self, inquiry: Inquiry, before: Sequence[Turn], show: Show, ticket: Ticket
    ) -> asyncio.Future[Answer]:
        """Ask in a thread. The place is given back when the thread is free, however long somebody waits for it."""
        loop = asyncio.get_running_loop()
        asked = self._clock()

        def work() -> Answer:
            try:
                return self._asker.ask(
                    inquiry.question,
                    asked=asked,
                    restriction=inquiry.restriction,
                    before=before,
                    show=show,
                )
            finally:
                loop.call_soon_threadsafe(self.turns.leave, ticket)

        return loop.run_in_executor(self._threads, work)


def _told(answer: Answer, texts: Texts, *remarks: str) -> Reply:
    return Reply(render(answer, texts, remarks), answer=answer)
