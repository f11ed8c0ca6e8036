"""The cost of an ingest by its size: articles a second, seconds of each stage, peak memory.

    python bench/ingest_curve.py --shared ../shared [--articles 1000 4000] [--without-embedding]

Articles are put together from paragraphs of rtqa-train, drawn at random: as long as real ones, in their words, and
each unlike the others. Each size is ingested in a process of its own, into an empty folder, by the pipeline that
`newsdesk ingest` runs. Stages overlap, so their seconds add up to more than the whole. `--without-embedding` draws
vectors at random in place of computing them, so that large sizes show what all else costs; embedding costs the same
for each article. Memory is that of newsdesk's process, without Chroma's server.
"""

import argparse
import json
import random
import resource
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table
from timing import each_timed, time_stages

from config.settings import load_settings
from index.embedding import Embedder
from index.searchable import SearchableLibrary
from index.stored import Vectors
from ingest.files import expand
from ingest.pipeline import Tally, ingest
from ingest.reading import read_all
from ingest.web.reading import Web

ROOT = Path(__file__).parents[1]
SEED = 20260106
STAGES = ("read", "cut", "embed", "store", "keywords", "vectors")


class Drawn:
    """An embedder that computes nothing: vectors of unit length, drawn at random."""

    def __init__(self, real: Embedder) -> None:
        self.identity, self.precision = real.identity, real.precision
        self.tokenizer, self.max_tokens = real.tokenizer, real.max_tokens
        self._chance = np.random.default_rng(SEED)

    def embed(self, texts: Sequence[str], seconds: float | None = None) -> Vectors:
        """Shape (len(texts), dimensions)."""
        del seconds
        shape = (len(texts), self.identity.dimensions)
        drawn: Vectors = self._chance.standard_normal(shape, dtype=np.float32)
        return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


def main() -> None:
    """Measure every size, print the table, and write it as build/bench/curve.json."""
    given = _arguments()
    if given.one is not None:
        print(json.dumps(_measured(given.one, embeds=not given.without_embedding)))
        return
    given.out.mkdir(parents=True, exist_ok=True)
    rows = []
    for size in given.articles:
        corpus = given.out / "curve.jsonl"
        _write(corpus, given.shared / "data" / "rtqa-train" / "corpus.jsonl", size)
        command = [sys.executable, __file__, "--one", str(corpus)]
        command += ["--without-embedding"] if given.without_embedding else []
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 - ourselves
        rows.append(json.loads(done.stdout.splitlines()[-1]))
        Console(width=110).print(_table(rows))
    (given.out / "curve.json").write_text(json.dumps(rows, indent=1))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--shared", type=Path, help="folder with data/rtqa-train")
    parser.add_argument("--articles", type=int, nargs="+", default=[1000, 4000], help="sizes")
    parser.add_argument("--without-embedding", action="store_true", help="draw vectors instead")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench", help="working folder")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one is None and given.shared is None:
        parser.error("--shared is needed")
    return given


def _write(corpus: Path, real: Path, size: int) -> None:
    """So many articles of drawn paragraphs; each has as many as a real one."""
    chance = random.Random(SEED)  # noqa: S311 - nothing secret is drawn
    with real.open() as file:
        originals = [json.loads(line) for line in file]
    lines = [line for one in originals for line in one["text"].splitlines() if line.strip()]
    with corpus.open("w") as file:
        for number in range(size):
            original = originals[number % len(originals)]
            length = sum(bool(line.strip()) for line in original["text"].splitlines())
            text = "\n".join(chance.choices(lines, k=length))
            file.write(json.dumps(original | {"_id": f"drawn-{number}", "url": None, "text": text}) + "\n")


def _measured(corpus: Path, *, embeds: bool) -> dict[str, Any]:
    """Ingest a corpus into an empty folder beside it."""
    folder = corpus.with_name("curve")
    shutil.rmtree(folder, ignore_errors=True)
    settings = load_settings(data_dir=folder, index={"chroma_linger_seconds": 0})
    seconds: dict[str, float] = defaultdict(float)
    begin = perf_counter()
    with SearchableLibrary(settings) as library, Web(settings) as web:
        if not embeds:
            library.__dict__["_embedder"] = Drawn(library.embedder)
        time_stages(
            library,
            seconds,
            perf_counter,
            cut="cut",
            embed="embed",
            put="store",
            _follow_keywords="keywords",
        )
        articles = (item for item, _ in read_all(expand([str(corpus)]).sources, web))
        tally = Tally()
        ingest(
            library,
            each_timed(articles, "read", seconds),
            tally,
            batch_articles=settings.ingest.batch_articles,
        )
        took = perf_counter() - begin
        held = library.library.status()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "articles": tally.articles,
        "passages": held.passages,
        "seconds": took,
        "peak_mb": peak,
        "embeds": embeds,
        "stages": {stage: round(seconds[stage], 2) for stage in STAGES},
    }


def _table(rows: Sequence[dict[str, Any]]) -> Table:
    kind = "" if rows[0]["embeds"] else ", vectors drawn instead of computed"
    table = Table("Articles", "Passages", "Seconds", "Articles/s", *STAGES, "Peak MB", title=f"Ingest{kind}")
    for row in rows:
        stages = [f"{row['stages'][stage]:.1f}" for stage in STAGES]
        rate = f"{row['articles'] / row['seconds']:.1f}"
        numbers = [f"{row['articles']:,}", f"{row['passages']:,}", f"{row['seconds']:.1f}", rate]
        table.add_row(*numbers, *stages, f"{row['peak_mb']:.0f}")
    return table


if __name__ == "__main__":
    main()
