"""What an answer tells about how it was searched, in the words that every display shows."""

from collections.abc import Sequence
from datetime import date

from index.restriction import Window
from index.spelling import Respelling

KEYWORDS_ONLY = "Searched by keywords alone: the index of meanings is being prepared."


def limited_to(outlets: Sequence[str]) -> str:
    """The question named an outlet, and what it published answers."""
    return f"Limited to {_either(outlets)}."


def nothing_from(outlets: Sequence[str]) -> str:
    """The question named an outlet, but nothing of it answers."""
    return f"Nothing from {_either(outlets)} answers this; searched all outlets."


def nothing_in(window: Window) -> str:
    """The question named a time, but nothing published then answers as surely as other articles, if any do."""
    return f"Not limited to what was published {_span(window)}: nothing there answers this as surely."


def searched_for(change: Respelling) -> str:
    """A name was searched in another spelling."""
    return f"No article holds “{change.written}”; searched for “{change.found}”."


def undated(articles: int) -> str:
    """Quoted articles that may lie outside the time that was asked for."""
    number = "1 quoted article has" if articles == 1 else f"{articles} quoted articles have"
    return f"{number} no date and may not be of that time."


def _either(outlets: Sequence[str]) -> str:
    return " or ".join(outlets)


def _span(window: Window) -> str:
    limits = (("from", window.start), ("until", window.end))
    return " ".join(f"{word} {_day(limit)}" for word, limit in limits if limit is not None)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
