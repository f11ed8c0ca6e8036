"""Reading of all that a command names, files and web addresses, in their order."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Protocol

from ingest.readers import read
from ingest.sources import Read, Source
from ingest.web.reading import Web


class Readers(Protocol):
    """Other processes that read files."""

    def read(self, sources: Sequence[Source]) -> Iterator[tuple[Read, int]]:
        """The articles and failures of sources in their order, each with the bytes read so far."""
        ...


def read_all(
    sources: Sequence[Source], web: Web, elsewhere: Readers | None = None
) -> Iterator[tuple[Read, int]]:
    """The articles of sources, each with the bytes read so far, and a Failure for whatever is none.

    Files may be read `elsewhere`; web addresses, standard input and pipes are read here.
    """
    before = 0
    for way, group in groupby(sources, key=_way):
        some = list(group)
        if way == "web":
            yield from ((item, before) for item in web.articles(source.url or "" for source in some))
        elif way == "file" and elsewhere:
            yield from ((item, before + done) for item, done in elsewhere.read(some))
        else:
            yield from ((item, before + done) for item, done in _read_here(some, web))
        before += sum(source.size or 0 for source in some)


def _way(source: Source) -> str:
    if source.url is not None:
        return "web"
    return "pipe" if source.size is None else "file"


def _read_here(sources: Sequence[Source], web: Web) -> Iterator[tuple[Read, int]]:
    before = 0
    for source in sources:
        for item, done in read(source, web.settings.ingest, web.clock(), web.parsers):
            yield item, before + done
        before += source.size or 0
