"""Grows a library to a wanted size without embedding anything, so that it can be asked at that size.

What is added are variants of the library's own articles: names, numbers and dates are changed throughout a variant,
outlets, languages and days of publication are dealt anew, and each vector is moved towards another passage's. Words
are then as frequent, articles as long and as often quoting somebody as in real news, and new names come in with new
articles. The rows are written as `index.rows` would write them, but for what takes long and changes little: a
variant's likeness and statements are taken over from its original.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count, groupby
from typing import Any

import numpy as np
from sqlalchemy import Connection, Table, func, insert, select

from index import rows
from index.articles import Article, timestamp
from index.likeness import Signature, bands_of, from_bytes
from index.schema import articles, bands, changes, heard, passages, statements, stories, versions
from index.searchable import SearchableLibrary
from index.spelling import sound_of
from index.statements.finding import RULES
from index.statements.statement import Statement
from index.statements.stored import statements_of_articles
from index.stored import Passage, StoredArticle, Vectors

_BATCH = 500  # articles in one transaction
_MOVED = 0.5  # towards another passage; with the noise, a cosine of about 0.85 to the original
_NOISE = 0.3
_RENAMED = 0.5  # share of the names that a variant changes, each everywhere
_INVENTED = 0.1  # share of these that are new to the library
_DAYS = 1500  # a variant may be so much older than its original
_RESEMBLES = 0.4  # share of an original's signature that a variant keeps: another story in the same words
_OUTLETS = 50  # beside the library's own
_GERMAN = 0.1  # share of the variants that are taken for German, so that languages can be asked for
_WORD = re.compile(r"\d+|[^\W\d_]+")
_YEARS = range(1900, 2100)
_SHORTEST_NAME = 3  # letters
_OWN_OUTLET = 0.5  # share of the variants that stay with the outlet of their original


@dataclass(frozen=True, slots=True)
class _Original:
    """An article with all that a variant is made of."""

    stored: StoredArticle
    passages: tuple[Passage, ...]
    vectors: Vectors
    statements: tuple[Statement, ...]
    signature: Signature


def grow(
    library: SearchableLibrary,
    size: int,
    chance: np.random.Generator,
    progress: Callable[[int], None] = lambda _passages: None,
) -> int:
    """Add variants until the library holds `size` passages or a few more; returns how many it then holds.

    The indexes follow with `library.follow`. A library that was grown before is grown on.
    """
    held = library.library.status().passages
    if held >= size:
        return held
    originals = _originals(library)
    variants = _variants(originals, library.library.count()[0], chance)
    while held < size:
        with library.library.writing() as db:
            held += _store(db, variants, size - held)
        progress(held)
    return held


def _originals(library: SearchableLibrary) -> list[_Original]:
    """The articles that are no variants."""
    with library.library.reading() as db:
        last = db.scalar(select(func.max(articles.c.number)).where(~articles.c.id.contains(_MARK))) or 0
        signatures = dict(db.execute(select(stories.c.article, stories.c.signature)).all())
        ids = db.scalar(select(func.max(passages.c.id)).where(passages.c.article <= last)) or 0
    if not ids:
        raise ValueError("An empty library cannot be grown: ingest some articles first.")
    found = []
    everything = library.library.passages_between(0, ids)
    for number, group in groupby(everything, key=lambda one: one.article_number):
        of_article = tuple(group)
        (stored,) = library.library.numbered([number])
        vectors = library.library.vectors([passage.id for passage in of_article])
        said = statements_of_articles(library.library, [number])[number]
        stacked = np.stack([vectors[passage.id] for passage in of_article])
        found.append(_Original(stored, of_article, stacked, said, from_bytes(signatures[number])))
    return found


_MARK = "-variant-"


@dataclass(frozen=True, slots=True)
class _Variant:
    """A changed article; `place` takes an offset of the original's text to one of its own."""

    article: Article
    original: _Original
    vectors: Vectors
    signature: Signature
    place: Callable[[int], int]
    rename: Callable[[str], str]


def _variants(originals: Sequence[_Original], made: int, chance: np.random.Generator) -> Iterator[_Variant]:
    """Variants of all originals, again and again."""
    names = _names([one.stored.article.text for one in originals])
    known = frozenset(names)
    everything = np.concatenate([one.vectors for one in originals])
    for number in count(made):
        original = originals[number % len(originals)]
        change = _changes(names, known, chance)
        text, place = _changed(original.stored.article.text, change)
        article = _dealt(original.stored.article, number, chance)
        title, _ = _changed(article.title, change)
        yield _Variant(
            article=replace(article, title=title, text=text),
            original=original,
            vectors=_moved(original.vectors, everything, chance),
            signature=_resembling(original.signature, chance),
            place=place,
            rename=lambda name, change=change: _changed(name, change)[0],
        )


def _names(texts: Sequence[str]) -> list[str]:
    """The words that are written with a capital nearly always, each as often as it occurs."""
    words = Counter(word for text in texts for word in _WORD.findall(text))
    return [
        word
        for word, often in words.items()
        if word[0].isupper() and len(word) >= _SHORTEST_NAME and often > 10 * words[word.lower()]
        for _ in range(often)
    ]


