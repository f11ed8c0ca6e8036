"""What people asked is kept beside the articles, for as long as they and the settings want."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from index.library import Library
from index.questions import AskedQuestion, Feedback, Forgotten, PastQuestion, Place, Questions

NOON = datetime(2026, 1, 12, 12, tzinfo=UTC)
CHANNEL = Place(channel=10, server=1)
THREAD = Place(channel=10, thread=11, server=1)
LARGE = 2**63 - 1  # the largest id that Discord may give


@pytest.fixture
def store(open_library: Callable[..., Library]) -> Questions:
    return Questions(open_library())


def asked(id_: int, question: str = "Who?", **changes: Any) -> AskedQuestion:
    facts: dict[str, Any] = {
        "place": CHANNEL,
        "person": 7,
        "asked": NOON + timedelta(seconds=id_ if id_ < 10_000 else 0),
        "answer": "{}",
    }
    return AskedQuestion(id_, question=question, **(facts | changes))


def test_a_question_comes_back_as_it_was(store: Questions) -> None:
    full = asked(LARGE, place=THREAD, understood="Who is Merz?", is_private=True)
    assert store.record(full)
    assert store.by_id(LARGE) == full
    assert store.by_id(1) is None


def test_a_question_that_comes_twice_is_kept_once(store: Questions) -> None:
    assert store.record(asked(1, "first"))
    assert not store.record(asked(1, "second"))
    kept = store.by_id(1)
    assert kept
    assert kept.question == "first"


def test_a_question_is_found_by_each_message_of_its_answer(store: Questions) -> None:
    store.record(asked(1))
    store.attach(1, [100, 101])
    store.attach(1, [101, 102])
    assert [store.by_message(message) == store.by_id(1) for message in (100, 101, 102)] == [True] * 3
    assert store.by_message(1) is None


def test_messages_of_a_question_that_is_not_kept_are_not_kept(store: Questions) -> None:
    store.attach(5, [100])
    assert store.by_message(100) is None


def test_a_conversation_is_the_chain_of_its_turns(store: Questions) -> None:
    for id_, before in ((1, None), (2, None), (3, 1), (4, 3), (5, 2), (6, 99)):
        store.record(asked(id_, before=before))
    assert [turn.id for turn in store.turns(4)] == [1, 3, 4]
    assert [turn.id for turn in store.turns(4, most=2)] == [3, 4]
    assert [turn.id for turn in store.turns(6)] == [6]
    assert store.turns(None) == []


def test_private_turns_before_a_shared_one_stay_private(store: Questions) -> None:
    store.record(asked(1, is_private=True))
    store.record(asked(2, before=1, is_private=True))
    store.record(asked(3, before=2, is_private=True))
    store.publish(2)
    assert [turn.id for turn in store.turns(2)] == [2]
    assert [turn.id for turn in store.turns(3)] == [1, 2, 3]


def test_a_turn_that_was_deleted_begins_the_conversation_later(store: Questions) -> None:
    store.record(asked(1, person=8))
    store.record(asked(2, before=1))
    store.forget(8)
    assert [turn.id for turn in store.turns(2)] == [2]


@pytest.mark.parametrize("elsewhere", [CHANNEL, Place(10, 12, 1), Place(10), Place(10, 11, 2)])
def test_the_latest_question_is_that_of_exactly_one_place(store: Questions, elsewhere: Place) -> None:
    store.record(asked(1, place=THREAD))
    store.record(asked(2, place=elsewhere))
    store.record(asked(3, place=THREAD, is_private=True))
    latest = store.latest(THREAD)
    assert latest
    assert latest.id == 1


def test_past_questions_come_newest_first_with_who_asked_and_where(store: Questions) -> None:
    store.record(asked(1, "Who?", place=THREAD))
    store.record(asked(2, "Where?", person=8))
    assert store.recent(1, 9) == [PastQuestion("Where?", 8, CHANNEL), PastQuestion("Who?", 7, THREAD)]


def test_past_questions_are_of_one_server_and_private_ones_are_for_their_asker(store: Questions) -> None:
    store.record(asked(1, "in another server", place=Place(20, server=2)))
    store.record(asked(2, "in a direct message", place=Place(30)))
    store.record(asked(3, "privately", is_private=True))
    store.record(asked(4, "openly"))
    assert [past.question for past in store.recent(1, 9)] == ["openly"]
    assert [past.question for past in store.recent(1, 7)] == ["openly", "privately"]


def test_a_person_has_one_opinion_of_an_answer(store: Questions) -> None:
    store.record(asked(1))
    assert store.save_feedback(Feedback(1, 8, True, NOON))
    assert store.save_feedback(Feedback(1, 8, False, NOON, "wrong Merz"))
    assert store.save_feedback(Feedback(1, 9, True, NOON + timedelta(hours=1)))
    assert [(row.id, given) for row, given in store.feedback_rows()] == [
        (1, Feedback(1, 8, False, NOON, "wrong Merz")),
        (1, Feedback(1, 9, True, NOON + timedelta(hours=1))),
    ]


def test_feedback_on_what_is_no_longer_kept_is_refused(store: Questions) -> None:
    assert not store.save_feedback(Feedback(1, 8, True, NOON))


def test_forgetting_a_person_leaves_nothing_of_them(store: Questions) -> None:
    store.record(asked(1, person=7))
    store.record(asked(2, person=8))
    store.attach(1, [100])
    store.save_feedback(Feedback(1, 8, True, NOON))
    store.save_feedback(Feedback(2, 7, True, NOON))
    assert store.kept_of(7) == Forgotten(1, 1)

    assert store.forget(7) == Forgotten(1, 1)

    assert store.kept_of(7) == Forgotten(0, 0)
    assert (store.by_id(1), store.by_message(100), store.feedback_rows()) == (None, None, [])
    assert store.by_id(2)


def test_what_is_older_than_settings_keep_is_deleted(store: Questions) -> None:
    store.record(asked(1, asked=NOON - timedelta(days=91)))
    store.record(asked(2))
    store.save_feedback(Feedback(1, 8, True, NOON))
    assert store.prune(NOON - timedelta(days=90)) == 1
    assert store.by_id(1) is None
    assert store.feedback_rows() == []
    assert store.by_id(2)
