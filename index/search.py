"""Hybrid search: candidates by keywords and by meaning, ranked by learned weights."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from config.sections import SearchSettings
from index.keywords import Matches, bigrams_of
from index.ranking import OF_DATES, Array, Candidates, features, library_size, weighted, weights
from index.stored import Passage, Vectors
from index.words import content_words

_DAY = 86_400.0
# with it as many questions of rtqa-dev are answered as with real ones, and as many wrongly (0.4: fewer, 0.6: more)
USUAL_COSINE = 0.5


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage and how well it fits; scores are comparable within one question only.

    `score` ranks passages, `article_score` articles (by their best passage); `undated_score` is the latter
    without what dates say, which tells better whether the library holds an answer at all. `cosine` is -1 to
    1, `bm25` that of title and body. `coverage` and `coverage_in_article` are the share (0 to 1, by rarity)
    of the question's words in them and in the whole article, `names_in_article` that of its names. `age` is
    asked minus published in days (None: undated). `features` are what the scores are sums of, in the order of
    `index.ranking.FEATURES`; `reranked` is what the reranker says (None: it did not read the passage).
    """

    passage: Passage
    score: float
    article_score: float
    undated_score: float
    cosine: float
    bm25: float
    coverage: float
    coverage_in_article: float
    names_in_article: float
    age: float | None
    features: tuple[float, ...]
    reranked: float | None = None


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """A question's content words with their rarity; `names` are those of its names and numbers.

    `known` is the share, by rarity, of the words that occur in the library at all; `library_passages` is how
    many passages that has.
    """

    rarity: Mapping[str, float]
    names: frozenset[str]
    known: float
    library_passages: int


def rank(
    passages: Sequence[Passage],
    cosines: Mapping[int, float],
    matches: Matches,
    words: QuestionWords,
    question: str,
    asked: datetime,
    settings: SearchSettings,
) -> list[Hit]:
    """The passages as hits, best first."""
    if not passages:
        return []
    candidates = _candidates(passages, cosines, matches, words, len(bigrams_of(question)), asked)
    matrix = features(candidates, words.library_passages)
    by_article = weights("article")
    dates = settings.recency_weight
    undated = weighted(matrix, by_article, without=OF_DATES)
    article_scores = undated + dates * (weighted(matrix, by_article) - undated)
    content = weighted(matrix, weights("passage"), without=OF_DATES)
    scores = content + dates * (weighted(matrix, weights("passage")) - content)
    hits = [
        Hit(
            passage,
            float(scores[row]),
            float(article_scores[row]),
            float(undated[row]),
            float(candidates.cosine[row]),
            float(candidates.titled[row]),
            float(candidates.coverage[row]),
            float(candidates.coverage_in_article[row]),
            float(candidates.names_in_article[row]),
            None if np.isnan(candidates.age[row]) else float(candidates.age[row]),
            tuple(matrix[row].tolist()),
        )
        for row, passage in enumerate(passages)
    ]
    return sorted(hits, key=lambda hit: (-hit.score, hit.passage.id))


def rerank(hits: Sequence[Hit], scores: Sequence[float]) -> list[Hit]:
    """The first hits in the order that a reranker's scores give them; the others keep their places.

    The scores by which passages and articles are ranked are dealt out anew in that order, so that what is learned
    from their size (how far a hit is from the best, how sure an answer is) stays right.
    """
    read = sorted(zip(hits, scores, strict=False), key=lambda pair: -pair[1])
    by_passage = sorted((hit.score for hit, _ in read), reverse=True)
    by_article = sorted((hit.article_score for hit, _ in read), reverse=True)
    dealt = [
        replace(hit, score=score, article_score=article_score, reranked=reranked)
        for (hit, reranked), score, article_score in zip(read, by_passage, by_article, strict=True)
    ]
    return [*dealt, *hits[len(dealt) :]]


def rank_articles(hits: Sequence[Hit]) -> list[tuple[str, float]]:
    """Articles with the score of their best passage, best first."""
    best: dict[str, float] = {}
    for hit in hits:
        best[hit.passage.article] = max(best.get(hit.passage.article, -np.inf), hit.article_score)
    return sorted(best.items(), key=lambda item: -item[1])


def question_words(
    question: str, rarity: Mapping[str, float], unknown: frozenset[str], library_passages: int
) -> QuestionWords:
    """What the question's words weigh; `unknown` ones occur nowhere in the library."""
    known = {word: weight for word, weight in rarity.items() if word not in unknown}
    names = names_in(question)
    # a small library lacks many an ordinary word, which then says little; a name that it lacks says a lot
    ordinary = (1 + library_size(library_passages)) / 2
    missing = sum(rarity[word] * (1.0 if word in names else ordinary) for word in unknown)
    total = sum(known.values()) + missing
    share = sum(known.values()) / total if total else 0.0
    return QuestionWords(known, frozenset(names & known.keys()), share, library_passages)


def names_in(question: str) -> set[str]:
    """The words of names and numbers in a question: capitalised inside it, or with a digit."""
    names: set[str] = set()
    for at, word in enumerate(re.findall(r"[\w’'-]+", question)):
        opens = at == 0 and word.lower() in _OPENERS
        if (word[0].isupper() and not opens) or word[0].isdigit():
            names.update(content_words(word))
    return names


_OPENERS = frozenset(
    "which what who where when how the a an in after on at president was wer wo wann wie".split()
)


def cosines_of(vectors: Mapping[int, Vectors], query: Vectors | None) -> dict[int, float]:
    """Cosine similarity of stored unit vectors to the query's, by passage id; a usual one where there is no query."""
    if query is None:
        return dict.fromkeys(vectors, USUAL_COSINE)
    if not vectors:
        return {}
    similarities = np.stack(list(vectors.values())) @ query
    return dict(zip(vectors, map(float, similarities), strict=True))


def _candidates(
    passages: Sequence[Passage],
    cosines: Mapping[int, float],
    matches: Matches,
    words: QuestionWords,
    pairs: int,
    asked: datetime,
) -> Candidates:
    total = sum(words.rarity.values()) or 1.0
    of_names = sum(words.rarity[word] for word in words.names)

    def share(held: set[str]) -> float:
        return sum(weight for word, weight in words.rarity.items() if word in held) / total

    def names(held: set[str]) -> float:
        return sum(words.rarity[word] for word in words.names & held) / of_names if of_names else 1.0

    def column(values: Sequence[float]) -> Array:
        return np.array(values, dtype=np.float64)

    in_article = {
        passage.article_number: matches.held_by_article[passage.article_number] for passage in passages
    }
    return Candidates(
        article=np.array([passage.article_number for passage in passages], dtype=np.int64),
        cosine=column([cosines.get(passage.id, 0.0) for passage in passages]),
        body=column([matches.body[passage.id] for passage in passages]),
        titled=column([matches.titled[passage.id] for passage in passages]),
        whole=column([matches.whole[passage.article_number] for passage in passages]),
        coverage=column([share(matches.held[passage.id]) for passage in passages]),
        coverage_in_article=column([share(in_article[passage.article_number]) for passage in passages]),
        names_in_article=column([names(in_article[passage.article_number]) for passage in passages]),
        bigrams=column([matches.bigrams[passage.id] / pairs if pairs else 0.0 for passage in passages]),
        age=column([_age(passage.published_at, asked) for passage in passages]),
        position=column([passage.position for passage in passages]),
        siblings=column([passage.siblings for passage in passages]),
    )


def _age(published_at: int | None, asked: datetime) -> float:
    return np.nan if published_at is None else (asked.timestamp() - published_at) / _DAY
