"""One visit to a feed: what it lists, what of that is new, and the articles behind it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from config.errors import InputError, StatusError, UnsuitableError
from index.articles import Article, digest
from index.feeds import Entry, Feed, Feeds, FeedState
from ingest.cleaning import clean_line
from ingest.feeds.manners import after_fault, after_success, is_transient, retry_of_page
from ingest.identity import canonical_url, host_of, is_same_site
from ingest.web.fetching import Response, Wanted
from ingest.web.reading import Web

FEED = Wanted(
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.1",
    frozenset(
        (
            *("application/atom+xml", "application/rss+xml", "application/rdf+xml", "application/feed+json"),
            *("application/xml", "text/xml", "application/json", "text/plain", "text/html", "text/rss+xml"),
            *("application/xhtml+xml", "application/octet-stream", "application/gzip", "application/x-gzip"),
        )
    ),
)
_OK, _UNCHANGED, _GONE = 200, 304, 410
_DAY_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Round:
    """What the visits that are made together share.

    `taken` are the URLs that feeds, by their numbers, fetch: of two feeds that list the same page one asks for it,
    and the other finds it stored the next time. Once `has_ended` says so, what was not fetched yet is put off.
    """

    has_ended: Callable[[], bool]
    taken: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Visit:
    """What came of asking a feed: how it stands now, and its entries with the articles that were read for them.

    `listed` are the ids of all entries that it lists, None where it said that nothing has changed.
    """

    feed: Feed
    listed: frozenset[str] | None = None
    articles: list[tuple[Entry, Article]] = field(default_factory=list)
    others: list[Entry] = field(default_factory=list)  # known by another way, failed, or put off

    @property
    def faults(self) -> list[Entry]:
        """The entries whose pages failed in this visit."""
        return [entry for entry in self.others if entry.fault]


def visit(feed: Feed, feeds: Feeds, web: Web, chance: float, round_: Round) -> Visit:
    """Ask a feed, and the pages of what is new or changed in it or waits to be tried again. Never raises for them."""
    now = web.clock()
    try:
        response = web.fetcher.fetch(feed.address, FEED, etag=feed.etag, modified=feed.modified)
        if response.status not in {_OK, _UNCHANGED}:
            raise StatusError(response.status, response.headers.get("retry-after"))
        document = read_document(response, web) if response.status == _OK else None
    except InputError as exc:
        return Visit(failed(feed, exc, web, chance))
    found = Visit(_succeeded(feed, response, document, now, _interval(web), chance))
    contents: dict[str, dict[str, Any]] = {}
    if document is not None:
        contents = {digest(each["id"]): each for each in document["entries"]}
        found.listed = frozenset(contents)
    _Pages(feed, feeds, web, found, now, round_).read(contents)
    return found


def read_document(response: Response, web: Web) -> dict[str, Any]:
    """What a feed's answer says, as `ingest.feeds.documents` has it. Raises InputError where it is no feed."""
    document: dict[str, Any] = web.parsers.parse(
        "feed", response.body, address=response.url, media_type=response.headers.get("content-type")
    )
    if "feeds" in document:
        raise UnsuitableError("There is a page at this address, not a feed.")
    return document


