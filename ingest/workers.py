"""Workers: other processes that read, cut and embed blocks of the input, while this one alone stores.

A block whose worker dies is done again by another one. Where that dies too, the block's parts are done one by one,
and the part that takes its workers with it is a Failure like any other.
"""

import logging
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Protocol, TypeVar

from index.articles import Article
from index.searchable import SearchableLibrary
from index.stored import IndexedArticle
from ingest.blocks import Block, Part, blocks, prepare_articles, read_parts, tools_of
from ingest.conflicts import Seen
from ingest.readers import FromRecord, unlike
from ingest.sources import Failure, Read, Source, printable

log = logging.getLogger(__name__)

Given = TypeVar("Given")
Result = TypeVar("Result")
Task = Callable[[Sequence[Given]], list[Result]]
_TRIES = 2
_DIED = (
    "The worker that {did} it died, and so did the next one (killed, or out of memory). Ingest it alone, with fewer "
    "workers, and watch the memory."
)


class WorkerDiedError(Exception):
    """The process that did a block ended without an answer: killed, or out of memory."""


class Elsewhere(Protocol):
    """Where blocks are done. Thread-safe."""

    @property
    def places(self) -> int:
        """How many blocks are done at the same time."""
        ...

    @property
    def threads(self) -> int:
        """How many threads the model of one block gets."""
        ...

    def do(self, task: Task[Given, Result], given: Sequence[Given]) -> list[Result]:
        """What a task makes of what it is given. Raises WorkerDiedError, and whatever the task raises."""
        ...

    def stop(self) -> None:
        """End all workers, busy or not: whoever waits for one, now or later, gets a WorkerDiedError."""
        ...

    def close(self) -> None:
        """Release what is left, once nobody waits any more."""
        ...


class Workers(AbstractContextManager["Workers"]):
    """Blocks that are read, and batches that are prepared, elsewhere. Close it (or use `with`)."""

    def __init__(self, elsewhere: Elsewhere, library: SearchableLibrary, now: datetime) -> None:
        """`now` (aware) tells dates that cannot be."""
        self.places = elsewhere.places
        self._elsewhere = elsewhere
        self._tools = tools_of(library.settings, now, elsewhere.threads)
        self._library = library
        self._is_closing = threading.Event()
        self._threads = ThreadPoolExecutor(self.places, "newsdesk-worker", initializer=_unsignalled)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    def close(self) -> None:
        """End all workers; what they were at is dropped."""
        self._is_closing.set()
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._elsewhere.stop()
        self._threads.shutdown()
        self._elsewhere.close()

    def read(self, sources: Sequence[Source]) -> Iterator[tuple[Read, int]]:
        """The articles and failures of sources in their order, each with the bytes read so far.

        Not far ahead of the reader: a block more is under way than there are workers.
        """
        waiting: deque[tuple[Block, Future[list[list[FromRecord]]]]] = deque()
        seen = _SeenOfLast()
        for block in blocks(sources, self._tools.ingest):
            waiting.append((block, self._submit(partial(read_parts, self._tools), block.parts, _unread)))
            if len(waiting) > self.places:
                yield from seen.unlike(*waiting.popleft())
        while waiting:
            yield from seen.unlike(*waiting.popleft())

    def prepare(self, batch: Sequence[Article]) -> Future[list[IndexedArticle | Failure]]:
        """Articles with their passages and vectors. Raises ModelMismatchError, here or in the future."""
        model = self._library.embedder.identity
        self._library.library.require_model(model)
        return self._submit(partial(prepare_articles, self._tools, model), batch, _unprepared)

    def _submit(
        self, task: Task[Given, Result], given: Sequence[Given], died: Callable[[Given], Result]
    ) -> Future[list[Result]]:
        return self._threads.submit(self._done, task, given, died)

    def _done(
        self, task: Task[Given, Result], given: Sequence[Given], died: Callable[[Given], Result]
    ) -> list[Result]:
        """What the task makes of each; of what has ended two workers, what `died` makes of it."""
        for _ in range(_TRIES):
            try:
                return self._elsewhere.do(task, given)
            except WorkerDiedError:
                if self._is_closing.is_set():
                    raise
                log.warning("a worker died: killed, or out of memory. Its work is done again.")
        if len(given) == 1:
            return [died(given[0])]
        return [result for one in given for result in self._done(task, (one,), died)]


class _SeenOfLast:
    """Compares the articles of a file with those before, which another worker may have read."""

    def __init__(self) -> None:
        self._source: Source | None = None
        self._seen = Seen()

    def unlike(self, block: Block, found: Future[list[list[FromRecord]]]) -> Iterator[tuple[Read, int]]:
        for part, of_part in zip(block.parts, found.result(), strict=True):
            if part.source != self._source:
                self._source, self._seen = part.source, Seen()
            for one in of_part:
                yield unlike(one, self._seen, part.source), block.done


def _unread(part: Part) -> list[FromRecord]:
    line = part.line[0] if part.line else None
    return [(None, Failure(part.source.name, line, _DIED.format(did="read")))]


def _unprepared(article: Article) -> Failure:
    name = article.key.partition(":")[2] if article.key.startswith(("file:", "url:")) else article.id
    return Failure(printable(name), None, _DIED.format(did="embedded"))


def _unsignalled() -> None:
    """Let processes that this thread starts hear no Ctrl-C or SIGTERM: both are for the command, which ends them."""
    signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
