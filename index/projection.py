"""What follows the library's log of changes: a projection can be thrown away and rebuilt at any time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.stored import Passage


@dataclass(frozen=True, slots=True)
class Batch:
    """A piece of the log: ranges of passage ids to forget, passages to put, and the position after it."""

    forget: tuple[tuple[int, int], ...]
    put: tuple[Passage, ...]
    position: int


class Projection(Protocol):
    """An index over passages that remembers how far in the log it is. Applying a batch twice does no harm."""

    name: str

    def position(self) -> int:
        """The sequence number of the last change that is in this index; 0 for an empty one."""
        ...

    def apply(self, batch: Batch) -> None:
        """Bring in a piece of the log; searchable, with its position, when this returns."""
        ...

    def reset(self) -> None:
        """Start over with an empty index at position 0."""
        ...


def net_ranges(
    ranges: Sequence[tuple[str, int, int]],
) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    """What to forget and what to put after a run of (kind, first, last); what was forgotten is not put.

    Ranges to put that adjoin are one: to read an article at a time takes longer than to index it.
    """
    forget = tuple((first, last) for kind, first, last in ranges if kind == "forget")
    gone = set(forget)
    put = ((first, last) for kind, first, last in ranges if kind == "put" and (first, last) not in gone)
    return forget, tuple(adjoined(put))


def adjoined(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges in their order, those that begin where the one before ends as one with it."""
    joined: list[tuple[int, int]] = []
    for first, last in ranges:
        begin = joined.pop()[0] if joined and joined[-1][1] + 1 == first else first
        joined.append((begin, last))
    return joined
