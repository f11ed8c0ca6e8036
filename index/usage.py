"""What language models were used for, a line a day and model: requests, tokens, cost; and the day's ceilings.

A request is counted before it is made, with the most that it can cost, and put right afterwards. So ceilings hold
with several processes at once, and a crash makes the count too high, never too low.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Select, cast, func, select

from index.database import upsert
from index.library import Library
from index.schema import usage


@dataclass(frozen=True, slots=True)
class Spent:
    """Requests, tokens read and written, and their cost in the currency of the prices."""

    requests: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float = 0.0

    @property
    def tokens(self) -> int:
        """All tokens."""
        return self.tokens_in + self.tokens_out


@dataclass(frozen=True, slots=True)
class Ceilings:
    """The most that a day may take; 0: no ceiling."""

    tokens: int = 0
    cost: float = 0.0

    def hold(self, spent: Spent) -> bool:
        """Whether so much is within both."""
        return (not self.tokens or spent.tokens <= self.tokens) and (not self.cost or spent.cost <= self.cost)


class UsageLog:
    """The log in a library. Thread-safe."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def reserve(self, day: date, model: str, most: Spent, ceilings: Ceilings) -> bool:
        """Count a request that is about to be made, unless the day's ceilings forbid it. Raises LibraryError."""
        with self._library.writing("people") as db:
            before = db.execute(_sum(day)).one()
            after = Spent(0, before[1] + most.tokens_in, before[2] + most.tokens_out, before[3] + most.cost)
            if not ceilings.hold(after):
                return False
            _add(db, day, model, most)
        return True

    def correct(self, day: date, model: str, reserved: Spent, spent: Spent) -> None:
        """Replace what was reserved for a request by what it took. Raises LibraryError."""
        difference = Spent(
            spent.requests - reserved.requests,
            spent.tokens_in - reserved.tokens_in,
            spent.tokens_out - reserved.tokens_out,
            spent.cost - reserved.cost,
        )
        with self._library.writing("people") as db:
            _add(db, day, model, difference)

    def of(self, day: date) -> Spent:
        """What all models took on a day."""
        with self._library.reading() as db:
            return Spent(*db.execute(_sum(day)).one())

    def by_model(self, since: date) -> list[tuple[str, Spent]]:
        """What each model took from a day on, most requests first."""
        sums = [_total(column) for column in _COLUMNS]
        with self._library.reading() as db:
            found = db.execute(
                select(usage.c.model, *sums)
                .where(usage.c.day >= since.isoformat())
                .group_by(usage.c.model)
                .order_by(sums[0].desc(), usage.c.model)
            )
            return [(row[0], Spent(*row[1:])) for row in found]


_COLUMNS = (usage.c.requests, usage.c.tokens_in, usage.c.tokens_out, usage.c.cost)


def _sum(day: date) -> Select[Any]:
    return select(*map(_total, _COLUMNS)).where(usage.c.day == day.isoformat())


def _total(column: Column[Any]) -> ColumnElement[Any]:
    """The sum, of the column's own type (PostgreSQL's is a decimal); 0 of nothing."""
    return cast(func.coalesce(func.sum(column), 0), column.type)


def _add(db: Connection, day: date, model: str, more: Spent) -> None:
    values = {
        "requests": more.requests,
        "tokens_in": more.tokens_in,
        "tokens_out": more.tokens_out,
        "cost": more.cost,
    }
    row = {"day": day.isoformat(), "model": model} | values
    upsert(db, usage, row, {name: usage.c[name] + values[name] for name in values})
