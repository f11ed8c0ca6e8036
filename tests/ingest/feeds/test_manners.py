from datetime import UTC, datetime, timedelta

import pytest

from config.errors import ForbiddenAddressError, InputError, StatusError, UnreachableError, UnsuitableError
from ingest.feeds.manners import after_fault, after_success, retry_of_page

NOW = datetime(2026, 1, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def hours(moment: datetime | None) -> float | None:
    return None if moment is None else (moment - NOW) / HOUR


@pytest.mark.parametrize(
    ("hint", "headers", "waited"),
    [
        (None, {}, 1),
        (timedelta(minutes=5), {}, 1),
        (timedelta(hours=3), {}, 3),
        (timedelta(days=365), {}, 24),
        (None, {"cache-control": "public, max-age=7200"}, 2),
        (None, {"cache-control": "max-age=7200", "age": "1800"}, 1.5),
        (None, {"cache-control": "s-maxage=7200, max-age=60"}, 1),
        (None, {"cache-control": "no-cache"}, 1),
        (None, {"cache-control": "max-age=999999999"}, 24),
        (None, {"expires": "Tue, 20 Jan 2026 16:00:00 GMT"}, 4),
        (None, {"expires": "Tue, 20 Jan 2026 16:00:00 GMT", "date": "Tue, 20 Jan 2026 14:00:00 GMT"}, 2),
        (None, {"expires": "0"}, 1),
        (timedelta(hours=2), {"cache-control": "max-age=10800"}, 3),
    ],
)
def test_a_feed_is_asked_as_often_as_it_wants_but_not_more_than_hourly(hint, headers, waited) -> None:
    assert hours(after_success(NOW, HOUR, hint, headers, 0)) == waited


def test_requests_are_spread_over_a_tenth_of_the_time() -> None:
    assert hours(after_success(NOW, HOUR, None, {}, 0.5)) == pytest.approx(1.05)
    assert hours(after_fault(NOW, HOUR, 1, None, 1)) == pytest.approx(1.1)


def test_faults_in_a_row_double_the_time_up_to_a_day() -> None:
    waits = [hours(after_fault(NOW, HOUR, faults, None, 0)) for faults in (1, 2, 3, 4, 5, 6, 60)]
    assert waits == [1, 2, 4, 8, 16, 24, 24]


def test_an_interval_beyond_a_day_is_kept() -> None:
    assert hours(after_success(NOW, 72 * HOUR, None, {}, 0)) == 72
    assert hours(after_fault(NOW, 72 * HOUR, 3, None, 0)) == 72


@pytest.mark.parametrize(
    ("retry_after", "waited"),
    [
        ("7200", 2),
        ("60", 1),
        ("Tue, 20 Jan 2026 15:00:00 GMT", 3),
        ("Mon, 19 Jan 2026 15:00:00 GMT", 1),
        ("99999999999999", 7 * 24),
        ("soon", 1),
        ("-5", 1),
        ("", 1),
    ],
)
def test_retry_after_is_obeyed_up_to_a_week(retry_after: str, waited: float) -> None:
    assert hours(after_fault(NOW, HOUR, 1, retry_after, 0)) == waited


@pytest.mark.parametrize(
    ("fault", "tries", "waited"),
    [
        (UnreachableError("x"), 1, 1),
        (UnreachableError("x"), 3, 4),
        (UnreachableError("x"), 6, None),
        (StatusError(503), 1, 1),
        (StatusError(429, "36000"), 1, 10),
        (StatusError(404), 1, 1),
        (StatusError(404), 3, None),
        (StatusError(410), 1, None),
        (StatusError(403), 1, None),
        (ForbiddenAddressError("x"), 1, None),
        (UnsuitableError("x"), 1, None),
        (InputError("a paywall"), 1, None),
    ],
)
def test_a_page_is_tried_again_where_that_may_help(
    fault: InputError, tries: int, waited: float | None
) -> None:
    assert hours(retry_of_page(NOW, tries, fault)) == waited
