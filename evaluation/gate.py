"""Bounds that a run must keep, such as mrr@10=0.75: what a build checks."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from config.errors import UsageError
from evaluation.measures import Measure
from evaluation.wording import EXPLAINED, shown


@dataclass(frozen=True, slots=True)
class Bound:
    """The least (or, `is_ceiling`, the most) that a measure may be."""

    name: str
    limit: float
    is_ceiling: bool = False

    def fault(self, measures: Mapping[str, Measure]) -> str | None:
        """How the bound is broken, for people; None if it is kept. What cannot be measured breaks it."""
        measure = measures.get(self.name)
        value = measure.value if measure else math.nan
        if math.isnan(value):
            return f"{self.name} cannot be measured on this run."
        if value > self.limit if self.is_ceiling else value < self.limit:
            side = "above" if self.is_ceiling else "below"
            return f"{self.name} is {shown(self.name, value)}, {side} {self.limit:g}."
        return None


def bound(given: str, *, is_ceiling: bool = False) -> Bound:
    """A bound as people write it: measure=number. Raises UsageError."""
    name, _, limit = given.partition("=")
    if name.strip() not in EXPLAINED:
        raise UsageError(f"{given!r}: there is no measure {name!r}. Known: {', '.join(EXPLAINED)}.")
    try:
        return Bound(name.strip(), float(limit), is_ceiling)
    except ValueError:
        raise UsageError(f"{given!r} is no bound. Write it as mrr@10=0.75.") from None
