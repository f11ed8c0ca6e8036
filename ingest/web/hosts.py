"""Manners towards one host: one request at a time, and a pause between two."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Turns:
    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0
    pause: float = 0.0


class Hosts:
    """Gives turns to the requests of this process; `clock` and `wait` are in seconds."""

    def __init__(
        self,
        pause_seconds: float,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._pause = pause_seconds
        self._clock = clock
        self._wait = wait
        self._lock = threading.Lock()
        self._turns: dict[str, _Turns] = {}

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait for the host to be free and rested, and hold it."""
        turns = self._of(host)
        with turns.lock:
            if (rest := turns.free_at - self._clock()) > 0:
                self._wait(rest)
            try:
                yield
            finally:
                turns.free_at = self._clock() + max(self._pause, turns.pause)

    def slow_down(self, host: str, pause_seconds: float) -> None:
        """Leave at least this pause between two requests to the host from now on."""
        self._of(host).pause = pause_seconds

    def _of(self, host: str) -> _Turns:
        with self._lock:
            return self._turns.setdefault(host, _Turns())
