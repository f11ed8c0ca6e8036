"""From articles that were read to articles that are stored and searchable, in batches of bounded size."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from index.articles import Article
from index.searchable import SearchableLibrary
from index.stored import Added, Duplicate, Outcome, Unchanged, Updated
from ingest.sources import Failure

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
    for batch in _batches(items, tally, batch_articles):
        _store(library, batch, tally)
        progress(tally)
    library.follow()


def _store(library: SearchableLibrary, batch: list[Article], tally: Tally) -> None:
    """Embed and store one batch; what is known already is not embedded."""
    outcomes = library.library.sort_out(batch)
    wanted = []
    for article, outcome in zip(batch, outcomes, strict=True):
        if isinstance(outcome, Added | Updated):
            wanted.append(article)
        else:
            tally.count(outcome)
    for outcome in library.put(library.prepare(wanted)) if wanted else ():
        tally.count(outcome)


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
