"""Reading data sets: the BEIR layout, the layout of the sample questions, and MultiHop-RAG's.

BEIR         queries.jsonl, qrels.tsv (or qrels/test.tsv), corpus.jsonl (or none: the user's own library)
samples      questions.jsonl, which name their articles, and a folder articles/
MultiHop-RAG MultiHopRAG.json and corpus.json
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from config.errors import InputError
from evaluation.dataset import Dataset, Grades, Query, moment_asked
from evaluation.lines import BeirQuery, MultiHopQuery, SampleQuestion
from ingest.identity import canonical_url, identify

Line = TypeVar("Line", bound=BaseModel)

_LAYOUTS = (
    "queries.jsonl and qrels.tsv, or questions.jsonl and articles/, or MultiHopRAG.json and corpus.json"
)
_UNJUDGED = "It has no kind, and no article is named for it."


def load_dataset(folder: Path) -> Dataset:
    """Read a data set. Raises InputError saying what is missing or wrong, and where."""
    if (folder / "queries.jsonl").is_file():
        return _beir(folder)
    if (folder / "questions.jsonl").is_file():
        return _samples(folder)
    if (folder / "MultiHopRAG.json").is_file():
        return _multihop(folder)
    raise InputError(f"{folder} is no data set: it holds none of these: {_LAYOUTS}.")


def _beir(folder: Path) -> Dataset:
    qrels = _qrels(folder)
    queries, left_out = [], {}
    for line in _lines(folder / "queries.jsonl", BeirQuery):
        kind = line.kind or ("present" if line.id in qrels else None)
        if kind is None:
            left_out[line.id] = _UNJUDGED
            continue
        asked = moment_asked(line.asked) if line.asked else None
        queries.append(Query(line.id, line.text, kind, asked, line.answer or None))
    corpus = folder / "corpus.jsonl"
    inputs = (corpus,) if corpus.exists() else ()
    return _dataset(folder, "BEIR", inputs, queries, qrels, left_out)


def _samples(folder: Path) -> Dataset:
    questions = list(_lines(folder / "questions.jsonl", SampleQuestion))
    queries = [
        Query(line.id, line.text, line.kind, moment_asked(line.asked) if line.asked else None, line.answer)
        for line in questions
    ]
    qrels = {line.id: dict.fromkeys(line.articles, 1) for line in questions if line.articles}
    return _dataset(folder, "samples", (folder / "articles",), queries, qrels, {})


def _multihop(folder: Path) -> Dataset:
    """Its questions have no ids and no dates; only answers to inference queries stand in the text."""
    queries, qrels = [], {}
    for number, line in enumerate(_listed(folder / "MultiHopRAG.json", MultiHopQuery), 1):
        id_ = f"q{number:04}"
        is_absent = line.question_type == "null_query"
        gold = line.answer if line.question_type == "inference_query" else None
        queries.append(Query(id_, line.query, "absent" if is_absent else "present", answer=gold))
        if not is_absent:
            qrels[id_] = {_id_of(evidence.url): 1 for evidence in line.evidence_list}
    return _dataset(folder, "MultiHop-RAG", (folder / "corpus.json",), queries, qrels, {})


def _id_of(url: str) -> str:
    """The id that ingest gives an article which came with nothing but its address."""
    return identify("", canonical_url(url), url)[1]


def _dataset(
    folder: Path,
    layout: str,
    inputs: tuple[Path, ...],
    queries: list[Query],
    qrels: Mapping[str, Grades],
    left_out: Mapping[str, str],
) -> Dataset:
    [(id_, times)] = Counter(query.id for query in queries).most_common(1) or [("", 0)]
    if times > 1:
        raise InputError(f"{folder} has several questions with the id {id_}. Give each its own.")
    if not queries:
        raise InputError(f"{folder} holds no question that could be evaluated.")
    return Dataset(folder, layout, inputs, tuple(queries), qrels, left_out)


def _qrels(folder: Path) -> dict[str, dict[str, int]]:
    """Grades by query and article. Raises InputError naming the line."""
    path = next((path for path in (folder / "qrels.tsv", folder / "qrels/test.tsv") if path.is_file()), None)
    if path is None:
        raise InputError(f"{folder} has no qrels.tsv, which says what articles answer its queries.")
    qrels: dict[str, dict[str, int]] = {}
    for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        fields = row.split("\t")
        if not row.strip() or (number == 1 and not fields[-1].lstrip("-").isdigit()):
            continue
        try:
            query, article, grade = fields[0], fields[-2], int(fields[-1])
        except (IndexError, ValueError) as exc:
            raise InputError(
                f"{path}:{number}: expected query, article and grade with tabs between."
            ) from exc
        qrels.setdefault(query, {})[article] = grade
    return qrels


def _lines(path: Path, of: type[Line]) -> Iterator[Line]:
    """The lines of a JSON Lines file. Raises InputError naming the line that is wrong."""
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                try:
                    yield of.model_validate_json(line)
                except ValidationError as exc:
                    raise InputError(f"{path}:{number}: {_first_fault(exc)}") from exc


def _listed(path: Path, of: type[Line]) -> list[Line]:
    """The objects of a JSON list. Raises InputError."""
    from pydantic import TypeAdapter

    try:
        return TypeAdapter(list[of]).validate_json(path.read_bytes())  # type: ignore[valid-type]
    except ValidationError as exc:
        raise InputError(f"{path}: {_first_fault(exc)}") from exc


def _first_fault(exc: ValidationError) -> str:
    error = exc.errors(include_url=False)[0]
    where = ".".join(str(part) for part in error["loc"])
    return f"{where or 'the line'}: {error['msg']}"
