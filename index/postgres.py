"""A library in PostgreSQL, which several machines may use at once.

The log of changes must be read in the order in which transactions end: a number that is taken first and committed
last would be skipped by whoever follows the log. So a transaction that writes holds an advisory lock from its start
until it is committed, and numbers become visible in their order. It also makes "look, then write" as safe as
SQLite's single writer does, without a deadlock or a retry.
"""

import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, func, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from config.errors import ConfigurationError, LibraryBusyError, LibraryError, StorageError
from index.database import BUSY_SECONDS, WRITE, Held, Occupied, busy
from index.lease import FREED_SECONDS, Lease, looked_up
from index.schema import metadata

_OURS = int.from_bytes(b"news", "big")  # the first of the two numbers of our advisory locks
_LOCK_NOT_AVAILABLE = "55P03"
_POOL = {
    "pool_size": 5,
    "max_overflow": 20,
    "pool_pre_ping": True,
}  # the bot outlives a restart of the server
# The server notices soon that a client's machine is gone, and a client that the server's is; keepalives alone would
# not while something that was sent is not acknowledged.
_KEEPALIVE = {"keepalives_idle": 5, "keepalives_interval": 3, "keepalives_count": 3}
_SILENCE = {"tcp_user_timeout": FREED_SECONDS * 1000}
_OPTIONS = {f"tcp_{name}": value for name, value in _KEEPALIVE.items()} | _SILENCE


def _connecting(**options: int) -> dict[str, Any]:
    """What a connection is made with; `options` are settings of the server for its session."""
    given = _OPTIONS | options
    return {
        "connect_timeout": 10,
        "application_name": "newsdesk",
        "options": " ".join(f"-c {name}={value}" for name, value in given.items()),
        **_KEEPALIVE,
        **_SILENCE,
    }


_CONNECT = _connecting(lock_timeout=BUSY_SECONDS * 1000)
_CONNECT_APART = _connecting(idle_session_timeout=FREED_SECONDS * 1000)

_SET_WAIT = text("SELECT set_config('lock_timeout', :ms, false)")


@dataclass(frozen=True, slots=True)
class _Known:
    """A complaint that is known by a code, or in a refused connection, which has none, by words."""

    codes: frozenset[str]
    meaning: str
    words: str = "\0"
    kind: type[LibraryError] = LibraryError


def _known(codes: str, meaning: str, words: str = "\0", kind: type[LibraryError] = LibraryError) -> _Known:
    return _Known(frozenset(codes.split()), meaning, words, kind)


_KNOWN = (
    _known(
        f"{_LOCK_NOT_AVAILABLE} 40P01 40001",
        "another newsdesk is writing and does not finish. Try again shortly.",
        kind=LibraryBusyError,
    ),
    _known("53100", "the disk is full. Free some space and start again; nothing is lost.", kind=StorageError),
    _known("25006", "it can only be read. Name the primary server, not a standby.", kind=StorageError),
    _known("54000", "a text that is looked up, such as a feed's address, is too long for it. Shorten it."),
    _known("XX001 XX002", "it is damaged. Restore it from a back-up."),
    _known("28P01", "the password is wrong or missing. Correct database_url, or ~/.pgpass.", "password"),
    _known("28000", "the user cannot log in. Correct database_url, or create it with `createuser`.", "role"),
    _known(
        "53300", "no connection is free. Raise max_connections, or run fewer processes.", "connection slots"
    ),
    _known(
        "53300", "no connection is free. Raise max_connections, or run fewer processes.", "too many clients"
    ),
    _known("3D000", "there is no such database. Create it with `createdb --encoding=UTF8`.", 'database "'),
    _known("42501", "the user may not do this. Make it the owner of the database.", "permission denied"),
    _known("57P03", "the server is starting. Try again shortly.", "starting up"),
    _known("57P01 57P02", "the server was stopped. Start it and try again.", "shutting down"),
)


