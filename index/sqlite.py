"""A library in one file: SQLite, where one process writes at a time and any number read meanwhile."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from config.errors import LibraryBusyError, LibraryError, StorageError
from index.database import BUSY_SECONDS, WRITE, Held, Occupied, locked
from index.schema import metadata

LIBRARY_FILE = "library.sqlite3"


class SqliteDatabase:
    """The file of a data directory.

    Transactions are durable (WAL, synchronous=FULL). One whose connection has the option WRITE takes the write lock
    at its start, so that two processes wait for each other instead of failing half-way.
    """

    def __init__(self, folder: Path) -> None:
        """Nothing is opened before it is used."""
        self.place = str(folder)
        self._folder = folder
        self.engine = create_engine(
            f"sqlite:///{folder / LIBRARY_FILE}",
            connect_args={"timeout": BUSY_SECONDS},
            hide_parameters=True,  # an error of the database must not carry what people asked into a log
        )
        event.listen(self.engine, "connect", _set_up)
        event.listen(self.engine, "begin", _begin)
        self.reader: Engine = self.engine

    def require_fit(self, db: Connection) -> None:
        """Every SQLite will do."""

    def damage(self, db: Connection) -> tuple[str, ...]:
        """What SQLite's integrity checks say."""
        said = [str(row[0]) for row in db.execute(text("PRAGMA integrity_check"))]
        said += [
            f"{row[0]} refers to what is not there" for row in db.execute(text("PRAGMA foreign_key_check"))
        ]
        return tuple(line for line in said if line != "ok")

    def counters(self, db: Connection) -> dict[str, int]:
        """What SQLite keeps for tables with AUTOINCREMENT."""
        return {row.name: row.seq for row in db.execute(text("SELECT name, seq FROM sqlite_sequence"))}

    def advance(self, db: Connection, counters: dict[str, int]) -> None:
        """Only for tables with AUTOINCREMENT; others number on from the highest that is there."""
        for table in metadata.sorted_tables:
            if table.dialect_options["sqlite"]["autoincrement"] and table.name in counters:
                given = {"name": table.name, "seq": counters[table.name]}
                db.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), given)
                db.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :seq)"), given)

    def alone(self, name: str, wait_seconds: float) -> AbstractContextManager[Held]:
        """By a lock on a file beside the library."""
        return locked(self._folder / f"{name}.lock", wait_seconds)

    def occupied(self, name: str) -> Occupied:
        """By trying; who waits for a lock on a file cannot be seen."""
        if not (self._folder / f"{name}.lock").exists():
            return Occupied(is_held=False, waiting=0)
        try:
            with self.alone(name, 0):
                return Occupied(is_held=False, waiting=0)
        except LibraryBusyError:
            return Occupied(is_held=True, waiting=None)

    def explained(self, exc: DBAPIError | PoolTimeoutError) -> LibraryError:
        """By SQLite's words, which have no finer codes."""
        complaint = str(getattr(exc, "orig", exc))
        return _explained(complaint.lower(), self._folder) or LibraryError(
            f"The library in {self._folder} cannot be used: {complaint}."
        )


def _set_up(connection: Any, _record: Any) -> None:  # noqa: ANN401 - the driver's own connection
    connection.isolation_level = None  # SQLAlchemy's recipe: transactions are begun below, not by sqlite3
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy passes its Connection
    write = connection.get_execution_options().get(WRITE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _explained(complaint: str, folder: Path) -> LibraryError | None:
    if "is full" in complaint:
        return StorageError(
            f"The disk that holds {folder} is full. Free some space and start again; nothing is lost."
        )
    if "locked" in complaint or "busy" in complaint:
        return LibraryBusyError(
            f"Another newsdesk is writing to {folder} and does not finish. Try again shortly."
        )
    if "readonly" in complaint or "unable to open" in complaint:
        return StorageError(
            f"The library in {folder} cannot be written. Check the folder's owner and permissions."
        )
    if "malformed" in complaint or "not a database" in complaint:
        return LibraryError(
            f"{folder / LIBRARY_FILE} is damaged or not a library. Restore it from a back-up."
        )
    return None
