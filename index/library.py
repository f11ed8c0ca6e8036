"""The library: every article, its versions, passages and vectors, in one database that is the truth.

A write is one transaction; it is durable when the call returns. The keyword and vector indexes follow
`changes` and can be rebuilt from here at any time without embedding anything again.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import numpy as np
from sqlalchemy import Connection, delete, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from config.errors import ModelMismatchError, StorageError
from index import rows
from index.articles import Article
from index.database import WRITE, Database, Held, Occupied, Writes, locked
from index.migrating import migrate, revision_of
from index.restriction import Restriction
from index.schema import (
    REVISION,
    articles,
    changes,
    current_versions,
    pages,
    passages,
    stories,
    versions,
)
from index.sqlite import SqliteDatabase
from index.stored import (
    Change,
    IndexedArticle,
    LibraryStatus,
    ModelIdentity,
    Outcome,
    Passage,
    StoredArticle,
    Vectors,
)
from index.stories import fill, leave_story

_MOST_OF_A_STORY = 20


class Library:
    """The articles of one data directory or one PostgreSQL. Safe to use from several threads and processes."""

    def __init__(
        self,
        folder: Path,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        *,
        url: str | None = None,
    ) -> None:
        """Open or create the library in `folder`, or in the PostgreSQL at `url`.

        Raises LibraryError, StorageError, and ConfigurationError for an address that is none.
        """
        self.folder = folder
        self._clock = clock
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            raise StorageError(
                f"The data directory {folder} cannot be created ({exc.strerror}). Name another with --data-dir."
            ) from exc
        self._database = _database(folder, url)
        self._writers = {
            what: self._database.engine.execution_options(**{WRITE: what}) for what in get_args(Writes)
        }
        try:
            self.id = self._identity() or self._migrated()
        except BaseException:
            self.close()
            raise

    @property
    def place(self) -> str:
        """Where the truth is kept, for people: a folder, or an address without its password."""
        return self._database.place

    def _identity(self) -> str | None:
        """The id of a library whose tables are up to date; None of another."""
        with self.reading() as db:
            return rows.library_id(db) if revision_of(db) == REVISION else None

    def _migrated(self) -> str:
        with self.writing() as db:
            self._database.require_fit(db)
            migrate(db, self.place)
            return rows.library_id(db)

    def close(self) -> None:
        """Release the files and connections."""
        self._database.engine.dispose()

    # --- the embedding model ---------------------------------------------------------------------------

    def active_model(self) -> ModelIdentity | None:
        """The model whose vectors are searched; None in a library that never stored one."""
        with self.reading() as db:
            return rows.active_model(db)

    def require_model(self, model: ModelIdentity) -> None:
        """Raise ModelMismatchError where the library was embedded with another model."""
        active = self.active_model()
        if active is not None and active.digest != model.digest:
            raise ModelMismatchError(
                f"This library was embedded with {active.name} ({active.dimensions} dimensions), but the "
                f"settings name {model.name} ({model.dimensions}). Set embedding.model back, or embed "
                "everything again with `newsdesk reindex`."
            )

    def switch_model(self, model: ModelIdentity) -> None:
        """Make `model` the one that is searched; passages of others wait for `newsdesk reindex`."""
        with self.writing() as db:
            rows.set_active_model(db, model)

    def waiting_articles(self, limit: int) -> list[StoredArticle]:
        """Articles whose passages are not of the active model."""
        with self.reading() as db:
            active = rows.active_model_number(db)
            waiting = select(passages.c.article).where(passages.c.model != active).distinct().limit(limit)
            found = db.execute(rows.stored_articles().where(articles.c.number.in_(waiting)))
            return [rows.as_stored(row) for row in found]

    # --- writing ---------------------------------------------------------------------------------------

    def sort_out(self, batch: Sequence[Article]) -> list[Outcome]:
        """What storing each article would do, in their order, without storing anything."""
        with self.reading() as db:
            return [rows.outcome_of(db, article) for article in batch]

    def put(self, batch: Iterable[IndexedArticle], model: ModelIdentity) -> list[Outcome]:
        """Store articles, all or none; a changed one becomes a new version. Durable when this returns.

        Raises ModelMismatchError, StorageError (disk full), LibraryBusyError.
        """
        now = int(self._clock().timestamp())
        with self.writing() as db:
            if (active := rows.active_model(db)) is None:
                rows.set_active_model(db, model)
            elif active.digest != model.digest:
                raise ModelMismatchError(
                    f"The library's model has become {active.name} meanwhile. Start again."
                )
            return [rows.put_article(db, indexed, now) for indexed in batch]

    def replace_passages(self, batch: Iterable[tuple[StoredArticle, IndexedArticle]]) -> None:
        """Put new passages and vectors under the same versions (for `newsdesk reindex`)."""
        with self.writing() as db:
            for stored, indexed in batch:
                current = db.scalar(select(articles.c.version).where(articles.c.number == stored.number))
                if current == stored.version:
                    rows.forget_passages(db, stored.number)
                    rows.put_passages(db, stored.number, indexed)

    def find_stories(self) -> None:
        """Find the story of each article that has none."""
        with self.writing() as db:
            fill(db)

    def remove(self, ids: Sequence[str]) -> list[str]:
        """Delete articles with all their versions; returns the ids that were there."""
        removed = []
        with self.writing() as db:
            for id_ in ids:
                number = db.scalar(select(articles.c.number).where(articles.c.id == id_))
                if number is not None:
                    rows.forget_passages(db, number)
                    leave_story(db, number)
                    db.execute(delete(articles).where(articles.c.number == number))
                    removed.append(id_)
        return removed

    # --- reading ---------------------------------------------------------------------------------------

    def story_of(self, id_: str, restriction: Restriction = Restriction()) -> list[StoredArticle]:
        """The articles that tell the same story as one does, itself among them, in their current versions.

        Those that are withdrawn come last. The first published come first, the undated last, the fullest of them
        first; at most 20.
        """
        story = select(stories.c.story).join(articles, articles.c.number == stories.c.article)
        members = select(stories.c.article).where(
            stories.c.story == story.where(articles.c.id == id_).scalar_subquery()
        )
        wanted = (
            rows.stored_articles()
            .where(articles.c.number.in_(members), *rows.restriction_clauses(restriction))
            .order_by(
                func.coalesce(pages.c.is_withdrawn, False),
                versions.c.published_at.asc().nulls_last(),
                func.length(versions.c.text).desc(),
                articles.c.number,
            )
            .limit(_MOST_OF_A_STORY)
        )
        with self.reading() as db:
            return [rows.as_stored(row) for row in db.execute(wanted)]

    def article(self, id_: str, version: int | None = None) -> StoredArticle | None:
        """One article by its id, in its current or a given version."""
        with self.reading() as db:
            row = db.execute(rows.stored_articles(version).where(articles.c.id == id_)).one_or_none()
        return None if row is None else rows.as_stored(row)

    def versions(self, id_: str) -> list[StoredArticle]:
        """All stored versions of an article, oldest first; empty for an unknown id."""
        wanted = rows.article_versions().where(articles.c.id == id_).order_by(versions.c.version)
        with self.reading() as db:
            return [rows.as_stored(row) for row in db.execute(wanted)]

    def articles(
        self, restriction: Restriction = Restriction(), *, limit: int = 50, offset: int = 0
    ) -> list[StoredArticle]:
        """Current articles, newest publication first, undated last."""
        wanted = (
            rows.stored_articles()
            .where(*rows.restriction_clauses(restriction))
            .order_by(versions.c.published_at.desc().nulls_last(), versions.c.article.desc())
        )
        with self.reading() as db:
            return [rows.as_stored(row) for row in db.execute(wanted.limit(limit).offset(offset))]

    def numbered(self, numbers: Sequence[int]) -> list[StoredArticle]:
        """Current articles by their numbers; those that are not there are left out."""
        with self.reading() as db:
            found = db.execute(rows.stored_articles().where(articles.c.number.in_(numbers)))
            return [rows.as_stored(row) for row in found]

    def passage_ids(self, *, of_active_model: bool = False) -> set[int]:
        """The ids of all passages, or of those whose vectors are searched."""
        wanted = select(passages.c.id)
        with self.reading() as db:
            if of_active_model:
                wanted = wanted.where(passages.c.model == rows.active_model_number(db))
            return set(db.scalars(wanted))

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        """The passages that (still) exist, by id."""
        found: dict[int, Passage] = {}
        with self.reading() as db:
            for some in rows.in_chunks(ids):
                hits = db.execute(rows.stored_passages().where(passages.c.id.in_(some)))
                found |= {row.id: rows.as_passage(row) for row in hits}
        return found

    def passages_between(self, first: int, last: int) -> list[Passage]:
        """The passages that exist in a range of ids, both ends included."""
        wanted = rows.stored_passages().where(passages.c.id.between(first, last)).order_by(passages.c.id)
        with self.reading() as db:
            return [rows.as_passage(row) for row in db.execute(wanted)]

    def vectors(self, ids: Sequence[int]) -> dict[int, Vectors]:
        """The vectors, shape (dimensions,), of those passages that the active model embedded."""
        found: dict[int, Vectors] = {}
        with self.reading() as db:
            active = rows.active_model_number(db)
            for some in rows.in_chunks(ids):
                wanted = select(passages.c.id, passages.c.vector).where(
                    passages.c.id.in_(some), passages.c.model == active
                )
                found |= {row.id: np.frombuffer(row.vector, dtype=np.float32) for row in db.execute(wanted)}
        return found

    def sample_passages(self, count: int) -> list[int]:
        """Ids of at most so many passages of the active model, spread over the library."""
        with self.reading() as db:
            of_model = passages.c.model == rows.active_model_number(db)
            first, last = db.execute(
                select(func.min(passages.c.id), func.max(passages.c.id)).where(of_model)
            ).one()
            if first is None:
                return []
            after = (
                select(func.min(passages.c.id)).where(of_model, passages.c.id >= start)
                for start in np.linspace(first, last, count, dtype=int).tolist()
            )
            return list(dict.fromkeys(db.scalar(wanted) or last for wanted in after))

    def outlets(self) -> list[str]:
        """The names of all outlets."""
        wanted = select(versions.c.outlet).select_from(current_versions).distinct()
        with self.reading() as db:
            return sorted(name for name in db.scalars(wanted) if name is not None)

    def changes(self, after: int, limit: int = 1000) -> list[Change]:
        """The log after a sequence number, oldest first."""
        wanted = select(changes).where(changes.c.sequence > after).order_by(changes.c.sequence).limit(limit)
        with self.reading() as db:
            return [Change(*row) for row in db.execute(wanted)]

    def last_change(self) -> int:
        """The sequence number of the newest change; 0 in an empty log."""
        with self.reading() as db:
            return db.scalar(select(func.max(changes.c.sequence))) or 0

    def count(self, restriction: Restriction = Restriction()) -> tuple[int, str | None, str | None]:
        """How many articles there are, and their first and last known publication days (ISO 8601)."""
        at = versions.c.published_at
        current = select(at).select_from(current_versions)
        with self.reading() as db:
            if clauses := rows.restriction_clauses(restriction):
                wanted = current.with_only_columns(func.count(), func.min(at), func.max(at)).where(*clauses)
                number, first, last = db.execute(wanted).one()
            else:  # the same in moments, however many there are
                dated = current.where(at.is_not(None)).limit(1)
                number = db.scalar(select(func.count()).select_from(articles)) or 0
                first, last = db.scalar(dated.order_by(at)), db.scalar(dated.order_by(at.desc()))
        return number, _day(first), _day(last)

    def status(self) -> LibraryStatus:
        """What the library holds."""
        number, first, last = self.count()
        undated = select(func.count()).select_from(current_versions).where(versions.c.published_at.is_(None))
        total = select(func.count()).select_from(passages)
        with self.reading() as db:
            waiting = total.where(passages.c.model != rows.active_model_number(db))
            counts = [db.scalar(wanted) or 0 for wanted in (total, undated, waiting)]
            return LibraryStatus(number, counts[0], counts[1], first, last, counts[2], rows.active_model(db))

    # --- transactions ----------------------------------------------------------------------------------

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that reads, for what else is kept in the library. Raises LibraryError."""
        with self._translating(), self._database.reader.begin() as db:
            yield db

    @contextmanager
    def writing(self, what: Writes = "articles") -> Iterator[Connection]:
        """A transaction that writes, durable when it ends without an error. Raises LibraryError."""
        with self._translating(), self._writers[what].begin() as db:
            yield db

    @contextmanager
    def _translating(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, PoolTimeoutError) as exc:
            raise self._database.explained(exc) from exc

    def alone(
        self, name: str, *, wait_seconds: float = 0.0, here: bool = False
    ) -> AbstractContextManager[Held]:
        """Do what only one process of all that use this library may do, or (`here`) one that uses its folder.

        One that dies leaves the work to others. Raises LibraryBusyError after waiting in vain.
        """
        if here:
            return locked(self.folder / f"{name}.lock", wait_seconds)
        return self._database.alone(name, wait_seconds)

    def occupied(self, name: str) -> Occupied:
        """Who does what only one process of all may do. Raises LibraryError."""
        with self._translating():
            return self._database.occupied(name)

    def counters(self, db: Connection) -> dict[str, int]:
        """The last numbers that were given, by table."""
        return self._database.counters(db)

    def advance(self, db: Connection, counters: dict[str, int]) -> None:
        """Give only higher numbers from now on."""
        self._database.advance(db, counters)

    def damage(self) -> tuple[str, ...]:
        """What the database finds wrong with its own storage, a line each."""
        with self.reading() as db:
            return self._database.damage(db)


def _database(folder: Path, url: str | None) -> Database:
    if url is None:
        return SqliteDatabase(folder)
    from index.postgres import PostgresDatabase  # for those who have such a library

    return PostgresDatabase(url)


def _day(seconds: int | None) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).date().isoformat()
