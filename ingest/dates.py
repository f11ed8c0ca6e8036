"""Dates as sources write them, to ISO 8601. What is unclear is unknown: a wrong date is worse than none."""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from dateutil import parser

EARLIEST_YEAR = 1800
FUTURE = timedelta(days=2)  # clocks and zones differ; announcements of articles for next week are no articles
LONGEST = 100  # characters; dates are shorter, and longer text is not searched for one
SECONDS = (10**8, 10**11)  # numbers in this range are seconds since 1970, from 1973 on
MILLISECONDS = (10**11, 10**14)
COMPACT_DATES = (18_000_101, 29_991_231)  # 20260106

# By hours from UTC. The American ones are those of RFC 2822; IST, which three countries use, is left out.
_ZONES = {
    0: "UT WET",
    1: "WEST BST CET MEZ",
    2: "CEST MESZ EET",
    3: "EEST MSK",
    9: "JST KST",
    10: "AEST",
    11: "AEDT",
    12: "NZST",
    13: "NZDT",
    -4: "EDT",
    -5: "EST CDT",
    -6: "CST MDT",
    -7: "MST PDT",
    -8: "PST",
}
_HOURS = {name: hours for hours, names in _ZONES.items() for name in names.split()}
_PLACES = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
}
_UNKNOWN_ZONE = timezone(timedelta(0), "unknown")

_COMMENT = re.compile(r"\s*\([^()]*\)$")  # … GMT+0100 (Central European Standard Time)
# dateutil reads the sign after a zone's name as POSIX does, the other way round than everybody who writes it
_NAMED_OFFSET = re.compile(rf"\b(?:GMT|UTC|{'|'.join(_HOURS)})\s?(?=[+-]\d)")
_YEAR_FIRST = re.compile(r"\d{4}\D")
_DOTTED = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}\b")  # written so where the day comes first
_DEFAULTS = datetime(2000, 1, 1), datetime(2001, 6, 15, 13)  # noqa: DTZ001 (no part in common but the minutes)


def parse_moment(value: object, now: datetime) -> str | None:
    """A date, or date and time with the offset that was given, in ISO 8601; None if unknown.

    Reads ISO 8601, RFC 2822, seconds or milliseconds since 1970, and dates in English words. Unknown are
    dates without a day or year, of which day and month could be swapped, before 1800, or more than two days
    after `now` (aware). A time in a zone that is not known keeps its day only.
    """
    moment = _read(value)
    if moment is None or not _is_plausible(moment, now):
        return None
    return moment.isoformat(timespec="seconds") if isinstance(moment, datetime) else moment.isoformat()


def _read(value: object) -> datetime | date | None:
    match value:
        case bool():
            return None
        case int() | float():
            return _from_number(value)
        case str() if len(value) > LONGEST:
            return None
        case str() if value.isascii() and value.strip().isdigit():
            return _from_number(int(value))
        case str():
            return _from_text(_COMMENT.sub("", value.strip()))
        case _:
            return None


def _from_number(number: float) -> datetime | date | None:
    """A number within the ranges above; infinity and NaN are in none."""
    if COMPACT_DATES[0] <= number <= COMPACT_DATES[1]:
        return _from_iso(str(int(number)))
    if SECONDS[0] <= number < SECONDS[1]:
        return datetime.fromtimestamp(number, UTC)
    if MILLISECONDS[0] <= number < MILLISECONDS[1]:
        return datetime.fromtimestamp(number / 1000, UTC)
    return None


def _from_text(text: str) -> datetime | date | None:
    if not re.search(r"\d{4}", text) or re.search(r"W\d", text):  # W02: a week, no day
        return None
    return _from_iso(text) or _from_words(_NAMED_OFFSET.sub("", text))


def _from_iso(text: str) -> datetime | date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _from_words(text: str) -> datetime | date | None:
    """What dateutil reads without filling in a day, month or year, and the same with day and month swapped."""
    month_first, filled = (_parsed(text, default, day_first=False) for default in _DEFAULTS)
    day_first = _parsed(text, _DEFAULTS[0], day_first=True)
    if not month_first or not filled or not day_first or filled.date() != month_first.date():
        return None
    if _DOTTED.match(text):
        moment = day_first
    elif _YEAR_FIRST.match(text) or day_first.date() == month_first.date():
        moment = month_first
    else:
        return None
    has_time = filled.hour == month_first.hour
    return moment if has_time and moment.tzinfo is not _UNKNOWN_ZONE else moment.date()


def _parsed(text: str, default: datetime, *, day_first: bool) -> datetime | None:
    try:
        return parser.parse(text, default=default, dayfirst=day_first, tzinfos=_zone)
    except (ValueError, OverflowError):
        return None


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    """The zone for what dateutil found behind a time."""
    if offset is not None:
        return timezone(timedelta(seconds=offset))
    if name is None:
        return None
    if name in _PLACES:
        return ZoneInfo(_PLACES[name])
    return timezone(timedelta(hours=_HOURS[name])) if name in _HOURS else _UNKNOWN_ZONE


def _is_plausible(moment: datetime | date, now: datetime) -> bool:
    if not EARLIEST_YEAR <= moment.year <= now.year + 1:  # also keeps the arithmetic below within its range
        return False
    latest = now + FUTURE
    if not isinstance(moment, datetime):
        return moment <= latest.date()
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) <= latest