def _changes(
    names: Sequence[str], known: frozenset[str], chance: np.random.Generator
) -> Callable[[str], str]:
    """What a variant writes for a name or a number: the same everywhere in it."""
    chosen: dict[str, str] = {}

    def other(word: str) -> str:
        if word.isdecimal():
            number = int(word)
            if number in _YEARS:
                return str(number - int(chance.integers(0, 5)))
            return str(number + int(chance.integers(0, number // 5 + 2)))
        one, two = (names[at] for at in chance.integers(0, len(names), 2))
        return (
            one[: (len(one) + 1) // 2] + two[len(two) // 2 :].lower() if chance.random() < _INVENTED else one
        )

    def change(word: str) -> str:
        if word not in chosen:
            is_changed = (word in known and chance.random() < _RENAMED) or word.isdecimal()
            chosen[word] = other(word) if is_changed else word
        return chosen[word]

    return change


def _changed(text: str, change: Callable[[str], str]) -> tuple[str, Callable[[int], int]]:
    """The text with words changed, and where an offset of it then lies."""
    parts: list[str] = []
    ends, shifts = [0], [0]
    at = 0
    for word in _WORD.finditer(text):
        if (written := word[0])[0].islower():
            continue
        new = change(written)
        parts += (text[at : word.start()], new)
        at = word.end()
        if len(new) != len(written):
            ends.append(at)
            shifts.append(shifts[-1] + len(new) - len(written))
    parts.append(text[at:])
    after = np.array(ends)
    return "".join(parts), lambda offset: offset + shifts[int(np.searchsorted(after, offset, "right")) - 1]


def _dealt(article: Article, number: int, chance: np.random.Generator) -> Article:
    """The article under an id of its own, with a day, an outlet and a language dealt anew."""
    id_ = f"{article.id}{_MARK}{number}"
    days = timedelta(days=int(chance.integers(4, _DAYS)))
    published = article.published and (date.fromisoformat(article.published[:10]) - days).isoformat()
    outlet = (
        article.outlet if chance.random() < _OWN_OUTLET else f"paper-{chance.zipf(1.5) % _OUTLETS}.example"
    )
    url = f"https://{outlet}/{id_}"
    language = "de" if chance.random() < _GERMAN else article.language
    return replace(
        article, key=f"id:{id_}", id=id_, published=published, outlet=outlet, url=url, language=language
    )


def _moved(vectors: Vectors, everything: Vectors, chance: np.random.Generator) -> Vectors:
    """The vectors, each moved towards another one and a little at random, of unit length again."""
    noise = chance.standard_normal(vectors.shape, dtype=np.float32)
    noise *= np.float32(_NOISE) / np.linalg.norm(noise, axis=1, keepdims=True)
    others = everything[chance.integers(0, len(everything), len(vectors))]
    moved: Vectors = vectors + np.float32(_MOVED) * others + noise
    moved /= np.linalg.norm(moved, axis=1, keepdims=True)
    return moved


def _resembling(signature: Signature, chance: np.random.Generator) -> Signature:
    new = chance.integers(0, 1 << 32, len(signature), dtype=np.uint32)
    return np.where(chance.random(len(signature)) < _RESEMBLES, signature, new)


def _store(db: Connection, variants: Iterator[_Variant], wanted: int) -> int:
    """Store some variants; returns how many passages they have."""
    model = rows.active_model_number(db)
    number = db.scalar(select(func.max(articles.c.number))) or 0
    passage = db.scalar(select(func.max(passages.c.id))) or 0
    written: dict[Table, list[dict[str, Any]]] = {
        table: [] for table in (articles, versions, stories, bands, heard, statements, passages, changes)
    }
    for _ in range(_BATCH):
        number += 1
        for table, values in _rows_of(variant := next(variants), number, passage + 1, model):
            written[table].append(values)
        passage += len(variant.vectors)
        if len(written[passages]) >= wanted:
            break
    for table, values in written.items():
        db.execute(insert(table), values)
    return len(written[passages])


def _rows_of(
    variant: _Variant, number: int, first: int, model: int
) -> Iterator[tuple[Table, dict[str, Any]]]:
    """All rows of an article whose passages have ids from `first` on."""
    article, now = variant.article, 1_700_000_000
    at = timestamp(article.published)
    yield articles, {"number": number, "key": article.key, "id": article.id, "version": 1, "added_at": now}
    yield (
        versions,
        {
            "article": number,
            "version": 1,
            "title": article.title,
            "text": article.text,
            "url": article.url,
            "outlet": article.outlet,
            "authors": json.dumps(article.authors),
            "language": article.language,
            "published": article.published,
            "published_at": at,
            "updated": None,
            "stored_at": now,
            "content_hash": article.content_hash(),
            "text_hash": article.text_hash(),
        },
    )
    yield stories, {"article": number, "story": number, "signature": variant.signature.tobytes()}
    yield from ((bands, {"key": key, "article": number}) for key in set(bands_of(variant.signature)))
    yield heard, {"article": number, "version": 1, "rules": RULES}
    yield from ((statements, _statement(one, variant, number)) for one in variant.original.statements)
    siblings = len(variant.vectors)
    for one, vector, id_ in zip(variant.original.passages, variant.vectors, count(first), strict=False):
        yield (
            passages,
            {
                "id": id_,
                "article": number,
                "position": one.position,
                "siblings": siblings,
                "start": variant.place(one.start),
                "end": variant.place(one.end),
                "model": model,
                "vector": vector.tobytes(),
            },
        )
    yield changes, {"kind": "put", "first": first, "last": first + siblings - 1}


def _statement(one: Statement, variant: _Variant, number: int) -> dict[str, Any]:
    speaker = variant.rename(one.speaker)
    return {
        "article": number,
        "speaker": speaker,
        "family": sound_of(speaker.split()[-1]),
        "kind": one.kind,
        "verb": one.verb,
        "start": variant.place(one.start),
        "end": variant.place(one.end),
        "sentence_start": variant.place(one.sentence_start),
        "sentence_end": variant.place(one.sentence_end),
    }
