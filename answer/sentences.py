"""The sentences of the best passages, and what speaks for each as an answer. Pure.

What weighs most (rtqa-train): a mention of the wanted kind that the question does not hold already; mentions and
words that recur in several of the best articles; recency; the question's rare words in the sentence and around
it. The similarity in meaning of sentence and question added nothing to these and cost 35 ms.
"""

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from answer.kinds import Kind, kind_of
from answer.mentions import Mention, fold, mentions
from index.keywords import bigrams_of
from index.search import Hit, QuestionWords
from index.sentences import news_spans
from index.words import stop_words, words_of

Array = NDArray[np.float64]
Support = dict[str, dict[int, float]]  # by word or mention, then by story

_UNDATED_DAYS = 400.0
_SHORT = 6
_SENTENCES_A_PASSAGE = 6  # about; tells how far from the article's beginning a later passage is
_AGREEING = 8  # articles whose support is added up
_COMMON = 7.0  # rarity above which a word is simply rare
_UNKNOWN_RARITY = 8.0


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a hit, `passage.text[start:end]`, the `position`th (from 0) of its passage."""

    hit: Hit
    position: int
    start: int
    end: int
    text: str
    words: tuple[str, ...]

    @property
    def place(self) -> int:
        """About the how-manieth sentence of the article it is, from 0."""
        return self.hit.passage.position * _SENTENCES_A_PASSAGE + self.position


def sentences_of(hit: Hit) -> tuple[Sentence, ...]:
    """The sentences of a passage that can be quoted."""
    text = hit.passage.text
    return tuple(
        Sentence(
            hit,
            position,
            span.start,
            span.end,
            text[span.start : span.end],
            tuple(words_of(text[span.start : span.end])),
        )
        for position, span in enumerate(news_spans(text, hit.passage.language))
    )


def words_in(hits: Iterable[Hit]) -> set[str]:
    """All words of the hits' sentences."""
    return {word for hit in hits for sentence in sentences_of(hit) for word in sentence.words}


def scored_sentences(
    hits: Sequence[Hit], question: str, words: QuestionWords, rarity: Mapping[str, float]
) -> tuple[tuple[Sentence, ...], Array]:
    """All sentences of the hits (best first) and their scores, shape (n,); higher is better.

    `rarity` weighs the words of the hits' sentences, see `SearchableLibrary.rarity`.
    """
    sentences, columns = described_sentences(hits, question, words, rarity)
    by = learned("sentence")
    scores: Array = sum((by[name] * values for name, values in columns.items()), np.zeros(len(sentences)))
    return sentences, scores


def described_sentences(
    hits: Sequence[Hit], question: str, words: QuestionWords, rarity: Mapping[str, float]
) -> tuple[tuple[Sentence, ...], dict[str, Array]]:
    """All sentences of the hits (best first), and what speaks for each: columns of shape (n,) by feature."""
    passages = [sentences_of(hit) for hit in hits]
    sentences = tuple(sentence for passage in passages for sentence in passage)
    return sentences, _features(passages, question, words, rarity) if sentences else {}


@cache
def learned(head: str) -> Mapping[str, float]:
    """The learned weights of "sentence" or "confidence"."""
    weights: dict[str, dict[str, float]] = json.loads(
        files("answer").joinpath("choosing.json").read_text("utf-8")
    )
    return weights[head]


