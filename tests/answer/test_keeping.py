"""An answer that is kept comes back as it was."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answer.answers import Answer, Answered, Coverage, NoEvidence
from answer.keeping import kept, restored
from answer.notes import Note

TEXT = st.text(max_size=20)
MOMENT = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=-7))]))
st.register_type_strategy(str, TEXT)
st.register_type_strategy(datetime, MOMENT)
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))


def answers() -> st.SearchStrategy[Answer]:
    notes = st.lists(st.one_of(*map(st.from_type, get_args(Note))), max_size=4).map(tuple)
    took = st.dictionaries(TEXT, st.floats(0, 1e6), max_size=3)
    return st.one_of(*(st.builds(kind, notes=notes, took_ms=took) for kind in get_args(Answer)))


@given(answers())
def test_what_is_kept_is_restored_exactly(answer: Answer) -> None:
    back = restored(kept(answer))

    assert back == answer
    assert type(back) is type(answer)
    assert back is not None
    assert list(map(type, back.notes)) == list(map(type, answer.notes))


@pytest.mark.parametrize(
    "text",
    ["", "{}", "no JSON", json.dumps({"kind": "Guess", "notes": []}), '{"kind": "NoEvidence"}'],
)
def test_what_another_release_kept_otherwise_is_none(text: str) -> None:
    assert restored(text) is None


def test_a_note_that_is_not_known_here_is_none_not_an_error() -> None:
    answer = NoEvidence("Who?", datetime(2026, 1, 1, tzinfo=UTC), 0.1, Coverage(0, None, None))
    value = json.loads(kept(answer)) | {"notes": [{"kind": "NewNote"}]}
    assert restored(json.dumps(value)) is None


def test_every_script_is_kept_as_it_is() -> None:
    answer = Answered(
        "Кто? 谁 😀", datetime(2026, 1, 1, tzinfo=UTC), 1.0, "так [1]", (), Coverage(1, None, None)
    )
    assert "Кто? 谁 😀" in kept(answer)
