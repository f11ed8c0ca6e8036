"""From articles that were read to articles that are stored and searchable, in batches of bounded size."""

import logging
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from types import TracebackType

from config.errors import LibraryError
from index.articles import Article
from index.pages import Pages
from index.searchable import SearchableLibrary
from index.stored import Added, Duplicate, IndexedArticle, Outcome, Unchanged, Updated
from ingest.sources import Failure

log = logging.getLogger(__name__)

_WORTH_FOLLOWING = 32  # articles: a commit of both indexes costs as much as embedding a few
_BATCH_CHARACTERS = 2_000_000  # bounds memory where articles are long


@dataclass(slots=True)
class Tally:
    """What became of the articles so far. Counts only what is stored durably, or needs no storing."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicate: int = 0
    failures: list[Failure] = field(default_factory=list)

    @property
    def failed(self) -> int:
        """How many inputs failed."""
        return len(self.failures)

    @property
    def articles(self) -> int:
        """How many articles were dealt with, failed ones apart."""
        return self.added + self.updated + self.unchanged + self.duplicate

    def count(self, outcome: Outcome) -> None:
        """Add one outcome."""
        match outcome:
            case Added():
                self.added += 1
            case Updated():
                self.updated += 1
            case Unchanged():
                self.unchanged += 1
            case Duplicate():
                self.duplicate += 1


def ingest(
    library: SearchableLibrary,
    items: Iterable[Article | Failure],
    tally: Tally,
    *,
    batch_articles: int,
    progress: Callable[[Tally], None] = lambda _tally: None,
) -> None:
    """Store what is new or changed, batch by batch, counting into `tally`; then bring the indexes up to date.

    Whatever the tally counts survives a crash at any moment. Raises LibraryError; the tally then says how far
    it came, and running again goes on from there.
    """
    with _Storing(library, tally, progress) as storing:
        for batch in _batches(items, tally, batch_articles):
            wanted = _wanted(library, batch, tally)
            storing.store(library.prepare(wanted) if wanted else [])
    library.follow()


class _Storing(AbstractContextManager["_Storing"]):
    """Stores a batch, and lets the indexes follow, while the next one is read and embedded."""

    def __init__(self, library: SearchableLibrary, tally: Tally, progress: Callable[[Tally], None]) -> None:
        self._library = library
        self._tally = tally
        self._progress = progress
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="newsdesk-storing")
        self._pending: Future[list[Outcome]] | None = None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait for the last batch and count it, also where reading was interrupted."""
        try:
            self._settle()
        finally:
            self._worker.shutdown()

    def store(self, prepared: list[IndexedArticle]) -> None:
        """Begin to store a batch, once the one before is stored."""
        self._settle()
        self._pending = self._worker.submit(self._store, prepared)

    def _store(self, prepared: list[IndexedArticle]) -> list[Outcome]:
        outcomes = self._library.put(prepared) if prepared else []
        if len(prepared) >= _WORTH_FOLLOWING:
            try:
                self._library.follow()
            except LibraryError as exc:  # the articles are stored; at the end it is tried again, and told
                log.warning("the indexes are behind: %s", exc)
        return outcomes

    def _settle(self) -> None:
        """Count the batch under way as stored. Raises what went wrong with it."""
        if self._pending is None:
            return
        outcomes = self._pending.result()
        self._pending = None  # only now: an interrupt while it was waited for leaves it to be counted
        for outcome in outcomes:
            self._tally.count(outcome)
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
            tally.failures.append(item)
            continue
        batch.append(item)
        characters += len(item.text)
        if len(batch) >= size or characters >= _BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch
