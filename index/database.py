"""What the library needs of the database that holds it; `index/sqlite.py` and `index/postgres.py` give it."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

from filelock import FileLock, Timeout
from sqlalchemy import Column, ColumnElement, Connection, Engine, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from config.errors import LibraryBusyError, LibraryError, StorageError

WRITE = "newsdesk_write"  # an option of connections: what their transactions write
BUSY_SECONDS = 30

Writes = Literal["articles", "people"]
"""What a transaction writes: articles with all that follows from them and the log of changes, or what people asked
for. In SQLite one transaction writes at a time; in PostgreSQL one of each."""


class Held(Protocol):
    """What only one process at a time may do, while it may."""

    def is_ours(self) -> bool:
        """Whether nobody else can have taken it yet: a connection that held it may be lost."""
        ...

    def is_wanted(self) -> bool:
        """Whether another process waited for it, when that was last known."""
        ...


@dataclass(frozen=True, slots=True)
class Occupied:
    """Whether a process does what only one may do, and how many wait for it (None: that cannot be told)."""

    is_held: bool
    waiting: int | None


class Database(Protocol):
    """A database, opened. `place` names it to people, without a password."""

    place: str
    engine: Engine
    reader: Engine

    def require_fit(self, db: Connection) -> None:
        """Raise LibraryError where a new library cannot be kept in it."""
        ...

    def damage(self, db: Connection) -> tuple[str, ...]:
        """What the database finds wrong with its own storage, a line each."""
        ...

    def counters(self, db: Connection) -> dict[str, int]:
        """The last number that was given in each table whose numbers are never given twice, or some others."""
        ...

    def advance(self, db: Connection, counters: dict[str, int]) -> None:
        """Give only higher numbers from now on, for rows that were copied with theirs."""
        ...

    def alone(self, name: str, wait_seconds: float) -> AbstractContextManager[Held]:
        """Do what only one process at a time may do. Raises LibraryBusyError after waiting in vain."""
        ...

    def occupied(self, name: str) -> Occupied:
        """Who does what only one process at a time may do."""
        ...

    def explained(self, exc: DBAPIError | PoolTimeoutError) -> LibraryError:
        """What the driver's complaint means to a person, and what to do."""
        ...


class _OfKernel:
    """A lock of the kernel's, which nothing but the end of its process takes away."""

    def is_ours(self) -> bool:
        """Always."""
        return True

    def is_wanted(self) -> bool:
        """Unknown, and it makes no difference."""
        return False


@contextmanager
def locked(file: Path, wait_seconds: float) -> Iterator[Held]:
    """Do what only one process of this machine may do; the kernel frees the lock of one that died.

    Raises LibraryBusyError after waiting in vain, StorageError.
    """
    lock = FileLock(file, thread_local=False)  # one thread may take it, and another give it back
    try:
        lock.acquire(timeout=wait_seconds)
    except Timeout as exc:
        raise busy(file.stem) from exc
    except OSError as exc:
        raise StorageError(
            f"{file} cannot be locked ({exc.strerror}). Free space on the disk, or check what stands there and its "
            "permissions."
        ) from exc
    try:
        yield _OfKernel()
    finally:
        lock.release()


def busy(name: str) -> LibraryBusyError:
    """The error where another process does what only one may do."""
    return LibraryBusyError(f"Another newsdesk is at the same work ({name}). Try again shortly.")


def holds(db: Connection, column: Column[str], part: str) -> ColumnElement[bool]:
    """Whether a text holds a part, its ASCII letters in any case, as SQLite's LIKE compares them."""
    compared = column.contains if db.dialect.name == "sqlite" else column.icontains
    return compared(part, autoescape=True)


def upsert(db: Connection, table: Table, row: dict[str, Any], change: dict[str, Any]) -> None:
    """Insert a row, or make a change to the one that has its primary key."""
    if db.dialect.name == "sqlite":
        insert: Any = sqlite.insert(table)
    else:
        from sqlalchemy.dialects import postgresql  # for those who have such a library

        insert = postgresql.insert(table)
    db.execute(insert.values(row).on_conflict_do_update(index_elements=table.primary_key, set_=change))
