"""Dates as people type them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.asking.inquiries import EmptyWindowError, UnreadableDateError, window

ASKED = datetime(2026, 1, 12, 9, 30, tzinfo=UTC)  # a Monday


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2026-01-06", "2026-01-06", "2026-01-06"),
        (" 2026-01-06 ", "2026-01-06", "2026-01-06"),
        ("December 2025", "2025-12-01", "2025-12-31"),
        ("6 January", "2026-01-06", "2026-01-06"),
        ("6. Januar 2026", "2026-01-06", "2026-01-06"),
        ("yesterday", "2026-01-11", "2026-01-11"),
        ("gestern", "2026-01-11", "2026-01-11"),
        ("last week", "2026-01-05", "2026-01-11"),
        ("2025", "2025-01-01", "2025-12-31"),
    ],
)
def test_a_date_is_read_as_its_first_and_its_last_day(written: str, first: str, last: str) -> None:
    both = window(written, written, ASKED)
    assert both
    assert both.start
    assert both.end
    assert (both.start.date().isoformat(), both.end.date().isoformat()) == (first, last)


def test_one_end_may_stay_open() -> None:
    since, until = window("2026-01-06", None, ASKED), window(None, "2026-01-06", ASKED)
    assert since
    assert until
    assert (since.end, until.start) == (None, None)
    assert window(None, None, ASKED) is None


def test_a_day_begins_with_dates_that_are_stored_without_a_time() -> None:
    there = ASKED.astimezone(timezone(timedelta(hours=-7)))
    limits = window("2026-01-06", None, there)
    assert limits
    assert limits.start == datetime(2026, 1, 6, tzinfo=UTC)


@pytest.mark.parametrize("written", ["soon", "32 January", "2026-13-01", "*", "06"])
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(UnreadableDateError) as refused:
        window(written, None, ASKED)
    assert refused.value.written == written


def test_a_window_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(EmptyWindowError):
        window("2026-01-06", "2026-01-05", ASKED)
