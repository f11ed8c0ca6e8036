"""Watched questions, what was found for them, and what of it was told. Ids of people and places are Discord's.

A finding is told once, whatever crashes: it is given to a message in one transaction, before that is sent, and the
message's number is part of what is sent. So a message that was begun and is not known to have arrived can be looked
for where it was sent to, before it is sent again.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, func, insert, select, update

from index.library import Library
from index.rows import in_chunks
from index.schema import (
    articles,
    changes,
    current_versions,
    passages,
    stories,
    versions,
    watch_findings,
    watch_messages,
    watches,
)

Pause = Literal["owner", "undeliverable"]
_KEPT = timedelta(days=90)  # for what was told; a story is over long before
_MARGIN = timedelta(minutes=2)  # a version is stamped before its transaction waits for others, up to 30 s


@dataclass(frozen=True, slots=True)
class Watch:
    """A question that `owner` watches, and where its news go: to a channel of a server, or (None) to the owner.

    `seen` is the last change of the library that was looked at, and `looked` when. `quiet` are hours such as
    "22:00-07:00", empty for none, None for those of the settings.
    """

    number: int
    owner: int
    question: str
    created: datetime
    looked: datetime
    seen: int = 0
    server: int | None = None
    channel: int | None = None
    language: str = "en"
    quiet: str | None = None
    paused: Pause | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A quote that answers a watched question: `text` stands at `start` in that version of article `id`.

    `article` and `story` are the library's numbers.
    """

    article: int
    story: int
    id: str
    version: int
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class WatchMessage:
    """A message about a watch that was begun; `number` is its own."""

    number: int
    watch: Watch
    begun: datetime
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class TooMany:
    """No more watches fit: `most` of a person, or of a server."""

    of: Literal["person", "server"]
    most: int


