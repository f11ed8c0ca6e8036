"""What speaks for each sentence as an answer, and how much: learned weights of simple columns.

What weighs most (rtqa-train): a mention of the wanted kind that the question does not hold already; mentions and
words that recur in several of the best articles; a mention near in meaning to what is asked for ("fast-food
chain"); recency; the question's rare words in the sentence and around it. The similarity in meaning of sentence
and question added nothing to these and cost 35 ms. Pure, but for the `Cosines` that it is given.
"""

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

import numpy as np

from answer.agreement import OF_MEANING, Testimony, agreement, to_best
from answer.kinds import Kind, focus_of, kind_of
from answer.mentions import Mention, fold, mentions
from answer.sentences import Array, Sentence, sentences_of
from index.keywords import bigrams_of
from index.search import Hit, QuestionWords
from index.words import stop_words, words_of

_UNDATED_DAYS = 400.0
_WEEK_DAYS = 7
_SHORT = 6  # words

# The cosines in meaning of texts to a text, as `SearchableLibrary.cosines` gives them; None where none can be had.
Cosines = Callable[[str, Sequence[str]], Array | None]


@dataclass(frozen=True, slots=True)
class Scored:
    """Sentences and their scores, shape (n,); higher is better.

    `by_words` leaves out what names mean: something of the wanted kind is found also where nothing answers, so
    it tells nothing about how sure an answer is. The two are the same where what names mean is not known.
    """

    sentences: tuple[Sentence, ...]
    scores: Array
    by_words: Array


def scored_sentences(
    hits: Sequence[Hit],
    question: str,
    words: QuestionWords,
    rarity: Mapping[str, float],
    cosines: Cosines | None = None,
) -> Scored:
    """All sentences of the hits (best first) with their scores.

    `rarity` weighs the words of the hits' sentences, see `SearchableLibrary.rarity`. Without `cosines`, what is
    asked for is told by lists of nouns alone.
    """
    sentences, columns = described_sentences(hits, question, words, rarity, cosines)
    by_words = _weighted("sentence", columns, len(sentences))
    if not columns.keys() >= OF_MEANING:
        return Scored(sentences, by_words, by_words)
    return Scored(sentences, _weighted("sentence_by_meaning", columns, len(sentences)), by_words)


def described_sentences(
    hits: Sequence[Hit],
    question: str,
    words: QuestionWords,
    rarity: Mapping[str, float],
    cosines: Cosines | None,
) -> tuple[tuple[Sentence, ...], dict[str, Array]]:
    """All sentences of the hits (best first), and what speaks for each: columns of shape (n,) by feature.

    The columns `OF_MEANING` are there only where the question tells what it asks for and `cosines` gives something.
    """
    asked = _Asked.of(question, words)
    passages = [
        _Passage(rank, sentences) for rank, hit in enumerate(hits) if (sentences := sentences_of(hit))
    ]
    if not passages:
        return (), {}
    best = max(one.hit.article_score for one in passages)
    rows = [row for one in passages for row in _described(one, asked, passages[0].hit.score, best)]
    columns = {name: np.array([row.values[name] for row in rows]) for name in rows[0].values}
    columns["overlap_to_best"] = to_best(columns["overlap"])

    def fitting(names: Sequence[str]) -> Mapping[str, float]:
        found = cosines(asked.focus, names) if cosines and asked.focus and names else None
        return {} if found is None else dict(zip(names, found.clip(0).tolist(), strict=True))

    columns |= agreement([row.testimony for row in rows], asked.wanted, rarity, fitting)
    return tuple(sentence for one in passages for sentence in one.sentences), columns


@cache
def learned(head: str) -> Mapping[str, float]:
    """The learned weights of "sentence", "sentence_by_meaning" or "confidence"."""
    weights: dict[str, dict[str, float]] = json.loads(
        files("answer").joinpath("choosing.json").read_text("utf-8")
    )
    return weights[head]


