"""News for tests of workers, and what is stored of it, to be compared with what one process stores."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from index.library import Library
from index.schema import articles, bands, changes, heard, passages, statements, stories, versions
from index.searchable import SearchableLibrary
from ingest.files import expand
from ingest.pipeline import Tally, ingest
from ingest.reading import read_all
from ingest.web.reading import Web

BATCH, ARTICLES = 4, 56
TABLES = (articles, versions, passages, statements, heard, stories, bands, changes)
PAGE = "<html><head><title>Ferry {n}</title></head><body><article><p>{text}</p></article></body></html>"


def written(tmp_path: Path) -> Path:
    """A file and a folder, with a line that is broken, one that contradicts another, and words that come twice."""
    folder = tmp_path / "news"
    folder.mkdir()
    lines = [json.dumps({"_id": f"n{n}", "title": f"Report {n}", "text": text(n)}) for n in range(ARTICLES)]
    lines[7] = '{"text": '
    lines[40] = json.dumps({"_id": "n3", "title": "Report 3", "text": "Something else was reported."})
    lines[50] = json.dumps({"_id": "again", "title": "Report 2", "text": text(2)})
    (folder / "a.jsonl").write_text("\n".join(lines))
    for n in range(3):
        (folder / f"page-{n}.html").write_text(PAGE.format(n=n, text=text(100 + n)))
    (folder / "z.txt").write_text("")
    return folder


def text(n):
    return (
        f"Minister Anna Weber said that ferry {n} would sail on Tuesday. The harbour of town {n} was closed. "
        * (1 + n % 5)
    )


def content(library: Library):
    """All that is stored of articles, but for the time."""
    found = {}
    with library.reading() as db:
        for table in TABLES:
            wanted = [column for column in table.c if column.name not in {"added_at", "stored_at"}]
            found[table.name] = [
                tuple(row) for row in db.execute(select(*wanted).order_by(*table.primary_key))
            ]
    return found


def content_of(settings):
    library = Library(settings.data_dir)
    try:
        return content(library)
    finally:
        library.close()


def by_one_process(settings, folder, news):
    """What one process stores, without indexes, and its tally."""
    with SearchableLibrary(settings.model_copy(update={"data_dir": folder})) as library, Web(settings) as web:
        tally = Tally()
        items = (item for item, _ in read_all(expand([str(news)]).sources, web))
        library.follow = lambda: None
        ingest(library, items, tally, batch_articles=BATCH)
        return content(library.library), tally


@dataclass
class Surroundings:
    """Prepares a command: the environment that it runs in."""

    variables: dict[str, str]

    def __call__(self) -> None:
        os.environ.update(self.variables)
