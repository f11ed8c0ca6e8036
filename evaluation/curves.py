"""How far confidence can be trusted: risk against coverage, and calibration."""

from collections.abc import Sequence
from dataclasses import dataclass

Outcomes = Sequence[tuple[float, bool]]  # confidence of an answer and whether it is right; the surest first

_BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of about the same confidence: its mean, and the share of them that is right."""

    confidence: float
    right: float
    answers: int


def risk_coverage(outcomes: Outcomes, questions: int) -> list[tuple[float, float]]:
    """If only the surest were given: share of questions answered, share of those answers that is wrong.

    Answers of the same confidence come together. The last point is where the settings put it: what was
    refused has no answer that could be judged. (El-Yaniv and Wiener, JMLR 2010.)
    """
    points, wrong = [], 0
    for number, (confidence, is_right) in enumerate(outcomes, 1):
        wrong += not is_right
        if number == len(outcomes) or outcomes[number][0] != confidence:
            points.append((number / questions, wrong / number))
    return points


def calibration(outcomes: Outcomes) -> list[Bin]:
    """Answers in ten bins of equal width, empty ones left out."""
    binned: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for confidence, is_right in outcomes:
        binned[min(int(confidence * _BINS), _BINS - 1)].append((confidence, is_right))
    return [
        Bin(sum(c for c, _ in some) / len(some), sum(right for _, right in some) / len(some), len(some))
        for some in binned
        if some
    ]
