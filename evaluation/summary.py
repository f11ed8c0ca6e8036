"""The summary of a run: what `report.json` holds and `report.html` shows."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from config.settings import Settings, masked
from evaluation.answer_measures import outcomes_by_confidence
from evaluation.article_measures import first_rank, hit_curve
from evaluation.chance import Interval, interval
from evaluation.curves import calibration, risk_coverage
from evaluation.dataset import Dataset
from evaluation.indexing import Made
from evaluation.measures import Measure
from evaluation.run import Reply, Run
from evaluation.scoring import ineligible, score

REPORT = "report.json"


@dataclass(frozen=True, slots=True)
class Summary:
    """A run, scored. `made` is None where the user's own library was asked."""

    dataset: Dataset
    run: Run
    measures: Mapping[str, Measure]
    intervals: Mapping[str, Interval]
    settings: Settings
    made: Made | None
    at: datetime


def summarise(dataset: Dataset, run: Run, settings: Settings, made: Made | None, at: datetime) -> Summary:
    """Score a run."""
    measures = score(dataset, run, settings)
    intervals = {name: interval(measure) for name, measure in measures.items()}
    return Summary(dataset, run, measures, intervals, settings, made, at)


def write_summary(summary: Summary, folder: Path) -> None:
    """Write `report.json`."""
    text = json.dumps(as_json(summary), ensure_ascii=False, indent=1, allow_nan=False)
    (folder / REPORT).write_text(text + "\n", encoding="utf-8")


def as_json(summary: Summary) -> dict[str, Any]:
    """The summary as plain values; what cannot be measured is null."""
    dataset, run = summary.dataset, summary.run
    outcomes = outcomes_by_confidence(dataset, run)
    kinds = [query.kind for query in dataset.queries]
    return {
        "dataset": {
            "name": dataset.name,
            "path": str(dataset.folder.resolve()),
            "layout": dataset.layout,
            "questions": len(kinds),
            "present": kinds.count("present"),
            "absent": kinds.count("absent"),
            "ineligible": dict(ineligible(dataset)),
        },
        "index": _index_json(summary.made),
        "newsdesk": version("newsdesk"),
        "at": summary.at.isoformat(timespec="seconds"),
        "settings": changed_settings(summary.settings),
        "measures": measures_json(summary),
        "curves": {
            "hit": {str(k): round(share, 4) for k, share in hit_curve(dataset, run).items()},
            "risk_coverage": [
                [round(c, 4), round(r, 4)]
                for c, r in risk_coverage(outcomes, judged_answers(summary.measures))
            ],
            "calibration": [
                [round(b.confidence, 4), round(b.right, 4), b.answers] for b in calibration(outcomes)
            ],
        },
        "by_question": {
            query.id: {
                "rank": first_rank(dataset, query.id, run.get(query.id, Reply())),
                **{n: _plain(by[query.id]) for n, by in _columns(summary.measures).items() if query.id in by},
            }
            for query in dataset.queries
        },
    }


def measures_json(summary: Summary) -> dict[str, Any]:
    """Each measure's value, interval and number of questions."""
    return {name: _measure_json(one, summary.intervals[name]) for name, one in summary.measures.items()}


def changed_settings(settings: Settings) -> dict[str, Any]:
    """What differs from the defaults, by dotted name; folders apart."""
    return dict(_changed(masked(settings), masked(type(settings).model_construct()), ""))


def _changed(now: Mapping[str, Any], default: Mapping[str, Any], prefix: str) -> list[tuple[str, Any]]:
    changed: list[tuple[str, Any]] = []
    for name, value in now.items():
        if isinstance(value, dict):
            changed += _changed(value, default.get(name, {}), f"{prefix}{name}.")
        elif value != default.get(name) and not name.endswith("_dir"):
            changed.append((f"{prefix}{name}", value))
    return changed


def judged_answers(measures: Mapping[str, Measure]) -> int:
    """How many questions have an answer that can be told right from wrong."""
    return len(measures["risk"].queries) if "risk" in measures else 0


def _columns(measures: Mapping[str, Measure]) -> dict[str, dict[str, float]]:
    """Each question's numbers; of the two figures for time one is enough."""
    names = {"ms_median": "ms", "auroc": "confidence", "risk": "wrong", "quotes_valid": "valid_quotes"}
    return {names.get(n, n): one.by_query() for n, one in measures.items() if n != "ms_p95"}


def _index_json(made: Made | None) -> dict[str, Any] | None:
    if made is None:
        return None
    return {
        "articles": made.articles,
        "copies": sum(map(len, made.copies.values())),
        "failures": list(made.failures),
        "seconds": made.seconds,
    }


def _measure_json(measure: Measure, of: Interval) -> dict[str, Any]:
    return {
        "value": _plain(measure.value),
        "low": _plain(of.low),
        "high": _plain(of.high),
        "questions": len(measure.queries),
    }


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 4)
