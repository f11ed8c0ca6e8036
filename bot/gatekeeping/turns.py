"""Whose turn it is: questions beyond the places wait, and people take turns, so one who floods delays nobody else.

Nobody holds more than half of the places, or a quarter of the line. Otherwise one person's slow questions could
take them all.
"""

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, zip_longest

from config.errors import NewsdeskError


class LineFullError(NewsdeskError):
    """No more questions are taken; `waiting` is how many wait."""

    def __init__(self, waiting: int) -> None:
        super().__init__(f"{waiting} questions wait already (discord.longest_line).")
        self.waiting = waiting


@dataclass(frozen=True, slots=True, eq=False)
class Ticket:
    """A place in the line of `person`; `called` is done when its turn has come."""

    person: int
    called: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Turns:
    """Gives `places` to people in rotation; at most `longest` wait. For one event loop, not thread-safe."""

    def __init__(self, places: int, longest: int) -> None:
        self.longest = longest
        self._places = places
        self._running: Counter[int] = Counter()
        self._lines: OrderedDict[int, deque[Ticket]] = OrderedDict()  # whose turn is next comes first

    @property
    def waiting(self) -> int:
        """How many questions wait."""
        return sum(map(len, self._lines.values()))

    @property
    def running(self) -> int:
        """How many questions hold a place."""
        return self._running.total()

    def has_room(self, person: int) -> bool:
        """Whether one more question of `person` may wait."""
        own = len(self._lines.get(person, ()))
        return self.waiting < self.longest and own < max(1, self.longest // 4)

    def join(self, person: int) -> Ticket:
        """Stand in line. The ticket may be called at once; `leave` it in any case. Raises LineFullError."""
        if not self.has_room(person):
            raise LineFullError(self.waiting)
        ticket = Ticket(person)
        self._lines.setdefault(person, deque()).append(ticket)
        self._call()
        return ticket

    def leave(self, ticket: Ticket) -> None:
        """Give the place back, or stop waiting for one."""
        line = self._lines.get(ticket.person, deque())
        if ticket in line:
            line.remove(ticket)
            if not line:
                del self._lines[ticket.person]
        else:
            self._running[ticket.person] -= 1
        self._call()

    def position(self, ticket: Ticket) -> int:
        """Where in line the ticket is, from 1 on; 0 for one that was called."""
        rounds = chain.from_iterable(zip_longest(*self._lines.values()))
        waiting = (other for other in rounds if other is not None)
        return next((at for at, other in enumerate(waiting, 1) if other is ticket), 0)

    def _call(self) -> None:
        while self.running < self._places and (person := next(self._entitled(), None)) is not None:
            line = self._lines.pop(person)
            ticket = line.popleft()
            if line:
                self._lines[person] = line  # behind the others
            self._running[person] += 1
            if not ticket.called.done():  # one who went away while waiting leaves the place at once
                ticket.called.set_result(None)

    def _entitled(self) -> Iterator[int]:
        most = max(1, self._places // 2)
        return (person for person in self._lines if self._running[person] < most)
