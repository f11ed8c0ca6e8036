"""What somebody asks: a question, where it was asked, and what the answer is limited to. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from answer.days import read
from index.questions import Place
from index.restriction import Restriction, Window


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question to be answered.

    `id` is that of the message or interaction that asks it. `before` is the id of the turn before it in its
    conversation. A private one is answered to its asker alone.
    """

    id: int
    question: str
    person: int
    place: Place
    restriction: Restriction = Restriction()
    before: int | None = None
    is_private: bool = False


class UnreadableDateError(ValueError):
    """What somebody typed as a date is none; `written` is what they typed."""

    def __init__(self, written: str) -> None:
        super().__init__(written)
        self.written = written


class EmptyWindowError(ValueError):
    """A window that ends before it begins."""


def window(since: str | None, until: str | None, asked: datetime) -> Window | None:
    """The window between two dates as people type them: "2026-01-06", "6 January", "yesterday", "letzte Woche".

    `asked` (with a zone) says what today is. Raises UnreadableDateError, EmptyWindowError.
    """
    start = end = None
    if since and (first := _days(since, asked.date())[0]):
        # dates without a time are stored as UTC
        start = min(datetime.combine(first, time(), zone) for zone in (asked.tzinfo, UTC))
    if until and (last := _days(until, asked.date())[1]):
        end = datetime.combine(last, time(23, 59, 59), asked.tzinfo)
    if start and end and end < start:
        raise EmptyWindowError
    return Window(start, end) if start or end else None


def _days(written: str, today: date) -> tuple[date | None, date | None]:
    """The first and the last day that a text names."""
    if days := read(written, today):
        return days.first, days.last
    try:
        day = date.fromisoformat(written.strip())
    except ValueError:
        raise UnreadableDateError(written) from None
    return day, day


def place_of(channel: int, known: object, server: int | None) -> Place:
    """The place of an interaction or message in `channel`, of which `known` is what discord.py knows."""
    parent = getattr(known, "parent_id", None)
    return Place(parent, channel, server) if parent else Place(channel, None, server)
