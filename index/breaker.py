"""Leaves a server alone that fails again and again, so that questions do not wait for it in vain."""

import threading
import time

_FAILURES = 3  # in a row
_REST_SECONDS = 30.0


class Breaker:
    """Thread-safe. After a rest, one failure more is enough for the next rest."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures = 0
        self._closed_until = 0.0

    @property
    def is_resting(self) -> bool:
        """Whether nobody should ask now."""
        with self._lock:
            return time.monotonic() < self._closed_until

    def succeeded(self) -> None:
        """Forget the failures."""
        with self._lock:
            self._failures = 0

    def failed(self, retry_after: float | None = None) -> None:
        """Count a failure; `retry_after` is how long the server asked to be left alone."""
        with self._lock:
            self._failures += 1
            rest = min(retry_after or 0.0, 10 * _REST_SECONDS)
            if self._failures >= _FAILURES:
                rest = max(rest, _REST_SECONDS)
            self._closed_until = max(self._closed_until, time.monotonic() + rest)
