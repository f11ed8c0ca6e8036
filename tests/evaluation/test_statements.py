"""How well statements are found is counted sentence by sentence, against labels."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from config.errors import InputError
from evaluation.statements import figures, halves, judge_folder

SAMPLES = Path(__file__).parents[2] / "samples"
TEXT = (
    "“We are closed,” Ada Quist said. Bo Lind laughed. The ice is thick, said Ines Ling. It snowed on Monday."
)
LABELS = [
    ("“We are closed,” Ada Quist said.", "Ada Quist", "direct"),
    ("Bo Lind laughed.", "Bo Lind", "reported"),  # missed
    ("The ice is thick, said Ines Ling.", "Bo Lind", "direct"),  # found, but as another's, and reported
    ("It snowed on Monday.", None, None),
]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "articles").mkdir()
    for id_ in ("a", "b"):
        article = {"_id": id_, "title": "Ice", "text": TEXT, "language": "en"}
        (tmp_path / "articles" / f"{id_}.json").write_text(json.dumps(article))
    lines = [
        {"article": id_, "sentence": sentence, "speaker": speaker, "kind": kind}
        for id_ in ("a", "b")
        for sentence, speaker, kind in LABELS
    ]
    (tmp_path / "statements.jsonl").write_text("\n".join(map(json.dumps, lines)))
    return tmp_path


def test_figures_are_shares_of_sentences(folder, settings):
    counted = figures(judge_folder(folder, settings.ingest))
    assert counted.sentences == 8
    assert (counted.precision, counted.recall) == (1.0, pytest.approx(2 / 3))
    assert counted.f1 == pytest.approx(0.8)
    assert (counted.kind, counted.speaker) == (0.5, 0.5)
    assert counted.recall_by_kind == {"direct": 1.0, "reported": 0.0}


def test_the_halves_share_no_article(folder, settings):
    learned, others = halves(judge_folder(folder, settings.ingest))
    assert {one.label.article for one in learned} == {"a"}
    assert {one.label.article for one in others} == {"b"}


def test_the_command_shows_the_table_and_what_was_read_wrongly(folder, settings, monkeypatch):
    monkeypatch.setenv("NEWSDESK_DATA_DIR", str(settings.data_dir))
    shown = CliRunner().invoke(app, ["eval", "statements", str(folder), "--faults"]).output
    assert "0.800" in shown
    assert "a: Bo Lind laughed.\n  found nobody; labelled Bo Lind, reported" in shown


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"article": "a", "sentence": "Not there.", "speaker": null, "kind": null}', "No article a holds"),
        ('{"article": "a"}', "statements.jsonl:1: Field required"),
    ],
)
def test_a_wrong_label_is_named(folder, settings, line, told):
    (folder / "statements.jsonl").write_text(line)
    with pytest.raises(InputError, match=told):
        judge_folder(folder, settings.ingest)


def test_a_folder_without_labels_is_refused(tmp_path, settings):
    with pytest.raises(InputError, match=r"holds no statements\.jsonl"):
        judge_folder(tmp_path, settings.ingest)


def test_the_samples_statements_are_found(settings):
    """A guard against rules that get worse: docs/evaluation.md has the figures."""
    counted = figures(judge_folder(SAMPLES, settings.ingest))
    assert counted.sentences == 503
    assert min(counted.precision, counted.recall, counted.kind, counted.speaker) > 0.96
