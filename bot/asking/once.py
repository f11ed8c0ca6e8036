"""Every event once: Discord may send one again after a reconnect, and nobody wants to be answered twice."""

from collections import OrderedDict

_REMEMBERED = 20_000  # ids of messages and interactions: hours of a busy bot, a megabyte or two


class Once:
    """Remembers the ids of the last events. For one event loop."""

    def __init__(self, most: int = _REMEMBERED) -> None:
        self._most = most
        self._seen: OrderedDict[int, None] = OrderedDict()

    def is_first(self, id_: int) -> bool:
        """Whether an event comes for the first time."""
        if id_ in self._seen:
            return False
        self._seen[id_] = None
        if len(self._seen) > self._most:
            self._seen.popitem(last=False)
        return True
