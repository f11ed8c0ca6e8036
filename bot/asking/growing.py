"""Showing an answer while a language model writes it: what is verified so far, no more often than Discord likes."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

from answer.answers import Answered

SECONDS_BETWEEN = 1.2  # Discord takes about 5 edits of a message in 5 seconds


class Growing:
    """Passes the newest of what it gets to `show`, one at a time, with a pause after each. Use with `async with`."""

    def __init__(self, show: Callable[[Answered], Awaitable[None]], pause: float = SECONDS_BETWEEN) -> None:
        self.latest: Answered | None = None
        self._show = show
        self._pause = pause
        self._loop = asyncio.get_running_loop()
        self._is_new = asyncio.Event()
        self._is_over = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Show no more; what is being shown is waited for, so that it cannot come after the answer."""
        self._is_over.set()
        self._is_new.set()
        if self._task is not None:
            await self._task

    def put(self, so_far: Answered) -> None:
        """Take what is verified so far, in any thread."""
        with contextlib.suppress(RuntimeError):  # the loop has ended, and nobody looks any more
            self._loop.call_soon_threadsafe(self._take, so_far)

    def _take(self, so_far: Answered) -> None:
        if self._is_over.is_set():
            return
        self.latest = so_far
        self._is_new.set()
        if self._task is None:
            self._task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        while not self._is_over.is_set():
            self._is_new.clear()
            if self.latest is not None:
                await self._show(self.latest)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._pause):
                    await self._is_over.wait()
            await self._is_new.wait()
