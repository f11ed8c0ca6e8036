"""What an answer tells about how it was searched and made: one value a kind of note.

`str()` of a note is English, for the terminal and JSON; the bot says the same in its own languages.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.restriction import Window


@dataclass(frozen=True, slots=True)
class KeywordsOnly:
    """The index of meanings was not there."""

    def __str__(self) -> str:
        return "Searched by keywords alone: the index of meanings is being prepared."


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


Note = KeywordsOnly | LimitedTo | NothingFrom | NothingIn | SearchedFor | Undated


def _either(outlets: Sequence[str]) -> str:
    return " or ".join(outlets)


def _span(window: Window) -> str:
    limits = (("from", window.start), ("until", window.end))
    return " ".join(f"{word} {_day(limit)}" for word, limit in limits if limit is not None)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
