"""Two runs on the same data set: what changed, whether chance explains it, and which questions flipped."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.errors import UsageError
from config.settings import Settings
from evaluation.chance import Difference, difference
from evaluation.dataset import Dataset
from evaluation.layouts import load_dataset
from evaluation.measures import Measure
from evaluation.run import read_run
from evaluation.scoring import score
from evaluation.summary import REPORT

FLIPPING = ("hit@1", "hit@10", "in_quotes", "answered", "refused")  # a question has it or has it not


@dataclass(frozen=True, slots=True)
class Flips:
    """The questions that gained a yes-or-no measure from the first run to the second, and those that lost it."""

    name: str
    gained: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs, measure by measure. Measures that one of them lacks are left out."""

    dataset: Dataset
    differences: tuple[Difference, ...]
    flips: tuple[Flips, ...]


def compare(first: Path, second: Path, settings: Settings, dataset: Path | None = None) -> Comparison:
    """Compare the runs in two folders, from `newsdesk eval` or any system that writes the same files.

    The data set is the one that their reports name, unless it is given. Raises UsageError and InputError.
    """
    data = load_dataset(dataset or _common_dataset(first, second))
    before, after = (score(data, read_run(folder), settings) for folder in (first, second))
    common = [name for name in before if name in after]
    return Comparison(
        data,
        tuple(difference(before[name], after[name]) for name in common),
        tuple(_flips(before[name], after[name]) for name in common if name in FLIPPING),
    )


def as_json(comparison: Comparison) -> dict[str, Any]:
    """The comparison as plain values."""
    return {
        "dataset": comparison.dataset.name,
        "differences": {
            one.name: {"before": one.before, "after": one.after, "difference": one.gain, "p": one.p}
            for one in comparison.differences
        },
        "flips": {one.name: {"gained": one.gained, "lost": one.lost} for one in comparison.flips},
    }


def _flips(before: Measure, after: Measure) -> Flips:
    was, is_ = before.by_query(), after.by_query()
    return Flips(
        before.name,
        tuple(query for query in was if is_.get(query, 0.0) > was[query]),
        tuple(query for query in was if is_.get(query, 0.0) < was[query]),
    )


def _common_dataset(first: Path, second: Path) -> Path:
    """The data set that the reports of the runs name; one of them may have none."""
    named = {report["dataset"]["path"] for report in map(_report, (first, second)) if report}
    if len(named) == 1:
        return Path(named.pop())
    if named:
        raise UsageError(f"The runs are on different data sets: {' and '.join(sorted(named))}.")
    raise UsageError(f"Neither {first} nor {second} has a {REPORT}. Name the data set with --dataset.")


def _report(folder: Path) -> Mapping[str, Any] | None:
    try:
        report: dict[str, Any] = json.loads((folder / REPORT).read_text(encoding="utf-8"))
        report["dataset"]["path"]
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (ValueError, KeyError, TypeError) as exc:
        raise UsageError(f"{folder / REPORT} is no report of `newsdesk eval`.") from exc
    return report
