"""Comparing two runs that were made by hand."""

import json
from pathlib import Path

import pytest

from config.errors import InputError, UsageError
from config.settings import Settings
from evaluation.comparing import as_json, compare
from evaluation.run import write_run
from tests.evaluation.conftest import answered, ranking


@pytest.fixture
def runs(beir: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A run that finds the answer to q2 first, and one that finds that to q1 first and refuses q3."""
    before, after = tmp_path / "a", tmp_path / "b"
    write_run({"q1": ranking("bread", "harbour"), "q2": ranking("bread")}, before)
    (before / "answers.jsonl").unlink()
    write_run({"q1": ranking("harbour"), "q2": ranking("harbour", "bread"), "q3": answered(0.1)}, after)
    (after / "report.json").write_text(json.dumps({"dataset": {"path": str(beir)}}))
    return before, after


def test_runs_are_compared_measure_by_measure(runs: tuple[Path, Path], settings: Settings) -> None:
    found = compare(*runs, settings)
    by_name = {one.name: one for one in found.differences}
    assert (by_name["hit@1"].before, by_name["hit@1"].after, by_name["hit@1"].p) == (0.5, 0.5, 1)
    assert by_name["mrr@10"].gain == 0
    assert "refused" not in by_name  # the first run has no answers


def test_questions_that_flipped_are_named(runs: tuple[Path, Path], settings: Settings) -> None:
    flips = {one.name: (one.gained, one.lost) for one in compare(*runs, settings).flips}
    assert flips["hit@1"] == (("q1",), ("q2",))
    assert flips["hit@10"] == ((), ())


def test_the_comparison_can_be_printed_as_an_object(runs: tuple[Path, Path], settings: Settings) -> None:
    printed = json.loads(json.dumps(as_json(compare(*runs, settings))))
    assert printed["flips"]["hit@1"] == {"gained": ["q1"], "lost": ["q2"]}
    assert set(printed["differences"]["hit@1"]) == {"before", "after", "difference", "p"}


def test_the_data_set_of_runs_without_reports_must_be_named(
    runs: tuple[Path, Path], beir: Path, settings: Settings
) -> None:
    (runs[1] / "report.json").unlink()
    with pytest.raises(UsageError, match="--dataset"):
        compare(*runs, settings)
    assert compare(*runs, settings, beir).differences


def test_runs_on_different_data_sets_are_not_compared(runs: tuple[Path, Path], settings: Settings) -> None:
    (runs[0] / "report.json").write_text(json.dumps({"dataset": {"path": "/elsewhere"}}))
    with pytest.raises(UsageError, match="/elsewhere"):
        compare(*runs, settings)


def test_a_folder_without_a_run_is_named(runs: tuple[Path, Path], tmp_path: Path, settings: Settings) -> None:
    with pytest.raises(InputError, match="nowhere holds no run"):
        compare(tmp_path / "nowhere", runs[1], settings)


def test_a_report_of_something_else_is_refused(runs: tuple[Path, Path], settings: Settings) -> None:
    (runs[0] / "report.json").write_text("{}")
    with pytest.raises(UsageError, match="no report"):
        compare(*runs, settings)
