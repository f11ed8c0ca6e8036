"""How far search in Milvus is from the local search: which passages are found, and how well their words fit.

    .venv/bin/python bench/engines_apart.py DATASET --questions 30

The data set is indexed as by `newsdesk eval`; what is indexed already is put into Milvus without embedding.
"""

import argparse
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from config.settings import Settings, load_settings
from evaluation.indexing import opened_corpus
from evaluation.layouts import load_dataset
from index.restriction import Restriction
from index.searchable import SearchableLibrary
from index.words import content_words

FOUND = 100


def on_milvus(settings: Settings) -> Settings:
    """The settings, with Milvus."""
    return settings.model_copy(update={"index": settings.index.model_copy(update={"engine": "milvus"})})


def found(library: SearchableLibrary, question: str) -> tuple[list[int], list[int]]:
    """The passages found by words and by meaning, best first."""
    by_words = library.keywords.search(question, FOUND, Restriction())
    vector = library.embedder.embed([question])[0]
    by_meaning = library.vectors.search(vector, FOUND, Restriction(), wait_seconds=600)
    return [id_ for id_, _ in by_words], [id_ for id_, _ in by_meaning or ()]


def compare(here: SearchableLibrary, there: SearchableLibrary, question: str) -> dict[str, list[float]]:
    """How far they are apart on a question, by what is compared."""
    told: dict[str, list[float]] = {}
    mine, theirs = found(here, question), found(there, question)
    for name, one, other in zip(("words", "meaning"), mine, theirs, strict=True):
        told[f"found by {name} in both"] = [len(set(one) & set(other)) / max(1, len(one))]
    numbers = {
        passage.id: passage.article_number
        for passage in here.library.passages(list({*mine[0], *mine[1]})).values()
    }
    fits, fit = here.keywords.match(question, numbers), there.keywords.match(question, numbers)
    for name in ("body", "titled", "whole"):
        scores = getattr(fits, name)
        told[f"score of {name}, there to here"] = [
            getattr(fit, name)[id_] / score for id_, score in scores.items() if score
        ]
    words = content_words(question)
    rarity, other_rarity = here.rarity(words), there.rarity(words)
    told["rarity, there to here"] = [other_rarity[word] / rarity[word] for word in rarity if rarity[word]]
    return told


def main(dataset: Path, questions: int) -> None:
    """Print it for so many questions of the data set, spread over it."""
    data = load_dataset(dataset)
    told: dict[str, list[float]] = {}
    with ExitStack() as stack:
        here, there = (
            stack.enter_context(opened_corpus(data, settings, print)).library
            for settings in (load_settings(), on_milvus(load_settings()))
        )
        here.follow()
        there.follow()
        every = max(1, len(data.queries) // questions)
        for query in list(data.queries)[::every][:questions]:
            for name, values in compare(here, there, query.text).items():
                told.setdefault(name, []).extend(values)
    for name, values in told.items():
        print(f"{name:32}  mean {np.mean(values):.4f}  {_spread(values)}")


def _spread(values: Iterable[float]) -> str:
    low, high = np.percentile(list(values), [5, 95])
    return f"5% to 95%: {low:.4f} to {high:.4f}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--questions", type=int, default=30)
    given = parser.parse_args()
    main(given.dataset, given.questions)
