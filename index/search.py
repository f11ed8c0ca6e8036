"""Hybrid search: keywords and meaning, fused by a weighted sum of scores normalised per question."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from config.settings import SearchSettings
from index.stored import Passage, Vectors


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its score (0 to about 1, comparable within one question only) and what it is made of.

    `cosine` is the similarity in meaning, -1 to 1 (None where meaning was not searched); `bm25` the keyword
    score (0 where no word is shared); `recency` 0 to 1.
    """

    passage: Passage
    score: float
    cosine: float | None
    bm25: float
    recency: float


def fuse(
    passages: Mapping[int, Passage],
    keyword_scores: Mapping[int, float],
    cosines: Mapping[int, float] | None,
    asked: datetime,
    settings: SearchSettings,
) -> list[Hit]:
    """The hits in order, best first. Ids without a passage (deleted meanwhile) are dropped.

    Scores of each kind are scaled to 0..1 over this question's candidates and added by their weights: on real
    news questions that beats reciprocal ranks (docs/architecture.md).
    """
    ids = [id_ for id_ in {**keyword_scores, **(cosines or {})} if id_ in passages]
    by_words = _scaled([keyword_scores.get(id_, 0.0) for id_ in ids])
    by_meaning = _scaled([cosines.get(id_, 0.0) for id_ in ids]) if cosines is not None else [0.0] * len(ids)
    meaning_weight = settings.vector_weight if cosines is not None else 0.0
    hits = []
    for id_, word, meaning in zip(ids, by_words, by_meaning, strict=True):
        recency = nearness(passages[id_].published_at, asked, settings.recency_days)
        score = (1 - meaning_weight) * word + meaning_weight * meaning + settings.recency_weight * recency
        cosine = None if cosines is None else cosines.get(id_, 0.0)
        hits.append(Hit(passages[id_], score, cosine, keyword_scores.get(id_, 0.0), recency))
    return sorted(hits, key=lambda hit: (-hit.score, hit.passage.id))


def nearness(published_at: int | None, asked: datetime, days: float) -> float:
    """1 for what was published when the question was asked, 1/e at `days` before or after; 0 if unknown."""
    if published_at is None:
        return 0.0
    distance = abs(asked.timestamp() - published_at) / 86_400
    return math.exp(-distance / days)


def cosines_of(vectors: Mapping[int, Vectors], query: Vectors) -> dict[int, float]:
    """Cosine similarity of stored unit vectors to the query's, by passage id."""
    if not vectors:
        return {}
    similarities = np.stack(list(vectors.values())) @ query
    return dict(zip(vectors, map(float, similarities), strict=True))


def _scaled(values: list[float]) -> list[float]:
    """Values moved and stretched to 0..1; all equal ones become 1 where positive, else 0."""
    if not values:
        return []
    low, high = min(values), max(values)
    if high == low:
        return [1.0 if high > 0 else 0.0] * len(values)
    return [(value - low) / (high - low) for value in values]
