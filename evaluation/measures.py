"""What a measure is: rows of numbers, one row a question, and how they become one figure.

Keeping the rows makes intervals, paired tests and lists of flipped questions the same for every measure.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float64]  # (..., questions, columns)
Aggregate = Callable[[Rows], NDArray[np.float64]]  # to (...)


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure about a run, and what it is made of: `rows[i]` belongs to `queries[i]`."""

    name: str
    queries: tuple[str, ...]
    rows: Rows
    aggregate: Aggregate
    is_better_lower: bool = False

    @property
    def value(self) -> float:
        """The figure; nan where no question is eligible."""
        return float(self.aggregate(self.rows)) if self.queries else float("nan")

    def by_query(self) -> dict[str, float]:
        """Each question's own number (its first column)."""
        return dict(zip(self.queries, map(float, self.rows[:, 0]), strict=True))


def measure(
    name: str, values: Mapping[str, float | tuple[float, ...]], aggregate: Aggregate, *, lower: bool = False
) -> Measure:
    """A measure from each eligible question's numbers."""
    rows = [value if isinstance(value, tuple) else (value,) for value in values.values()]
    return Measure(name, tuple(values), np.array(rows or np.empty((0, 1)), np.float64), aggregate, lower)


def mean(rows: Rows) -> NDArray[np.float64]:
    """The mean of the first column."""
    return np.asarray(rows[..., 0].mean(axis=-1))


def median(rows: Rows) -> NDArray[np.float64]:
    """The median of the first column."""
    return np.asarray(np.median(rows[..., 0], axis=-1))


def p95(rows: Rows) -> NDArray[np.float64]:
    """The 95th percentile of the first column, interpolated linearly."""
    return np.asarray(np.percentile(rows[..., 0], 95, axis=-1))


def ratio(rows: Rows) -> NDArray[np.float64]:
    """The sum of the first column by that of the second; nan where that is 0."""
    sums = rows.sum(axis=-2)
    with np.errstate(invalid="ignore"):
        return np.asarray(sums[..., 0] / sums[..., 1])


def auroc(rows: Rows) -> NDArray[np.float64]:
    """How often a question whose second column is 1 scores higher (first column) than one where it is 0.

    Ties count half; nan where either kind is missing. 0.5 is chance.
    """
    batch = rows.reshape(-1, *rows.shape[-2:])
    return np.array([_auroc(some) for some in batch]).reshape(rows.shape[:-2])


def _auroc(rows: Rows) -> float:
    is_present = rows[:, 1] > 0
    present, absent = rows[is_present, 0], np.sort(rows[~is_present, 0])
    if not present.size or not absent.size:
        return float("nan")
    below = np.searchsorted(absent, present, "left") + np.searchsorted(absent, present, "right")
    return float(below.sum() / 2 / (present.size * absent.size))
