"""Search by words in Milvus, as the keyword index offers it.

Milvus finds the passages; how well words fit them and their articles is counted here, by the formula of tantivy's
BM25, because ranking was learned on its scores, and Milvus's differ between its editions and segments. Average
lengths are those of a sample of the library's passages.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import add

from index.keywords import Matches, bigrams_of
from index.library import Library
from index.milvus import K1, B, Frequency, MilvusIndex, Words
from index.projection import Batch
from index.restriction import Restriction
from index.sentences import news_text
from index.spelling import edits_between
from index.words import content_words, words_of

_REMEMBERED = 100_000  # words whose frequency is kept; an answer weighs hundreds
_MANY = 1_000  # passages that hold a word: a few more or less change nothing, so it is not counted anew at each change
_PARTS = 3  # a word two letters away holds one of three parts of the other unchanged
_LOOKED_AT = 500
_SAMPLE = 2_000  # passages from which averages are taken; half a second of work, so
_GROWN = 1.02  # they are taken anew when there are so many times as many passages, or as few
_OFTEN = 100  # of these passages, from which on they tell how frequent a word is to about a tenth
_EXACT_LENGTH, _LENGTH_BITS = 24, 4


@dataclass(frozen=True, slots=True)
class _Sampled:
    """How many words a passage with its title has on average, one without, and a whole article.

    `siblings` is how many passages an article has, `often` the share of passages that hold a word, for words that many
    hold. `of` is how many passages there were when all this was estimated.
    """

    titled: float
    body: float
    article: float
    siblings: float
    often: Mapping[str, float]
    of: int


class MilvusKeywords:
    """The words of a MilvusIndex."""

    name = MilvusIndex.name

    def __init__(self, index: MilvusIndex, library: Library) -> None:
        self._index = index
        self._library = library
        self._position = -1
        self._total: int | None = None
        self._holding: dict[str, Frequency] = {}
        self._usual: _Sampled | None = None

    def position(self) -> int:
        """The sequence number of the last change that is in this index."""
        position = self._index.position()
        if position != self._position:
            self._forget()
            self._position = position
        return position

    def apply(self, batch: Batch) -> None:
        """Bring in a piece of the log."""
        self._index.apply(batch)
        self._forget()

    def reset(self) -> None:
        """Start over with an empty index."""
        self._index.reset()
        self._total, self._usual, self._holding = None, None, {}

    mend = reset

    def damaged(self) -> tuple[str, ...]:
        """Its files are Milvus's own."""
        return ()

    def ids(self) -> set[int]:
        """The ids of the passages that it holds."""
        return self._index.ids()

    def __len__(self) -> int:
        """How many passages there are, and one; asked once, as long as the index stays as it is."""
        if self._total is None:
            self._total = len(self._index)
        return self._total

    def _forget(self) -> None:
        self._total = None
        self._holding = {word: held for word, held in self._holding.items() if held.titled > _MANY}

    def search(self, question: str, limit: int, restriction: Restriction) -> list[tuple[int, float]]:
        """Passage ids with Milvus's BM25 score of title and body, best first."""
        words = list(dict.fromkeys(content_words(question) or words_of(question)))
        return self._index.best(words, limit, restriction) if words else []

    def match(self, question: str, articles: Mapping[int, int]) -> Matches:
        """How the question's content words occur in passages, given as id to article number."""
        found = Matches()
        usual = self._sample()
        held = self._held(dict.fromkeys(content_words(question)))
        pairs = bigrams_of(question)
        rows = self._index.words(set(articles.values())) if articles else {}
        whole = _by_article(rows)
        titled = {id_: [*row.title, *row.body] for id_, row in rows.items()}
        body = {id_: row.body for id_, row in rows.items()}
        wanted = [id_ for id_ in articles if id_ in rows]
        in_all, in_articles = len(self), (len(self) - 1) / usual.siblings
        of_titled = {word: _rarity(one.titled, in_all) for word, one in held.items()}
        of_body = {word: _rarity(one.body, in_all) for word, one in held.items()}
        of_whole = {word: _rarity(one.articles, in_articles) for word, one in held.items()}
        found.titled.update(_scores(of_titled, titled, wanted, usual.titled))
        found.body.update(_scores(of_body, body, wanted, usual.body))
        found.whole.update(_scores(of_whole, whole, whole, usual.article))
        for id_ in wanted:
            found.held[id_] = held.keys() & set(titled[id_])
            found.bigrams[id_] = len(pairs & set(pairwise(titled[id_])))
        for number, words in whole.items():
            found.held_by_article[number] = held.keys() & set(words)
        return found

    def rarity(self, words: Iterable[str]) -> dict[str, float]:
        """Inverse document frequency (BM25's, among passages) of words as the index holds them."""
        wanted, often = list(words), self._sample().often
        held = self._held([word for word in wanted if word in self._holding or word not in often])
        return {
            word: _rarity(held[word].body if word in held else often[word] * (len(self) - 1), len(self))
            for word in wanted
        }

    def unknown(self, words: Iterable[str]) -> frozenset[str]:
        """Those of the words that occur nowhere in the library."""
        return frozenset(word for word, held in self._held(words).items() if not held.titled)

    def _sample(self) -> _Sampled:
        """Average lengths as they are, or were when the library was almost as large."""
        of = len(self)
        if self._usual is None or not self._usual.of / _GROWN <= of <= self._usual.of * _GROWN:
            self._usual, self._holding = _sampled(self._library, of), {}
        return self._usual

    def _held(self, words: Iterable[str]) -> dict[str, Frequency]:
        """How many passages and articles hold each word; asked once, as long as the index stays as it is."""
        if len(self._holding) > _REMEMBERED:
            self._holding = {}
        wanted, known = list(words), self._holding
        known.update(self._index.holding([word for word in wanted if word not in known]))
        return {word: known[word] for word in wanted}

    def near(self, word: str, edits: int, limit: int) -> list[int]:
        """Ids of passages that hold a word at most so many (0 to 2) edits away."""
        size = max(2, math.ceil(len(word) / _PARTS))
        parts = {word[at : at + size] for at in range(0, len(word), size)}
        found: dict[int, Words] = {}
        for part in parts:
            found |= self._index.spelt_with(part, _LOOKED_AT)
        return [id_ for id_, row in sorted(found.items()) if _is_near(word, edits, [*row.title, *row.body])][
            :limit
        ]


