"""The feeds of a library: which there are, when each is asked next, and what became of their entries."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from index.database import upsert
from index.library import Library
from index.rows import in_chunks
from index.schema import articles, current_versions, entries, feeds, versions

_WAITING = 500  # entries that are tried again in one poll of a feed


class FeedState(StrEnum):
    """Whether a feed is asked."""

    ACTIVE = "active"
    PAUSED = "paused"
    GONE = "gone"  # its site said that it will not come back (410)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed and how it stands; times in seconds since 1970.

    `hint_seconds` is how often it wants to be asked, by itself. `asked_at` is the last request, `answered_at` the
    last one that was answered (304 counts), `faults` how many have failed since, and `fault` why.
    """

    number: int
    address: str
    title: str = ""
    state: FeedState = FeedState.ACTIVE
    added_at: int = 0
    etag: str | None = None
    modified: str | None = None
    hint_seconds: int | None = None
    asked_at: int | None = None
    answered_at: int | None = None
    next_at: int = 0
    faults: int = 0
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed has listed once. `fingerprint` changes when the feed says something else of it.

    `article` is the id of the article that it became; where that is None, `tries` have failed, the last one for
    `fault`, and it is tried again at `retry_at`, or never where that is None.
    """

    id: str
    url: str
    title: str
    published: str | None
    fingerprint: str
    seen_at: int
    article: str | None = None
    tries: int = 0
    retry_at: int | None = None
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class FeedSummary:
    """A feed with what it has brought: stored articles, entries that failed for good or wait, the newest article.

    `newest` is the last publication date known among its articles, in seconds since 1970.
    """

    feed: Feed
    articles: int
    waiting: int
    failed: int
    newest: int | None


class Feeds:
    """The feeds of a library. Every method blocks, and raises LibraryError where the library fails."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def add(self, address: str, title: str, now: datetime) -> Feed | None:
        """Add a feed, to be asked at once; None if it is there already."""
        at = int(now.timestamp())
        values = {
            "address": address,
            "title": title,
            "state": FeedState.ACTIVE.value,
            "added_at": at,
            "next_at": at,
            "faults": 0,
        }
        with self._library.writing("people") as db:
            if db.scalar(select(feeds.c.number).where(feeds.c.address == address)) is not None:
                return None
            return _as_feed(db.execute(insert(feeds).values(values).returning(feeds)).one())

    def remove(self, number: int) -> None:
        """Forget a feed and its entries; its articles stay."""
        with self._library.writing("people") as db:
            db.execute(delete(feeds).where(feeds.c.number == number))

    def all(self) -> list[Feed]:
        """All feeds, in the order in which they were added."""
        with self._library.reading() as db:
            return [_as_feed(row) for row in db.execute(select(feeds).order_by(feeds.c.number))]

    def due(self, now: datetime) -> list[Feed]:
        """The active feeds whose time has come, the longest due first."""
        wanted = select(feeds).where(
            feeds.c.state == FeedState.ACTIVE, feeds.c.next_at <= int(now.timestamp())
        )
        with self._library.reading() as db:
            return [_as_feed(row) for row in db.execute(wanted.order_by(feeds.c.next_at, feeds.c.number))]

    def next_time(self) -> datetime | None:
        """When the next feed is due; None where none is active."""
        with self._library.reading() as db:
            at = db.scalar(select(func.min(feeds.c.next_at)).where(feeds.c.state == FeedState.ACTIVE))
        return None if at is None else datetime.fromtimestamp(at, UTC)

    def set_state(self, number: int, state: FeedState, now: datetime) -> None:
        """Pause a feed, or resume it, which makes it due now."""
        values: dict[str, object] = {"state": state.value}
        if state is FeedState.ACTIVE:
            values |= {"next_at": int(now.timestamp()), "faults": 0, "fault": None}
        with self._library.writing("people") as db:
            db.execute(update(feeds).where(feeds.c.number == number).values(values))

    def record(self, feed: Feed, changed: Sequence[Entry]) -> None:
        """Store how a feed stands after it was asked, and what became of entries, in one transaction.

        A feed that was removed or paused meanwhile stays so. An address that another feed has is not taken.
        """
        values = asdict(feed)
        del values["number"], values["added_at"], values["state"]
        with self._library.writing("people") as db:
            state = db.scalar(select(feeds.c.state).where(feeds.c.number == feed.number))
            if state is None:
                return
            taken = (feeds.c.address == feed.address) & (feeds.c.number != feed.number)
            if db.scalar(select(feeds.c.number).where(taken)) is not None:
                del values["address"]
            if state == FeedState.ACTIVE:
                values["state"] = feed.state.value
            db.execute(update(feeds).where(feeds.c.number == feed.number).values(values))
            for entry in changed:
                row = asdict(entry)
                upsert(db, entries, {"feed": feed.number} | row, row)

    def known(self, feed: int, ids: Collection[str]) -> dict[str, Entry]:
        """Those of the entries that the feed has listed before."""
        found: dict[str, Entry] = {}
        with self._library.reading() as db:
            for some in in_chunks(list(ids)):
                rows = db.execute(select(entries).where(entries.c.feed == feed, entries.c.id.in_(some)))
                found |= {row.id: _as_entry(row) for row in rows}
        return found

    def waiting(self, feed: int, now: datetime) -> list[Entry]:
        """Entries that are to be tried (again) now, the newest first."""
        due = entries.c.retry_at <= int(now.timestamp())
        wanted = (
            select(entries)
            .where(entries.c.feed == feed, due)
            .order_by(entries.c.seen_at.desc())
            .limit(_WAITING)
        )
        with self._library.reading() as db:
            return [_as_entry(row) for row in db.execute(wanted)]

    def article_at(self, url: str) -> str | None:
        """The id of the article that is stored under a URL."""
        with self._library.reading() as db:
            return db.scalar(select(articles.c.id).where(articles.c.key == f"url:{url}"))

    def summaries(self) -> list[FeedSummary]:
        """All feeds with what they have brought."""
        is_waiting = entries.c.retry_at.is_not(None)
        counts = (
            select(
                entries.c.feed,
                func.count(entries.c.article.distinct()).label("articles"),
                func.count().filter(is_waiting).label("waiting"),
                func.count().filter(entries.c.article.is_(None), ~is_waiting).label("failed"),
                func.max(versions.c.published_at).label("newest"),
            )
            .select_from(entries.outerjoin(current_versions, articles.c.id == entries.c.article))
            .group_by(entries.c.feed)
        )
        with self._library.reading() as db:
            found = {row.feed: row for row in db.execute(counts)}
            all_feeds = [_as_feed(row) for row in db.execute(select(feeds).order_by(feeds.c.number))]
        return [_summary(feed, found.get(feed.number)) for feed in all_feeds]

    def forget_entries(self, feed: int, before: datetime, listed: Collection[str]) -> None:
        """Forget entries that the feed no longer lists and that were last seen before a time."""
        old = (entries.c.feed == feed) & (entries.c.seen_at < int(before.timestamp()))
        with self._library.writing("people") as db:
            ids = set(db.scalars(select(entries.c.id).where(old))) - set(listed)
            for some in in_chunks(sorted(ids)):
                db.execute(delete(entries).where(entries.c.feed == feed, entries.c.id.in_(some)))


def _as_feed(row: Row[Any]) -> Feed:
    return Feed(**row._asdict() | {"state": FeedState(row.state)})


def _as_entry(row: Row[Any]) -> Entry:
    values = row._asdict()
    del values["feed"]
    return Entry(**values)


def _summary(feed: Feed, row: Row[Any] | None) -> FeedSummary:
    if row is None:
        return FeedSummary(feed, 0, 0, 0, None)
    return FeedSummary(feed, row.articles, row.waiting, row.failed, row.newest)
