"""What a feed says: RSS, Atom, JSON Feed and sitemaps of news, as one kind of value.

This runs in the child process of `ingest.parsers`: feedparser needs seconds for some short hostile feeds.
"""

import html
import io
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import feedparser
from lxml import etree

from config.errors import InputError
from ingest.cleaning import clean_line, clean_title
from ingest.identity import joined

MOST_ENTRIES = 2000
SUMMARY_LENGTH = 500
_MOST_UNPACKED = 15_000_000
_SHORTEST_TEXT = 1200  # characters of markup; what is shorter is a summary, whatever it is called
_CUT_OFF = re.compile(
    r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|read more|continue reading|weiterlesen)\W*$", re.IGNORECASE
)
_TAG = re.compile(r"<[^>]{0,2000}>")
_PERIODS = {"hourly": 60, "daily": 1440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}
_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
_FEED_TYPES = re.compile(r"application/(?:rss\+xml|atom\+xml|feed\+json)", re.IGNORECASE)
_COMMENTS = re.compile(r"comment|kommentar", re.IGNORECASE)
Tree: TypeAlias = Any  # an lxml element; lxml has no type information
Entry = dict[str, Any]
_LENGTHS = {"id": 4000, "url": 4000, "published": 100, "updated": 100, "language": 40}


def read_feed(data: bytes, options: Mapping[str, str | None]) -> dict[str, Any]:
    """What stands at an address that should be a feed; the option `address` is where it came from.

    `feeds`: addresses of feeds that a page names, best first, if it is a page. Else `title`, `minutes` (how often
    to ask, by its own hint, or None), and `entries`: for each its `id`, `url`, `title`, `published`, `updated`,
    `authors`, `language`, `summary`, and `content` (markup, where it holds the whole text). Raises InputError for
    what is neither.
    """
    document = _document(data, options)
    if "entries" in document:
        document["entries"] = [entry for entry in map(_clean, document["entries"]) if entry["id"]]
    return document


def _clean(entry: Entry) -> Entry:
    """The entry with values of the types that are promised, whatever the feed holds; texts in one line."""
    words = {name: clean_line(str(entry[name] or ""))[:length] or None for name, length in _LENGTHS.items()}
    names = entry["authors"] if isinstance(entry["authors"], list) else []
    return entry | words | {"url": words["url"] or "", "authors": [clean_line(str(name)) for name in names]}


def _document(data: bytes, options: Mapping[str, str | None]) -> dict[str, Any]:
    address = options.get("address") or ""
    data = _unpacked(data).strip()
    if data.startswith((b"{", b"\xef\xbb\xbf{")):
        return _json_feed(data, address)
    head = data[:2000].lower()
    if b"<urlset" in head or b"<sitemapindex" in head:
        return _sitemap(data, address)
    feed = _syndicated(data, address, options.get("media_type") or "")
    return feed or {"feeds": _named_feeds(data, address)}


