"""A lock of a PostgreSQL session that lasts as long as its process does, and not much longer.

The server frees an advisory lock when its session ends. A killed process ends it at once; one that stands still, or
whose machine is gone, does not. So the server ends a session from which it has heard nothing for FREED_SECONDS, and a
thread asks for the lock well before. Whoever did not get an answer for SURE_SECONDS, which is less, stops believing
that the lock is theirs before anybody else can have it.
"""

import logging
import threading
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

log = logging.getLogger(__name__)

FREED_SECONDS = 15
SURE_SECONDS = 10
_ASKED_SECONDS = 1.0
_WANTED_SECONDS = 60.0  # who waits asks again and again, with a moment between
_LOCKS = text(
    "SELECT count(*) FILTER (WHERE granted AND pid = pg_backend_pid()) AS mine, "
    "count(*) FILTER (WHERE granted) AS held, count(*) FILTER (WHERE NOT granted) AS waiting FROM pg_locks "
    "WHERE locktype = 'advisory' AND objsubid = 2 AND classid::bigint = :a AND objid::bigint = :b AND database = "
    "(SELECT oid FROM pg_database WHERE datname = current_database())"
)


def looked_up(db: Connection, key: Mapping[str, int]) -> tuple[int, int, int]:
    """How many locks of a key this session holds, how many anybody holds, and how many are waited for."""
    unsigned = {name: number & 0xFFFF_FFFF for name, number in key.items()}
    mine, held, waiting = db.execute(_LOCKS, unsigned).one()
    return mine, held, waiting


class Lease(AbstractContextManager["Lease"]):
    """A lock that the session of `db` holds. Nobody else may use `db` while the context lasts."""

    def __init__(self, db: Connection, key: Mapping[str, int]) -> None:
        self._db = db
        self._key = key
        self._sure_until = time.monotonic() + SURE_SECONDS
        self._wanted_until = 0.0
        self._has_ended = threading.Event()
        self._thread = threading.Thread(target=self._ask, name="lease", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End asking; what is asked just now is waited for."""
        self._has_ended.set()
        self._thread.join()

    def is_ours(self) -> bool:
        """Whether nobody else can have taken it yet."""
        return time.monotonic() < self._sure_until

    def is_wanted(self) -> bool:
        """Whether another process waited for it, when the server was last heard of."""
        return self._sure_until - SURE_SECONDS < self._wanted_until

    def _ask(self) -> None:
        while not self._has_ended.wait(_ASKED_SECONDS):
            asked = time.monotonic()  # the server counts from later on
            try:
                mine, _, waiting = looked_up(self._db, self._key)
            except DBAPIError as exc:
                log.warning("a lock is lost with its connection: %s", type(exc.orig).__name__)
                mine = waiting = 0
            if not mine:
                self._sure_until = min(self._sure_until, asked)
                return
            if waiting:
                self._wanted_until = asked + _WANTED_SECONDS
            self._sure_until = asked + SURE_SECONDS
