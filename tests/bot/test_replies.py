"""Replies under a deadline, on a plain event loop (simcord's clock waits for threads, a real one does not)."""

import asyncio
import threading
from dataclasses import dataclass, field

import pytest

import bot.asking.replies
from answer.answers import Answer, Answered, Turn
from bot.asking.inquiries import Inquiry
from bot.asking.replies import Replies, Reply
from bot.running.metrics import Metrics
from config.settings import Settings
from index.questions import Place
from index.restriction import Restriction
from tests.bot.conftest import TEXTS
from tests.bot.fakes import ASKED, Call, ScriptedAsker, answered


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

    has_place: asyncio.Event = field(default_factory=asyncio.Event)

    async def place(self, position: int) -> None:
        self.places.append(position)
        self.has_place.set()

    async def show(self, so_far: Answered) -> None:
        self.shown.append(so_far.text)


async def asked(
    replies: Replies, question: str, person: int | None = None, watching: Watching | None = None
) -> Reply:
    """The reply to somebody's question; each of another person if none is named."""
    inquiry = Inquiry(1, question, person or hash(question), Place(10))
    return await replies.to(inquiry, (), TEXTS, watching or Watching())


async def until_waiting(replies: Replies, number: int) -> None:
    while replies.turns.waiting < number:  # noqa: ASYNC110 - the line has no event, and it takes a few steps
        await asyncio.sleep(0)


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


FLOODER, BOB = 1, 2


def question_of(reply: Reply) -> str | None:
    """The question that a reply answers."""
    return reply.answer.question if reply.answer else None


async def test_one_who_floods_delays_nobody_else(settings: Settings) -> None:
    let_go = threading.Event()

    def hang_for_the_flooder(question: str) -> Answer:
        if question.startswith("flood"):
            let_go.wait(timeout=30)
        return answered(question=question)

    asker = ScriptedAsker(hang_for_the_flooder)
    replies = Replies(asker, hasty(settings, 20, workers=2), Metrics())
    flood = [asyncio.create_task(asked(replies, f"flood {number}", FLOODER)) for number in range(20)]
    try:
        of_bob = [await asked(replies, f"Bob's {number}", BOB) for number in range(5)]
        assert not any(task.done() for task in flood)
    finally:
        let_go.set()
    of_flooder = await asyncio.gather(*flood)
    await replies.close()

    assert [question_of(reply) for reply in of_bob] == [f"Bob's {number}" for number in range(5)]
    assert [question_of(reply) for reply in of_flooder] == [f"flood {number}" for number in range(20)]
    assert (replies.turns.running, replies.turns.waiting) == (0, 0)


async def test_who_waits_is_shown_the_place_in_line_and_then_the_answer(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.asking.replies, "SHOW_PLACE_SECONDS", 0.001)
    let_go, watching = threading.Event(), Watching()

    def hang(question: str) -> Answer:
        let_go.wait(timeout=30)
        return answered(question=question)

    replies = Replies(ScriptedAsker(hang), hasty(settings, 20, workers=1), Metrics())
    first, second = (asyncio.create_task(asked(replies, f"question {person}", person)) for person in (1, 2))
    await until_waiting(replies, 1)
    third = asyncio.create_task(asked(replies, "question 3", 3, watching))
    await asyncio.wait_for(watching.has_place.wait(), timeout=10)
    let_go.set()
    reply = await third
    await asyncio.gather(first, second)
    await replies.close()

    assert watching.places[0] == 2
    assert question_of(reply) == "question 3"


async def test_a_question_for_which_the_line_has_no_room_is_told_so(settings: Settings) -> None:
    let_go = threading.Event()

    def hang(question: str) -> Answer:
        let_go.wait(timeout=30)
        return answered(question=question)

    crowded = hasty(settings, 20, workers=1)
    crowded = crowded.model_copy(update={"discord": crowded.discord.model_copy(update={"longest_line": 4})})
    replies = Replies(ScriptedAsker(hang), crowded, Metrics())
    waiting = [asyncio.create_task(asked(replies, f"question {person}", person)) for person in range(1, 6)]
    await until_waiting(replies, 4)
    refused = await asked(replies, "one too many", 6)
    let_go.set()
    await asyncio.gather(*waiting)
    await replies.close()

    assert refused.only_to_asker
    assert "4 questions wait" in refused.cards[0].blocks[-1].text


async def test_past_the_deadline_what_is_written_by_then_is_the_answer(settings: Settings) -> None:
    let_go = threading.Event()
    written = answered(text="Merz sees none, for now. [1]")

    def hang(question: str) -> Answer:
        let_go.wait(timeout=30)
        return answered(question=question)

    asker = ScriptedAsker(hang, grows=lambda show: show(written))
    replies = Replies(asker, hasty(settings, 1.0), Metrics())
    watching = Watching()
    try:
        reply = await replies.to(Inquiry(1, "Anyone there?", 7, Place(10)), (), TEXTS, watching)
    finally:
        let_go.set()
        await replies.close()

    assert watching.shown == [written.text]
    assert not reply.only_to_asker
    assert reply.answer == written
    assert TEXTS.say("unfinished") in reply.cards[-1].groups[-1].text


async def test_the_asker_gets_what_the_inquiry_limits_and_the_turns_before(settings: Settings) -> None:
    asker = ScriptedAsker()
    replies = Replies(asker, settings, Metrics())
    limits = Restriction(outlets=("The Courier",))
    before = (Turn("Who is Merz?", ASKED),)
    await replies.to(Inquiry(1, "And Macron?", 7, Place(10), limits), before, TEXTS, Watching())
    await replies.close()

    assert asker.calls == [Call("And Macron?", limits, before)]
