"""What chance may have done: bootstrap intervals, and a paired randomisation test."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluation.measures import Measure, Rows

RESAMPLES = 2_000
SWAPS = 10_000

_SEED = 20260106  # the same run has the same interval
_ROUNDING = 1e-12  # equal differences count as equal
_AT_ONCE = 2_000_000  # rows held in memory at the same time


@dataclass(frozen=True, slots=True)
class Interval:
    """Between these the figure lies for 95% of the resampled sets of questions; nan where there are none."""

    low: float
    high: float


def interval(measure: Measure) -> Interval:
    """The 95% percentile bootstrap interval over questions (Efron, 1979). The same every time."""
    if not measure.queries:
        return Interval(float("nan"), float("nan"))
    rng = np.random.default_rng(_SEED)
    number = len(measure.queries)
    values = np.concatenate(
        [
            measure.aggregate(measure.rows[rng.integers(number, size=(some, number))])
            for some in _pieces(RESAMPLES, number)
        ]
    )
    if np.isnan(values).all():
        return Interval(float("nan"), float("nan"))
    low, high = np.nanpercentile(values, (2.5, 97.5))
    return Interval(float(low), float(high))


@dataclass(frozen=True, slots=True)
class Difference:
    """What a measure gained from one run to the other, on the questions that both have.

    `p` is how often exchanging the two runs' results question by question, at random, gives a difference at
    least as large, whichever way.
    """

    name: str
    before: float
    after: float
    p: float
    is_better_lower: bool = False

    @property
    def gain(self) -> float:
        """After less before."""
        return self.after - self.before


def difference(before: Measure, after: Measure) -> Difference:
    """Compare by a paired, two-sided randomisation test (Fisher; Smucker et al., CIKM 2007)."""
    first, second = _paired(before, after)
    if not len(first):
        return Difference(before.name, float("nan"), float("nan"), float("nan"), before.is_better_lower)
    was, is_ = float(before.aggregate(first)), float(before.aggregate(second))
    if np.isnan(was) or np.isnan(is_):
        return Difference(before.name, was, is_, float("nan"), before.is_better_lower)
    rng = np.random.default_rng(_SEED)
    extreme = 0
    for some in _pieces(SWAPS, len(first)):
        swapped = _swapped(before, first, second, rng.random((some, len(first), 1)) < 1 / 2)
        extreme += int(np.sum(swapped >= abs(is_ - was) - _ROUNDING))
    return Difference(before.name, was, is_, (extreme + 1) / (SWAPS + 1), before.is_better_lower)


def _paired(before: Measure, after: Measure) -> tuple[Rows, Rows]:
    """Both runs' rows of the questions that both have, in the same order."""
    place = {query: at for at, query in enumerate(after.queries)}
    common = [(at, place[query]) for at, query in enumerate(before.queries) if query in place]
    return before.rows[[at for at, _ in common]], after.rows[[at for _, at in common]]


def _swapped(measure: Measure, first: Rows, second: Rows, swap: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The differences' sizes with some questions' rows exchanged."""
    one, other = np.where(swap, second, first), np.where(swap, first, second)
    return np.abs(measure.aggregate(one) - measure.aggregate(other))


def _pieces(total: int, number: int) -> Iterator[int]:
    """`total` in pieces small enough for memory."""
    size = max(1, _AT_ONCE // max(1, number))
    for at in range(0, total, size):
        yield min(size, total - at)
