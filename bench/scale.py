"""`make bench-scale`: search and answers in libraries of growing size.

    python bench/scale.py --shared ../shared [--sizes 10000 100000 1000000] [--questions 100] [--library DIR]

SHARED holds `data/rtqa-dev`, whose articles are ingested once into the working folder, or copied there from DIR,
a data directory that holds them. Variants of them are then added up to each size (`bench/growing.py`), and each size
is measured in a process of its own (`bench/measuring.py`) by the data set's questions. A size below that of the
articles themselves is measured as they are. The working folder is kept: a later run goes on from there, also one
that was interrupted. At a million passages it has about 10 GB.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from answer_times import PARTS, STAGES
from growing import grow
from ingest_times import run_newsdesk
from rich.console import Console
from rich.table import Table

from config.settings import load_settings
from index.searchable import SearchableLibrary
from index.sqlite import LIBRARY_FILE

ROOT = Path(__file__).parents[1]
MEASURING = Path(__file__).with_name("measuring.py")
NEWSDESK = Path(sys.executable).with_name("newsdesk")
SEED = 20260106
SIZES = (10_000, 100_000, 1_000_000)


def main() -> None:
    """Grow, measure and print a table for each size; all figures go into results.json of the working folder."""
    given = _arguments()
    console = Console(width=110)
    folder = given.out / "library"
    queries = given.shared / "data" / "rtqa-dev" / "queries.jsonl"
    if not (folder / LIBRARY_FILE).exists():
        _fill(folder, given, console)
    results = []
    for size in sorted(given.sizes):
        grown = _grown(folder, size, console)
        load = os.getloadavg()[0]
        measured = _measured(folder, queries, given.questions)
        results.append({"asked for": size, "load": load, "growing": grown, **measured})
        (given.out / "results.json").write_text(json.dumps(results, indent=1))
        _show(results[-1], console)
    console.print(f"{os.cpu_count()} cores. Wrote {given.out / 'results.json'}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--shared", type=_folder, required=True, help="folder with data/rtqa-dev")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="passages (default: %(default)s)")
    parser.add_argument(
        "--questions", type=int, default=100, help="asked at each size (default: %(default)s)"
    )
    parser.add_argument("--library", type=_folder, help="a data directory to begin with, which is copied")
    parser.add_argument("--out", type=_folder, default=ROOT / "build" / "scale", help="working folder")
    return parser.parse_args()


def _folder(given: str) -> Path:
    return Path(given).absolute()


def _fill(folder: Path, given: argparse.Namespace, console: Console) -> None:
    """Put the real articles into the library."""
    if given.library is None:
        console.print("ingesting the articles of rtqa-dev, once")
        run_newsdesk(NEWSDESK, given.shared / "data" / "rtqa-dev" / "corpus.jsonl", folder)
    else:
        folder.mkdir(parents=True)
        shutil.copyfile(given.library / LIBRARY_FILE, folder / LIBRARY_FILE)


def _grown(folder: Path, size: int, console: Console) -> dict[str, float]:
    """Add variants and let the indexes follow; how long each took, in seconds."""

    def tell(done: int, total: int) -> None:
        console.print(f"vectors: {done:,} of {total:,} articles", end="\r")

    with SearchableLibrary(load_settings(data_dir=folder)) as library:
        before = library.library.status().passages
        begin = perf_counter()
        held = grow(library, size, np.random.default_rng(SEED + before))
        stored = perf_counter()
        library.respellings("")  # brings the keyword index up to date
        by_words = perf_counter()
        library.follow(tell)
        return {
            "passages": held - before,
            "store": stored - begin,
            "keywords": by_words - stored,
            "vectors": perf_counter() - by_words,
        }


def _measured(folder: Path, queries: Path, questions: int) -> dict[str, Any]:
    command = [sys.executable, str(MEASURING), str(folder), str(queries), "--questions", str(questions)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 - our own
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def _show(found: Mapping[str, Any], console: Console) -> None:
    """The figures of a size as a table."""
    table = Table("What", "Median ms", "p95 ms", title=f"{found['passages']:,} passages")
    for stage in (*PARTS, *STAGES):
        _row(table, f"  {stage}" if stage in PARTS else stage, found["one by one"][stage])
    _row(table, "total, 4 at once", found["4 at once"]["total"])
    for name, times in found["restricted"].items():
        _row(table, f"total, {name}", times)
    for name, times in found["others"].items():
        _row(table, name, times)
    seconds = {
        **found["seconds"],
        "check": found["check seconds"],
        **{f"10 articles: {name}": took for name, took in found["catch-up seconds"].items()},
        **{f"growing: {name}": took for name, took in found["growing"].items() if name != "passages"},
    }
    console.print(table)
    console.print("seconds: " + ", ".join(f"{name} {took:.1f}" for name, took in seconds.items()))
    console.print(f"MiB: newsdesk {found['mib']['newsdesk']:,}, Chroma {found['mib']['chroma']:,}")
    console.print(f"load before: {found['load']:.1f}")


def _row(table: Table, name: str, times: Mapping[str, float]) -> None:
    table.add_row(name, f"{times['median']:.1f}", f"{times['p95']:.1f}")


if __name__ == "__main__":
    main()
