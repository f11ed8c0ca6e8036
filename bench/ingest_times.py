"""How long it takes to bring the same articles into newsdesk and into the llama-index set-up beside it."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Ingested:
    """One run: the system, seconds, articles, passages; `query` is median and p95 ms where it was measured."""

    system: str
    seconds: float
    articles: int
    passages: int
    query: tuple[float, float] | None = None

    @property
    def rate(self) -> float:
        """Articles a second."""
        return self.articles / self.seconds


def run_peer(python: Path, script: Path, dataset: Path, out: Path) -> Ingested:
    """Run the peer on `dataset`, which times itself: without its start, its imports and loading its model."""
    shutil.rmtree(out, ignore_errors=True)
    _run([str(python), str(script), str(dataset), str(out), "--recipe", "tuned"])
    timing = json.loads((out / "timing.json").read_text())
    query = (timing["query_ms_median"], timing["query_ms_p95"])
    return Ingested("llama-index", timing["ingest_s"], timing["articles"], timing["chunks"], query)


def run_newsdesk(newsdesk: Path, corpus: Path, data_dir: Path) -> Ingested:
    """Run `newsdesk ingest` as a user would, into an empty folder: from typing it until it is done."""
    shutil.rmtree(data_dir, ignore_errors=True)
    begin = perf_counter()
    _run([str(newsdesk), "--data-dir", str(data_dir), "ingest", str(corpus), "--json"])
    seconds = perf_counter() - begin
    held = json.loads(_run([str(newsdesk), "--data-dir", str(data_dir), "status", "--json"]))
    return Ingested("newsdesk", seconds, held["articles"], held["passages"])


def _run(command: list[str]) -> str:
    """Run a command on settings at their defaults; returns what it printed. Raises where it fails."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("NEWSDESK_")}
    done = subprocess.run(command, env=inherited, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 - our own
    return done.stdout
