"""Progress of an ingest: a bar with rate and time left on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from ingest.pipeline import Tally
    from ingest.reading import Readers
    from ingest.sources import Read, Source
    from ingest.web.reading import Web

_LINE_SECONDS = 10.0


class IngestProgress:
    """Reads sources, one after the other, and shows how far that is."""

    def __init__(self, sources: Sequence[Source], *, quiet: bool) -> None:
        """`quiet` shows nothing at all."""
        self._sources = sources
        self._quiet = quiet
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._begin = self._told = time.monotonic()

    def __enter__(self) -> Self:
        if not self._quiet and sys.stderr.isatty():
            self._bar = _bar()
            sizes = [source.size for source in self._sources]
            total = None if None in sizes else sum(size or 0 for size in sizes) or None
            self._task = self._bar.add_task("Reading", total=total, articles=0, rate=0.0)
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def read(self, web: Web, elsewhere: Readers | None = None) -> Iterator[Read]:
        """All articles and failures of all sources."""
        from ingest.reading import read_all

        for item, done in read_all(self._sources, web, elsewhere):
            yield item
            if self._bar is not None and self._task is not None:
                self._bar.update(self._task, completed=done)

    def report(self, tally: Tally) -> None:
        """Tell how many articles are stored, and how fast that goes."""
        elapsed = max(time.monotonic() - self._begin, 1e-9)
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, articles=tally.articles, rate=tally.articles / elapsed)
        elif not self._quiet and time.monotonic() - self._told >= _LINE_SECONDS:
            self._told = time.monotonic()
            line = (
                f"{tally.articles} articles, {tally.articles / elapsed:.1f} a second, {tally.failed} failed"
            )
            sys.stderr.write(f"{line}\n")


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[articles]} articles · {task.fields[rate]:.1f}/s"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )
