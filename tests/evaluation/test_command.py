"""`newsdesk eval` as a person types it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from config.errors import ConfigurationError, UsageError
from evaluation.layouts import load_dataset
from index.articles import Article
from index.searchable import SearchableLibrary
from tests.evaluation.conftest import Newsdesk


def test_a_data_set_is_evaluated_without_naming_the_command(
    newsdesk: Newsdesk, beir: Path, tmp_path: Path
) -> None:
    result = newsdesk(beir, "--out", tmp_path / "out", "--fail-under", "mrr@10=0.9")
    assert result.exit_code == 0, result.output
    assert "mrr@10" in result.stdout
    assert (tmp_path / "out/report.html").exists()
    assert newsdesk("--out", tmp_path / "out", beir).exit_code == 0


def test_a_broken_bound_is_named_and_ends_with_one(newsdesk: Newsdesk, beir: Path, tmp_path: Path) -> None:
    result = newsdesk(
        "run", beir, "--out", tmp_path / "out", "--fail-over", "mrr@10=0.5", "--fail-under", "hit@1=0.5"
    )
    assert result.exit_code == 1
    assert "mrr@10 is 1.000, above 0.5." in result.stderr
    assert "hit@1 is" not in result.stderr


def test_a_wrong_bound_is_told_before_anything_is_indexed(
    newsdesk: Newsdesk, beir: Path, tmp_path: Path
) -> None:
    result = newsdesk(beir, "--out", tmp_path / "out", "--fail-under", "accuracy=1")
    assert isinstance(result.exception, UsageError)
    assert not (tmp_path / "out").exists()


def test_two_runs_are_compared(newsdesk: Newsdesk, beir: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert newsdesk(beir, "--out", tmp_path / name).exit_code == 0
    run = (tmp_path / "b/run.trec").read_text().replace(" bread ", " rye ")
    (tmp_path / "b/run.trec").write_text(run)
    shown = newsdesk("compare", tmp_path / "a", tmp_path / "b").stdout
    assert "hit@1 lost by 1:\n  q2  What does a loaf of rye bread cost?" in shown
    printed = json.loads(newsdesk("compare", tmp_path / "a", tmp_path / "b", "--json").stdout)
    assert printed["differences"]["hit@1"]["difference"] == -0.5


def test_a_sweep_shows_a_line_for_each_combination(newsdesk: Newsdesk, beir: Path, tmp_path: Path) -> None:
    result = newsdesk("sweep", beir, "--out", tmp_path, "--vary", "search.recency_weight=0,1")
    assert result.exit_code == 0, result.output
    assert result.stdout.count("search.recency_weight=") == 2


@pytest.fixture
def filled(library: SearchableLibrary, make_article: Callable[..., Article]) -> None:
    articles = [
        make_article("h", "The harbour was closed because of ice."),
        make_article("b", "Rye bread is dear."),
    ]
    library.put(library.prepare(articles))
    library.follow()


@pytest.mark.usefixtures("filled")
def test_questions_are_labelled_in_the_terminal(newsdesk: Newsdesk, tmp_path: Path) -> None:
    typed = "Why was the harbour closed?\n9\n1\nsnow\nice\nWho won?\nn\nSkipped?\ns\n\n"
    result = newsdesk("label", tmp_path / "own", "--asked", "2026-01-08", "--with-corpus", input=typed)
    assert result.exit_code == 0, result.output
    assert "Type numbers from 1 to 2" in result.stderr
    assert "stand in none" in result.stderr
    dataset = load_dataset(tmp_path / "own")
    assert [(query.text, query.kind, query.answer) for query in dataset.queries] == [
        ("Why was the harbour closed?", "present", "ice"),
        ("Who won?", "absent", None),
    ]
    assert dataset.wanted("t0001") == ("h",)
    assert "Copied 2 articles" in result.stdout


@pytest.mark.usefixtures("filled")
def test_one_question_can_be_given_with_the_command(newsdesk: Newsdesk, tmp_path: Path) -> None:
    result = newsdesk("label", tmp_path / "own", "What is dear?", input="1 2\n\n")
    assert result.exit_code == 0, result.output
    assert set(load_dataset(tmp_path / "own").wanted("t0001")) == {"b", "h"}


def test_what_only_evaluations_need_is_asked_for(
    newsdesk: Newsdesk, beir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cli.evaluating.find_spec", lambda name: None if name == "matplotlib" else name)
    result = newsdesk(beir, "--out", tmp_path / "out")
    assert isinstance(result.exception, ConfigurationError)
    assert "newsdesk[evaluation]" in str(result.exception)
