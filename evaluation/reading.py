"""Reads a data set's articles with the readers that users use."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from pathlib import Path

import ingest
from config.sections import IngestSettings
from index.articles import Article
from index.library import Library
from index.stored import Duplicate
from ingest.files import expand
from ingest.parsers import Parsers
from ingest.readers import read
from ingest.sources import Read

_BATCH = 500


class Reading:
    """The articles of files and folders, which can be read several times, and what became of them."""

    def __init__(self, inputs: Sequence[Path], settings: IngestSettings) -> None:
        """Nothing is read yet."""
        self._inputs = [str(path) for path in inputs]
        self._settings = settings
        self._now = datetime.now(UTC)

    def articles(self) -> Iterator[Read]:
        """All articles, and a Failure for whatever is none."""
        expansion = expand(self._inputs)
        yield from expansion.failures
        with Parsers(self._settings) as parsers:
            for source in expansion.sources:
                for item, _ in read(source, self._settings, self._now, parsers):
                    yield item

    def copies_in(self, library: Library) -> dict[str, tuple[str, ...]]:
        """The articles that the library skipped, by the id of the one whose words they have."""
        copies: dict[str, tuple[str, ...]] = {}
        items = (item for item in self.articles() if isinstance(item, Article))
        while batch := list(islice(items, _BATCH)):
            for outcome in library.sort_out(batch):
                if isinstance(outcome, Duplicate):
                    copies[outcome.of] = (*copies.get(outcome.of, ()), outcome.id)
        return copies

    def missing_from(self, library: Library) -> list[str]:
        """The ids of articles that the library holds and the files no longer do."""
        there = {item.id for item in self.articles() if isinstance(item, Article)}
        return [id_ for id_ in stored_ids(library) if id_ not in there]


def stored_ids(library: Library) -> Iterator[str]:
    """The ids of all articles of a library."""
    offset = 0
    while page := library.articles(limit=_BATCH, offset=offset):
        yield from (stored.article.id for stored in page)
        offset += _BATCH


@cache
def code_that_reads() -> str:
    """The hash of the code that turns files into articles."""
    code = hashlib.blake2b(digest_size=12)
    for path in sorted(Path(ingest.__path__[0]).glob("*.py")):
        code.update(path.read_bytes())
    return code.hexdigest()