class PostgresDatabase:
    """A database of a PostgreSQL server. Readers see one moment, as in SQLite; writers take turns."""

    def __init__(self, url: str) -> None:
        """Nothing is connected before it is used. Raises ConfigurationError for a wrong address or no driver."""
        self._url = _address(url)
        self.place = place_of(url)
        try:
            self.engine = create_engine(self._url, connect_args=_CONNECT, hide_parameters=True, **_POOL)
            self._apart = create_engine(
                self._url, connect_args=_CONNECT_APART, hide_parameters=True, poolclass=NullPool
            )
        except ModuleNotFoundError as exc:
            raise ConfigurationError(
                "database_url needs PostgreSQL's driver. Install it: pip install 'newsdesk[postgres]'."
            ) from exc
        self.reader: Engine = self.engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        event.listen(self.engine, "begin", _begin)

    def require_fit(self, db: Connection) -> None:
        """Raise where texts in any script cannot be kept."""
        encoding = db.scalar(text("SHOW server_encoding"))
        if encoding != "UTF8":
            raise LibraryError(
                f"The database {self.place} keeps text as {encoding}, and news need UTF8. Create another: "
                "createdb --encoding=UTF8 --template=template0 NAME."
            )

    def damage(self, db: Connection) -> tuple[str, ...]:
        """Nothing: a server checks its storage with programs of its own (pg_amcheck, pg_checksums)."""
        del db
        return ()

    def counters(self, db: Connection) -> dict[str, int]:
        """What the sequences of the tables have given."""
        given = {}
        for name, sequence in _sequences(db):
            last = db.execute(text(f"SELECT last_value, is_called FROM {sequence}")).one()  # noqa: S608 - its own name
            given[name] = int(last.last_value) if last.is_called else 0
        return given

    def advance(self, db: Connection, counters: dict[str, int]) -> None:
        """For every table that numbers its rows."""
        for name, sequence in _sequences(db):
            (key,) = metadata.tables[name].primary_key
            last = max(counters.get(name, 0), db.scalar(select(func.max(key))) or 0)
            if last:
                db.execute(text("SELECT setval(:sequence, :last)"), {"sequence": sequence, "last": last})

    @contextmanager
    def alone(self, name: str, wait_seconds: float) -> Iterator[Held]:
        """By an advisory lock of a connection of its own, which the server frees when the connection ends."""
        with ExitStack() as stack:
            try:
                db = stack.enter_context(
                    self._apart.connect().execution_options(isolation_level="AUTOCOMMIT")
                )
                db.execute(_SET_WAIT, {"ms": str(max(1, round(wait_seconds * 1000)))})  # 0 would be for ever
                db.execute(text("SELECT pg_advisory_lock(:a, :b)"), _key(name))
            except DBAPIError as exc:
                raise busy(name) if _code(exc) == _LOCK_NOT_AVAILABLE else self.explained(exc) from exc
            yield stack.enter_context(Lease(db, _key(name)))

    def occupied(self, name: str) -> Occupied:
        """As the server lists its locks."""
        with self.engine.begin() as db:
            _, held, waiting = looked_up(db, _key(name))
        return Occupied(held > 0, waiting)

    def explained(self, exc: DBAPIError | PoolTimeoutError) -> LibraryError:
        """By the server's code, or where it refuses a connection, without one, by its words."""
        if isinstance(exc, PoolTimeoutError):
            return LibraryBusyError(f"All connections to {self.place} are in use. Try again shortly.")
        complaint = _without_rows(exc)
        if self._url.password:
            complaint = complaint.replace(str(self._url.password), "***")
        code = _code(exc)
        for known in _KNOWN:
            if code in known.codes or (code is None and known.words in complaint):
                return known.kind(f"{self.place}: {known.meaning} (The server says: {complaint})")
        if code is None:
            return LibraryError(
                f"{self.place} cannot be reached. Check that the server runs, and database_url. ({complaint})"
            )
        return LibraryError(f"The library in {self.place} cannot be used: {complaint} ({code}).")


def _sequences(db: Connection) -> Iterator[tuple[str, str]]:
    """The tables that number their rows, and the sequence that gives the numbers."""
    wanted = text("SELECT pg_get_serial_sequence(:table, :column)")
    for table in metadata.sorted_tables:
        if (column := table.autoincrement_column) is not None:
            yield table.name, str(db.scalar(wanted, {"table": table.name, "column": column.name}))


def place_of(url: str) -> str:
    """The address without its password and options, for people."""
    shown = _address(url).set(drivername="postgresql", query={})
    return shown._replace(password=None).render_as_string()


def _address(url: str) -> URL:
    try:
        return make_url(url).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError) as exc:
        raise ConfigurationError(
            "database_url is no address. Write it as postgresql://USER:PASSWORD@HOST:5432/DATABASE, special "
            "characters of the password as %40 and so on."
        ) from exc


def _begin(db: Any) -> None:  # noqa: ANN401 - SQLAlchemy passes its Connection
    """Wait for other writers. Only the next statement's snapshot is taken, so it holds what they committed."""
    if write := db.get_execution_options().get(WRITE):
        db.execute(text("SELECT pg_advisory_xact_lock(:a, :b)"), _key(f"write {write}"))


def _key(name: str) -> dict[str, int]:
    """The two numbers, of 32 bits with a sign, of an advisory lock."""
    return {"a": _OURS, "b": zlib.crc32(name.encode()) - (1 << 31)}


def _without_rows(exc: DBAPIError) -> str:
    """The server's complaint in one line; its details, which may hold what people asked, are taken out of the error."""
    primary = getattr(getattr(exc.orig, "diag", None), "message_primary", None)
    complaint = " ".join((primary or str(exc.orig)).split())
    if exc.orig is not None:
        exc.orig.args = exc.args = (complaint,)
    return complaint


def _code(exc: DBAPIError) -> str | None:
    """The SQLSTATE of an error."""
    return getattr(exc.orig, "sqlstate", None)
