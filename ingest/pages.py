"""HTML pages: the article in them and what they say about it.

trafilatura finds the text, title, authors and outlet. It gives dates as days and guesses them from anywhere,
so dates with their times and zones are read here, only from where pages state them.

This runs in the child process of `ingest.parsers`: a hostile page can keep trafilatura busy for long.
"""

import json
import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import trafilatura

from config.errors import InputError
from ingest.cleaning import clean_title, without_title
from ingest.encodings import decode_page
from ingest.fields import Fields
from ingest.gates import gate
from ingest.identity import article_url, canonical_url

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
# Elements that sites lay over an article; nearly every page has some, and few of them say that it ends here
WALLS = (
    "//*[not(self::script)]["
    + " or ".join(
        f"contains(concat(@class, ' ', @id), '{word}')" for word in ("paywall", "regwall", "Paywall", "piano")
    )
    + "]"
)
MOST_WALLS = 10
SHOWN_LENGTH = 5000
DAY_IN_PATH = re.compile(r"/(\d{4})[/-](\d{2})[/-](\d{2})(?:/|-|$)")
QUICK_DATES = {"original_date": True, "extensive_search": False}  # for htmldate, whose result is not used
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")


def read_page(data: bytes, options: Mapping[str, str | None]) -> Fields:
    """The fields of an HTML page, from its bytes. The option `address` is where it came from, if from the web.

    Raises InputError as `page_fields` does.
    """
    return page_fields(decode_page(data), options.get("address"))


def page_fields(html: str, address: str | None = None) -> Fields:
    """The fields of an HTML page.

    What a page from the web says of itself is not believed where it could take another article's place: it has
    no id, and its URL is one of its own site. Raises InputError if the page has no article text, cannot be
    parsed, or (from the web) stands in an article's place.
    """
    tree, found = _extracted(html)
    meta = _meta(tree)
    title = clean_title(found.title or "") if found else ""
    if address:
        _refuse_gate(address, title, found, tree, meta)
    if not found or not found.text:
        raise InputError(
            "No article text was found in it. If scripts build the page, save it from a browser."
        )
    claimed = [*tree.xpath('//link[@rel="canonical"]/@href'), meta.get("og:url")]
    url = article_url(address, claimed) if address else next(filter(None, map(canonical_url, claimed)), None)
    stated = _stated_dates(tree, meta, PUBLISHED_META, "datePublished")
    return {
        "id": None if address else meta.get("newsdesk:id"),
        "title": title,
        "text": without_title(found.text, title),
        "url": url,
        "outlet": found.sitename,
        "authors": found.author,
        "language": tree.get("lang") or tree.get("xml:lang") or meta.get("og:locale"),
        "published": [*stated, *_shown_dates(tree), *_day_in_path(url)],
        "updated": [*_stated_dates(tree, meta, UPDATED_META, "dateModified")],
    }


def _extracted(html: str) -> tuple[Tree, Extract | None]:
    """The parsed page, and what trafilatura finds in it. Raises InputError if it is no page."""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it has to say, Failures say
    try:
        tree: Tree = trafilatura.load_html(_whole_page(html))
        if tree is None:
            raise InputError(
                "No article text was found in it. If scripts build the page, save it from a browser."
            )
        return tree, trafilatura.bare_extraction(
            tree, include_comments=False, with_metadata=True, date_extraction_params=QUICK_DATES
        )
    except (RecursionError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as exc:
        reason = f"The page could not be parsed ({type(exc).__name__}: {exc}). Save its text as .txt."
        raise InputError(reason) from exc


def _refuse_gate(address: str, title: str, found: Extract | None, tree: Tree, meta: dict[str, str]) -> None:
    """Raise InputError where something else stands in the article's place."""
    text = found.text if found and found.text else " ".join(tree.itertext())[:SHOWN_LENGTH]
    walls = " ".join("".join(wall.itertext())[:SHOWN_LENGTH] for wall in tree.xpath(WALLS)[:MOST_WALLS])
    stands = gate(address, title or tree.findtext(".//title") or "", text, walls, meta, _linked_data(tree))
    if stands is not None:
        raise InputError(f"It is {stands}. If you may read it, save it from a browser and ingest the file.")


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