def _features(
    passages: Sequence[Sequence[Sentence]], question: str, words: QuestionWords, rarity: Mapping[str, float]
) -> dict[str, Array]:
    """Columns by feature, a row a sentence."""
    wanted, folded = kind_of(question), set(fold(question).split())
    total = sum(words.rarity.values()) or 1.0
    pairs = bigrams_of(question)
    best = passages[0][0].hit if passages[0] else next(p[0].hit for p in passages if p)
    best_article = max(passage[0].hit.article_score for passage in passages if passage)
    rows: list[dict[str, float]] = []
    new_of: list[tuple[Mention, ...]] = []
    named: Support = defaultdict(dict)
    worded: Support = defaultdict(dict)

    def share(held: Iterable[str]) -> float:
        present = set(held)
        return sum(weight for word, weight in words.rarity.items() if word in present) / total

    for rank, passage in enumerate(passages):
        if not passage:
            continue
        hit = passage[0].hit
        title = frozenset(words_of(hit.passage.title))
        own = [share(sentence.words) for sentence in passage]
        whole = share(title.union(*(sentence.words for sentence in passage)))
        gap = hit.score - best.score
        for at, sentence in enumerate(passage):
            window = share(title.union(*(near.words for near in passage[max(at - 1, 0) : at + 2])))
            new = tuple(one for one in mentions(sentence.text) if not folded.issuperset(one.key.split()))
            strength = (0.35 * own[at] + 0.35 * window + 0.3 * whole) * math.exp(gap * 0.5)
            story = hit.passage.story  # one text in several outlets is one witness
            _add_support(named, (one.key for one in new), story, strength)
            news = (w for w in set(sentence.words) if w not in words.rarity and w not in stop_words())
            _add_support(worded, news, story, strength)
            of_kind = sum(wanted in one.kinds for one in new)
            new_of.append(new)
            rows.append(
                {
                    "overlap": own[at],
                    "overlap_of_next": own[at + 1] if at + 1 < len(own) else 0.0,
                    "overlap_of_window": window,
                    "overlap_of_passage": whole,
                    "passage_gap": gap,
                    "article_gap": hit.article_score - best_article,
                    "passage_rank": 1 / (1 + rank),
                    "length": math.log(1 + len(sentence.words)) / 4,
                    "is_short": float(len(sentence.words) < _SHORT),
                    "has_wanted": float(of_kind > 0),
                    "wanted": min(of_kind, 3) / 3,
                    "new_mentions": min(len(new), 5) / 5,
                    "has_number": float(any(Kind.NUMBER in one.kinds for one in new)),
                    "near_start": 1 / (1 + sentence.place),
                    "is_first": float(sentence.place == 0),
                    "bigrams": len(pairs.intersection(pairwise(sentence.words))) / len(pairs)
                    if pairs
                    else 0.0,
                    "within_a_week": math.exp(-abs(_UNDATED_DAYS if hit.age is None else hit.age) / 7),
                }
            )
    columns = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    all_words = [sentence.words for passage in passages for sentence in passage]
    return columns | _agreement(all_words, new_of, wanted, named, worded, rarity, columns["overlap"])


def _agreement(
    words: Sequence[tuple[str, ...]],
    new_of: Sequence[tuple[Mention, ...]],
    wanted: Kind,
    named: Support,
    worded: Support,
    rarity: Mapping[str, float],
    overlap: Array,
) -> dict[str, Array]:
    """Columns that need all sentences: how far the best articles agree on what a sentence mentions and says."""
    by_name, by_word = _name_support(named, rarity), _word_support(worded, rarity)
    mention = np.array([max((by_name[one.key] for one in new), default=0.0) for new in new_of])
    of_kind = np.array(
        [max((by_name[one.key] for one in new if wanted in one.kinds), default=0.0) for new in new_of]
    )
    tops = [
        sorted((by_word[word] for word in set(held) if word in by_word), reverse=True)[:3] for held in words
    ]
    best_word = np.array([top[0] if top else 0.0 for top in tops])
    mean_word = np.array([sum(top) / len(top) if top else 0.0 for top in tops])
    return {
        "best_word_agreement": best_word,
        "word_agreement": mean_word,
        "wanted_agreement_to_best": _to_best(of_kind),
        "best_word_agreement_to_best": _to_best(best_word),
        "overlap_to_best": _to_best(overlap),
        "mention_agreement_to_best": _to_best(mention),
        "word_agreement_to_best": _to_best(mean_word),
    }


def _add_support(support: Support, keys: Iterable[str], story: int, strength: float) -> None:
    for key in keys:
        support[key][story] = max(support[key].get(story, 0.0), strength)


def _name_support(named: Support, rarity: Mapping[str, float]) -> dict[str, float]:
    """How strongly the best articles agree on each mention; "Biden" counts for "Joe Biden" and the reverse."""
    by_last: dict[str, list[str]] = defaultdict(list)
    for key in named:
        by_last[key.split()[-1]].append(key)
    support = {}
    for key, of_stories in named.items():
        merged = dict(of_stories)
        for other in by_last[key.split()[-1]]:
            if other.endswith(f" {key}") or key.endswith(f" {other}"):
                for story, strength in named[other].items():
                    merged[story] = max(merged.get(story, 0.0), strength)
        rarest = max((rarity.get(word, _UNKNOWN_RARITY) for word in words_of(key)), default=_UNKNOWN_RARITY)
        support[key] = _most(merged.values()) * min(rarest, _COMMON) / _COMMON
    return support


def _word_support(worded: Support, rarity: Mapping[str, float]) -> dict[str, float]:
    return {
        word: _most(of_stories.values()) * min(rarity.get(word, _UNKNOWN_RARITY), _COMMON) / _COMMON
        for word, of_stories in worded.items()
    }


def _most(strengths: Iterable[float]) -> float:
    return sum(sorted(strengths, reverse=True)[:_AGREEING])


def _to_best(values: Array) -> Array:
    scaled: Array = values / max(float(values.max()), 1e-6)
    return scaled
