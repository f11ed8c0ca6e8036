"""What the library stores and gives back: values only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from index.articles import Article

Vectors = NDArray[np.float32]
Precision = Literal["int8", "bfloat16", "float32"]


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """Which embedding model made a vector; vectors of different digests are never compared."""

    name: str
    digest: str
    dimensions: int


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points in an article's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class IndexedArticle:
    """An article, its passages, and their vectors: (len(spans), dimensions), float32, of unit length."""

    article: Article
    spans: tuple[Span, ...]
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as stored; `version` counts from 1, and the highest is the current one.

    `withdrawn` is since when its page is no longer at its address, as far as newsdesk has looked; None: it is there,
    or the article did not come from the web.
    """

    number: int
    version: int
    article: Article
    stored_at: datetime
    withdrawn: datetime | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A stored passage, `article.text[start:end]`, with what search needs to know of its article.

    It is the `position`th (from 0) of the article's `siblings` passages, whose ids follow each other.
    Articles with the same `story` are nearly the same text.
    """

    id: int
    article_number: int
    article: str
    version: int
    position: int
    siblings: int
    start: int
    end: int
    text: str
    title: str
    url: str | None
    outlet: str | None
    language: str | None
    published: str | None
    published_at: int | None
    story: int


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the log: passages `first`..`last` were put, or (`kind` "forget") are to be forgotten."""

    sequence: int
    kind: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Added:
    """The article is new."""

    id: str


@dataclass(frozen=True, slots=True)
class Updated:
    """The article was known and has changed; this is its new version."""

    id: str
    version: int


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The article is stored already, exactly so."""

    id: str


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The same words from the same outlet are stored under another id."""

    id: str
    of: str


Outcome = Added | Updated | Unchanged | Duplicate


@dataclass(frozen=True, slots=True)
class LibraryStatus:
    """What the library holds. `first` and `last` are the earliest and latest known publication days.

    `waiting` counts the passages that another model embedded and `newsdesk reindex` has not reached.
    """

    articles: int
    passages: int
    undated: int
    first: str | None
    last: str | None
    waiting: int
    model: ModelIdentity | None
