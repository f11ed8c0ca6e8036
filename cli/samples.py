"""The sample library: brought into a folder of its own, apart from the user's."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from cli.session import now, opened
from config.errors import LibraryError
from config.settings import Settings


def sample_settings(settings: Settings) -> Settings:
    """The settings with a data directory that holds the sample library, brought in where it is missing."""
    from ingest.files import expand
    from ingest.parsers import Parsers
    from ingest.pipeline import Tally, ingest
    from ingest.readers import read

    of_samples = settings.of_folder(settings.cache_dir / "sample-library")
    articles = Path(str(files("samples"))) / "articles"
    tally = Tally()
    with opened(of_samples) as library, Parsers(settings.ingest) as parsers:
        items = (
            item
            for source in expand([str(articles)]).sources
            for item, _ in read(source, settings.ingest, now(), parsers)
        )
        ingest(library, items, tally, batch_articles=settings.ingest.batch_articles)
    if tally.failures:
        raise LibraryError(
            f"The sample library is incomplete: {tally.failures[0].reason} Reinstall newsdesk."
        )
    return of_samples
