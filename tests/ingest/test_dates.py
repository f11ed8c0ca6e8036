from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.articles import timestamp
from ingest.dates import parse_moment

NOW = datetime(2026, 1, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        # ISO 8601
        ("2026-01-06", "2026-01-06"),
        ("20260106", "2026-01-06"),
        (" 2026-01-06\n", "2026-01-06"),
        ("2026-01-06T14:00:00Z", "2026-01-06T14:00:00+00:00"),
        ("2026-01-06T14:00:00.123+01:00", "2026-01-06T14:00:00+01:00"),
        ("2026-01-06 14:00", "2026-01-06T14:00:00"),
        ("2026-01-06T00:00:00-05:00", "2026-01-06T00:00:00-05:00"),
        ("20260106T143000Z", "2026-01-06T14:30:00+00:00"),
        ("2026-1-6", "2026-01-06"),
        ("2026/01/06", "2026-01-06"),
        ("2026-01-06 14:00:00 UTC", "2026-01-06T14:00:00+00:00"),
        # RFC 2822, and what JavaScript prints
        ("Tue, 06 Jan 2026 14:00:00 +0100", "2026-01-06T14:00:00+01:00"),
        ("Tue, 06 Jan 2026 14:00:00 +0100 (CET)", "2026-01-06T14:00:00+01:00"),
        ("Tue, 06 Jan 2026 14:00:00 GMT", "2026-01-06T14:00:00+00:00"),
        ("Tue, 06 Jan 2026 14:00:00 EST", "2026-01-06T14:00:00-05:00"),
        (
            "Tue Jan 06 2026 14:00:00 GMT+0100 (Central European Standard Time)",
            "2026-01-06T14:00:00+01:00",
        ),
        # words
        ("January 6, 2026", "2026-01-06"),
        ("Jan. 6, 2026", "2026-01-06"),
        ("6th of January 2026", "2026-01-06"),
        ("6 Jan 2026 14:00 CET", "2026-01-06T14:00:00+01:00"),
        ("January 6, 2026 at 2:00 p.m. EST", "2026-01-06T14:00:00-05:00"),
        ("Jan 6, 2026, 2 PM", "2026-01-06T14:00:00"),
        ("July 4, 2025 2:00 PM ET", "2025-07-04T14:00:00-04:00"),
        ("6 January 2026 14:00 GMT+3", "2026-01-06T14:00:00+03:00"),
        # numbers
        (1767704400, "2026-01-06T13:00:00+00:00"),
        (1767704400.5, "2026-01-06T13:00:00+00:00"),
        ("1767704400", "2026-01-06T13:00:00+00:00"),
        (1767704400000, "2026-01-06T13:00:00+00:00"),
        (20260106, "2026-01-06"),
        # day and month in an order that cannot be misread
        ("13/01/2026", "2026-01-13"),
        ("01/13/2026", "2026-01-13"),
        ("01/01/2026", "2026-01-01"),
        ("06.01.2026", "2026-01-06"),
        ("06.01.2026 14:30", "2026-01-06T14:30:00"),
    ],
)
def test_a_date_is_read_as_it_was_written(written: object, moment: str) -> None:
    assert parse_moment(written, NOW) == moment


@pytest.mark.parametrize(
    "written",
    [
        *("January 2026", "01/2026", "2026-01", "2026", 2026, "2026-W02"),  # no day
        *("January 6", "6 Jan 14:00", "Tuesday", "Tuesday January 2026", "14:00"),  # no year or no date
        *("01/06/2026", "6-1-2026", "6/1/26", "Jan 6 26"),  # month or day? which century?
        *("yesterday", "soon", "", "  ", "Updated: January 6, 2026", "2026-13-45", "30 February 2026"),
        *(None, True, False, [], {}, ["2026-01-06"], b"2026-01-06"),
        *(0, -1, 7, 10**400, float("nan"), float("inf"), -1e300, 1e300, "9" * 90, "9" * 5000),
        *("x" * 10_000, "(" * 90, "2026 " * 20, "2026-01-06T25:00", "6 Jan 2026 99:00"),
    ],
)
def test_what_is_no_certain_date_is_unknown(written: object) -> None:
    assert parse_moment(written, NOW) is None


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("1799-12-31", False),
        ("1800-01-01", True),
        ("2026-01-22", True),
        ("2026-01-23", False),
        ("2026-01-22T11:59:00Z", True),
        ("2026-01-22T12:01:00Z", False),
        ("2026-01-22T12:30:00+01:00", True),
        ("9999-12-31T23:59:59-12:00", False),
        ("0001-01-01T00:00:00+12:00", False),
    ],
)
def test_a_date_that_cannot_be_is_unknown(written: str, known: bool) -> None:
    assert (parse_moment(written, NOW) is not None) is known


def test_a_time_in_a_zone_that_nobody_knows_keeps_its_day() -> None:
    assert parse_moment("6 Jan 2026 14:00 IST", NOW) == "2026-01-06"


DAYS = st.dates(date(1800, 1, 2), date(2026, 1, 19))


@given(st.builds(datetime.combine, DAYS, st.times(timezones=st.timezones())))
def test_what_was_written_in_iso_8601_keeps_its_time_and_offset(moment: datetime) -> None:
    whole = moment.replace(microsecond=0)
    assert parse_moment(whole.isoformat(), NOW) == whole.isoformat()


@given(DAYS)
def test_a_date_alone_never_gets_a_time(day: date) -> None:
    assert parse_moment(f"{day:%d %B %Y}", NOW) == parse_moment(f"{day:%B %d, %Y}", NOW) == str(day)


_PIECES = st.sampled_from(
    [
        *"0123456789:/-.,+ TZ",
        "2026",
        "Jan",
        "May",
        "Tue",
        "pm",
        "GMT",
        "CET",
        "at",
        "of",
        "th",
        "UTC+",
        "12",
        "é",
    ]
)


@given(
    st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=12).map("".join), st.integers(), st.floats())
)
@example("2026-01-06T14:00:00+23:59:59")
@example("1 Jan 2026 0:00 UTC-99")
def test_anything_at_all_is_a_moment_that_the_library_can_store_or_unknown(written: object) -> None:
    moment = parse_moment(written, NOW)
    seconds = timestamp(moment)
    assert seconds is None or seconds <= NOW.timestamp() + 3 * 86_400
