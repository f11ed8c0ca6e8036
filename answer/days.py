"""Days as people name them, English and German: "6 January", "Mai 2025", "last Monday", "Weihnachten". Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
_YEARS_BACK = 5  # far enough for 29 February


@dataclass(frozen=True, slots=True)
class Days:
    """Days, both ends included; an end may be open. `is_sure`: the words cannot mean days still to come."""

    first: date | None
    last: date | None
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Name:
    """A way to name days. `stands_alone`: it means a time without a word such as "on" or "since" before it."""

    words: str
    days: Callable[[re.Match[str], date], Days | None]
    stands_alone: bool = False


def numbered(names: str, first: int = 1) -> dict[str, int]:
    """Names to numbers: synonyms have a slash between them."""
    numbers = enumerate(names.split(), first)
    return {name: number for number, synonyms in numbers for name in synonyms.split("/")}


def any_of(words: Mapping[str, object]) -> str:
    """A pattern that matches any of the words, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))


def week_of(today: date, back: int = 0) -> Days:
    """The week from Monday to Sunday that lies `back` weeks before today's."""
    monday = today - today.weekday() * DAY - back * WEEK
    return Days(monday, monday + 6 * DAY)


def weekend_of(today: date) -> Days:
    """The last weekend that has begun."""
    saturday = today - (today.weekday() - 5) % 7 * DAY
    return Days(saturday, saturday + DAY)


def month_of(today: date, back: int = 0) -> Days:
    """The month that lies `back` months before today's."""
    first = today.replace(day=1) - relativedelta(months=back)
    return Days(first, first + relativedelta(months=1) - DAY)


def year_of(today: date, back: int = 0) -> Days:
    """The year that lies `back` years before today's."""
    return Days(date(today.year - back, 1, 1), date(today.year - back, 12, 31))


def read(text: str, today: date) -> Days | None:
    """The days that a whole text names; None where it names none."""
    matches = ((name, re.fullmatch(name.words, text.strip(), re.IGNORECASE)) for name in NAMES)
    return next((name.days(match, today) for name, match in matches if match), None)


_SHORT_MONTHS = numbered("jan feb mar apr may jun jul aug sept/sep oct/okt nov dec/dez")
_LONG_MONTHS = numbered(
    "january/januar/jänner february/februar march/märz april may/mai june/juni july/juli august september "
    "october/oktober november december/dezember"
)
_MONTHS = _SHORT_MONTHS | _LONG_MONTHS
_WEEKDAYS = numbered(
    "monday/montag tuesday/dienstag wednesday/mittwoch thursday/donnerstag friday/freitag "
    "saturday/samstag/sonnabend sunday/sonntag",
    first=0,
)
_CHRISTMAS, _NEW_YEAR = (12, 24, 3), (12, 31, 2)  # month, first day, how many days
_HOLIDAYS = {"christmas": _CHRISTMAS, "weihnachten": _CHRISTMAS, "new year": _NEW_YEAR, "neujahr": _NEW_YEAR}


def _day(match: re.Match[str], today: date) -> Days | None:
    return _last_such(_number_of_month(match), int(match["day"]), _year(match), today)


def _last_such(month: int, day: int, year: int | None, today: date) -> Days | None:
    """The day of a given year, or the last one up to today."""
    for candidate in [year] if year else range(today.year, today.year - _YEARS_BACK, -1):
        try:
            found = date(candidate, month, day)
        except ValueError:  # 29 February, 31 June
            continue
        if year or found <= today:
            return Days(found, found, is_sure=year is not None)
    return None


def _number_of_month(match: re.Match[str]) -> int:
    named = match["month"].lower()
    return int(named) if named.isdigit() else _MONTHS[named]


def _year(match: re.Match[str]) -> int | None:
    year = match.groupdict().get("year")
    return int(year) if year else None


def _month(match: re.Match[str], today: date) -> Days:
    number, year = _number_of_month(match), _year(match)
    found = month_of(date(year or today.year - (number > today.month), number, 1))
    return Days(found.first, found.last, is_sure=year is not None)


def _whole_year(match: re.Match[str], _today: date) -> Days:
    return year_of(date(int(match["year"]), 1, 1))


def _weekday(match: re.Match[str], today: date) -> Days:
    number = _WEEKDAYS[match["weekday"].lower()]
    day = today - (today.weekday() - number) % 7 * DAY
    if match["of_last_week"]:
        day = today + (number - today.weekday()) * DAY - WEEK
    elif match["last"] and day == today:
        day -= WEEK
    return Days(day, day, is_sure=bool(match["last"] or match["of_last_week"]))


def _holiday(match: re.Match[str], today: date) -> Days | None:
    month, day, length = _HOLIDAYS[match["holiday"].lower()]
    begin = _last_such(month, day, _year(match), today)
    return begin and Days(begin.first, begin.first and begin.first + (length - 1) * DAY, is_sure=False)


_YEAR = r"(?P<year>(?:19|20)\d\d)\b(?![-/:.,]\d|%)"
_ORDINAL = r"(?P<day>\d{1,2})"
_ANY_MONTH = rf"(?P<month>{any_of(_MONTHS)})\b\.?"
_LONG_MONTH = rf"(?P<month>{any_of(_LONG_MONTHS)})\b"
_LAST = r"(?:(?P<last>last|past|this past|letzten|letzte|letzter|vergangenen)\s+)?"

# The first that matches counts: the longer before the shorter.
NAMES = (
    Name(r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b", _day, stands_alone=True),
    Name(r"\b(?P<day>\d{1,2})\.\s?(?P<month>0?[1-9]|1[0-2])\.\s?(?P<year>\d{4})\b", _day, stands_alone=True),
    Name(rf"\b{_ORDINAL}(?:st|nd|rd|th|\.)?\s+(?:of\s+)?{_ANY_MONTH},?\s+{_YEAR}", _day, stands_alone=True),
    Name(rf"\b{_ANY_MONTH}\s+{_ORDINAL}(?:st|nd|rd|th)?,?\s+{_YEAR}", _day, stands_alone=True),
    Name(rf"\b{_ORDINAL}(?:st|nd|rd|th|\.)?\s+(?:of\s+)?{_ANY_MONTH}(?!\w)", _day),
    Name(rf"\b{_ANY_MONTH}\s+{_ORDINAL}(?:st|nd|rd|th)?\b(?![%.,:]\d|%)", _day),
    Name(rf"\b{_ANY_MONTH},?\s+(?:of\s+)?{_YEAR}", _month, stands_alone=True),
    Name(rf"\b{_LAST}{_LONG_MONTH}", _month),
    Name(rf"\b{_YEAR}", _whole_year),
    Name(
        rf"\b{_LAST}(?P<weekday>{any_of(_WEEKDAYS)})\b"
        r"(?P<of_last_week>\s+(?:of\s+)?(?:last week|(?:der\s+)?(?:letzte[rn]?|vergangene[rn]?) Woche))?",
        _weekday,
    ),
    Name(rf"\b(?P<holiday>{any_of(_HOLIDAYS)})(?:[’']s)?(?:\s+(?:Eve|Day))?\b(?:\s+{_YEAR})?", _holiday),
)
