"""When an answer says that the library's news is old."""

from datetime import UTC, date, datetime

import pytest

from answer.answers import Coverage
from answer.freshness import old_news
from answer.notes import OldNews
from index.restriction import Window

ASKED = datetime(2026, 1, 20, 9, tzinfo=UTC)
END = Window(end=datetime(2026, 1, 10, tzinfo=UTC))
START = Window(start=datetime(2026, 1, 10, tzinfo=UTC))


@pytest.mark.parametrize(
    ("last", "window", "age"),
    [
        ("2026-01-12", None, 8),
        ("2026-01-12T23:00:00+01:00", START, 8),
        ("2026-01-13", None, None),
        ("2026-02-01", None, None),
        ("2026-01-12", END, None),
        (None, None, None),
    ],
)
def test_old_news_is_told_unless_the_question_is_about_an_old_time(
    last: str | None, window: Window | None, age: int | None
) -> None:
    expected = None if age is None else OldNews(date(2026, 1, 12), age)
    assert old_news(Coverage(3, "2026-01-01", last, window), ASKED, 7) == expected
