"""Spans of whole days, and those that are counted back from today. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Days:
    """Days, both ends included; an end may be open.

    `is_sure`: the words cannot mean days still to come. `late`: how many days after them articles still tell of them
    in these words.
    """

    first: date | None
    last: date | None
    is_sure: bool = True
    late: int = 1


def week_of(today: date, back: int = 0) -> Days:
    """The week from Monday to Sunday that lies `back` weeks before today's."""
    monday = today - today.weekday() * DAY - back * WEEK
    return Days(monday, monday + 6 * DAY)


def weekend_of(today: date) -> Days:
    """The last weekend that has begun."""
    saturday = today - (today.weekday() - 5) % 7 * DAY
    return Days(saturday, saturday + DAY, late=2)


def month_of(today: date, back: int = 0) -> Days:
    """The month that lies `back` months before today's."""
    first = today.replace(day=1) - relativedelta(months=back)
    return Days(first, first + relativedelta(months=1) - DAY)


def year_of(today: date, back: int = 0) -> Days:
    """The year that lies `back` years before today's."""
    return Days(date(today.year - back, 1, 1), date(today.year - back, 12, 31))
