"""Days as people name them, English and German: "6 January", "Mai 2025", "yesterday", "vor drei Tagen". Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from dateutil.relativedelta import relativedelta

from answer.spans import DAY, WEEK, Days, month_of, week_of, weekend_of, year_of

_YEARS_BACK = 5  # far enough for 29 February


@dataclass(frozen=True, slots=True)
class Name:
    """A way to name days.

    `needs` is what must stand before it, such as "on" (a pattern; None: nothing). A vague one has no sharp ends.
    """

    words: re.Pattern[str]
    days: Callable[[re.Match[str], date], Days | None]
    needs: str | None = None
    is_vague: bool = False


def numbered(names: str, first: int = 1) -> dict[str, int]:
    """Names to numbers: synonyms have a slash between them."""
    numbers = enumerate(names.split(), first)
    return {name: number for number, synonyms in numbers for name in synonyms.split("/")}


def any_of(words: Mapping[str, object]) -> str:
    """A pattern that matches any of the words, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))


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
    return Days(day, day, is_sure=bool(match["last"] or match["of_last_week"]), late=2)


def _holiday(match: re.Match[str], today: date) -> Days | None:
    month, day, length = _HOLIDAYS[match["holiday"].lower()]
    begin = _last_such(month, day, _year(match), today)
    return begin and Days(begin.first, begin.first and begin.first + (length - 1) * DAY, is_sure=False)


_COUNTS = numbered(
    "a/an/one/ein/eine/einem/einer two/zwei three/drei four/vier five/fünf six/sechs seven/sieben eight/acht "
    "nine/neun ten/zehn eleven/elf twelve/zwölf"
)
_UNITS = numbered("day/tag week/woche month/monat year/jahr", first=0)
_STEPS = (relativedelta(days=1), relativedelta(weeks=1), relativedelta(months=1), relativedelta(years=1))


def _back(match: re.Match[str], today: date) -> date | None:
    """Today less a count of units, which is one where none is given."""
    count = (match["count"] or "one").lower()
    number = int(count) if count.isdigit() else _COUNTS[count]
    try:
        return today - number * _STEPS[_UNITS[match["unit"].lower()]]
    except (ValueError, OverflowError):  # before the year 1
        return None


def _in_the_last(match: re.Match[str], today: date) -> Days | None:
    first = _back(match, today)
    return None if first is None else Days(first, today)


def _ago(match: re.Match[str], today: date) -> Days | None:
    """The whole day, week, month or year that lies so far back."""
    first = _back(match, today)
    return None if first is None else _WHOLE[_UNITS[match["unit"].lower()]](first)


_WHOLE: tuple[Callable[[date], Days], ...] = (lambda day: Days(day, day), week_of, month_of, year_of)


def _relative(days: Callable[[date], Days]) -> Callable[[re.Match[str], date], Days]:
    return lambda _match, today: days(today)


_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)\b(?![-/:.,]\d|%)"
_ORDINAL = r"(?P<day>\d{1,2})"
_ANY_MONTH = rf"(?P<month>{any_of(_MONTHS)})\b\.?"
_LONG_MONTH = rf"(?P<month>{any_of(_LONG_MONTHS)})\b"
_WEEKDAY = rf"(?P<weekday>{any_of(_WEEKDAYS)})"

_COUNT = rf"(?<![\d.,])(?P<count>\d{{1,3}}|{any_of(_COUNTS)})"
_UNIT = rf"(?P<unit>{any_of(_UNITS)})(?:s|e|en|n)?\b"
_AFTER_MONTH = r"(?!\w|[’']s\b)"
_PAST = r"(?:last|this past|past|letzte[nrsm]?|vergangene[nrsm]?|vorige[nrsm]?)"
_THIS = r"(?:this|diese[nrsm]?)"
ANY = ""  # any of the words that lead to a time


def _name(
    words: str,
    days: Callable[[re.Match[str], date], Days | None],
    needs: str | None = None,
    *,
    is_vague: bool = False,
) -> Name:
    return Name(re.compile(words, re.IGNORECASE), days, needs, is_vague)


