"""How sure it is that the library holds an answer, 0 to 1: a logistic function of a few numbers of the best hits.

Learned on rtqa-train with equal weight for answerable and unanswerable questions; no number may speak against an
answer, and dates have no part in it (docs/evaluation.md).
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from answer.scoring import learned
from answer.sentences import Array
from answer.voices import Spoken
from index.search import Hit

_QUOTES = 4


def confidence(hits: Sequence[Hit], known: float, scores: Array) -> float:
    """The probability that the library answers, from the hits (best first) and the scores of their sentences.

    `known` is the share, by rarity, of the question's words that the library knows at all.
    """
    if not hits or not len(scores):
        return 0.0
    by = dict(learned("confidence"))
    total = by.pop("intercept") + sum(
        by[name] * value for name, value in numbers(hits, known, scores).items()
    )
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def capped_by_speech(sureness: float, of_speaker: Mapping[int, Spoken]) -> float:
    """No surer of somebody's words than the best sentence of theirs is on the topic."""
    return min(sureness, max((found.on_topic for found in of_speaker.values()), default=0.0))


def numbers(hits: Sequence[Hit], known: float, scores: Array) -> dict[str, float]:
    """What the confidence is a function of, by name; hits and scores not empty."""
    first = max(hits, key=lambda hit: hit.article_score)
    best: dict[str, float] = {}
    for hit in hits:
        best[hit.passage.article] = max(best.get(hit.passage.article, -math.inf), hit.undated_score)
    articles = sorted(best.values(), reverse=True)
    cosines = sorted((hit.cosine for hit in hits), reverse=True)
    odds = np.exp(scores - scores.max())
    share = np.sort(odds / odds.sum())[::-1]
    return {
        "article_score": articles[0],
        "article_score_of_three": float(np.mean(articles[:3])),
        "cosine": first.cosine,
        "cosine_of_three": float(np.mean(cosines[:3])),
        "coverage": first.coverage * known,
        "best_coverage": max(hit.coverage for hit in hits) * known,
        "coverage_in_article": first.coverage_in_article * known,
        "best_names_in_article": max(hit.names_in_article for hit in hits),
        "share_of_chosen": float(share[:_QUOTES].sum()),
    }