class Watches:
    """The watches of a library. Methods block, and raise LibraryError."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def add(self, wanted: Watch, *, most_of_person: int, most_of_server: int) -> Watch | TooMany:
        """Store a watch that looks from now on; its number and `seen` are given to it."""
        with self._library.writing("people") as db:
            if _count(db, watches.c.owner == wanted.owner) >= most_of_person:
                return TooMany("person", most_of_person)
            of_server = watches.c.server == wanted.server
            if wanted.server is not None and _count(db, of_server) >= most_of_server:
                return TooMany("server", most_of_server)
            values = asdict(replace(wanted, seen=_last_change(db)))
            del values["number"]
            for name in ("created", "looked"):
                values[f"{name}_at"] = int(values.pop(name).timestamp())
            row = db.execute(insert(watches).values(**values).returning(*watches.c)).one()
        return _watch(row)

    def by_number(self, number: int) -> Watch | None:
        """A watch, if it is (still) there."""
        return next(iter(self._read(watches.c.number == number)), None)

    def of_person(self, owner: int) -> list[Watch]:
        """The watches of a person, oldest first."""
        return self._read(watches.c.owner == owner)

    def of_server(self, server: int) -> list[Watch]:
        """The watches that tell a server's channels, oldest first."""
        return self._read(watches.c.server == server)

    def running(self) -> list[Watch]:
        """The watches that are not paused, those that looked least lately first."""
        return self._read(watches.c.paused.is_(None), watches.c.seen)

    def pause(self, number: int, why: Pause) -> None:
        """Look no more. What waits to be told is dropped, a message that was begun and has not arrived as well."""
        begun = (watch_messages.c.watch == number) & watch_messages.c.message.is_(None)
        with self._library.writing("people") as db:
            db.execute(update(watches).where(watches.c.number == number).values(paused=why))
            db.execute(update(watch_messages).where(begun).values(message=0))
            db.execute(delete(watch_findings).where(_waiting(number)))

    def resume(self, number: int, at: datetime) -> None:
        """Look again, at what comes from now on."""
        now = {"seen": _LAST_CHANGE, "looked_at": int(at.timestamp()), "paused": None}
        with self._library.writing("people") as db:
            db.execute(
                update(watches).where(watches.c.number == number, watches.c.paused.is_not(None)).values(now)
            )

    def delete(self, number: int) -> None:
        """Forget a watch and what it told."""
        with self._library.writing("people") as db:
            _delete(db, watches.c.number == number)

    def forget(self, person: int) -> int:
        """Delete the watches of a person; returns how many."""
        with self._library.writing("people") as db:
            return _delete(db, watches.c.owner == person)

    def new_articles(self, watch: Watch) -> frozenset[int]:
        """The numbers of the articles that were put or changed since the watch looked.

        Not those that were only embedded again.
        """
        put = (
            select(changes.c.first, changes.c.last)
            .where(changes.c.sequence > watch.seen, changes.c.kind == "put")
            .subquery()
        )
        of_put = select(passages.c.article).join(put, passages.c.id.between(put.c.first, put.c.last))
        wanted = (
            select(articles.c.number)
            .select_from(current_versions)
            .where(
                versions.c.stored_at >= int((watch.looked - _MARGIN).timestamp()),
                articles.c.number.in_(of_put),
            )
        )
        with self._library.reading() as db:
            return frozenset(db.scalars(wanted))

    def told_stories(self, watch: int) -> frozenset[int]:
        """The numbers of the stories of which the watch has found something; stories may have joined since."""
        with self._library.reading() as db:
            found = db.execute(
                select(watch_findings.c.article, watch_findings.c.story).where(
                    watch_findings.c.watch == watch
                )
            ).all()
            told = {row.story for row in found}
            for some in in_chunks([row.article for row in found]):
                told |= set(db.scalars(select(stories.c.story).where(stories.c.article.in_(some))))
        return frozenset(told)

    def save(self, watch: Watch, seen: int, found: Sequence[Finding], at: datetime) -> None:
        """Keep what was found between the change that the watch had seen and `seen`.

        Nothing where another process was faster, or the watch is paused or gone.
        """
        unchanged = (watches.c.number == watch.number) & (watches.c.seen == watch.seen)
        with self._library.writing("people") as db:
            moved = db.execute(
                update(watches)
                .where(unchanged, watches.c.paused.is_(None))
                .values(seen=seen, looked_at=int(at.timestamp()))
            )
            if moved.rowcount and found:
                given = {"watch": watch.number, "found_at": int(at.timestamp())}
                db.execute(insert(watch_findings), [asdict(one) | given for one in found])

    def waiting(self) -> frozenset[int]:
        """The numbers of the watches for which something waits to be told."""
        with self._library.reading() as db:
            return frozenset(
                db.scalars(
                    select(watch_findings.c.watch).where(watch_findings.c.message.is_(None)).distinct()
                )
            )

    def begun_since(self, watch: int, since: datetime) -> list[datetime]:
        """When messages of a watch were begun, oldest first."""
        wanted = (
            select(watch_messages.c.begun_at)
            .where(watch_messages.c.watch == watch, watch_messages.c.begun_at >= int(since.timestamp()))
            .order_by(watch_messages.c.number)
        )
        with self._library.reading() as db:
            return [_time(at) for at in db.scalars(wanted)]

    def begin(self, watch: Watch, most: int, at: datetime) -> WatchMessage | None:
        """Give the next `most` findings to a message; None where nothing waits. Old ones that were told go."""
        with self._library.writing("people") as db:
            old = watch_findings.c.found_at < int((at - _KEPT).timestamp())
            db.execute(
                delete(watch_findings).where(
                    watch_findings.c.watch == watch.number, watch_findings.c.message.is_not(None), old
                )
            )
            waiting = select(watch_findings.c.number).where(_waiting(watch.number)).order_by("number")
            taken = db.scalars(waiting.limit(most)).all()
            if not taken:
                return None
            begun = insert(watch_messages).values(watch=watch.number, begun_at=int(at.timestamp()))
            number = db.execute(begun.returning(watch_messages.c.number)).scalar_one()
            db.execute(
                update(watch_findings).where(watch_findings.c.number.in_(taken)).values(message=number)
            )
            return WatchMessage(number, watch, at, _findings(db, number))

    def unfinished(self) -> list[WatchMessage]:
        """Messages of running watches that were begun and are not known to have arrived, oldest first."""
        wanted: Select[Any] = (
            select(*watches.c, watch_messages.c.number.label("begun"), watch_messages.c.begun_at)
            .join(watch_messages, watch_messages.c.watch == watches.c.number)
            .where(watch_messages.c.message.is_(None), watches.c.paused.is_(None))
            .order_by(watch_messages.c.number)
        )
        with self._library.reading() as db:
            return [
                WatchMessage(row.begun, _watch(row), _time(row.begun_at), _findings(db, row.begun))
                for row in db.execute(wanted).all()
            ]

    def finish(self, number: int, message: int) -> None:
        """A message that was begun has arrived as Discord's `message` (0: there was nothing left to tell)."""
        with self._library.writing("people") as db:
            db.execute(
                update(watch_messages).where(watch_messages.c.number == number).values(message=message)
            )

    def _read(
        self, condition: ColumnElement[bool], order: ColumnElement[int] = watches.c.number
    ) -> list[Watch]:
        with self._library.reading() as db:
            found = db.execute(select(watches).where(condition).order_by(order, watches.c.number))
            return [_watch(row) for row in found]


_LAST_CHANGE = select(func.coalesce(func.max(changes.c.sequence), 0)).scalar_subquery()


def _last_change(db: Connection) -> int:
    return int(db.execute(select(_LAST_CHANGE)).scalar_one())


def _count(db: Connection, condition: ColumnElement[bool]) -> int:
    return db.execute(select(func.count()).select_from(watches).where(condition)).scalar_one()


def _delete(db: Connection, condition: ColumnElement[bool]) -> int:
    """Delete watches, their findings first: those point at messages, and both at the watch."""
    numbers = select(watches.c.number).where(condition)
    db.execute(delete(watch_findings).where(watch_findings.c.watch.in_(numbers)))
    return db.execute(delete(watches).where(condition)).rowcount


def _waiting(watch: int) -> ColumnElement[bool]:
    return (watch_findings.c.watch == watch) & watch_findings.c.message.is_(None)


def _findings(db: Connection, message: int) -> tuple[Finding, ...]:
    names = ("article", "story", "id", "version", "start", "text")
    wanted: Select[Any] = (
        select(*(watch_findings.c[name] for name in names))
        .where(watch_findings.c.message == message)
        .order_by(watch_findings.c.number)
    )
    return tuple(Finding(**row._asdict()) for row in db.execute(wanted))


def _watch(row: Row[Any]) -> Watch:
    return Watch(
        number=row.number,
        owner=row.owner,
        question=row.question,
        created=_time(row.created_at),
        looked=_time(row.looked_at),
        seen=row.seen,
        server=row.server,
        channel=row.channel,
        language=row.language,
        quiet=row.quiet,
        paused=row.paused,
    )


def _time(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
