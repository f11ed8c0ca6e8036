"""Measures one library in a process of its own, as a bot would have it: `bench/scale.py` starts it.

    python bench/measuring.py LIBRARY QUERIES [--questions 100]

Prints one JSON object: seconds to open and to answer first, memory, and milliseconds (median, 95th percentile) of
answers by stage, of answers within restrictions, and of what else asks a library. Adds a few articles to it.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

import numpy as np
import psutil
from answer_times import Query, Times, answer_times, query, times
from timing import chroma_server

from answer.desk import Desk
from answer.digest import digest
from answer.speeches import statements_of
from answer.watching import Lookout
from config.settings import load_settings
from index.articles import Article
from index.checking import check
from index.restriction import Restriction, Window
from index.searchable import SearchableLibrary
from index.stored import IndexedArticle, Span

_AT_ONCE = 4
_WAIT_SECONDS = 600
_ARRIVING = 10  # articles of the ingest after which the indexes catch up
_TIMES = 5  # that each thing other than an answer is done
_MIB = 1 << 20


def main() -> None:
    """Measure, and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--questions", type=int, default=100)
    given = parser.parse_args()
    queries = [query(json.loads(line)) for line in given.queries.open()]
    queries = queries[:: max(1, len(queries) // given.questions)]
    settings = load_settings(data_dir=given.library, search={"vector_wait_seconds": _WAIT_SECONDS})
    begin = perf_counter()
    library = SearchableLibrary(settings)
    opened = perf_counter()
    Desk(library, settings.answer).ask(queries[0].text, asked=queries[0].asked)
    ready = perf_counter()
    try:
        found = {
            "passages": library.library.status().passages,
            "articles": library.library.count()[0],
            "seconds": {"open": opened - begin, "first answer": ready - opened},
            "one by one": _shown(answer_times(library, queries)),
            f"{_AT_ONCE} at once": _shown(answer_times(library, queries, at_once=_AT_ONCE)),
            "restricted": {
                name: _shown({"total": answer_times(library, queries, within)["total"]})["total"]
                for name, within in _restrictions(library).items()
            },
            "others": _shown(_others(library, queries)),
            "mib": _memory(library),
            "check seconds": _seconds(lambda: check(library)),
            "catch-up seconds": _catch_up(library),
        }
    finally:
        library.close(stop_server_if_last=True)
    json.dump(found, sys.stdout, indent=1)


def _shown(measured: dict[str, Times]) -> dict[str, dict[str, float]]:
    return {name: {key: round(ms, 1) for key, ms in asdict(one).items()} for name, one in measured.items()}


def _restrictions(library: SearchableLibrary) -> dict[str, Restriction]:
    """A half, a tenth and little of the library."""
    last = datetime.fromisoformat(library.library.count()[2] or "2026-01-01").replace(tzinfo=UTC)
    newest = library.library.articles(limit=1)[0].article.outlet or ""
    return {
        "outlet": Restriction(outlets=(newest,)),
        "language": Restriction(languages=("de",)),
        "since a year": Restriction(Window(last - timedelta(days=365), None)),
        "until a year ago": Restriction(Window(None, last - timedelta(days=365))),
        "one month": Restriction(Window(last - timedelta(days=430), last - timedelta(days=400))),
        "one day": Restriction(Window(last - timedelta(days=401), last - timedelta(days=400))),
    }


def _others(library: SearchableLibrary, queries: Sequence[Query]) -> dict[str, Times]:
    """What else asks a library."""
    asked = max(one.asked for one in queries)
    numbers = {stored.number for stored in library.library.articles(limit=50)}
    lookout = Lookout(library, library.settings.answer)
    several = queries[:_TIMES]
    return {
        "quotes of Trump about tariffs": _repeated(lambda: statements_of(library, "Trump", "tariffs")),
        "quotes of nobody": _repeated(lambda: statements_of(library, "Xyzzyus")),
        "digest of a week": times(
            [_ms(lambda one=one: digest(library, one.text, asked=asked)) for one in several]
        ),
        "look of a watch": times(
            [
                _ms(lambda one=one: lookout.news(one.text, asked=one.asked, articles=numbers, told=()))
                for one in several
            ]
        ),
        "what Trump said about tariffs": _repeated(
            lambda: Desk(library, library.settings.answer).ask(
                "What did Trump say about tariffs?", asked=asked
            )
        ),
        "articles": _repeated(lambda: library.library.articles(limit=50)),
        "articles of an outlet": _repeated(
            lambda: library.library.articles(Restriction(outlets=("cnn.com",)), limit=50)
        ),
        "outlets": _repeated(library.library.outlets),
        "status": _repeated(library.library.status),
    }


def _repeated(call: Callable[[], object]) -> Times:
    return times([_ms(call) for _ in range(_TIMES)])


def _ms(call: Callable[[], object]) -> float:
    return _seconds(call) * 1000


def _seconds(call: Callable[[], object]) -> float:
    begin = perf_counter()
    call()
    return perf_counter() - begin


def _memory(library: SearchableLibrary) -> dict[str, int]:
    """Resident memory of this process and of Chroma's server."""
    return {
        "newsdesk": psutil.Process().memory_info().rss // _MIB,
        "chroma": chroma_server(library).memory_info().rss // _MIB,
    }


def _catch_up(library: SearchableLibrary) -> dict[str, float]:
    """Store a few articles, whose vectors are made up, and let the indexes follow."""
    chance = np.random.default_rng(time.time_ns())
    arriving = []
    for stored in library.library.articles(limit=_ARRIVING, offset=_ARRIVING):
        id_ = f"{stored.article.id}-{chance.integers(1 << 40)}"
        text = " ".join(chance.permutation(stored.article.text.split()).tolist())
        vector = chance.standard_normal((1, library.embedder.identity.dimensions), dtype=np.float32)
        article = Article(f"id:{id_}", id_, stored.article.title, text, published=stored.article.published)
        arriving.append(
            IndexedArticle(article, (Span(0, min(1000, len(text))),), vector / np.linalg.norm(vector))
        )
    return {"store": _seconds(lambda: library.put(arriving)), "follow": _seconds(library.follow)}


if __name__ == "__main__":
    main()
