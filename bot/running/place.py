"""Which bot serves: one process for each part of Discord, while others stand by.

Whoever holds the lock of a part, in the library, connects. The lock is freed when its process dies, so one that
stands by takes over. A process that may have lost its lock answers nothing until it has it again, and leaves Discord
where it cannot have it. Only one that cannot reach the library and that nobody waited for goes on, to tell people so.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TypeVar

from config.errors import LibraryBusyError, LibraryError
from config.sections import DiscordSettings
from index.database import Held, Occupied
from index.library import Library

logger = logging.getLogger(__name__)
T = TypeVar("T")

_WAIT_SECONDS = 1.0  # for one lock, before the next is tried; a process that shall end waits for no longer
# longer than a bot that serves needs to have its lock again from a server that was restarted
_AFTER_TROUBLE = 5.0
_LOOK_SECONDS = 0.25
_AGAIN_SECONDS = 1.0
_REGAIN_SECONDS = 10.0  # until others that wait have the part, if they can reach the database
# the server may think so long that the lost connection has it (`index/lease.py`)
_REGAIN_ALONE_SECONDS = 16.0


@dataclass(frozen=True, slots=True)
class Part:
    """Shards that one process serves; none are all that there are."""

    shards: tuple[int, ...] = ()

    @property
    def lock(self) -> str:
        """The name of its lock."""
        return lock_of("bot", self.shards)

    def __str__(self) -> str:
        if not self.shards:
            return "Discord"
        return f"{'shard' if len(self.shards) == 1 else 'shards'} {', '.join(map(str, self.shards))}"


def lock_of(subject: str, shards: Sequence[int]) -> str:
    """The name of the lock of what one process does for these shards; without any, for all."""
    return "-".join([subject, *map(str, shards)])


def parts(settings: DiscordSettings) -> tuple[Part, ...]:
    """The parts of which this process serves one."""
    each, number = settings.shards_per_bot, settings.shards
    if settings.shard_ids or not each or each >= number:
        return (Part(tuple(sorted(settings.shard_ids))),)
    return tuple(Part(tuple(range(first, min(first + each, number)))) for first in range(0, number, each))


def served(library: Library, settings: DiscordSettings) -> list[tuple[Part, Occupied]]:
    """Which parts a bot serves now, and how many stand by. Raises LibraryError."""
    return [(part, library.occupied(part.lock)) for part in parts(settings)]


class Place:
    """The part of Discord that this process serves, once it has one. For one event loop."""

    def __init__(self, library: Library, settings: DiscordSettings) -> None:
        self._library = library
        self._parts = parts(settings)
        self._part = self._parts[0]
        self._lock = ExitStack()
        self._held: Held | None = None
        self._is_cut_off = False
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="place")

    @property
    def is_taken(self) -> bool:
        """Whether this process is the one that serves a part; if not, it stands by."""
        return self._held is not None

    def is_serving(self) -> bool:
        """Whether this process answers what comes now; not, where another one may."""
        return self._held is not None and (
            self._held.is_ours() or (self._is_cut_off and not self._is_contended())
        )

    async def take(self) -> Part:
        """Wait for a part that nobody serves."""
        is_first = True
        while True:
            for part in self._parts:
                self._part = part
                try:
                    await self._try(0.0 if is_first else _WAIT_SECONDS)
                except LibraryBusyError:
                    continue
                except LibraryError as error:
                    logger.warning("Standing by, and the library cannot be reached: %s", error)
                    await asyncio.sleep(_AFTER_TROUBLE)
                else:
                    logger.log(logging.INFO if is_first else logging.WARNING, "This bot serves %s", part)
                    return part
            if is_first:
                logger.warning(
                    "Another bot serves %s. This one stands by.", " and ".join(map(str, self._parts))
                )
            is_first = False

    async def lost(self) -> None:
        """Return when another process may serve the part of this one."""
        sure = time.monotonic()
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            if self._held is None or self._held.is_ours():
                sure = time.monotonic()
            elif await self._has_again():
                logger.warning("This bot has %s again", self._part)
            elif self._is_given_up(time.monotonic() - sure):
                logger.error("This bot has lost %s to another one, or cannot tell, and stands by", self._part)
                return
            else:
                await asyncio.sleep(_AGAIN_SECONDS)

    async def leave(self) -> None:
        """Give the part to others. Never raises."""
        self._held = None
        self._is_cut_off = False
        try:
            await self._run(self._lock.close)
        except LibraryError as error:
            logger.warning("A part was not given back in order: %s", error)

    def close(self) -> None:
        """End its thread."""
        self._thread.shutdown(wait=False)

    async def _has_again(self) -> bool:
        """Try to have the lock that was lost."""
        try:
            await self._try(0.0)
        except LibraryBusyError:
            self._is_cut_off = False
        except LibraryError as error:
            logger.warning("It cannot be told whether this bot still serves %s: %s", self._part, error)
            self._is_cut_off = True
        else:
            self._is_cut_off = False
            return True
        return False

    def _is_given_up(self, seconds: float) -> bool:
        """Whether a lock that was lost so many seconds ago is left to others."""
        if self._is_cut_off:
            return self._is_contended() and seconds > _REGAIN_SECONDS
        return self._is_contended() or seconds > _REGAIN_ALONE_SECONDS

    def _is_contended(self) -> bool:
        """Whether others are there to take the part as soon as it is free."""
        return len(self._parts) > 1 or (self._held is not None and self._held.is_wanted())

    async def _try(self, wait_seconds: float) -> None:
        """Take the lock of the part. Raises LibraryError."""
        work = asyncio.ensure_future(self._run(self._acquire, wait_seconds))
        try:
            await asyncio.shield(work)
        except asyncio.CancelledError:
            await asyncio.gather(work, return_exceptions=True)
            await self.leave()
            raise

    def _acquire(self, wait_seconds: float) -> None:
        lock = ExitStack()
        held = lock.enter_context(self._library.alone(self._part.lock, wait_seconds=wait_seconds))
        self._lock.close()  # what was lost
        self._lock, self._held = lock, held

    async def _run(self, work: Callable[..., T], *arguments: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *arguments)
