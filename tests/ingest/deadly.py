"""Workers that die of some input: what a bug in a library, or a lack of memory, would do."""

import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ingest.workers import Elsewhere, Task

MARK = "deadly"


@dataclass
class Deadly:
    """The same workers, but that a process dies of a part that holds the mark, in whatever way it is done."""

    inner: Elsewhere
    task: str  # the name of the function that dies of it

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def do(self, task: Task, given: Sequence) -> list:
        return self.inner.do(_Dying(task, self.task), given)


@dataclass
class _Dying:
    inner: Any
    task: str

    def __call__(self, given: Sequence) -> list:
        if self.inner.func.__name__ == self.task and MARK in repr(given):
            os.kill(os.getpid(), signal.SIGKILL)
        return self.inner(given)
