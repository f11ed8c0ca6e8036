"""How sure it is that the chosen sentences answer the question, 0 to 1."""

import math
from collections.abc import Sequence

from answer.quoting import Scored

_BIAS, _OVERLAP, _COSINE = -5.0, 5.0, 3.5


def confidence(chosen: Sequence[Scored]) -> float:
    """A logistic function of the best sentence's overlap and similarity with the question; 0 for none."""
    if not chosen:
        return 0.0
    held = max(one.overlap for one in chosen)
    cosine = max(one.cosine for one in chosen)
    return 1 / (1 + math.exp(-(_BIAS + _OVERLAP * held + _COSINE * cosine)))