class _Pages:
    """Reads the pages of one visit."""

    def __init__(
        self, feed: Feed, feeds: Feeds, web: Web, found: Visit, now: datetime, round_: Round
    ) -> None:
        self._feed = feed
        self._feeds = feeds
        self._web = web
        self._found = found
        self._now = now
        self._round = round_
        self._resting: dict[str, datetime] = {}  # hosts that are not asked again in this visit

    def read(self, contents: dict[str, dict[str, Any]]) -> None:
        """Deal with all entries that are new, changed, or to be tried again; beyond a bound they wait."""
        known = self._feeds.known(self._feed.number, contents)
        listed = [self._entry(id_, content, known.get(id_)) for id_, content in contents.items()]
        wanted = [entry for entry in listed if _is_news(entry, known.get(entry.id))]
        names = {entry.id for entry in wanted}
        again = [
            entry for entry in self._feeds.waiting(self._feed.number, self._now) if entry.id not in names
        ]
        most = self._web.settings.feeds.entries_per_poll
        for place, entry in enumerate([*wanted, *again]):
            if place >= most or self._round.has_ended():
                self._put_off(entry, self._now)
            else:
                self._one(entry, contents.get(entry.id, {}))

    def _entry(self, id_: str, content: dict[str, Any], known: Entry | None) -> Entry:
        says = [content[name] for name in ("title", "published", "updated", "summary", "content")]
        return Entry(
            id=id_,
            url=content["url"],
            title=content["title"],
            published=content["published"],
            fingerprint=digest("\x1f".join(str(part or "") for part in says)),
            seen_at=int(self._now.timestamp()),
            article=known.article if known else None,
        )

    def _one(self, entry: Entry, content: dict[str, Any]) -> None:
        url = canonical_url(entry.url)
        is_new = entry.article is None and not entry.tries
        there = self._feeds.article_at(url) if url and is_new else None
        host = (host_of(url) if url else None) or ""
        if there is not None:  # another feed brought it
            self._found.others.append(replace(entry, article=there, retry_at=None))
        elif host in self._resting:
            self._put_off(entry, self._resting[host])
        elif self._round.taken.setdefault(url or entry.url, self._feed.number) != self._feed.number:
            self._put_off(entry, self._now)
        else:
            self._try(entry, content, host)

    def _put_off(self, entry: Entry, until: datetime) -> None:
        self._found.others.append(replace(entry, retry_at=int(until.timestamp())))

    def _try(self, entry: Entry, content: dict[str, Any], host: str) -> None:
        try:
            article = self._article(entry, content)
        except InputError as exc:
            retry = retry_of_page(self._now, entry.tries + 1, exc)
            if retry is not None and is_transient(exc):
                self._resting[host] = retry
            retry_at = None if retry is None else int(retry.timestamp())
            self._found.others.append(
                replace(entry, tries=entry.tries + 1, retry_at=retry_at, fault=clean_line(str(exc)))
            )
        else:
            self._found.articles.append((replace(entry, tries=0, retry_at=None, fault=None), article))

    def _article(self, entry: Entry, content: dict[str, Any]) -> Article:
        """The article: from the feed where it holds the whole text of a page of its own site, else from the page."""
        also = {
            "title": entry.title,
            "published": [entry.published],
            "updated": [content.get("updated")],
            "authors": content.get("authors"),
            "language": content.get("language"),
        }
        markup, url = content.get("content"), canonical_url(entry.url)
        if markup and url and is_same_site(url, self._feed.address):
            return self._web.article_of_markup(markup, url, also | {"outlet": self._found.feed.title})
        return self._web.article(entry.url, also)


def _is_news(entry: Entry, known: Entry | None) -> bool:
    return known is None or entry.fingerprint != known.fingerprint


def _interval(web: Web) -> timedelta:
    return timedelta(minutes=web.settings.feeds.interval_minutes)


def _succeeded(
    feed: Feed,
    response: Response,
    document: dict[str, Any] | None,
    now: datetime,
    interval: timedelta,
    chance: float,
) -> Feed:
    at = int(now.timestamp())
    feed = replace(
        feed, asked_at=at, answered_at=at, faults=0, fault=None, address=response.moved or feed.address
    )
    if document is not None:
        minutes = document["minutes"]
        feed = replace(
            feed,
            title=document["title"] or feed.title,
            etag=response.headers.get("etag"),
            modified=response.headers.get("last-modified"),
            hint_seconds=None if minutes is None else min(minutes * 60, _DAY_SECONDS),
        )
    hint = None if feed.hint_seconds is None else timedelta(seconds=feed.hint_seconds)
    return replace(
        feed, next_at=int(after_success(now, interval, hint, response.headers, chance).timestamp())
    )


def failed(feed: Feed, fault: InputError, web: Web, chance: float) -> Feed:
    """How a feed stands that could not be asked, or gave no feed."""
    now, faults = web.clock(), feed.faults + 1
    status, retry_after = (
        (fault.status, fault.retry_after) if isinstance(fault, StatusError) else (None, None)
    )
    return replace(
        feed,
        state=FeedState.GONE if status == _GONE else feed.state,
        asked_at=int(now.timestamp()),
        next_at=int(after_fault(now, _interval(web), faults, retry_after, chance).timestamp()),
        faults=faults,
        fault=clean_line(str(fault)),
    )
