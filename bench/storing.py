"""How many articles a second are stored, by processes at once: in a file, or in the PostgreSQL of --database-url.

    python bench/storing.py [--database-url postgresql://…] [--processes 1 4]

Vectors are given, not computed, so this is what the one lock of writers allows. The database gets the articles.
"""

import argparse
import multiprocessing
import random
import tempfile
import time
import uuid
from multiprocessing.synchronize import Barrier
from pathlib import Path

import numpy as np

from index.articles import Article
from index.library import Library
from index.stored import IndexedArticle, ModelIdentity, Span

ARTICLES, BATCH, SENTENCES, WORDS, PIECE = 512, 64, 30, 14, 300
MODEL = ModelIdentity("random", "bench", 384)
VOCABULARY = [f"word{number}" for number in range(3000)]


def main() -> None:
    """Print a line for each number of processes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database-url")
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 4])
    given = parser.parse_args()
    for processes in given.processes:
        print(f"{processes} processes: {rate(processes, given.database_url):.0f} articles a second")


def rate(processes: int, url: str | None) -> float:
    """Articles a second that so many processes store together."""
    begin = multiprocessing.Barrier(processes + 1)
    with tempfile.TemporaryDirectory() as folder:
        Library(Path(folder), url=url).close()
        running = [
            multiprocessing.Process(target=store, args=(Path(folder), url, begin)) for _ in range(processes)
        ]
        for process in running:
            process.start()
        begin.wait()
        began = time.perf_counter()
        for process in running:
            process.join()
        return processes * ARTICLES / (time.perf_counter() - began)


def store(folder: Path, url: str | None, begin: Barrier) -> None:
    """Store articles of this process's own."""
    chance = random.Random(uuid.uuid4().hex)  # noqa: S311 - made-up words, no secret
    articles = [article(chance) for _ in range(ARTICLES)]
    library = Library(folder, url=url)
    begin.wait()
    for at in range(0, ARTICLES, BATCH):
        library.put(articles[at : at + BATCH], MODEL)
    library.close()


def article(chance: random.Random) -> IndexedArticle:
    """One of 30 sentences, in about ten passages."""
    text = " ".join(f"{' '.join(chance.choices(VOCABULARY, k=WORDS))}." for _ in range(SENTENCES))
    spans = tuple(Span(at, at + PIECE) for at in range(0, len(text) - PIECE, PIECE))
    id_ = uuid.uuid4().hex
    vectors = np.ones((len(spans), MODEL.dimensions), np.float32)
    return IndexedArticle(
        Article(f"id:{id_}", id_, "A report", text, outlet="Bench", language="en"), spans, vectors
    )


if __name__ == "__main__":
    main()
