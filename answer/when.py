"""Which time a question speaks of: "yesterday", "since 3 January", "im Januar", as a window of publication. Pure.

A grammar of its own: dateparser's `search_dates` (1.5.0) took "may", "march" and the German article "die" for
dates, left out weekends, gave moments where spans were meant, and took 315 ms to import.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from answer.days import NAMES, Name, read
from answer.spans import DAY, Days
from index.restriction import Window

_NEXT_IS_NEAR = 330 * DAY  # "at Christmas", asked early in December, is the one to come
_HISTORY_YEARS = 20  # what is longer ago is told as history, not asked as news


@dataclass(frozen=True, slots=True)
class When:
    """A window that a question names, and the words that name it; a vague one favours, it does not limit."""

    window: Window
    words: str
    is_vague: bool = False


@dataclass(frozen=True, slots=True)
class _Named:
    days: Days
    words: str
    is_vague: bool = False


def window_in(question: str, asked: datetime) -> When | None:
    """The window that `question`, asked at `asked` (with a zone), speaks of; None where it names none."""
    if _ASKS_WHEN.search(question):
        return None
    today = asked.date()
    for named in (*_ranges(question, today), *_single(question, today)):
        if _is_news(named.days, today) and (
            named.days.is_sure or not _may_be_ahead(named.days, question, today)
        ):
            return When(_window(named.days, asked), named.words, named.is_vague)
    return None


def wants_newest(question: str) -> bool:
    """Whether the newest is asked for, so that the newest quote stands first."""
    return _NEWEST.search(question) is not None


def _single(question: str, today: date) -> Iterator[_Named]:
    """Times that stand alone or after a word such as "since", the sharpest first."""
    read_already: set[int] = set()  # "July" of "July 1776" is no name of its own
    for name in NAMES:
        for match in name.words.finditer(question):
            letters = set(range(*match.span()))
            lead = _LEAD.search(question[: match.start()])
            if letters & read_already or not _is_time(name, match, lead, question):
                continue
            read_already |= letters
            if (days := name.days(match, today)) is not None and not _is_record(lead, question):
                start = lead.start() if lead else match.start()
                yield _Named(_led(lead, days), question[start : match.end()], name.is_vague)


def _ranges(question: str, today: date) -> Iterator[_Named]:
    """Times from one day to another."""
    for opening in _FROM_TO.finditer(question):
        ends = (name.words.match(question, opening.end()) for name in NAMES if not name.is_vague)
        if (end := next(filter(None, ends), None)) is None or (last := read(end.group(), today)) is None:
            continue
        if (first := _begin(opening["first"], last, today)) is not None:
            yield _Named(
                Days(first, last.last, last.is_sure, last.late), question[opening.start() : end.end()]
            )


def _begin(words: str, end: Days, today: date) -> date | None:
    """The first day of a range, whose month or year may stand at its end alone."""
    if end.first is None:
        return None
    if number := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th|\.)?", words):
        day = int(number.group(1))
        return end.first.replace(day=day) if 1 <= day <= end.first.day else None
    begin = read(words, today)
    if begin is not None and begin.first is not None and begin.first > end.first:
        begin = read(f"{words} {end.first.year}", today)
    return begin.first if begin and begin.first and begin.first <= end.first else None


def _is_time(name: Name, match: re.Match[str], lead: re.Match[str] | None, question: str) -> bool:
    """Whether words that can name a time do so here."""
    before, after = question[: match.start()].rstrip(" “\"„'‘"), question[match.end() :]
    if name.needs is not None:
        if lead is None or not re.match(name.needs, lead.group(), re.IGNORECASE):
            return False
        return not _MAY_OR_MARCH.fullmatch(match.group()) or _is_month(match.group(), lead.group(), after)
    opens = not before or before[-1] in ".?!:,"
    is_title = (
        match.group()[0].isupper() and not match.group()[-1].isdigit()
    )  # "USA Today", the film "Yesterday"
    return opens or not is_title


def _is_month(word: str, lead: str, after: str) -> bool:
    """Whether "may" or "march" is a month here and no verb, and "May" nobody's name."""
    if word[0].isupper() and re.fullmatch(
        r"(?:in|during|since)\s+(?:(?:early|mid|late)[\s-]+)?", lead, re.IGNORECASE
    ):
        return not _GOES_ON.match(after)
    return " the " not in f" {lead}" and _ENDS_A_PHRASE.match(after) is not None


