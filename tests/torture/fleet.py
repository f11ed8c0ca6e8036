"""Tiny articles on ships, and the book of what a library that was given them must hold."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import numpy as np

from index.articles import Article
from index.library import Library
from index.searchable import SearchableLibrary
from index.stored import IndexedArticle, Span, StoredArticle, Vectors

ARTICLES = 24
_WORDS = 6
_AT_ONCE = 100


def fields(round_: int | str, n: int) -> dict[str, str]:
    """Two of three articles are new in every round, the third is one that every round changes.

    Each has words of its own: a story of hundreds of articles that are alike takes long to keep.
    """
    id_ = f"shared-{n}" if n % 3 == 0 else f"{round_}-{n}"
    text = f"Round {round_} tells of ship number {n}, with {_words(f'{round_} {n}')}. " * (1 + n % 4)
    return {"id": id_, "title": f"Ship {n}", "text": text.strip(), "language": "en"}


def _words(of: str) -> str:
    """Words that nothing else has."""
    letters = sha256(of.encode()).hexdigest()
    return " ".join(letters[at : at + 5] for at in range(0, 5 * _WORDS, 5))


def voyage(file: Path, round_: int | str, articles: int = ARTICLES) -> list[dict[str, str]]:
    """The articles of a round, written into a file."""
    made = [fields(round_, n) for n in range(articles)]
    file.write_text("\n".join(map(json.dumps, made)))
    return made


@dataclass(slots=True)
class Book:
    """The texts that are known to be stored, by id, and what was found wrong so far."""

    texts: dict[str, str] = field(default_factory=dict)

    def compare(self, library: Library, given: Iterable[dict[str, str]], acknowledged: int) -> "Found":
        """Look for all that was stored before, and for `acknowledged` of the articles that were given now."""
        new = {one["id"]: one["text"] for one in given}
        now = texts(library)
        stored = sum(now.get(id_) == text for id_, text in new.items())
        gone = sum(now.get(id_) not in {text, new.get(id_)} for id_, text in self.texts.items())
        strange = len(now.keys() - self.texts.keys() - new.keys())
        again = sum(_repeats(library.versions(id_)) for id_ in new)
        self.texts = now
        return Found(stored, max(0, acknowledged - stored) + gone, strange + again)


@dataclass(frozen=True, slots=True)
class Found:
    """How many of the given articles are stored, and how many are lost, or there twice, of all."""

    stored: int
    lost: int
    twice: int


def texts(library: Library) -> dict[str, str]:
    """All articles' current texts."""
    return {stored.article.id or "": stored.article.text for stored in library.articles(limit=1_000_000)}


def _repeats(versions: Sequence[StoredArticle]) -> int:
    return sum(one.article.text == later.article.text for one, later in pairwise(versions))


PASSAGES = 20  # of an article of the convoy


def convoy(library: SearchableLibrary, passages: int, chance: np.random.Generator) -> None:
    """Store articles of many passages with vectors of chance, which cost no embedding."""
    dimensions = library.embedder.identity.dimensions
    for first in range(0, passages // PASSAGES, _AT_ONCE):
        some = range(first, min(first + _AT_ONCE, passages // PASSAGES))
        library.put([_convoyed(n, chance.standard_normal((PASSAGES, dimensions), np.float32)) for n in some])


def _convoyed(n: int, vectors: Vectors) -> IndexedArticle:
    spans, text = [], ""
    for port in range(PASSAGES):
        sentence = f"Convoy {n} called at port {port} with cargo {n * PASSAGES + port}."
        spans.append(Span(len(text), len(text) + len(sentence)))
        text += f"{sentence} "
    id_ = f"convoy-{n}"
    article = Article(key=f"id:{id_}", id=id_, title=f"Convoy {n}", text=text.strip(), language="en")
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return IndexedArticle(article, tuple(spans), vectors)
