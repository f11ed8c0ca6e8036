"""The articles of a data set as it holds them: what quotes are checked against."""

import json
from collections.abc import Collection, Iterator
from pathlib import Path

from config.settings import Settings
from evaluation.dataset import Dataset
from evaluation.reading import Reading
from evaluation.run import Run
from index.articles import Article
from index.searchable import SearchableLibrary


def cited_texts(dataset: Dataset, run: Run, settings: Settings) -> dict[str, str] | None:
    """Title and text of every article that an answer of the run cites, by id.

    None where the run asked a library that is not the one of the settings: it holds none of them.
    """
    ids = {
        citation["article"]
        for reply in run.values()
        for citation in (reply.answer or {}).get("citations", ())
    }
    if not dataset.inputs:
        return dict(_stored(settings, ids)) or (None if ids else {})
    corpus = dataset.inputs[0]
    pairs = _in_lines(corpus) if dataset.layout == "BEIR" else _read(dataset, settings)
    return {id_: text for id_, text in pairs if id_ in ids}


def _in_lines(corpus: Path) -> Iterator[tuple[str, str]]:
    """Straight from the file, so that nothing that ingest does to a text can hide in the check."""
    with corpus.open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                article = json.loads(line)
                yield str(article.get("_id")), f"{article.get('title') or ''} {article.get('text') or ''}"


def _read(dataset: Dataset, settings: Settings) -> Iterator[tuple[str, str]]:
    """As the readers give it: pages have no plain text of their own."""
    for item in Reading(dataset.inputs, settings.ingest).articles():
        if isinstance(item, Article):
            yield item.id, f"{item.title} {item.text}"


def _stored(settings: Settings, ids: Collection[str]) -> Iterator[tuple[str, str]]:
    with SearchableLibrary(settings) as own:
        for id_ in ids:
            if stored := own.library.article(id_):
                yield id_, f"{stored.article.title} {stored.article.text}"
