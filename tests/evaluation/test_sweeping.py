"""Varying settings, and bounds on measures."""

import json
from pathlib import Path

import pytest

from config.errors import UsageError
from config.settings import Settings
from evaluation.gate import bound
from evaluation.layouts import load_dataset
from evaluation.measures import mean, measure
from evaluation.sweeping import combinations, sweep, variation
from tests.evaluation.conftest import NOW


def test_all_combinations_are_tried(settings: Settings) -> None:
    given = [variation("search.recency_weight=0, 0.7"), variation("answer.max_quotes=2")]
    found = combinations(given, settings)
    assert list(found) == [
        "search.recency_weight=0,answer.max_quotes=2",
        "search.recency_weight=0.7,answer.max_quotes=2",
    ]
    assert [(s.search.recency_weight, s.answer.max_quotes) for s in found.values()] == [(0, 2), (0.7, 2)]
    assert settings.answer.max_quotes != 2


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ("search.recency_weight", "varies nothing"),
        ("search.recency_weight=", "varies nothing"),
        ("search.gravity=1", "no setting search.gravity"),
        ("cache_dir=/tmp", "no setting cache_dir"),
        ("answer.max_quotes=0", "greater than or equal to 1"),
        ("answer.max_quotes=many", "valid integer"),
    ],
)
def test_what_cannot_be_varied_is_named(settings: Settings, given: str, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        combinations([variation(given)], settings)


def test_a_sweep_keeps_each_run_and_gathers_the_measures(
    beir: Path, tmp_path: Path, cached_settings: Settings
) -> None:
    trials = combinations([variation("search.recency_weight=0,1")], cached_settings)
    told: list[str] = []
    done = list(sweep(load_dataset(beir), tmp_path / "s", trials, NOW, told.append))
    gathered = json.loads((tmp_path / "s/sweep.json").read_text())
    assert [trial.name for trial in done] == list(gathered) == list(trials)
    assert gathered["search.recency_weight=0"]["mrr@10"]["value"] == 1
    assert (tmp_path / "s/search.recency_weight=1/run.trec").exists()
    assert sum(line.startswith("Indexed") for line in told) <= 1  # one index serves all


MEASURES = {"mrr@10": measure("mrr@10", {"q": 0.7}, mean), "risk": measure("risk", {}, mean, lower=True)}


@pytest.mark.parametrize(
    ("given", "is_ceiling", "fault"),
    [
        ("mrr@10=0.7", False, None),
        ("mrr@10=0.75", False, "mrr@10 is 0.700, below 0.75."),
        ("mrr@10=0.75", True, None),
        ("mrr@10=0.5", True, "mrr@10 is 0.700, above 0.5."),
        ("risk=0.5", True, "risk cannot be measured on this run."),
        ("hit@1=0", False, "hit@1 cannot be measured on this run."),
    ],
)
def test_a_bound_says_how_it_is_broken(given: str, is_ceiling: bool, fault: str | None) -> None:
    assert bound(given, is_ceiling=is_ceiling).fault(MEASURES) == fault


@pytest.mark.parametrize("given", ["mrr=0.5", "mrr@10", "mrr@10=high"])
def test_what_is_no_bound_is_refused(given: str) -> None:
    with pytest.raises(UsageError):
        bound(given)