def _unpacked(data: bytes) -> bytes:
    """Sitemaps are often gzip files."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        unpacked = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(data, _MOST_UNPACKED + 1)
    except zlib.error as exc:
        raise InputError(f"Its gzip data is broken ({exc}).") from exc
    if len(unpacked) > _MOST_UNPACKED:
        raise InputError("It is larger than 15 MB.")
    return unpacked


# --- RSS and Atom ------------------------------------------------------------------------------------------


def _syndicated(data: bytes, address: str, media_type: str) -> dict[str, object] | None:
    """RSS of any version or Atom; None for what is neither."""
    headers = {"content-location": address, "content-type": media_type or "application/xml"}
    found = feedparser.parse(io.BytesIO(data), response_headers=headers)
    if not found.get("version"):
        return None
    return {
        "title": clean_title(_plain(found.feed.get("title"))),
        "minutes": _minutes(found.feed),
        "entries": [
            entry
            for item in found.entries[:MOST_ENTRIES]
            if (entry := _entry(item, address, found.feed.get("language")))
        ],
    }


def _entry(item: Any, address: str, language: str | None) -> Entry | None:  # noqa: ANN401 - feedparser has no types
    url = item.get("link") or next(
        (link.get("href") for link in item.get("links", ()) if link.get("href")), ""
    )
    id_ = item.get("id") or url
    if not id_:
        return None
    contents = [content.get("value", "") for content in item.get("content", ())]
    return {
        "id": str(id_),
        "url": joined(address, url or str(id_)) or url,
        "title": clean_title(_plain(item.get("title"))),
        "published": item.get("published"),
        "updated": item["updated"] if "updated" in item else None,  # noqa: SIM401 - get() would warn, and lie
        "authors": [clean_line(str(author.get("name", ""))) for author in item.get("authors", ())],
        "language": item.get("language") or language,
        "summary": _plain(item.get("summary"))[:SUMMARY_LENGTH],
        "content": _whole_text([*contents, item.get("summary", "")]),
    }


def _minutes(feed: Any) -> int | None:  # noqa: ANN401 - feedparser has no types
    """How often to ask, by <ttl> or by sy:updatePeriod and sy:updateFrequency."""
    if (ttl := str(feed.get("ttl", ""))).isdecimal() and len(ttl) < 7:  # noqa: PLR2004 - digits
        return int(ttl)
    period = _PERIODS.get(str(feed.get("sy_updateperiod", "")).strip().lower())
    frequency = str(feed.get("sy_updatefrequency", "1")).strip()
    if period is None or not frequency.isdecimal() or len(frequency) > 4:  # noqa: PLR2004 - digits
        return None
    return max(1, period // max(1, int(frequency)))


def _whole_text(contents: list[str]) -> str | None:
    """The markup of an article, if one of these is its whole text and no summary."""
    for content in contents:
        plain = _plain(content)
        if len(plain) >= _SHORTEST_TEXT and not _CUT_OFF.search(plain[-60:]):
            return content
    return None


def _plain(markup: object) -> str:
    """A title without its tags and references; feeds escape them once or twice."""
    return html.unescape(_TAG.sub("", html.unescape(str(markup or ""))))


# --- JSON Feed ---------------------------------------------------------------------------------------------


def _json_feed(data: bytes, address: str) -> dict[str, object]:
    try:
        feed = json.loads(data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as exc:
        raise InputError(f"It is no feed: broken JSON ({str(exc)[:100]}).") from exc
    if not isinstance(feed, dict) or "jsonfeed.org" not in str(feed.get("version")):
        raise InputError("It is JSON, but no JSON Feed.")
    items = feed.get("items")
    return {
        "title": clean_title(str(feed.get("title") or "")),
        "minutes": None,
        "entries": [
            _json_entry(item, address, feed)
            for item in (items if isinstance(items, list) else [])[:MOST_ENTRIES]
            if isinstance(item, dict) and (item.get("id") or item.get("url"))
        ],
    }


def _json_entry(item: dict[str, Any], address: str, feed: dict[str, Any]) -> Entry:
    authors = item.get("authors") or [item.get("author")]
    url = str(item.get("url") or item.get("external_url") or item.get("id"))
    return {
        "id": str(item.get("id") or url),
        "url": joined(address, url) or url,
        "title": clean_title(str(item.get("title") or "")),
        "published": item.get("date_published"),
        "updated": item.get("date_modified"),
        "authors": [str(each["name"]) for each in authors if isinstance(each, dict) and each.get("name")]
        if isinstance(authors, list)
        else [],
        "language": item.get("language") or feed.get("language"),
        "summary": _plain(item.get("summary") or item.get("content_text"))[:SUMMARY_LENGTH],
        "content": _whole_text([str(item.get("content_html") or item.get("content_text") or "")]),
    }


# --- sitemaps ----------------------------------------------------------------------------------------------


def _sitemap(data: bytes, address: str) -> dict[str, object]:
    """A sitemap's pages. Raises InputError for an index of sitemaps, which names the likeliest of them."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root: Tree = etree.fromstring(data, parser)
    if root is None:
        raise InputError("It is a sitemap that cannot be read.")
    if root.tag.endswith("sitemapindex"):
        maps = [joined(address, place.strip()) or "" for place in root.itertext(f"{_SITEMAP}loc")]
        news = [place for place in maps if "news" in place.lower()] or maps
        raise InputError(f"It is an index of sitemaps. Add one of these: {', '.join(news[:5]) or 'none'}.")
    entries = [entry for page in root.iter(f"{_SITEMAP}url") if (entry := _page(page, address))]
    newest = sorted(
        entries, key=lambda entry: str(entry["published"] or entry["updated"] or ""), reverse=True
    )
    return {"title": "", "minutes": None, "entries": newest[:MOST_ENTRIES]}


def _page(page: Tree, address: str) -> Entry | None:
    """A page of a sitemap; only those that are marked as news, because the others are no articles."""
    url = (page.findtext(f"{_SITEMAP}loc") or "").strip()
    news = page.find(f"{_NEWS}news")
    if not url or news is None:
        return None
    return {
        "id": url,
        "url": joined(address, url) or url,
        "title": clean_title(news.findtext(f"{_NEWS}title") or ""),
        "published": (news.findtext(f"{_NEWS}publication_date") or "").strip() or None,
        "updated": (page.findtext(f"{_SITEMAP}lastmod") or "").strip() or None,
        "authors": [],
        "language": news.findtext(f"{_NEWS}publication/{_NEWS}language"),
        "summary": "",
        "content": None,
    }


# --- pages that name feeds ---------------------------------------------------------------------------------


def _named_feeds(data: bytes, address: str) -> list[str]:
    """The feeds that a page links to for programs, those of comments last. Raises InputError for no page."""
    parser = etree.HTMLParser(no_network=True, recover=True)
    tree: Tree = etree.fromstring(data, parser) if data else None
    if tree is None or tree.find(".//body") is None:
        raise InputError("It is neither a feed nor a page.")
    links = list(_links(tree, address))
    ordered = sorted(links, key=lambda link: bool(_COMMENTS.search(" ".join(link))))
    return list(dict.fromkeys(url for url, _ in ordered if url))[:20]


def _links(tree: Tree, address: str) -> Iterator[tuple[str, str]]:
    for link in tree.iter("link"):
        if "alternate" in (link.get("rel") or "").lower() and _FEED_TYPES.match(link.get("type") or ""):
            yield joined(address, link.get("href") or "") or "", link.get("title") or ""
