"""kill -9 at any moment of an ingest: what was acknowledged is there, nothing twice, both indexes right."""

import json
import random
import subprocess
import sys
import threading
from pathlib import Path

import tantivy

from index.searchable import SearchableLibrary

ROOT = Path(__file__).parents[2]
KILLS, ARTICLES, BATCH = 30, 24, 3

INGEST = """
import json, sys
from pathlib import Path
from config.settings import load_settings
from index.articles import Article
from index.searchable import SearchableLibrary
from ingest.pipeline import Tally, ingest
settings = load_settings(**json.loads(sys.argv[1]))
articles = [Article(**fields) for fields in map(json.loads, Path(sys.argv[2]).open())]
with SearchableLibrary(settings) as library:
    ingest(library, articles, Tally(), batch_articles=3, progress=lambda tally: print(tally.articles, flush=True))
print("done", flush=True)
"""


def fields(round_, n):
    """Two of three articles are new in every round, the third is one that every round changes."""
    id_ = f"shared-{n}" if n % 3 == 0 else f"{round_}-{n}"
    text = f"Round {round_} tells of ship number {n}. " * (1 + n % 4)
    return {"key": f"id:{id_}", "id": id_, "title": f"Ship {n}", "text": text.strip(), "language": "en"}


def interrupted(settings, file, chance):
    """Ingest the file, kill the process at a random point; returns how many articles were acknowledged."""
    given = {"data_dir": str(settings.data_dir), "cache_dir": str(settings.cache_dir)}
    given["index"] = {"chroma_linger_seconds": 0}
    acknowledged, until = 0, chance.randrange(0, ARTICLES + BATCH, BATCH)
    with subprocess.Popen(
        [sys.executable, "-c", INGEST, json.dumps(given), str(file)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        while acknowledged < until and (line := process.stdout.readline().strip()) not in {"", "done"}:
            acknowledged = int(line)
        threading.Event().wait(chance.random() * 0.05)  # a random moment, not a wait for something
        process.kill()
        rest = [line for line in process.stdout.read().split() if line.isdigit()]
    return max([acknowledged, *map(int, rest)])


def keyword_ids(library):
    index = library.keywords._passages
    index.reload()
    everything = tantivy.Query.all_query()
    searcher = index.searcher()
    hits = searcher.search(everything, limit=100_000).hits
    ids = searcher.fast_field_values("id", [address for _, address in hits])
    return sorted(id_ for id_ in ids if id_)


def test_thirty_kills_lose_nothing_acknowledged_and_leave_nothing_twice(settings, tmp_path):
    chance = random.Random(20260106)
    expected: dict[str, str] = {}
    acknowledged_in_all = 0
    with SearchableLibrary(settings) as library:
        library.follow()  # holds the server for all rounds, as an open bot would
        for round_ in range(KILLS):
            articles = [fields(round_, n) for n in range(ARTICLES)]
            file = tmp_path / f"{round_}.jsonl"
            file.write_text("\n".join(map(json.dumps, articles)))
            acknowledged = interrupted(settings, file, chance)
            acknowledged_in_all += acknowledged
            expected |= {one["id"]: one["text"] for one in articles[:acknowledged]}
            stored = {s.article.id: s.article for s in library.library.articles(limit=10_000)}
            later = {one["id"]: one["text"] for one in articles[acknowledged:]}
            for id_, text in expected.items():
                assert stored[id_].text in {text, later.get(id_)}, f"round {round_}: {id_}"
            expected |= {id_: stored[id_].text for id_ in later if id_ in stored}
            assert stored.keys() == expected.keys()
        assert acknowledged_in_all > KILLS * ARTICLES / 4
        library.follow()
        of_truth = [passage.id for passage in library.library.passages_between(0, 1 << 40)]
        assert keyword_ids(library) == of_truth
        assert (
            sorted(int(id_) for id_ in library.vectors._vectors._collection().get(include=[])["ids"])
            == of_truth
        )
        library.close(stop_server_if_last=True)
