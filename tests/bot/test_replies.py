"""Replies under a deadline, on a plain event loop (simcord's clock waits for threads, a real one does not)."""

import asyncio
import threading
from dataclasses import dataclass, field

from answer.answers import Answer, Answered
from bot.inquiries import Inquiry
from bot.metrics import Metrics
from bot.replies import Replies, Reply
from config.settings import Settings
from index.questions import Place
from tests.bot.conftest import TEXTS
from tests.bot.fakes import ScriptedAsker, answered


def hasty(settings: Settings, seconds: float, workers: int = 4) -> Settings:
    """Settings with a deadline shorter than people may set."""
    return settings.model_copy(
        update={
            "answer": settings.answer.model_copy(update={"deadline_seconds": seconds}),
            "discord": settings.discord.model_copy(update={"workers": workers}),
        }
    )


@dataclass
class Watching:
    """Somebody who looks at their question's progress."""

    places: list[int] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)

    async def place(self, position: int) -> None:
        self.places.append(position)

    async def show(self, so_far: Answered) -> None:
        self.shown.append(so_far.text)


async def asked(replies: Replies, question: str, person: int | None = None) -> Reply:
    """The reply to somebody's question; each of another person if none is named."""
    inquiry = Inquiry(1, question, person or hash(question), Place(10))
    return await replies.to(inquiry, (), TEXTS, Watching())


async def test_a_question_past_its_deadline_gets_its_own_words(settings: Settings) -> None:
    let_go = threading.Event()

    def hang(question: str) -> Answer:
        let_go.wait(timeout=30)
        return answered(question=question)

    replies = Replies(ScriptedAsker(hang), hasty(settings, 0.05), Metrics())
    try:
        reply = await asked(replies, "Anyone there?")
    finally:
        let_go.set()
        await replies.close()

    assert reply.only_to_asker
    assert reply.cards[0].blocks[-1].text == TEXTS.say("timed-out")


async def test_a_question_that_waits_too_long_for_a_free_thread_is_never_asked(settings: Settings) -> None:
    let_go = threading.Event()

    def hang(question: str) -> Answer:
        let_go.wait(timeout=30)
        return answered(question=question)

    asker = ScriptedAsker(hang)
    replies = Replies(asker, hasty(settings, 0.05, workers=1), Metrics())
    try:
        both = await asyncio.gather(asked(replies, "first"), asked(replies, "second"))
    finally:
        let_go.set()
        await replies.close()

    assert [reply.cards[0].blocks[-1].text for reply in both] == [TEXTS.say("timed-out")] * 2
    assert [question for question, _, _ in asker.asked] == ["first"]


async def test_questions_are_answered_side_by_side(settings: Settings) -> None:
    meeting = threading.Barrier(4, timeout=10)

    def meet(question: str) -> Answer:
        meeting.wait()
        return answered(question=question)

    replies = Replies(ScriptedAsker(meet), settings, Metrics())
    everyone = await asyncio.gather(*(asked(replies, f"question {number}") for number in range(4)))
    await replies.close()

    assert not any(reply.only_to_asker for reply in everyone)
    assert [reply.cards[0].blocks[0].text for reply in everyone] == [
        f"### question {number}" for number in range(4)
    ]


async def test_closing_waits_for_the_question_that_runs(settings: Settings) -> None:
    started, finished = threading.Event(), threading.Event()

    def take_a_moment(question: str) -> Answer:
        started.set()
        finished.wait(timeout=0.2)
        finished.set()
        return answered(question=question)

    replies = Replies(ScriptedAsker(take_a_moment), settings, Metrics())
    running = asyncio.create_task(asked(replies, "running"))
    await asyncio.to_thread(started.wait)
    await replies.close()

    assert finished.is_set()
    assert not (await running).only_to_asker
