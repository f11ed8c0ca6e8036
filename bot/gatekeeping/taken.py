"""What the bot has taken and not finished: whoever asked just before it ends is still answered."""

import asyncio


class Taken:
    """The tasks of events that were let in. For one event loop."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[object]] = set()

    def take(self) -> None:
        """Count the current task, until it ends."""
        if (task := asyncio.current_task()) is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def finish(self, seconds: float) -> None:
        """Wait until all of them have ended, for so long at most."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
