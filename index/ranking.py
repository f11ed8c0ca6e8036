"""Ranks passages and articles by a weighted sum of features of the candidates. Pure; numpy only.

The weights were learned on rtqa-train (ranking.json; method and figures in docs/evaluation.md): "article" ranks
articles by their best passage, "passage" finds the passage to quote from.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

FEATURES = (
    "cosine_to_best",
    "cosine",
    "body_to_best",
    "titled_to_best",
    "article_to_best",
    "coverage",
    "coverage_in_article",
    "within_a_week",
    "within_a_month",
    "within_a_year",
    "published_later",
    "published_soon_after",
    "is_first",
    "position",
    "length_of_article",
    "bigrams",
    "share_of_article",
    "article_cosine_to_best",
    "names_in_article",
    "body",
    "coverage_to_best",
)
OF_DATES = (
    "within_a_week",
    "within_a_month",
    "within_a_year",
    "published_later",
    "published_soon_after",
)
_UNDATED_DAYS = 400.0  # an undated passage counts as this old
_LATER_DAYS = -3.0  # published this long after the asking date: the future, not a time zone
_SOON_DAYS = -15.0
_MANY_SIBLINGS = 6
_HALF_BM25 = 10.0  # of BM25 in a library of _LEARNED_PASSAGES
_LEARNED_PASSAGES = 38_000


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the indexes say of the candidates; a row a passage, all arrays of shape (n,).

    `cosine` is -1 to 1. `body`, `titled` and `whole` are BM25 scores of the passage, of passage and title, and
    of the whole article. Coverages are shares (0 to 1), by rarity, of the question's words: in the passage with
    its title, in the whole article, and of its names and numbers in the article; `bigrams` is the share of its
    word pairs. `age` is asked minus published in days (negative: published later; nan: undated). `position`
    counts the article's passages from 0; `siblings` is how many it has.
    """

    article: NDArray[np.int64]
    cosine: Array
    body: Array
    titled: Array
    whole: Array
    coverage: Array
    coverage_in_article: Array
    names_in_article: Array
    bigrams: Array
    age: Array
    position: Array
    siblings: Array


def features(candidates: Candidates, library_passages: int) -> Array:
    """The feature matrix, shape (n, len(FEATURES)).

    `library_passages` is how many passages there are in all: rarity, and with it BM25, grows with its logarithm.
    """
    half = _HALF_BM25 * library_size(library_passages)
    age = np.abs(np.where(np.isnan(candidates.age), _UNDATED_DAYS, candidates.age))
    later = np.nan_to_num(candidates.age, nan=0.0)
    best_cosine = max(float(candidates.cosine.max()), 1e-6)
    share, article_cosine = _per_article(candidates)
    columns = {
        "cosine_to_best": candidates.cosine / best_cosine,
        "cosine": candidates.cosine,
        "body_to_best": to_best(candidates.body),
        "titled_to_best": to_best(candidates.titled),
        "article_to_best": to_best(candidates.whole),
        "coverage": candidates.coverage,
        "coverage_in_article": candidates.coverage_in_article,
        "within_a_week": np.exp(-age / 7),
        "within_a_month": np.exp(-age / 30),
        "within_a_year": np.exp(-age / 365),
        "published_later": (later < _LATER_DAYS).astype(float),
        "published_soon_after": ((later < _LATER_DAYS) & (later > _SOON_DAYS)).astype(float),
        "is_first": (candidates.position == 0).astype(float),
        "position": 1 / (1 + candidates.position),
        "length_of_article": np.log(candidates.siblings) / 4,
        "bigrams": candidates.bigrams,
        "share_of_article": share,
        "article_cosine_to_best": article_cosine / best_cosine,
        "names_in_article": candidates.names_in_article,
        "body": candidates.body / (candidates.body + half),
        "coverage_to_best": to_best(candidates.coverage),
    }
    return np.stack([columns[name] for name in FEATURES], axis=1)


def library_size(passages: int) -> float:
    """The size of a library on the scale of rarity, the one that the weights were learned on being 1."""
    return math.log1p(passages) / math.log1p(_LEARNED_PASSAGES)


@cache
def weights(head: str) -> Mapping[str, float]:
    """The learned weights of a head, "article" or "passage", by feature."""
    learned: dict[str, dict[str, float]] = json.loads(
        files("index").joinpath("ranking.json").read_text("utf-8")
    )
    return learned[head]


def weighted(matrix: Array, by: Mapping[str, float], *, without: tuple[str, ...] = ()) -> Array:
    """The weighted sum of the columns, shape (n,), leaving some out."""
    vector = np.array([0.0 if name in without else by[name] for name in FEATURES])
    total: Array = matrix @ vector
    return total


def to_best(values: Array) -> Array:
    """Each value as a share of the greatest."""
    scaled: Array = values / max(float(values.max()), 1e-6)
    return scaled


def _per_article(candidates: Candidates) -> tuple[Array, Array]:
    """For each row: its article's share of candidates (6 are 1.0), and the mean of its article's three best cosines."""
    share, cosine = np.zeros(len(candidates.article)), np.zeros(len(candidates.article))
    for number in np.unique(candidates.article):
        rows = np.flatnonzero(candidates.article == number)
        share[rows] = min(len(rows), _MANY_SIBLINGS) / _MANY_SIBLINGS
        cosine[rows] = np.sort(candidates.cosine[rows])[::-1][:3].mean()
    return share, cosine
