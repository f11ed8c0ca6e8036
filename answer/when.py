"""Which time a question speaks of: "yesterday", "since 3 January", "im Januar", as a window of publication. Pure.

A grammar of its own: dateparser's `search_dates` (1.5.0) took "may", "march" and the German article "die" for
dates, left out weekends, gave moments where spans were meant, and took 315 ms to import.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from answer.days import DAY, NAMES, Days, any_of, month_of, numbered, read, week_of, weekend_of, year_of
from answer.kinds import Kind, kind_of
from index.restriction import Window

_LATE = 1  # days after its event on which an article may still be published
_HISTORY_YEARS = 30  # what is longer ago is told as history, not asked as news


@dataclass(frozen=True, slots=True)
class When:
    """A window that a question names, and the words that name it; a vague one favours, it does not limit."""

    window: Window
    words: str
    is_vague: bool = False


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: re.Pattern[str]
    days: Callable[[re.Match[str], date], Days | None]
    is_vague: bool = False


def window_in(question: str, asked: datetime) -> When | None:
    """The window that `question`, asked at `asked` (with a zone), speaks of; None where it names none."""
    if _ASKS_WHEN.search(question) or kind_of(question) is Kind.DATE:
        return None
    for rule, match in _matches(question):
        days = rule.days(match, asked.date())
        if days is not None and _is_meant(days, question, asked.date()):
            return When(_window(days, asked), match.group().strip(" ,"), rule.is_vague)
    return None


def wants_newest(question: str) -> bool:
    """Whether the newest is asked for, so that the newest quote stands first."""
    return _NEWEST.search(question) is not None


def _matches(question: str) -> Iterator[tuple[_Rule, re.Match[str]]]:
    for rule in _RULES:
        for match in rule.pattern.finditer(question):
            if not _is_name(match, question):
                yield rule, match


def _is_name(match: re.Match[str], question: str) -> bool:
    """The newspaper "USA Today", the film "Yesterday", Theresa May: a capital where a time has none."""
    before = question[: match.start()].rstrip(" “\"„'‘")
    if before and before[-1] not in ".?!:" and match.group()[0].isupper() and not match.group()[-1].isdigit():
        return True
    after = question[match.end() :]
    return _VERB_OR_NAME.fullmatch(match.group()) is not None and not _ENDS_A_PHRASE.match(after)


def _is_meant(days: Days, question: str, today: date) -> bool:
    """Whether days are past, and not so long past that nobody would ask for the news of them."""
    if days.first is not None and days.first > today:
        return False
    if days.last is not None and days.last.year < today.year - _HISTORY_YEARS:
        return False
    if days.last is None and days.first is not None and days.first.year < today.year - _HISTORY_YEARS:
        return False
    return days.is_sure or not _AHEAD.search(question)


def _window(days: Days, asked: datetime) -> Window:
    """Days of the asker's zone as publication time: a day longer, and with dates alone, which are stored as UTC."""
    start = end = None
    if days.first is not None:
        midnights = [datetime.combine(days.first, time(), zone) for zone in (asked.tzinfo, UTC)]
        start = min(midnights).astimezone(midnights[0].tzinfo) if midnights[1] >= midnights[0] else midnights[1]
    if days.last is not None:
        end = datetime.combine(days.last + _LATE * DAY, time(23, 59, 59), asked.tzinfo)
    return Window(start, end)


# --- "since", "before", "on" -----------------------------------------------------------------------------


def _led(lead: str, days: Days) -> Days | None:
    """What a word before a date makes of it."""
    word = lead.lower().split()[0] if lead else ""
    if word in _SINCE:
        return Days(days.first, None, days.is_sure or word in {"since", "seit"})
    if word in _BEFORE:
        return Days(None, days.first and days.first - DAY, days.is_sure)
    return days


_SINCE = frozenset({"since", "seit", "after", "nach", "ab"})
_BEFORE = frozenset({"before", "vor"})
_LEAD = (
    r"(?P<lead>since|seit|after|nach|ab|before|vor|on|in|during|over|around|from|at|am|im|an|zu|während|of|last|letzten|"
    r"vergangenen)(?:\s+(?:the|dem|der|den|early|mid|late|anfang|mitte|ende|year|jahr|jahre|jahres))*[\s-]+"
)


# --- what is counted back from today -----------------------------------------------------------------------

_COUNTS = numbered(
    "a/an/one/ein/eine/einem/einer two/zwei three/drei four/vier five/fünf six/sechs seven/sieben eight/acht nine/neun "
    "ten/zehn eleven/elf twelve/zwölf"
)
_COUNT = rf"(?P<count>\d{{1,3}}|{any_of(_COUNTS)})"
_UNIT = r"(?P<unit>day|week|month|year|tag|woche|monat|jahr)(?:s|e|en|n)?"


def _count(match: re.Match[str]) -> int:
    counted = match["count"].lower()
    return int(counted) if counted.isdigit() else _COUNTS[counted]