# The first that matches counts: the longer before the shorter, the vague last.
NAMES = (
    _name(r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b", _day),
    _name(r"\b(?P<day>\d{1,2})\.\s?(?P<month>0?[1-9]|1[0-2])\.\s?(?P<year>\d{4})\b", _day),
    _name(rf"\b{_ORDINAL}(?:st|nd|rd|th|\.)?\s+(?:of\s+)?{_ANY_MONTH},?\s+{_YEAR}", _day),
    _name(rf"\b{_ANY_MONTH}\s+{_ORDINAL}(?:st|nd|rd|th)?,?\s+{_YEAR}", _day),
    _name(rf"\b{_ORDINAL}(?:st|nd|rd|th|\.)?\s+(?:of\s+)?{_ANY_MONTH}(?!\w)", _day, ANY),
    _name(rf"\b{_ANY_MONTH}\s+{_ORDINAL}(?:st|nd|rd|th)?\b(?![.,:]\d|%)", _day, ANY),
    _name(rf"\b{_ANY_MONTH},?\s+(?:of\s+)?{_YEAR}", _month),
    _name(
        r"\b(?:the )?day before yesterday\b|\bvorgestern\b",
        _relative(lambda today: Days(today - 2 * DAY, today - 2 * DAY)),
    ),
    _name(r"\byesterday\b|\bgestern\b", _relative(lambda today: Days(today - DAY, today - DAY))),
    _name(
        r"\b(?:last night|(?:letzte|vergangene) Nacht)\b", _relative(lambda today: Days(today - DAY, today))
    ),
    _name(
        r"\b(?<!USA )today\b|\bheute\b|\bthis (?:morning|afternoon)\b",
        _relative(lambda today: Days(today, today, is_sure=False)),
    ),
    _name(rf"\b{_COUNT}\s+{_UNIT}\s+ago\b", _ago),
    _name(rf"\bvor\s+{_COUNT}\s+{_UNIT}", _ago),
    _name(
        rf"\b(?:the\s+|den\s+|der\s+)?{_PAST}\s+{_COUNT}\s+{_UNIT}",
        _in_the_last,
        "in|over|during|within|innerhalb",
    ),
    _name(
        r"\b(?:the|dem|den)\s+(?:past|last)\s+(?P<count>)(?P<unit>month|year)\b",
        _in_the_last,
        "in|over|during|within",
    ),
    _name(rf"\b{_PAST}\s+(?:weekend|Wochenende)\b", _relative(weekend_of)),
    _name(r"\b(?:weekend|Wochenende)\b", _relative(weekend_of), "over|on|at|am|since|seit"),
    _name(rf"\b{_PAST}\s+(?:month|Monat)s?\b", _relative(partial(month_of, back=1))),
    _name(rf"\b{_PAST}\s+(?:year|Jahr)(?:es)?\b", _relative(partial(year_of, back=1))),
    _name(rf"\b{_PAST}\s+{_LONG_MONTH}{_AFTER_MONTH}", _month),
    _name(rf"\b{_LONG_MONTH}{_AFTER_MONTH}", _month, ANY),
    _name(
        rf"\b(?<!the )(?<!den ){_YEAR}(?!\s+[a-z]+s\b)", _whole_year, "in|during|since|seit|im Jahr|before"
    ),
    _name(rf"\b(?P<last>{_PAST})\s+{_WEEKDAY}\b(?P<of_last_week>)", _weekday),
    _name(
        rf"\b(?P<last>){_WEEKDAY}(?P<of_last_week>\s+(?:of\s+)?(?:the\s+|der\s+)?{_PAST}\s+(?:week|Woche))?\b",
        _weekday,
        ANY,
    ),
    _name(
        rf"\b(?P<holiday>{any_of(_HOLIDAYS)})(?:[’']s)?(?:\s+(?:Eve|Day))?\b(?:\s+{_YEAR})?",
        _holiday,
        "over|on|at|since|before|after|around|during|seit|vor|nach|an|zu|über|um",
    ),
    _name(rf"\b{_PAST}\s+(?:week|Woche)\b", _relative(partial(week_of, back=1)), is_vague=True),
    _name(rf"\b{_THIS}\s+(?:week|weekend|Woche|Wochenende)\b", _relative(week_of), is_vague=True),
    _name(rf"\b{_THIS}\s+(?:month|Monat)s?\b", _relative(month_of), is_vague=True),
    _name(rf"\b{_THIS}\s+(?:year|Jahr)(?:es)?\b", _relative(year_of), is_vague=True),
    _name(
        r"\b(?:recent|recently|lately|kürzlich|neulich|zuletzt|jüngst)\b",
        _relative(lambda today: Days(today - relativedelta(months=1), today)),
        is_vague=True,
    ),
)


def read(text: str, today: date) -> Days | None:
    """The days that a whole text names; None where it names none."""
    matches = ((name, name.words.fullmatch(text.strip())) for name in NAMES)
    return next((name.days(match, today) for name, match in matches if match), None)
