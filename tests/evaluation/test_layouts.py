"""Reading data sets, each layout and each mistake."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from config.errors import InputError
from config.sections import IngestSettings
from evaluation.dataset import moment_asked
from evaluation.layouts import load_dataset
from evaluation.reading import Reading
from index.articles import Article
from tests.evaluation.conftest import SAMPLES, write_lines


def test_the_beir_layout_is_read(beir: Path) -> None:
    dataset = load_dataset(beir)
    assert [(query.id, query.kind) for query in dataset.queries] == [
        ("q1", "present"),
        ("q2", "present"),
        ("q3", "absent"),
    ]
    assert dataset.wanted("q1") == ("harbour", "harbour-copy")
    assert dataset.queries[0].answer == "ice"
    assert dataset.inputs == (beir / "corpus.jsonl",)


def test_grades_come_from_a_qrels_folder_too_and_the_best_article_first(beir: Path) -> None:
    (beir / "qrels").mkdir()
    (beir / "qrels.tsv").unlink()
    (beir / "qrels/test.tsv").write_text("q1\tharbour\t1\nq1\tbread\t2\nq2\tbread\t0\n")
    dataset = load_dataset(beir)
    assert dataset.wanted("q1") == ("bread", "harbour")
    assert dataset.wanted("q2") == ()


def test_a_question_without_kind_and_judgement_is_left_out_and_named(beir: Path) -> None:
    with (beir / "queries.jsonl").open("a") as file:
        file.write('{"_id": "q4", "text": "Unjudged?"}\n')
    dataset = load_dataset(beir)
    assert "q4" in dataset.left_out
    assert "q4" not in [query.id for query in dataset.queries]


def test_without_a_corpus_the_library_is_asked(beir: Path) -> None:
    (beir / "corpus.jsonl").unlink()
    assert load_dataset(beir).inputs == ()


def test_the_layout_of_the_samples_is_read() -> None:
    dataset = load_dataset(SAMPLES)
    assert len(dataset.queries) == 61
    assert "courier-merz-ceasefire" in dataset.wanted("s01")
    assert dataset.inputs == (SAMPLES / "articles",)


def test_the_layout_of_multihop_rag_is_read_and_its_evidence_is_that_of_ingest(tmp_path: Path) -> None:
    url = "https://News.example/a?utm_source=x&id=1#top"
    article = {
        "title": "T",
        "author": "A",
        "source": "S",
        "published_at": "2023-11-27T08:00:00+00:00",
        "category": "c",
        "url": url,
        "body": "Words of the article.",
    }
    evidence = [{"title": "T", "url": url, "fact": "f"}]
    questions = [
        {
            "query": "Who?",
            "answer": "Ada Byron",
            "question_type": "inference_query",
            "evidence_list": evidence,
        },
        {"query": "Is it?", "answer": "Yes", "question_type": "comparison_query", "evidence_list": evidence},
        {"query": "What?", "answer": "Insufficient information.", "question_type": "null_query"},
    ]
    (tmp_path / "corpus.json").write_text(json.dumps([article]))
    (tmp_path / "MultiHopRAG.json").write_text(json.dumps(questions))
    dataset = load_dataset(tmp_path)
    read = [
        item for item in Reading(dataset.inputs, IngestSettings()).articles() if isinstance(item, Article)
    ]
    assert [query.kind for query in dataset.queries] == ["present", "present", "absent"]
    assert [query.answer for query in dataset.queries] == ["Ada Byron", None, None]  # a yes stands nowhere
    assert dataset.wanted("q0001") == (read[0].id,)
    assert (read[0].outlet, read[0].published) == ("S", "2023-11-27T08:00:00+00:00")


@pytest.mark.parametrize(
    ("given", "moment"),
    [
        ("2026-01-06", datetime(2026, 1, 6, 23, 59, 59, tzinfo=UTC)),
        ("2026-01-06T14:00", datetime(2026, 1, 6, 14, tzinfo=UTC)),
        ("2026-01-06T14:00+01:00", datetime(2026, 1, 6, 14, tzinfo=timezone(timedelta(hours=1)))),
    ],
)
def test_a_date_alone_is_the_end_of_that_day(given: str, moment: datetime) -> None:
    assert moment_asked(given) == moment


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('{"_id": "q1"}', "queries.jsonl:1: text"),
        ('{"_id": "a b", "text": "Two words?"}', "white space"),
        ('{"_id": "q1", "text": "When?", "asked": "yesterday"}', "asked"),
        ('{"_id": "q1", "text": "Kind?", "kind": "maybe"}', "kind"),
        ('{"_id": "q1", "text"', "queries.jsonl:1"),
        ('{"_id": "q1", "text": "A?"}\n{"_id": "q1", "text": "B?"}', "several questions with the id q1"),
    ],
)
def test_what_is_wrong_with_a_question_is_named(beir: Path, line: str, complaint: str) -> None:
    (beir / "queries.jsonl").write_text(line + "\n")
    with pytest.raises(InputError, match=complaint):
        load_dataset(beir)


@pytest.mark.parametrize("row", ["q1\tharbour\tmuch", "q1 harbour 1"])
def test_a_broken_line_of_the_qrels_is_named(beir: Path, row: str) -> None:
    (beir / "qrels.tsv").write_text(f"query-id\tcorpus-id\tscore\n{row}\n")
    with pytest.raises(InputError, match=r"qrels.tsv:2"):
        load_dataset(beir)


def test_a_folder_that_holds_no_data_set_says_what_one_is(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"queries\.jsonl"):
        load_dataset(tmp_path)
    write_lines(tmp_path / "queries.jsonl", [])
    with pytest.raises(InputError, match=r"qrels\.tsv"):
        load_dataset(tmp_path)
    (tmp_path / "qrels.tsv").touch()
    with pytest.raises(InputError, match="no question"):
        load_dataset(tmp_path)