def _by_article(rows: Mapping[int, Words]) -> dict[int, list[str]]:
    """The words of whole articles, by number: the title's once, and those of all passages."""
    whole: dict[int, list[str]] = {}
    for _, row in sorted(rows.items()):
        whole.setdefault(row.number, list(row.title)).extend(row.body)
    return whole


def _sampled(library: Library, of: int) -> _Sampled:
    """What some passages tell of all; an article occurs among them as often as it has passages."""
    sample = list(library.passages(library.sample_passages(_SAMPLE)).values())
    bodies = [words_of(news_text(one.text, one.language)) for one in sample]
    titles, lengths = [len(words_of(one.title)) for one in sample], list(map(len, bodies))
    shares = [1 / one.siblings for one in sample]
    articles, passages = sum(shares) or 1.0, len(sample) or 1
    of_articles = sum(share * length for share, length in zip(shares, titles, strict=True)) + sum(lengths)
    holding = Counter(word for words in bodies for word in set(words))
    return _Sampled(
        titled=max(1.0, sum(map(_in_a_byte, map(add, titles, lengths))) / passages),
        body=max(1.0, sum(map(_in_a_byte, lengths)) / passages),
        article=max(1.0, of_articles / articles),
        siblings=passages / articles,
        often={word: held / passages for word, held in holding.items() if held >= _OFTEN},
        of=of,
    )


def _rarity(held: float, total: float) -> float:
    return math.log(1 + max(0.0, total - held + 0.5) / (held + 0.5))


def _scores(
    rarity: Mapping[str, float], texts: Mapping[int, Sequence[str]], wanted: Iterable[int], average: float
) -> dict[int, float]:
    """BM25 of the words in some of the texts."""
    scores = {}
    for id_ in wanted:
        words = texts[id_]
        norm = K1 * (1 - B + B * _in_a_byte(len(words)) / average)
        counts = {word: words.count(word) for word in rarity}
        scores[id_] = sum(
            rarity[word] * (K1 + 1) * count / (count + norm) for word, count in counts.items() if count
        )
    return {id_: score for id_, score in scores.items() if score > 0}


def _in_a_byte(length: int) -> int:
    """A text's length as tantivy remembers it: beyond 24, the four highest bits of the rest."""
    rest = max(0, length - _EXACT_LENGTH)
    lost = max(0, rest.bit_length() - _LENGTH_BITS)
    return min(length, _EXACT_LENGTH) + (rest >> lost << lost)


def _is_near(word: str, edits: int, words: Iterable[str]) -> bool:
    return any(
        abs(len(other) - len(word)) <= edits and edits_between(word, other) <= edits for other in set(words)
    )
