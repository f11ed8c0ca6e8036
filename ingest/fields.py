"""From what a source calls its fields to an article.

Every format is first read into such named fields, so that a page, a front matter and a line of JSON with the
same content make the same article.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType

from config.errors import InputError
from index.articles import Article, digest
from ingest.cleaning import clean_line, clean_text, clean_title, headline
from ingest.dates import parse_moment
from ingest.identity import canonical_url, host_of, identify
from ingest.languages import detect_language, language_code

Fields = Mapping[str, object]

# Names are compared in lower case and without "_", "-" and spaces inside: publishedAt is published_at.
# The first that holds something usable counts.
ID = ("_id", "id", "uuid", "guid")
TITLE = ("title", "headline", "name")
TEXT = ("text", "body", "content", "article", "maintext", "fulltext", "articlebody")
URL = ("url", "link", "canonicalurl")
PUBLISHED = (
    *("published", "publishedat", "datepublished", "publishdate", "datepublish", "publicationdate"),
    *("pubdate", "date"),
)
UPDATED = ("updated", "updatedat", "modified", "modifiedat", "datemodified", "datemodify")
OUTLET = ("outlet", "source", "publisher", "publication", "sitename")
AUTHORS = ("authors", "author", "byline")
LANGUAGE = ("language", "lang")
INNER = ("name", "$oid", "$date", "#text")  # of an object where a value was expected: {"name": "The Courier"}

MOST_CHARACTERS = 2_000_000  # a thousand pages; bounds what one article takes of memory and time
MOST_AUTHORS = 50
NAME_LENGTH = 200
_BY = re.compile(r"^by\s+", re.IGNORECASE)
KINDS = MappingProxyType(
    {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
)


def article_from(
    fields: Fields, now: datetime, *, key: str | None = None, title: str | None = None
) -> Article:
    """The article that the fields describe; `now` (aware) is when, for dates that cannot be.

    `key` and `title` are used where the fields have no identity or title of their own. Raises InputError if
    there is no text.
    """
    named = _named(fields)
    text = _text(named)
    url = next(filter(None, map(canonical_url, _values(named, URL))), None)
    outlet = _outlet(named) or (host_of(url) if url else None)
    published = next(filter(None, (parse_moment(value, now) for value in _values(named, PUBLISHED))), None)
    own_title = next(filter(None, map(clean_title, _strings(named, TITLE))), None)
    title = own_title or title or headline(text)
    key, id_ = identify(_id(named), url, key or _key_of_words(title, text, outlet, published))
    language = next(filter(None, map(language_code, _values(named, LANGUAGE))), None)
    return Article(
        key=key,
        id=id_,
        title=title,
        text=text,
        url=url,
        outlet=outlet,
        authors=_authors(named),
        language=language or detect_language(text),
        published=published,
        updated=next(filter(None, (parse_moment(value, now) for value in _values(named, UPDATED))), None),
    )


def _named(fields: Fields) -> dict[str, object]:
    """The fields under their names for comparison, without nulls; of two alike the first."""
    named: dict[str, object] = {}
    for name, value in fields.items():
        if value is not None:
            named.setdefault(_comparable(str(name)), value)
    return named


@lru_cache(maxsize=1024)
def _comparable(name: str) -> str:
    return re.sub(r"(?<=.)[_\-\s]+", "", name.strip().lower())


def _values(named: Fields, names: Iterable[str]) -> Iterator[object]:
    """What is there under these names, in their order; objects unwrapped, lists taken apart."""
    for name in names:
        value = named.get(name)
        for item in value if isinstance(value, list | tuple) else (value,):
            if isinstance(item, dict):
                yield next((item[inner] for inner in INNER if inner in item), None)
            elif item is not None:
                yield item


def _strings(named: Fields, names: Iterable[str]) -> Iterator[str]:
    return (value for value in _values(named, names) if isinstance(value, str))


def _text(named: Fields) -> str:
    """The article's text, clean. Raises InputError if there is none, or too much."""
    present = [(name, named[name]) for name in TEXT if name in named]
    for _, value in present:
        if isinstance(value, str) and (text := clean_text(value)):
            if len(text) > MOST_CHARACTERS:
                raise InputError(
                    f"Its text has {len(text):,} characters, more than {MOST_CHARACTERS:,}. "
                    "Cut it into several articles."
                )
            return text
    for name, value in present:
        if not isinstance(value, str):
            raise InputError(f'Its "{name}" is {KINDS.get(type(value), "no text")}, not text.')
    if present:
        raise InputError("Its text is empty.")
    there = ", ".join(clean_line(name)[:40] for name in list(named)[:12]) or "none"
    raise InputError(f"It has no text. Looked for: {', '.join(TEXT)}. Its fields: {there}.")


def _id(named: Fields) -> str:
    """The id that it came with, in one line; empty if there is none."""
    for value in _values(named, ID):
        if isinstance(value, str | int) and not isinstance(value, bool) and (given := clean_line(str(value))):
            return given
    return ""


def _outlet(named: Fields) -> str | None:
    """The outlet's name; of an address its host."""
    for value in _strings(named, OUTLET):
        url = canonical_url(value)
        if name := host_of(url) if url else clean_line(value):
            return name[:NAME_LENGTH]
    return None


def _authors(named: Fields) -> tuple[str, ...]:
    """The authors' names, each once. A line is taken apart at semicolons only: "Doe, Jane" may be one person."""
    for field in AUTHORS:
        names = (name for line in _strings(named, (field,)) for name in line.split(";"))
        cleaned = (_BY.sub("", clean_line(name))[:NAME_LENGTH] for name in names)
        if authors := tuple(dict.fromkeys(filter(None, cleaned))):
            return authors[:MOST_AUTHORS]
    return ()


def _key_of_words(title: str, text: str, outlet: str | None, published: str | None) -> str:
    """The key of an article that nothing else identifies. The same agency text in two outlets is two articles."""
    return f"text:{digest(chr(0x1F).join((title, text, outlet or '', published or '')))}"
