"""A run: what was found and answered for each question of a data set, and its files.

run.trec        QUERY Q0 ARTICLE RANK SCORE newsdesk, every article once a question, 50 deep
passages.jsonl  {"query", "passages": [{"article", "text"}...]}, best first
answers.jsonl   the object of `newsdesk ask --json` with "query" (other systems' runs may lack the file)
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.errors import InputError

RUN, PASSAGES, ANSWERS = "run.trec", "passages.jsonl", "answers.jsonl"


@dataclass(frozen=True, slots=True)
class Ranked:
    """An article in a ranking, with the score that put it there."""

    article: str
    score: float


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage that was found."""

    article: str
    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What one question got. `answer` is the object of `newsdesk ask --json`; None where nothing was asked."""

    ranking: tuple[Ranked, ...] = ()
    passages: tuple[Excerpt, ...] = ()
    answer: Mapping[str, Any] | None = None


Run = Mapping[str, Reply]  # by query


def write_run(run: Run, folder: Path) -> None:
    """Write the three files, each at once or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    ranked = (
        f"{query} Q0 {one.article} {rank} {one.score:.6f} newsdesk"
        for query, reply in run.items()
        for rank, one in enumerate(reply.ranking, 1)
    )
    _write(folder / RUN, ranked)
    passages = (
        {"query": query, "passages": [{"article": p.article, "text": p.text} for p in reply.passages]}
        for query, reply in run.items()
    )
    _write(folder / PASSAGES, (json.dumps(line, ensure_ascii=False) for line in passages))
    answers = ({"query": query, **reply.answer} for query, reply in run.items() if reply.answer is not None)
    _write(folder / ANSWERS, (json.dumps(line, ensure_ascii=False) for line in answers))


def read_run(folder: Path) -> dict[str, Reply]:
    """Read a run of newsdesk's, or of any system that writes the first two files. Raises InputError."""
    try:
        rankings = _rankings((folder / RUN).read_text(encoding="utf-8"))
        passages = {line["query"]: line["passages"] for line in _objects(folder / PASSAGES)}
        has_answers = (folder / ANSWERS).exists()
        answers = {line["query"]: line for line in _objects(folder / ANSWERS)} if has_answers else {}
    except FileNotFoundError as exc:
        raise InputError(f"{folder} holds no run: {Path(exc.filename).name} is missing.") from exc
    except (ValueError, KeyError, TypeError) as exc:
        raise InputError(f"The run in {folder} is broken: {exc}.") from exc
    return {
        query: Reply(
            rankings.get(query, ()),
            tuple(Excerpt(p["article"], p["text"]) for p in passages.get(query, ())),
            answers.get(query),
        )
        for query in {**rankings, **passages, **answers}
    }


def _rankings(text: str) -> dict[str, tuple[Ranked, ...]]:
    """Rankings by query, ordered by their ranks."""
    ranked: dict[str, list[tuple[int, Ranked]]] = {}
    for row in text.splitlines():
        query, _, rest = row.split(maxsplit=2)
        article, rank, score, _ = rest.rsplit(maxsplit=3)  # ids of articles may hold spaces
        ranked.setdefault(query, []).append((int(rank), Ranked(article, float(score))))
    return {
        query: tuple(one for _, one in sorted(some, key=lambda pair: pair[0]))
        for query, some in ranked.items()
    }


def _objects(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def _write(path: Path, lines: Iterable[str]) -> None:
    part = path.with_name(f"{path.name}.part")
    with part.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
    part.replace(path)