def _is_record(lead: re.Match[str] | None, question: str) -> bool:
    """Whether "since" only measures something, as in "for the first time since 2020"."""
    return lead is not None and _RECORD.search(question[: lead.end()]) is not None


def _led(lead: re.Match[str] | None, days: Days) -> Days:
    """What a word before a date makes of it."""
    word = lead.group().split()[0].lower() if lead else ""
    if word in {"since", "seit", "after", "nach"}:
        return Days(days.first, None, days.is_sure or word in {"since", "seit"})
    if word in {"before", "vor"}:
        return Days(None, days.first and days.first - DAY, days.is_sure)
    return days


def _is_news(days: Days, today: date) -> bool:
    """Whether days are past, and not so long past that nobody would ask for the news of them."""
    known = [day for day in (days.first, days.last) if day is not None]
    return bool(known) and known[0] <= today and known[-1].year >= today.year - _HISTORY_YEARS


def _may_be_ahead(days: Days, question: str, today: date) -> bool:
    """Whether a time to come may be meant: the question looks ahead, or its next turn is nearer than its last."""
    last_turn = days.first or days.last
    return _AHEAD.search(question) is not None or (
        last_turn is not None and today - last_turn > _NEXT_IS_NEAR
    )


def _window(days: Days, asked: datetime) -> Window:
    """Days of the asker's zone as publication time: a little longer, and with dates alone, which are stored as UTC."""
    start = end = None
    if days.first is not None:
        start = min(datetime.combine(days.first, time(), zone) for zone in (asked.tzinfo, UTC))
    if days.last is not None:
        end = datetime.combine(days.last + days.late * DAY, time(23, 59, 59), asked.tzinfo)
    return Window(start, end)


_LEAD = re.compile(
    r"(?<![\w’'])(?:(?:since|seit)\s+(?:\w+\s+){1,5}?(?:on|in|am|im)"
    r"|since|seit|after|nach|before|vor|on|in|during|over|within|around|from|of|at|am|im|an|zu|während|innerhalb)"
    r"(?:\s+(?:the|dem|der|den|early|mid|late|anfang|mitte|ende|year|jahr|jahre|jahres))*[\s-]+$",
    re.IGNORECASE,
)
_FROM_TO = re.compile(
    r"\b(?:between|from|zwischen|vom|von)\s+(?:the\s+|dem\s+)?(?P<first>[\w.]+(?:\s[\w.]+){0,2}?)"
    r"\s+(?:and|to|until|till|through|und|bis)\s+(?:the\s+|dem\s+|zum\s+)?",
    re.IGNORECASE,
)
_ASKS_WHEN = re.compile(
    r"(?:^|[.?!,]\s*|\b(?:since|seit)\s+)(?:when|wann)\b|\b(?:since|by) when\b|\bhow long\b|\bwie lange\b"
    r"|\b(?:which|what|welche\w*)\s+(?:day|date|week|month|year|weekday|tag|datum|woche|monat|jahr)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:will|won[’']t|next|upcoming|going to|(?:is|are) (?:set|due|expected|scheduled|about) to|ahead of|could|"
    r"every|each|annual|annually|wird|werden|nächste\w*|kommende\w*|jede\w*)\b",
    re.IGNORECASE,
)
_RECORD = re.compile(
    r"\b(?:first|never|not|record|worst|biggest|largest|highest|lowest|deadliest|\w+n[’']t|erste\w*)\b"
    r"[^.?!]*\b(?:since|seit)\b[^.?!]*$",
    re.IGNORECASE,
)
_NEWEST = re.compile(r"\b(?:latest|newest|most recent|neueste\w*|aktuellste\w*|jüngste\w*)\b", re.IGNORECASE)
_MAY_OR_MARCH = re.compile(r"may|march", re.IGNORECASE)
_GOES_ON = re.compile(r"[’']s\b|\s+(?:became|took|was|is|had|has|said|resigned|left|lost|won|came|stepped)\b")
_ENDS_A_PHRASE = re.compile(r"\s*(?:[?.!,;:)]|$|(?:and|in|about|by|for|at|near)\b)")
