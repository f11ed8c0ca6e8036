"""Reading of all that a command names, files and web addresses, in their order."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from ingest.readers import read
from ingest.sources import Read, Source
from ingest.web.reading import Web


def read_all(sources: Sequence[Source], web: Web) -> Iterator[tuple[Read, int]]:
    """The articles of sources, each with the bytes read so far, and a Failure for whatever is none."""
    before = 0
    for is_web, some in groupby(sources, key=lambda source: source.url is not None):
        if is_web:
            yield from ((item, before) for item in web.articles(source.url or "" for source in some))
            continue
        for source in some:
            for item, done in read(source, web.settings.ingest, web.clock(), web.parsers):
                yield item, before + done
            before += source.size or 0
