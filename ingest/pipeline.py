"""From articles that were read to articles that are stored and searchable, in batches of bounded size."""

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from threading import Lock
from types import TracebackType
from typing import Protocol

from config.errors import LibraryError
from index.articles import Article
from index.pages import Pages
from index.searchable import SearchableLibrary
from index.stored import Added, Duplicate, IndexedArticle, Outcome, Unchanged, Updated
from ingest.sources import Failure

log = logging.getLogger(__name__)

Prepared = Future[list[IndexedArticle | Failure]] | Future[list[IndexedArticle]]

MOST_FAILURES = 10_000  # kept word by word: a file may hold millions of broken lines
_WORTH_FOLLOWING = 64  # articles: a commit of both indexes costs as much as embedding a few
_BATCH_CHARACTERS = 2_000_000  # bounds memory where articles are long


@dataclass(slots=True)
class Tally:
    """What became of the articles so far. Counts only what is stored durably, or needs no storing."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicate: int = 0
    failures: list[Failure] = field(default_factory=list)  # the first MOST_FAILURES
    further_failures: int = 0
    _counting: Lock = field(default_factory=Lock, repr=False, compare=False)

    @property
    def failed(self) -> int:
        """How many inputs failed."""
        return len(self.failures) + self.further_failures

    @property
    def articles(self) -> int:
        """How many articles were dealt with, failed ones apart."""
        return self.added + self.updated + self.unchanged + self.duplicate

    def count(self, outcome: Outcome | Failure) -> None:
        """Add one outcome; from any thread."""
        with self._counting:
            match outcome:
                case Failure() if len(self.failures) < MOST_FAILURES:
                    self.failures.append(outcome)
                case Failure():
                    self.further_failures += 1
                case Added():
                    self.added += 1
                case Updated():
                    self.updated += 1
                case Unchanged():
                    self.unchanged += 1
                case Duplicate():
                    self.duplicate += 1


class Preparing(Protocol):
    """Cuts and embeds batches somewhere else, for several at once."""

    places: int

    def prepare(self, batch: list[Article]) -> Future[list[IndexedArticle | Failure]]:
        """The batch with its passages and vectors, one for each article; a Failure for one that cannot be had."""
        ...


def ingest(
    library: SearchableLibrary,
    items: Iterable[Article | Failure],
    tally: Tally,
    *,
    batch_articles: int,
    progress: Callable[[Tally], None] = lambda _tally: None,
    elsewhere: Preparing | None = None,
) -> None:
    """Store what is new or changed, batch by batch, counting into `tally`; then bring the indexes up to date.

    Batches are cut and embedded here, or `elsewhere`, and stored in their order. Whatever the tally counts survives
    a crash at any moment. Raises LibraryError; the tally then says how far it came, and running again goes on from
    there.
    """
    with (
        ThreadPoolExecutor(1, thread_name_prefix="newsdesk-embedding") as embedding,
        _Stages(library, tally, progress, elsewhere.places if elsewhere else 1) as stages,
    ):

        def here(batch: list[Article]) -> Future[list[IndexedArticle]]:
            return embedding.submit(library.embed, library.cut(batch))

        prepare = elsewhere.prepare if elsewhere else here
        for batch in _batches(items, tally, batch_articles):
            wanted = _wanted(library, batch, tally)
            stages.take(prepare(wanted) if wanted else None)
    library.follow()


class _Stages(AbstractContextManager["_Stages"]):
    """Lets a batch be embedded while the one before is stored and the next one is read and cut."""

    def __init__(
        self, library: SearchableLibrary, tally: Tally, progress: Callable[[Tally], None], places: int
    ) -> None:
        self._library = library
        self._tally = tally
        self._progress = progress
        self._on_their_way = places + 1  # batches: one is stored, the others are embedded
        self._storing = ThreadPoolExecutor(1, thread_name_prefix="newsdesk-storing")
        self._pending: deque[Future[None]] = deque()
        self._unfollowed = 0  # articles stored that the indexes have not heard of

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait for the batches under way, also where reading was interrupted."""
        try:
            while self._pending:
                self._settle()
        finally:
            self._storing.shutdown()

    def take(self, batch: Prepared | None) -> None:
        """Store a batch when it is embedded; waits until there is room for another one behind it."""
        while len(self._pending) >= self._on_their_way:
            self._settle()
        self._pending.append(self._storing.submit(self._store, batch))

    def _store(self, batch: Prepared | None) -> None:
        """Store a batch and count it, in a thread that no signal interrupts in between."""
        done = batch.result() if batch else ()
        prepared = [one for one in done if isinstance(one, IndexedArticle)]
        outcomes = self._library.put(prepared) if prepared else []
        for outcome in (*outcomes, *(one for one in done if isinstance(one, Failure))):
            self._tally.count(outcome)
        self._unfollowed += len(prepared)
        if self._unfollowed >= _WORTH_FOLLOWING:
            self._unfollowed = 0
            try:
                self._library.follow()
            except LibraryError as exc:  # the articles are stored; at the end it is tried again, and told
                log.warning("the indexes are behind: %s", exc)

    def _settle(self) -> None:
        """Wait for the oldest batch under way. Raises what went wrong with it."""
        self._pending[0].result()
        self._pending.popleft()  # only now: an interrupt while it was waited for leaves it to be waited for again
        self._progress(self._tally)


def _wanted(library: SearchableLibrary, batch: list[Article], tally: Tally) -> list[Article]:
    """The articles of a batch that are new or changed; what is known already is counted, not embedded."""
    wanted, fetched_again = [], []
    for article, outcome in zip(batch, library.library.sort_out(batch), strict=True):
        if isinstance(outcome, Added | Updated):
            wanted.append(article)
            continue
        tally.count(outcome)
        if isinstance(outcome, Unchanged) and article.page and article.page.holds_text:
            fetched_again.append((outcome.id, article))
    if fetched_again:
        Pages(library.library).keep(fetched_again)
    return wanted


def _batches(items: Iterable[Article | Failure], tally: Tally, size: int) -> Iterator[list[Article]]:
    """Articles in batches; failures go into the tally as they come."""
    batch: list[Article] = []
    characters = 0
    for item in items:
        if isinstance(item, Failure):
            tally.count(item)
            continue
        batch.append(item)
        characters += len(item.text)
        if len(batch) >= size or characters >= _BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch
