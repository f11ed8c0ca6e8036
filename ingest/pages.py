"""HTML pages: the article in them and what they say about it.

trafilatura finds the text, title, authors and outlet. It gives dates as days and guesses them from anywhere,
so dates with their times and zones are read here, only from where pages state them.

A hostile page can keep trafilatura busy for long (27 s for a table of 3.8 MB); files are capped by size only.
Pages from strangers (the issue about feeds) need a child process with a limit.
"""

import json
import logging
import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from config.errors import InputError
from ingest.cleaning import clean_title, without_title
from ingest.fields import Fields
from ingest.identity import canonical_url

PUBLISHED_META = (
    *("article:published_time", "og:published_time", "datepublished", "parsely-pub-date", "sailthru.date"),
    *("publication_date", "publish-date", "pubdate", "dc.date.issued", "dcterms.created", "dc.date", "date"),
)
UPDATED_META = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "last-modified",
)
ARTICLE_TYPE = re.compile(r"Article|Posting|Report|WebPage")
Tree: TypeAlias = Any  # an lxml element; lxml has no type information
Extract: TypeAlias = Any  # a trafilatura.settings.Document, which would load trafilatura
MOST_NODES = 10_000  # of linked data that are looked at
STATED_TIMES = (
    '//*[@itemprop="datePublished"]',
    "//time[@pubdate]",
    "//*[self::article or self::main]//time[not(ancestor::aside or ancestor::nav or ancestor::footer)]",
)
DAY_IN_PATH = re.compile(r"/(\d{4})[/-](\d{2})[/-](\d{2})(?:/|-|$)")
QUICK_DATES = {"original_date": True, "extensive_search": False}  # for htmldate, whose result is not used
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")


def page_fields(html: str) -> Fields:
    """The fields of an HTML page.

    Raises InputError if it has no article text, or cannot be parsed.
    """
    tree, found = _extracted(html)
    meta = _meta(tree)
    title = clean_title(found.title or "")
    url = _url(tree, meta)
    stated = _stated_dates(tree, meta, PUBLISHED_META, "datePublished")
    return {
        "id": meta.get("newsdesk:id"),
        "title": title,
        "text": without_title(found.text, title),
        "url": url,
        "outlet": found.sitename,
        "authors": found.author,
        "language": tree.get("lang") or tree.get("xml:lang") or meta.get("og:locale"),
        "published": [*stated, *_shown_dates(tree), *_day_in_path(url)],
        "updated": [*_stated_dates(tree, meta, UPDATED_META, "dateModified")],
    }


def _extracted(html: str) -> tuple[Tree, Extract]:
    """The parsed page, and what trafilatura finds in it. Raises InputError if that is no text."""
    import trafilatura  # 0.2 s to load

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it has to say, Failures say
    try:
        tree: Tree = trafilatura.load_html(_whole_page(html))
        found: Extract = tree is not None and trafilatura.bare_extraction(
            tree, include_comments=False, with_metadata=True, date_extraction_params=QUICK_DATES
        )
    except (RecursionError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as exc:
        reason = f"The page could not be parsed ({type(exc).__name__}: {exc}). Save its text as .txt."
        raise InputError(reason) from exc
    if not found or not found.text:
        raise InputError(
            "No article text was found in it. If scripts build the page, save it from a browser."
        )
    return tree, found


def _whole_page(html: str) -> str:
    """The page as trafilatura takes it: without an XML declaration, and never a mere fragment."""
    html = _XML_DECLARATION.sub("", html, count=1) if html.lstrip().startswith("<?xml") else html
    return html if re.search(r"<html|<body", html, re.IGNORECASE) else f"<html><body>{html}</body></html>"


def _meta(tree: Tree) -> dict[str, str]:
    """The contents of the meta elements under their names; of several with one name the first."""
    meta: dict[str, str] = {}
    for element in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop"):
            if (name := element.get(attribute)) and (content := element.get("content")):
                meta.setdefault(name.lower(), content)
    return meta


def _url(tree: Tree, meta: dict[str, str]) -> str | None:
    links = tree.xpath('//link[@rel="canonical"]/@href')
    return next(filter(None, map(canonical_url, [*links, meta.get("og:url")])), None)


def _stated_dates(tree: Tree, meta: dict[str, str], names: tuple[str, ...], key: str) -> Iterator[str]:
    """Dates that the page states for programs: in meta elements and in linked data about an article."""
    yield from (meta[name] for name in names if name in meta)
    for node in _linked_data(tree):
        value = node.get(key)
        if isinstance(value, str) and ARTICLE_TYPE.search(str(node.get("@type"))):
            yield value


def _linked_data(tree: Tree) -> Iterator[dict[str, object]]:
    """The objects of the page's JSON-LD, outer ones first. What is not JSON is passed over: it is optional."""
    for script in tree.xpath('//script[@type="application/ld+json"]'):
        try:
            waiting = [json.loads(script.text or "null", strict=False)]
        except (ValueError, RecursionError):
            continue
        for _ in range(MOST_NODES):
            if not waiting:
                break
            node = waiting.pop(0)
            if isinstance(node, dict):
                yield node
            waiting.extend(
                node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
            )


def _shown_dates(tree: Tree) -> Iterator[str]:
    """The times that the page shows to readers as the article's own."""
    for path in STATED_TIMES:
        for element in tree.xpath(path)[:1]:
            yield element.get("datetime") or element.get("content") or ""


def _day_in_path(url: str | None) -> Iterator[str]:
    """The day that many outlets put into their addresses: /2026/01/06/."""
    for day in DAY_IN_PATH.finditer(url or ""):
        yield "-".join(day.groups())
