"""What was asked before, without blocking the event loop: index.questions in threads, answers as values."""

import asyncio
import logging
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from answer.answers import Answer, Answered, Turn
from answer.keeping import kept, restored
from bot.asking.inquiries import Inquiry
from config.errors import LibraryError
from index.library import Library
from index.questions import AskedQuestion, Feedback, PastQuestion, Place, Questions

logger = logging.getLogger(__name__)


class Memory:
    """The questions of a library, for the event loop."""

    def __init__(self, library: Library) -> None:
        self._questions = Questions(library)

    async def record(self, inquiry: Inquiry, answer: Answer) -> None:
        """Keep a question with its answer. An answer that cannot be kept is still given: never raises LibraryError."""
        asked = AskedQuestion(
            inquiry.id,
            inquiry.place,
            inquiry.person,
            answer.asked,
            answer.question,
            kept(answer),
            answer.understood,
            inquiry.is_private,
            inquiry.before,
        )
        await self._try(lambda: self._questions.record(asked))

    async def attach(self, id_: int, messages: Collection[int]) -> None:
        """Remember which messages answered a question. Never raises LibraryError."""
        await self._try(lambda: self._questions.attach(id_, messages))

    async def messages(self, id_: int) -> tuple[int, ...]:
        """The messages that answered a question."""
        return await asyncio.to_thread(self._questions.messages, id_)

    async def publish(self, id_: int, *, is_private: bool = False) -> bool:
        """Make a private question a public one, or the reverse; False where it is so already, or no longer kept."""
        return await asyncio.to_thread(lambda: self._questions.publish(id_, is_private=is_private))

    async def delete(self, id_: int) -> None:
        """Delete a question with its feedback."""
        await asyncio.to_thread(self._questions.delete, id_)

    async def by_id(self, id_: int) -> AskedQuestion | None:
        """A question, if it is (still) kept."""
        return await asyncio.to_thread(self._questions.by_id, id_)

    async def by_message(self, message: int) -> AskedQuestion | None:
        """The question that a message answered, if it is (still) kept."""
        return await asyncio.to_thread(self._questions.by_message, message)

    async def latest(self, place: Place) -> AskedQuestion | None:
        """The last question that was asked openly in a thread or in direct messages."""
        return await asyncio.to_thread(self._questions.latest, place)

    async def turns(self, id_: int | None) -> tuple[Turn, ...]:
        """The conversation that ends with a question, oldest turn first; empty where nothing is kept."""
        if id_ is None:
            return ()
        return tuple(map(turn_of, await asyncio.to_thread(self._questions.turns, id_)))

    async def recent(self, server: int, person: int) -> list[PastQuestion]:
        """What was last asked in a server: see `Questions.recent`."""
        return await asyncio.to_thread(self._questions.recent, server, person)

    async def save_feedback(self, given: Feedback) -> bool:
        """Keep what somebody thought of an answer; False where the question is no longer kept."""
        return await asyncio.to_thread(self._questions.save_feedback, given)

    async def prune(self, now: datetime, days: int) -> int:
        """Delete what was asked more than `days` before `now`; returns how many questions."""
        return await asyncio.to_thread(self._questions.prune, now - timedelta(days=days))

    async def _try(self, write: Callable[[], object]) -> None:
        try:
            await asyncio.to_thread(write)
        except LibraryError as error:
            logger.warning("A question was not kept: %s", error)


def answer_of(asked: AskedQuestion) -> Answer | None:
    """The answer as a value; None where another release of newsdesk kept it in another way."""
    return restored(asked.answer)


def turn_of(asked: AskedQuestion) -> Turn:
    """A question as a turn of a conversation, complete in itself."""
    answer = answer_of(asked)
    citations = answer.citations if isinstance(answer, Answered) else ()
    return Turn(asked.understood or asked.question, asked.asked, citations)
