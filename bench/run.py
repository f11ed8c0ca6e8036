"""`make bench`: newsdesk beside what a user gets by wiring llama-index together, on the same articles.

    python bench/run.py --shared ../shared [--limit 100] [--rounds 2]

SHARED holds `peers/llamaindex_peer.py` and `data/rtqa-dev`. Both systems ingest the same articles, by turns,
with the same model; newsdesk's time has the start of the process in it, the peer's has not. Then newsdesk is
searched, in one process and warm. Other work on the machine distorts every figure: compare figures of one run.
How answers grow with the library is measured by `bench/scale.py`.
"""

import argparse
import json
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from answer_times import Query, Times, query, search_times
from ingest_times import Ingested, run_newsdesk, run_peer
from rich.console import Console
from rich.table import Table

from config.settings import Settings, load_settings
from index.searchable import SearchableLibrary

ROOT = Path(__file__).parents[1]
PEER_PYTHON = ROOT / ".venv-bench" / "bin" / "python"
NEWSDESK = Path(sys.executable).with_name("newsdesk")


def main() -> None:
    """Measure, print a table, and write them as build/bench/results.json."""
    given = _arguments()
    console = Console(width=110)
    dataset = given.shared / "data" / "rtqa-dev"
    given.out.mkdir(parents=True, exist_ok=True)
    same = _first(dataset, given.limit, given.out / "articles")
    queries = [query(json.loads(line)) for line in (same / "queries.jsonl").open()]
    console.print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before the first run")

    _warm_up(same, given.out / "warm-up")
    runs = _ingest_by_turns(given, same, console)
    settings = load_settings(data_dir=given.out / "newsdesk")
    searched = _search(settings, queries)
    console.print(_ingest_table(runs, searched))
    results = {
        "cores": os.cpu_count(),
        "ingest": [asdict(run) | {"articles_per_s": round(run.rate, 2)} for run in runs],
        "search_ms": asdict(searched),
        "load_after": os.getloadavg()[0],
    }
    (given.out / "results.json").write_text(json.dumps(results, indent=1))
    console.print(f"Wrote {given.out / 'results.json'}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--shared", type=_folder, required=True, help="folder with peers/ and data/")
    parser.add_argument("--limit", type=int, default=100, help="articles (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=2, help="runs of each system (default: %(default)s)")
    parser.add_argument("--out", type=_folder, default=ROOT / "build" / "bench", help="working folder")
    return parser.parse_args()


def _folder(given: str) -> Path:
    return Path(given).absolute()


def _first(dataset: Path, limit: int, folder: Path) -> Path:
    """A data set of the first articles, in the same layout."""
    folder.mkdir(parents=True, exist_ok=True)
    with (dataset / "corpus.jsonl").open() as corpus:
        lines = [line for _, line in zip(range(limit), corpus, strict=False)]
    (folder / "corpus.jsonl").write_text("".join(lines))
    shutil.copyfile(dataset / "queries.jsonl", folder / "queries.jsonl")
    return folder


def _warm_up(dataset: Path, folder: Path) -> None:
    """Ingest one article, so that the model is converted, which happens once a machine, and files are cached."""
    one = folder / "one.jsonl"
    folder.mkdir(parents=True, exist_ok=True)
    with (dataset / "corpus.jsonl").open() as corpus:
        one.write_text(corpus.readline())
    run_newsdesk(NEWSDESK, one, folder / "newsdesk")


def _ingest_by_turns(given: argparse.Namespace, dataset: Path, console: Console) -> list[Ingested]:
    """Each system once a round, the other one first in every second round."""
    runs = []
    script = given.shared / "peers" / "llamaindex_peer.py"
    for round_ in range(given.rounds):
        for system in ("peer", "newsdesk") if round_ % 2 == 0 else ("newsdesk", "peer"):
            if system == "peer":
                run = run_peer(PEER_PYTHON, script, dataset, given.out / "peer")
            else:
                run = run_newsdesk(NEWSDESK, dataset / "corpus.jsonl", given.out / "newsdesk")
            runs.append(run)
            console.print(f"{run.system}: {run.seconds:.1f} s, {run.rate:.1f} articles/s")
    return runs


def _search(settings: Settings, queries: Sequence[Query]) -> Times:
    """Times of searching what was ingested."""
    library = SearchableLibrary(settings)
    try:
        return search_times(library, queries)
    finally:
        library.close(stop_server_if_last=True)


def _ingest_table(runs: Sequence[Ingested], searched: Times) -> Table:
    table = Table(
        "System",
        "Seconds",
        "Articles",
        "Articles/s",
        "Ratio",
        "Passages",
        "Query median",
        "p95",
        title="Ingest",
    )
    for at, run in enumerate(runs):
        other = runs[at ^ 1].rate  # the other system in the same round
        median, p95 = run.query or (searched.median, searched.p95)
        table.add_row(
            run.system,
            f"{run.seconds:.1f}",
            str(run.articles),
            f"{run.rate:.2f}",
            f"{run.rate / other:.2f}",
            f"{run.passages:,}",
            f"{median:.1f} ms",
            f"{p95:.1f} ms",
        )
    table.caption = "Ratio: articles/s by those of the other system in the same round"
    return table


if __name__ == "__main__":
    main()
