"""A team's own questions: which articles of its library answer them, appended in the BEIR layout.

Without a corpus.jsonl such a set is asked of the library itself; with one it can be kept, shared and repeated.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.errors import InputError
from evaluation.layouts import load_dataset
from index.articles import Article
from index.library import Library
from index.search import Hit, rank_articles

_HEADER = "query-id\tcorpus-id\tscore\n"
_PAGE = 500


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question and the articles that answer it; none: it should be refused. `asked` is ISO 8601."""

    text: str
    asked: str
    articles: tuple[str, ...]
    answer: str | None = None


def best_by_article(hits: Sequence[Hit], limit: int) -> list[Hit]:
    """The best articles, each by its best passage."""
    best: dict[str, Hit] = {}
    for hit in hits:
        best.setdefault(hit.passage.article, hit)
    return [best[article] for article, _ in rank_articles(hits)[:limit]]


def append(folder: Path, labelled: Labelled, id_: str | None = None) -> str:
    """Add a question to the set in `folder`, which is created where missing; returns its id, else the next free."""
    folder.mkdir(parents=True, exist_ok=True)
    queries, qrels = folder / "queries.jsonl", folder / "qrels.tsv"
    id_ = id_ or _next_id(folder)
    line = {
        "_id": id_,
        "text": labelled.text,
        "asked": labelled.asked,
        "answer": labelled.answer,
        "kind": "present" if labelled.articles else "absent",
    }
    if not qrels.exists():
        qrels.write_text(_HEADER, encoding="utf-8")
    with qrels.open("a", encoding="utf-8") as file:  # first: a question without its articles would be wrong
        file.writelines(f"{id_}\t{article}\t1\n" for article in labelled.articles)
    with queries.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return id_


def copy_corpus(library: Library, folder: Path) -> int:
    """Append the library's articles that corpus.jsonl lacks; returns how many. Raises InputError."""
    path = folder / "corpus.jsonl"
    known = _known_ids(path)
    added = offset = 0
    folder.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        while page := library.articles(limit=_PAGE, offset=offset):
            offset += _PAGE
            lines = [_line(stored.article) for stored in page if stored.article.id not in known]
            file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
            added += len(lines)
    return added


def ids_in(folder: Path) -> frozenset[str]:
    """The ids of all questions of a set; none where there is no set yet. Raises InputError."""
    if not (folder / "queries.jsonl").exists():
        return frozenset()
    dataset = load_dataset(folder)
    return frozenset((*(query.id for query in dataset.queries), *dataset.left_out))


def _next_id(folder: Path) -> str:
    """The next free id, t0001 being the first."""
    numbers = [int(id_[1:]) for id_ in ids_in(folder) if id_.startswith("t") and id_[1:].isdigit()]
    return f"t{max(numbers, default=0) + 1:04}"


def _known_ids(path: Path) -> set[str]:
    if not path.exists():
        return set()
    try:
        with path.open(encoding="utf-8") as file:
            return {str(json.loads(line)["_id"]) for line in file if line.strip()}
    except (ValueError, KeyError, TypeError) as exc:
        raise InputError(f"{path} is broken: {exc!r}. Correct or delete it.") from exc


def _line(article: Article) -> dict[str, Any]:
    """The article as a line that ingest reads back."""
    return {
        "_id": article.id,
        "title": article.title,
        "text": article.text,
        "url": article.url,
        "published": article.published,
        "updated": article.updated,
        "authors": list(article.authors),
        "source": article.outlet,
        "language": article.language,
    }
