"""Workers that are processes of this machine."""

import os
import threading
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from multiprocessing.connection import Connection
from queue import SimpleQueue

from ingest.workers import Given, Result, Task, WorkerDiedError

_SPAWN = get_context("spawn")  # a fork would inherit the threads' locks of this process


class Processes:
    """So many processes, each a pool of its own: so it is known which block was in one that dies.

    They end when this object is closed, and when this process ends in any way: with the other end of the pipe on
    which they wait.
    """

    def __init__(self, places: int) -> None:
        """No process is started before the first block."""
        self.places = places
        self.threads = max(1, _cores() // places)
        self._waited_for, self._held = _SPAWN.Pipe(duplex=False)
        self._idle: SimpleQueue[ProcessPoolExecutor] = SimpleQueue()
        for _ in range(places):
            self._idle.put(self._process())

    def do(self, task: Task[Given, Result], given: Sequence[Given]) -> list[Result]:
        """What a task makes of what it is given, in a process that is idle."""
        pool = self._idle.get()
        try:
            return pool.submit(task, given).result()
        except BrokenProcessPool as exc:
            pool.shutdown()
            pool = self._process()
            raise WorkerDiedError from exc
        finally:
            self._idle.put(pool)

    def stop(self) -> None:
        """End all processes."""
        self._held.close()

    def close(self) -> None:
        """Wait for their end."""
        for _ in range(self.places):
            self._idle.get().shutdown()
        self._waited_for.close()

    def _process(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(1, _SPAWN, initializer=_end_with, initargs=(self._waited_for,))


def _end_with(pipe: Connection) -> None:
    """End this process, whatever it does, when nobody holds the other end of the pipe any more."""

    def wait() -> None:
        pipe.poll(None)
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