def _weighted(head: str, columns: Mapping[str, Array], rows: int) -> Array:
    return sum((weight * columns[name] for name, weight in learned(head).items() if rows), np.zeros(rows))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a question asks for, as sentences are compared with it."""

    wanted: Kind
    focus: str
    folded: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    words: QuestionWords
    total: float

    @classmethod
    def of(cls, question: str, words: QuestionWords) -> "_Asked":
        total = sum(words.rarity.values()) or 1.0
        return cls(
            kind_of(question),
            focus_of(question),
            frozenset(fold(question).split()),
            frozenset(bigrams_of(question)),
            words,
            total,
        )

    def share(self, held: Iterable[str]) -> float:
        """The share of the question's words, by rarity, that is held."""
        present = set(held)
        return sum(weight for word, weight in self.words.rarity.items() if word in present) / self.total

    def share_of_pairs(self, words: Sequence[str]) -> float:
        return len(self.pairs.intersection(pairwise(words))) / len(self.pairs) if self.pairs else 0.0

    def new_mentions(self, sentence: Sentence) -> tuple[Mention, ...]:
        """What the sentence mentions and the question does not."""
        return tuple(one for one in mentions(sentence.text) if not self.folded.issuperset(one.key.split()))

    def new_words(self, sentence: Sentence) -> frozenset[str]:
        return frozenset(sentence.words) - self.words.rarity.keys() - stop_words()


@dataclass(frozen=True, slots=True)
class _Passage:
    """A passage's sentences (never none), and its place among the hits from 0."""

    rank: int
    sentences: tuple[Sentence, ...]

    @property
    def hit(self) -> Hit:
        return self.sentences[0].hit


@dataclass(frozen=True, slots=True)
class _Row:
    """A sentence's features so far, and what it tells as a witness."""

    values: Mapping[str, float]
    testimony: Testimony


def _described(passage: _Passage, asked: _Asked, best: float, best_article: float) -> list[_Row]:
    """A row for each sentence of a passage."""
    of_passage = _of_hit(passage, best, best_article)
    rows = []
    for sentence, overlaps in zip(passage.sentences, _overlaps(passage, asked), strict=True):
        new = asked.new_mentions(sentence)
        near = (
            0.35 * overlaps["overlap"]
            + 0.35 * overlaps["overlap_of_window"]
            + 0.3 * overlaps["overlap_of_passage"]
        )
        strength = near * math.exp(of_passage["passage_gap"] * 0.5)
        testimony = Testimony(passage.hit.passage.story, strength, new, asked.new_words(sentence))
        values = overlaps | of_passage | _of_form(sentence) | _of_mentions(new, asked.wanted)
        rows.append(_Row(values, testimony))
    return rows


def _overlaps(passage: _Passage, asked: _Asked) -> list[dict[str, float]]:
    """How much of the question stands in each sentence and around it."""
    sentences = passage.sentences
    title = frozenset(words_of(passage.hit.passage.title))
    own = [asked.share(sentence.words) for sentence in sentences]
    whole = asked.share(title.union(*(sentence.words for sentence in sentences)))
    return [
        {
            "overlap": own[at],
            "overlap_of_next": own[at + 1] if at + 1 < len(own) else 0.0,
            "overlap_of_window": asked.share(
                title.union(*(near.words for near in sentences[max(at - 1, 0) : at + 2]))
            ),
            "overlap_of_passage": whole,
            "bigrams": asked.share_of_pairs(sentence.words),
        }
        for at, sentence in enumerate(sentences)
    ]


def _of_hit(passage: _Passage, best: float, best_article: float) -> dict[str, float]:
    """What speaks for all sentences of a passage."""
    hit = passage.hit
    days = _UNDATED_DAYS if hit.age is None else abs(hit.age)
    return {
        "passage_gap": hit.score - best,
        "article_gap": hit.article_score - best_article,
        "passage_rank": 1 / (1 + passage.rank),
        "within_a_week": math.exp(-days / _WEEK_DAYS),
    }


def _of_form(sentence: Sentence) -> dict[str, float]:
    """Length and place."""
    return {
        "length": math.log(1 + len(sentence.words)) / 4,
        "is_short": float(len(sentence.words) < _SHORT),
        "near_start": 1 / (1 + sentence.place),
        "is_first": float(sentence.place == 0),
    }


def _of_mentions(new: Sequence[Mention], wanted: Kind) -> dict[str, float]:
    """What is mentioned that could be the answer."""
    of_kind = sum(wanted in one.kinds for one in new)
    return {
        "has_wanted": float(of_kind > 0),
        "wanted": min(of_kind, 3) / 3,
        "new_mentions": min(len(new), 5) / 5,
        "has_number": float(any(Kind.NUMBER in one.kinds for one in new)),
    }
