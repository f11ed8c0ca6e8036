"""Brings a projection up to the library's last change, in pieces, one process at a time."""

import logging
from collections.abc import Callable
from contextlib import ExitStack

from config.errors import LibraryBusyError
from index.library import Library
from index.projection import Batch, Projection, net_ranges

log = logging.getLogger(__name__)

_CHANGES = 400  # articles in one piece: a commit every few seconds in a rebuild


def nothing(_done: int, _total: int) -> None:
    """Report progress to nobody."""


def no_preparation() -> None:
    """Take the projection as it is."""


def follow(
    library: Library,
    projection: Projection,
    *,
    is_shared: bool = False,
    wait_seconds: float = 60.0,
    progress: Callable[[int, int], None] = nothing,
    prepare: Callable[[], None] = no_preparation,
) -> int:
    """Apply what is missing; returns the projection's position in the log.

    A projection is this machine's own, or shared by all machines of the library.
    Another process that is at the same work is waited for; after `wait_seconds` the position that was reached
    is returned as it is. `prepare` is called first, when no other process can be at work (to begin the projection
    anew). `progress` hears changes applied and to apply. Raises LibraryError.
    """
    if is_shared and prepare is no_preparation and projection.position() == (last := library.last_change()):
        return last  # a lock of all machines takes a connection of its own, and may be held for long
    with ExitStack() as stack:
        alone = library.alone(projection.name, wait_seconds=wait_seconds, here=not is_shared)
        try:
            stack.enter_context(alone)
        except LibraryBusyError:
            log.info("another process is bringing the %s index up to date", projection.name)
            return projection.position()
        prepare()
        return _follow(library, projection, progress)


def _follow(library: Library, projection: Projection, progress: Callable[[int, int], None]) -> int:
    position = begin = projection.position()
    last = library.last_change()
    if position > last:
        log.warning(
            "the %s index is ahead of the library (restored from a back-up?): rebuilding", projection.name
        )
        projection.reset()
        position = begin = 0
    while pending := library.changes(position, limit=_CHANGES):
        forget, put = net_ranges([(change.kind, change.first, change.last) for change in pending])
        passages = tuple(
            passage for first, last_ in put for passage in library.passages_between(first, last_)
        )
        position = pending[-1].sequence
        projection.apply(Batch(forget, passages, position))
        progress(position - begin, max(last, position) - begin)
    return position
