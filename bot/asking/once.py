"""Every event once: Discord may send one again after a reconnect, and nobody wants to be answered twice.

Two bots see the same event only while one has lost its place and not left yet (`bot/running/place.py`); it lets go.
"""

from collections import OrderedDict
from collections.abc import Callable

_REMEMBERED = 20_000  # ids of messages and interactions: hours of a busy bot, a megabyte or two


def always() -> bool:
    """Serve whatever comes."""
    return True


class Once:
    """Remembers the ids of the last events. `is_serving` says whether this process answers. For one event loop."""

    def __init__(self, most: int = _REMEMBERED, is_serving: Callable[[], bool] = always) -> None:
        self._most = most
        self._is_serving = is_serving
        self._seen: OrderedDict[int, None] = OrderedDict()

    def is_first(self, id_: int) -> bool:
        """Whether an event comes for the first time, and is this process's to answer."""
        if id_ in self._seen or not self._is_serving():
            return False
        self._seen[id_] = None
        if len(self._seen) > self._most:
            self._seen.popitem(last=False)
        return True
