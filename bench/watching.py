"""How well a watch tells which new articles answer its question, on a data set with judged articles.

    python bench/watching.py LIBRARY DATASET [--questions 120]

LIBRARY is a data directory into which DATASET/corpus.jsonl was ingested. For each question, its relevant articles,
the five likest others and five at random are taken for new in turn, each alone. The likest others may answer as
well: nobody has judged them.
"""

import argparse
import json
import random
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from answer.watching import Lookout
from config.settings import load_settings
from index.searchable import SearchableLibrary

_OTHERS = 5
_SEED = 1


def main() -> None:
    """Print, for each kind of article, how many were told of."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path)
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--questions", type=int, default=120)
    given = parser.parse_args()
    chance = random.Random(_SEED)  # noqa: S311 - a sample, no secret
    queries = [json.loads(line) for line in (given.dataset / "queries.jsonl").open()]
    chance.shuffle(queries)
    settings = load_settings(data_dir=given.library, search={"vector_wait_seconds": 60})
    tried: Counter[str] = Counter()
    told: Counter[str] = Counter()
    found_any, took = [], []
    with SearchableLibrary(settings) as library:
        lookout = Lookout(library, settings.answer)
        relevant = _relevant(given.dataset)
        for query in queries[: given.questions]:
            asked = datetime.fromisoformat(query["asked"]).replace(tzinfo=UTC)
            hits = []
            for kind, article in _articles(library, query, asked, relevant[query["_id"]], chance):
                begin = time.perf_counter()
                news = lookout.news(query["text"], asked=asked, articles={article}, told=())
                took.append((time.perf_counter() - begin) * 1000)
                tried[kind] += 1
                told[kind] += bool(news)
                hits += [bool(news)] if kind == "relevant" else []
            found_any += [any(hits)] if hits else []
    for kind, number in tried.items():
        print(f"{kind:10} {told[kind]:5} of {number:5}  {told[kind] / number:.1%}")
    print(f"a look takes {statistics.median(took):.0f} ms (median)")
    print(f"questions with a relevant article told: {sum(found_any) / len(found_any):.1%}")


def _relevant(dataset: Path) -> dict[str, set[str]]:
    relevant: dict[str, set[str]] = defaultdict(set)
    for line in (dataset / "qrels.tsv").read_text().splitlines()[1:]:
        query, article, score = line.split("\t")
        if int(score) > 0:
            relevant[query].add(article)
    return relevant


def _articles(
    library: SearchableLibrary, query: dict[str, str], asked: datetime, ids: set[str], chance: random.Random
) -> Iterator[tuple[str, int]]:
    """Each kind of article with its number."""
    hits = library.search(query["text"], asked=asked).hits
    likest = list(dict.fromkeys(hit.passage.article for hit in hits if hit.passage.article not in ids))
    everything = [stored.article.id for stored in library.library.articles(limit=100_000)]
    some = [id_ for id_ in chance.sample(everything, _OTHERS) if id_ not in ids]
    for kind, chosen in (("relevant", sorted(ids)), ("likest", likest[:_OTHERS]), ("random", some)):
        for id_ in chosen:
            if stored := library.library.article(id_):
                yield kind, stored.number


if __name__ == "__main__":
    main()
