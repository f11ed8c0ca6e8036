"""Grows a library to a wanted size without embedding anything, so that answers can be timed on a larger one.

What is added are copies of the library's own articles: the same passages in another order, each with its
vector moved a little. So words are as frequent and articles as long as in real news, but there are no new
words, and every passage has near neighbours: a library of that many different articles may be slower or faster.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import count, groupby

import numpy as np

from index.articles import Article
from index.searchable import SearchableLibrary
from index.stored import IndexedArticle, Passage, Span, Vectors

_BATCH = 64
_MOVED = 0.3  # length of the random vector that is added to one of length 1: a cosine of about 0.96


def grow(
    library: SearchableLibrary,
    passages: int,
    chance: np.random.Generator,
    progress: Callable[[int], None] = lambda _passages: None,
) -> int:
    """Add copies until the library holds at least `passages`; returns how many it then holds."""
    originals = _articles(library)
    held = sum(len(of_article) for of_article in originals)
    copies = _copies(library, originals, chance)
    while held < passages:
        batch = [next(copies) for _ in range(_BATCH)]
        library.put(batch)
        held += sum(len(copy.spans) for copy in batch)
        progress(held)
    library.follow()
    return held


def _articles(library: SearchableLibrary) -> list[list[Passage]]:
    """The passages of each article, in order."""
    everything = library.library.passages_between(0, 1 << 40)
    if not everything:
        raise ValueError("An empty library cannot be grown: ingest some articles first.")
    return [list(of_article) for _, of_article in groupby(everything, key=lambda one: one.article_number)]


def _copies(
    library: SearchableLibrary, originals: Sequence[Sequence[Passage]], chance: np.random.Generator
) -> Iterator[IndexedArticle]:
    """Copies of all articles, again and again."""
    for round_ in count(1):
        for of_article in originals:
            stored = library.library.article(of_article[0].article)
            vectors = library.library.vectors([passage.id for passage in of_article])
            if stored is not None and len(vectors) == len(of_article):
                order = [of_article[at] for at in chance.permutation(len(of_article))]
                moved = _moved(np.stack([vectors[passage.id] for passage in order]), chance)
                yield _copy(stored.article, order, moved, round_)


def _copy(article: Article, order: Sequence[Passage], vectors: Vectors, round_: int) -> IndexedArticle:
    """An article of its own, made of another's passages in this order."""
    spans, text = [], ""
    for passage in order:
        spans.append(Span(len(text), len(text) + len(passage.text)))
        text += f"{passage.text}\n"
    id_ = f"{article.id}-copy-{round_}"
    # a last line, which is no passage, makes the text unlike the original's even where there is one passage
    copied = replace(article, key=f"id:{id_}", id=id_, text=f"{text}Copy {round_}.")
    return IndexedArticle(copied, tuple(spans), vectors)


def _moved(vectors: Vectors, chance: np.random.Generator) -> Vectors:
    """The vectors, each moved by `_MOVED` in a direction of its own, of unit length again."""
    direction = chance.standard_normal(vectors.shape, dtype=np.float32)
    direction *= np.float32(_MOVED) / np.linalg.norm(direction, axis=1, keepdims=True)
    moved: Vectors = vectors + direction
    moved /= np.linalg.norm(moved, axis=1, keepdims=True)
    return moved
