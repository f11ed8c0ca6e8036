"""Conversations are remembered as turns, and a library that cannot keep them costs nobody an answer."""

import logging
from dataclasses import replace

import pytest

from answer.answers import Turn
from bot.asking.inquiries import Inquiry
from bot.asking.memory import Memory, answer_of
from index.questions import Place
from index.searchable import SearchableLibrary
from tests.bot.fakes import ASKED, answered, citation, no_evidence

PLACE = Place(10, server=1)


async def test_turns_are_complete_questions_with_their_quotes(library: SearchableLibrary) -> None:
    memory = Memory(library.library)
    first = answered(citation(), question="Who is Merz?")
    follow_up = replace(no_evidence(question="And Macron?"), understood="Who is Macron?")
    await memory.record(Inquiry(1, "?", 7, PLACE), first)
    await memory.record(Inquiry(2, "?", 8, PLACE, before=1), follow_up)

    assert await memory.turns(2) == (
        Turn("Who is Merz?", ASKED, first.citations),
        Turn("Who is Macron?", ASKED),
    )
    assert await memory.turns(None) == ()


async def test_an_answer_is_kept_whole(library: SearchableLibrary) -> None:
    memory = Memory(library.library)
    answer = answered()
    await memory.record(Inquiry(1, "?", 7, PLACE), answer)
    await memory.attach(1, [100])
    asked = await memory.by_message(100)
    assert asked
    assert answer_of(asked) == answer


async def test_a_library_that_cannot_keep_a_question_is_logged_only(
    library: SearchableLibrary, caplog: pytest.LogCaptureFixture
) -> None:
    memory = Memory(library.library)
    with library.library.writing() as db:
        db.exec_driver_sql("DROP TABLE questions")

    with caplog.at_level(logging.WARNING):
        await memory.record(Inquiry(1, "?", 7, PLACE), answered(question="a secret"))

    assert "A question was not kept" in caplog.text
    assert "a secret" not in caplog.text
