"""What an article, a question and a passage cost: processor time by stage, and bytes on disk by part.

    python bench/costs.py --shared ../shared [--articles 500] [--questions 100]     a library of its own
    python bench/costs.py --shared ../shared --library DIR                          one that is there: no articles

Processor time is that of all threads, and of Chroma's server; it depends little on what else the machine does, as
elapsed time would. Stages other than embedding run in one thread each, whose time is taken; embedding is the rest.
"""

import argparse
import json
import sqlite3
import tempfile
import time
from collections import defaultdict
from dataclasses import replace
from itertools import islice
from pathlib import Path

import psutil
from answer_times import query
from rich.console import Console
from rich.table import Table
from timing import chroma_server, each_timed, time_stages

from answer.desk import Desk
from config.settings import load_settings
from index.searchable import SearchableLibrary
from index.sqlite import LIBRARY_FILE
from ingest.files import expand
from ingest.pipeline import Tally, ingest
from ingest.reading import read_all
from ingest.web.reading import Web

STAGES = {"cut": "cutting", "put": "storing", "_follow_keywords": "keywords"}
OF_CHROMA = "Chroma's server"
WARM_UP = 10  # questions
ALONE = 20  # articles


def main() -> None:
    """Ingest and ask, then print three tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, required=True, help="folder with data/rtqa-dev")
    parser.add_argument("--articles", type=int, default=500, help="ingested (default: %(default)s)")
    parser.add_argument("--questions", type=int, default=100, help="asked (default: %(default)s)")
    parser.add_argument("--library", type=Path, help="a data directory to measure in place of a new one")
    given = parser.parse_args()
    dataset = given.shared / "data" / "rtqa-dev"
    console = Console(width=110)
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(
            data_dir=given.library or Path(folder),
            index={"chroma_linger_seconds": 0},
            search={"vector_wait_seconds": 600},
        )
        with SearchableLibrary(settings) as library, Web(settings) as web:
            if given.library is None:
                console.print(_articles(library, web, dataset / "corpus.jsonl", given.articles))
            console.print(_questions(library, dataset / "queries.jsonl", given.questions))
        console.print(_bytes(settings.data_dir))


def _articles(library: SearchableLibrary, web: Web, corpus: Path, count: int) -> Table:
    seconds: dict[str, float] = defaultdict(float)
    time_stages(library, seconds, time.thread_time, **STAGES)
    library.embedder.embed(["loads the model"])
    begin = time.process_time()
    articles = islice((item for item, _ in read_all(expand([str(corpus)]).sources, web)), count)
    tally = Tally()
    ingest(
        library,
        each_timed(articles, "reading", seconds),
        tally,
        batch_articles=library.settings.ingest.batch_articles,
    )
    whole = time.process_time() - begin
    seconds["embedding"] = whole - sum(seconds.values())
    seconds[OF_CHROMA] = _server_seconds(library)
    held = library.library.status().passages
    table = Table(
        "Stage", "CPU ms an article", "a passage", title=f"{tally.articles:,} articles, {held:,} passages"
    )
    for stage in ("reading", "cutting", "embedding", "storing", "keywords", "vectors", OF_CHROMA):
        ms = seconds[stage] * 1000
        table.add_row(stage, f"{ms / tally.articles:.1f}", f"{ms / held:.2f}")
    ms = sum(seconds.values()) * 1000
    table.add_row("all", f"{ms / tally.articles:.1f}", f"{ms / held:.2f}")
    table.add_row("an article that comes alone", f"{_alone(library):.1f}", "", style="italic")
    return table


def _alone(library: SearchableLibrary) -> float:
    """CPU ms of an article that comes by itself, as from a feed: both indexes follow after each."""
    known = library.library.articles(limit=ALONE)
    begin = time.process_time() + _server_seconds(library)
    for stored in known:
        changed = replace(stored.article, text=f"{stored.article.text}\n\nThis was changed once more.")
        ingest(library, [changed], Tally(), batch_articles=1)
    return (time.process_time() + _server_seconds(library) - begin) * 1000 / len(known)


def _server_seconds(library: SearchableLibrary) -> float:
    used = chroma_server(library).cpu_times()
    return used.user + used.system


def _questions(library: SearchableLibrary, queries: Path, count: int) -> Table:
    desk = Desk(library, library.settings.answer)
    asked = [query(json.loads(line)) for line in queries.open()]
    asked = asked[:: max(1, len(asked) // count)]
    for one in asked[:WARM_UP]:
        desk.ask(one.text, asked=one.asked)
    stages: dict[str, float] = defaultdict(float)
    begin, server = time.process_time(), _server_seconds(library)
    for one in asked:
        for stage, ms in desk.ask(one.text, asked=one.asked).took_ms.items():
            stages[stage] += ms
    whole = (time.process_time() - begin) * 1000
    chroma = (_server_seconds(library) - server) * 1000
    table = Table(
        "Stage", "elapsed ms", title=f"{len(asked)} questions, {library.library.status().passages:,} passages"
    )
    for stage, ms in stages.items():
        table.add_row(stage, f"{ms / len(asked):.1f}")
    table.add_section()
    table.add_row("CPU, newsdesk", f"{whole / len(asked):.1f}")
    table.add_row(f"CPU, {OF_CHROMA}", f"{chroma / len(asked):.1f}")
    memory = psutil.Process().memory_info().rss / (1 << 20)
    table.caption = f"memory of newsdesk: {memory:,.0f} MiB"
    return table


def _bytes(folder: Path) -> Table:
    """What lies on disk, by part; of the library's own file also the tables of which it mostly is."""
    with sqlite3.connect(f"file:{folder / LIBRARY_FILE}?mode=ro", uri=True) as db:
        passages = db.execute("SELECT count(*) FROM passages").fetchone()[0]
        articles = db.execute("SELECT count(*) FROM articles").fetchone()[0]
        tables = dict(db.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"))
    parts = {
        "articles' versions, with their texts": tables.pop("versions"),
        "passages, with their vectors": tables.pop("passages"),
        "all else of the library": sum(tables.values()),
        "keywords (tantivy)": _size(folder / "keywords"),
        "vectors (Chroma)": _size(folder / "chroma"),
    }
    table = Table("Part", "bytes", "a passage", title=f"{articles:,} articles, {passages:,} passages")
    for part, size in [*parts.items(), ("all", sum(parts.values()))]:
        table.add_row(part, f"{size:,}", f"{size / passages:,.0f}")
    return table


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


if __name__ == "__main__":
    main()
