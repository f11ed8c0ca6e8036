"""`report.html`: one file that needs nothing else. The text of articles is untrusted: all of it is escaped."""

import base64
import hashlib
import statistics
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from evaluation import plots
from evaluation.answer_measures import outcomes_by_confidence
from evaluation.article_measures import hit_curve
from evaluation.curves import calibration, risk_coverage
from evaluation.findings import FAULTS, Finding
from evaluation.measures import Measure
from evaluation.plots import Plot
from evaluation.scoring import ineligible
from evaluation.summary import Summary, changed_settings, judged_answers
from evaluation.wording import EXPLAINED, HEADLINES, shown

PAGE = "report.html"

_MOST = 300  # questions that are listed
_HERE = Path(__file__).parent


def write_page(summary: Summary, findings: Sequence[Finding], folder: Path) -> None:
    """Write `report.html`."""
    (folder / PAGE).write_text(page(summary, findings), encoding="utf-8")


def page(summary: Summary, findings: Sequence[Finding]) -> str:
    """The report as HTML."""
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["web"] = _web_address
    script = (_HERE / "page.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    kinds = [query.kind for query in summary.dataset.queries]
    return environment.get_template(
        "page.html.jinja"
    ).render(
        summary=summary,
        present=kinds.count("present"),
        absent=kinds.count("absent"),
        changed=changed_settings(summary.settings),
        headlines=[_row(summary, name) for name in HEADLINES if name in summary.measures],
        rows=[_row(summary, name) for name in summary.measures],
        plots=[(plot.title, Markup(plot.svg)) for plot in _plots(summary)],  # noqa: S704 - drawn from numbers
        ineligible=ineligible(summary.dataset),
        faults={fault: sum(fault in one.faults for one in findings) for fault in FAULTS},
        findings=findings[:_MOST],
        hidden=max(0, len(findings) - _MOST),
        style=Markup((_HERE / "page.css").read_text(encoding="utf-8")),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        script_hash=f"sha256-{digest}",
    )


def _row(summary: Summary, name: str) -> dict[str, Any]:
    """One measure as the page shows it; `bar` in percent where the figure is a share."""
    measure, interval = summary.measures[name], summary.intervals[name]
    is_share = not name.startswith("ms_")
    return {
        "name": name,
        "explained": EXPLAINED[name],
        "value": shown(name, measure.value),
        "low": shown(name, interval.low),
        "high": shown(name, interval.high),
        "questions": len(measure.queries),
        "bar": [round(100 * at, 1) for at in (measure.value, interval.low, interval.high)]
        if is_share and interval.low == interval.low
        else None,
    }


def _plots(summary: Summary) -> Iterator[Plot]:
    """The drawings that this run has the figures for."""
    dataset, run, measures = summary.dataset, summary.run, summary.measures
    if measures["hit@1"].queries:
        yield plots.hit_plot(hit_curve(dataset, run))
    outcomes = outcomes_by_confidence(dataset, run)
    if outcomes:
        yield plots.risk_plot(risk_coverage(outcomes, judged_answers(measures)))
        yield plots.calibration_plot(calibration(outcomes))
    if "auroc" in measures:
        rows = measures["auroc"].rows
        yield plots.confidence_plot(*(list(rows[rows[:, 1] == is_present, 0]) for is_present in (1, 0)))
    if "ms_median" in measures:
        yield from _time_plots(summary, measures["ms_median"])


def _time_plots(summary: Summary, took: Measure) -> Iterator[Plot]:
    yield plots.time_plot(list(took.rows[:, 0]), took.value, summary.measures["ms_p95"].value)
    stages: dict[str, list[float]] = {}
    for reply in summary.run.values():
        for stage, took_ms in (reply.answer or {}).get("took_ms", {}).items():
            stages.setdefault(stage, []).append(took_ms)
    yield plots.stage_plot({stage: statistics.median(ms) for stage, ms in stages.items() if stage != "total"})


def _web_address(url: str | None) -> str | None:
    """The address if it is one of the web; anything else is no link."""
    return url if url and url.startswith(("https://", "http://")) else None
