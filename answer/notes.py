"""What an answer tells about how it was searched and made: one value a kind of note.

`str()` of a note is English, for the terminal and JSON; the bot says the same in its own languages.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from index.restriction import Window


class Reason(StrEnum):
    """Why no language model's words are shown; the value is English, never a provider's own text."""

    UNREACHABLE = "its server cannot be reached"
    KEY_REFUSED = "its provider refused the key"
    UNKNOWN_MODEL = "its server knows no such model or address"
    REQUEST_REFUSED = "its server refused the request"
    BUSY = "it is busy"
    BROKEN = "its server failed"
    TOO_SLOW = "it took too long"
    CUT_OFF = "its answer broke off"
    TOO_LONG = "its answer was too long"
    EMPTY = "it gave no answer"
    UNREADABLE = "its answer was not in the form that was asked for"
    UNSUPPORTED = "no sentence of it was borne out by a quote"
    CEILING = "the day's ceiling for it is reached"
    RESTING = "it failed several times and is left alone for a moment"


@dataclass(frozen=True, slots=True)
class NotWritten:
    """A language model should have written the answer, but could not; the quotes were chosen without it."""

    reason: Reason

    def __str__(self) -> str:
        return f"Quoted, not written: the language model was not used, because {self.reason}."


@dataclass(frozen=True, slots=True)
class LeftOut:
    """So many sentences that a language model wrote are not shown, because their quotes do not bear them out."""

    sentences: int

    def __str__(self) -> str:
        if self.sentences == 1:
            return "1 sentence of the language model was left out: its quotes do not bear it out."
        return f"{self.sentences} sentences of the language model were left out: their quotes do not bear them out."


@dataclass(frozen=True, slots=True)
class KeywordsOnly:
    """The index of meanings was not there."""

    def __str__(self) -> str:
        return "Searched by keywords alone: search by meaning cannot be had at the moment."


@dataclass(frozen=True, slots=True)
class DatedFigure:
    """A number as an article writes it, and when that was published (ISO 8601; None: unknown)."""

    text: str
    published: str | None


@dataclass(frozen=True, slots=True)
class Differ:
    """Articles give different figures for what is asked; all are shown, in the order of time."""

    figures: tuple[DatedFigure, ...]

    def __str__(self) -> str:
        told = (f"{one.text} ({_published(one.published)})" for one in self.figures)
        return f"The articles give different figures: {', '.join(told)}."


@dataclass(frozen=True, slots=True)
class Contradict:
    """One article denies what another says; both are shown, in the order of time."""

    def __str__(self) -> str:
        return "One article denies what another says. Mind the dates."


@dataclass(frozen=True, slots=True)
class LimitedTo:
    """The question named outlets, and what they published answers."""

    outlets: tuple[str, ...]

    def __str__(self) -> str:
        return f"Limited to {_either(self.outlets)}."


@dataclass(frozen=True, slots=True)
class NothingFrom:
    """The question named outlets, but nothing of them answers."""

    outlets: tuple[str, ...]

    def __str__(self) -> str:
        return f"Nothing from {_either(self.outlets)} answers this; searched all outlets."


@dataclass(frozen=True, slots=True)
class NothingIn:
    """The question named a time, but nothing published then answers as surely as other articles, if any do."""

    window: Window

    def __str__(self) -> str:
        return (
            f"Not limited to what was published {_span(self.window)}: nothing there answers this as surely."
        )


@dataclass(frozen=True, slots=True)
class OldNews:
    """The newest article that was searched is so many days older than the question."""

    newest: date
    days: int

    def __str__(self) -> str:
        return f"The newest article is of {_day(self.newest)}, {self.days} days before the question."


@dataclass(frozen=True, slots=True)
class SearchedFor:
    """A name that no article holds was searched in another spelling."""

    written: str
    found: str

    def __str__(self) -> str:
        return f"No article holds “{self.written}”; searched for “{self.found}”."


@dataclass(frozen=True, slots=True)
class Undated:
    """So many quoted articles may lie outside the time that was asked for."""

    articles: int

    def __str__(self) -> str:
        number = "1 quoted article has" if self.articles == 1 else f"{self.articles} quoted articles have"
        return f"{number} no date and may not be of that time."


Note = (
    Contradict
    | Differ
    | KeywordsOnly
    | LeftOut
    | LimitedTo
    | NothingFrom
    | NothingIn
    | NotWritten
    | OldNews
    | SearchedFor
    | Undated
)


def _either(outlets: Sequence[str]) -> str:
    return " or ".join(outlets)


def _span(window: Window) -> str:
    limits = (("from", window.start), ("until", window.end))
    return " ".join(f"{word} {_day(limit)}" for word, limit in limits if limit is not None)


def _published(moment: str | None) -> str:
    return _day(date.fromisoformat(moment[:10])) if moment else "undated"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
