"""Ending on SIGINT and SIGTERM: the first lets the work clean up, the second ends the process as usual."""

import asyncio
import contextlib
import signal
from collections.abc import Coroutine

SIGNALS = (signal.SIGINT, signal.SIGTERM)


async def until_stopped(work: Coroutine[object, object, None]) -> None:
    """Run `work` to its end, or cancel it at the first signal and wait until it has cleaned up."""
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(work)

    def stop() -> None:
        forget_signals()
        task.cancel()

    def forget_signals() -> None:
        for number in SIGNALS:
            loop.remove_signal_handler(number)

    for number in SIGNALS:
        loop.add_signal_handler(number, stop)
    try:
        with contextlib.suppress(asyncio.CancelledError):
            await task
    finally:
        forget_signals()
