"""Articles a second of `newsdesk ingest`, by one process and by workers, in alternation.

    python bench/workers.py --workers 1 2 --rounds 3 /work/shared/data/rtqa-dev/corpus.jsonl --articles 100
    python bench/workers.py --workers 1 2 --rounds 3 --as-pages …    the same articles as HTML pages, a file each

Each time into a new library, from the command's start to its end; CPU seconds are those of all its processes.
"""

import argparse
import html
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

PAGE = (
    '<html lang="en"><head><title>{title}</title></head><body><nav><a href="/">Home</a></nav>'
    "<article><h1>{title}</h1>{paragraphs}</article><footer>About us</footer></body></html>"
)


def main() -> None:
    """Print a line for each run, and one for each number of workers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--as-pages", action="store_true")
    given = parser.parse_args()
    rates: dict[int, list[float]] = {workers: [] for workers in given.workers}
    with tempfile.TemporaryDirectory() as folder:
        news = written(given.corpus, given.articles, Path(folder), as_pages=given.as_pages)
        for _ in range(given.rounds):
            for workers in given.workers:
                seconds, cpu = ingested(news, workers)
                rates[workers].append(given.articles / seconds)
                print(f"--workers {workers}: {seconds:.1f} s, {cpu:.1f} s of CPU", flush=True)
    for workers, found in rates.items():
        print(f"--workers {workers}: {statistics.median(found):.1f} articles a second")


def written(corpus: Path, articles: int, folder: Path, *, as_pages: bool) -> Path:
    """The first articles of the corpus, in a file or as pages."""
    with corpus.open() as lines:
        some = list(islice(lines, articles))
    news = folder / ("pages" if as_pages else "news.jsonl")
    if not as_pages:
        news.write_text("".join(some))
        return news
    news.mkdir()
    for number, line in enumerate(some):
        fields = json.loads(line)
        paragraphs = "".join(f"<p>{html.escape(one)}</p>" for one in fields["text"].split("\n") if one)
        page = PAGE.format(title=html.escape(fields.get("title", "")), paragraphs=paragraphs)
        (news / f"{number}.html").write_text(page)
    return news


def ingested(news: Path, workers: int) -> tuple[float, float]:
    """Seconds, and CPU seconds, of one ingest."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        begin = time.perf_counter()
        subprocess.run(  # noqa: S603 - our own interpreter and module
            [
                sys.executable,
                "-m",
                "cli.main",
                "--data-dir",
                folder,
                "ingest",
                "--json",
                "--workers",
                str(workers),
                news,
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            env=os.environ | {"NEWSDESK_INDEX__CHROMA_LINGER_SECONDS": "0"},
        )
        seconds = time.perf_counter() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
