"""Data sets of a few lines, and one real run over the samples."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.main import app
from config.settings import Settings, load_settings
from evaluation.dataset import Dataset, Query
from evaluation.evaluating import evaluate
from evaluation.layouts import load_dataset
from evaluation.run import Excerpt, Ranked, Reply
from evaluation.summary import Summary
from tests.conftest import CACHE

Newsdesk = Callable[..., Any]  # what typer's runner returns has no public name
NOW = datetime(2026, 1, 20, 12, tzinfo=UTC)
SAMPLES = Path(str(files("samples")))

ARTICLES = (
    {
        "_id": "harbour",
        "title": "Harbour closed",
        "text": "The harbour of Calder was closed on Tuesday because of ice. Captain Ilse Brandt called it a pity.",
        "url": "https://courier.example/harbour",
        "published": "2026-01-06",
        "source": "The Courier",
    },
    {
        "_id": "harbour-copy",
        "title": "Harbour closed again",
        "text": "The harbour of Calder was closed on Tuesday because of ice. Captain Ilse Brandt called it a pity.",
        "url": "https://courier.example/harbour-copy",
        "published": "2026-01-07",
        "source": "The Courier",
    },
    {
        "_id": "bread",
        "title": "Bread dearer",
        "text": "A loaf of rye bread costs four crowns since Monday, said the bakers' guild.",
        "url": "https://gazette.example/bread",
        "published": "2026-01-05",
        "source": "The Gazette",
    },
)
QUERIES = (
    {"_id": "q1", "text": "Why was the harbour of Calder closed?", "asked": "2026-01-08", "answer": "ice"},
    {
        "_id": "q2",
        "text": "What does a loaf of rye bread cost?",
        "asked": "2026-01-08",
        "answer": "four crowns",
    },
    {
        "_id": "q3",
        "text": "Who won the chess title?",
        "asked": "2026-01-08",
        "answer": "Nobody",
        "kind": "absent",
    },
)
QRELS = "query-id\tcorpus-id\tscore\nq1\tharbour\t1\nq1\tharbour-copy\t1\nq2\tbread\t1\n"


def write_lines(path: Path, objects: Iterable[Mapping[str, object]]) -> None:
    path.write_text("".join(json.dumps(one) + "\n" for one in objects), encoding="utf-8")


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    """A data set of three articles, two of which are the same, and three questions."""
    folder = tmp_path / "small"
    folder.mkdir()
    write_lines(folder / "corpus.jsonl", ARTICLES)
    write_lines(folder / "queries.jsonl", QUERIES)
    (folder / "qrels.tsv").write_text(QRELS, encoding="utf-8")
    return folder


def dataset_of(
    qrels: Mapping[str, Mapping[str, int]], answers: Mapping[str, str | None] = {}, absent: Iterable[str] = ()
) -> Dataset:
    """A data set without files: present questions are those of `qrels` or `answers`."""
    present = [Query(id_, f"{id_}?", "present", answer=answers.get(id_)) for id_ in {**qrels, **answers}]
    rest = [Query(id_, f"{id_}?", "absent") for id_ in absent]
    return Dataset(Path("made"), "BEIR", (), (*present, *rest), qrels, {})


def ranking(*articles: str) -> Reply:
    return Reply(ranking=tuple(Ranked(article, 0.5) for article in articles))


def passages(*texts: str) -> Reply:
    return Reply(passages=tuple(Excerpt("a", text) for text in texts))


def answered(confidence: float, *quotes: str, article: str = "a", ms: float = 10.0) -> Reply:
    """An answer with these quotes; without any, a refusal."""
    return Reply(
        answer={
            "status": "answered" if quotes else "no_evidence",
            "confidence": confidence,
            "citations": [{"quote": quote, "article": article} for quote in quotes],
            "took_ms": {"total": ms},
        }
    )


@pytest.fixture(scope="session")
def cached_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings with a cache of this session, in which only the converted model is older."""
    folder = tmp_path_factory.mktemp("evaluation")
    (CACHE / "models").mkdir(parents=True, exist_ok=True)
    (folder / "cache").mkdir()
    (folder / "cache/models").symlink_to(CACHE / "models")
    return load_settings(
        data_dir=folder / "data", cache_dir=folder / "cache", index={"chroma_linger_seconds": 0}
    )


@dataclass(frozen=True)
class Evaluated:
    """A finished evaluation."""

    dataset: Dataset
    out: Path
    summary: Summary
    told: list[str]


@pytest.fixture(scope="session")
def samples(cached_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Evaluated:
    """The sample set, evaluated once."""
    dataset, out, told = load_dataset(SAMPLES), tmp_path_factory.mktemp("out"), []
    summary = evaluate(dataset, out, cached_settings, NOW, told.append)
    return Evaluated(dataset, out, summary, told)


@pytest.fixture
def evaluated(cached_settings: Settings, tmp_path: Path) -> Callable[..., Evaluated]:
    """Evaluate a data set's folder."""

    def run(folder: Path, **options: bool) -> Evaluated:
        dataset, out, told = load_dataset(folder), tmp_path / "out", []
        return Evaluated(
            dataset, out, evaluate(dataset, out, cached_settings, NOW, told.append, **options), told
        )

    return run


@pytest.fixture
def newsdesk(settings: Settings, cached_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Newsdesk:
    """Run a command in this process; its library is the test's own, its cache that of the session."""
    monkeypatch.setenv("NEWSDESK_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("NEWSDESK_CACHE_DIR", str(cached_settings.cache_dir))
    monkeypatch.setenv("NEWSDESK_INDEX__CHROMA_LINGER_SECONDS", "0")
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *arguments, **more: CliRunner().invoke(app, ["eval", *map(str, arguments)], **more)
