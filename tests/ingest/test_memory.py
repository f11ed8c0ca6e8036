"""What is held in memory while reading; measured, because a corpus may have any size."""

import json
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from config.sections import IngestSettings
from index.articles import Article
from ingest.conflicts import Seen
from ingest.files import expand
from ingest.languages import load_detection
from ingest.parsers import Parsers
from ingest.readers import read
from ingest.sources import Failure


@contextmanager
def peak() -> Iterator[list[int]]:
    """Fills the list with the most bytes that were allocated inside."""
    most: list[int] = []
    tracemalloc.start()
    try:
        yield most
        most.append(tracemalloc.get_traced_memory()[1])
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("ending", ["\n", ""])
def test_a_line_of_40_mb_is_never_held(tmp_path: Path, now: datetime, parsers: Parsers, ending: str) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("w") as file:
        file.write('{"text": "First."}\n{"text": "')
        file.writelines("x" * 1_000_000 for _ in range(40))
        file.write('"}\n{"text": "Last."}' + ending)
    (source,) = expand([str(path)]).sources
    with peak() as most:
        first, long, last = (item for item, _ in read(source, IngestSettings(max_line_mb=1), now, parsers))
    assert isinstance(first, Article)
    assert isinstance(long, Failure)
    assert isinstance(last, Article)
    assert most[0] < 8_000_000


def test_a_file_is_not_held_while_its_lines_are_read(tmp_path: Path, now: datetime, parsers: Parsers) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("w") as file:
        file.writelines(json.dumps({"id": n, "text": "x" * 10_000}) + "\n" for n in range(2000))  # 20 MB
    (source,) = expand([str(path)]).sources
    load_detection()  # once a process
    with peak() as most:
        assert sum(1 for _ in read(source, IngestSettings(), now, parsers)) == 2000
    assert most[0] < 8_000_000


def test_remembering_an_article_takes_little() -> None:
    seen = Seen()
    with peak() as most:
        for n in range(20_000):
            seen.conflict(Article(key=f"id:{n}", id=str(n), title="A title", text="Some words."), n)
    assert most[0] / 20_000 < 200


def test_only_so_many_articles_of_a_source_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.conflicts._REMEMBERED", 10)
    seen = Seen()
    articles = [Article(key=f"id:{n}", id=str(n), title="A title", text=f"Words {n}.") for n in range(20)]
    for place, article in enumerate(articles):
        assert seen.conflict(article, place) is None
    changed = [replace(article, text="Other words.") for article in articles]
    assert seen.conflict(changed[19], 20) == 19
    assert seen.conflict(changed[0], 21) is None
