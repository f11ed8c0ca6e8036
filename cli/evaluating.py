"""`newsdesk eval`: how good retrieval and answers are on a data set."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from cli import feedback, labelling
from cli.session import now, settings_of
from config.errors import ConfigurationError

if TYPE_CHECKING:
    from evaluation.comparing import Comparison, Flips
    from evaluation.gate import Bound
    from evaluation.statements import Judged
    from evaluation.summary import Summary

EXAMPLE = "Example: newsdesk eval data/rtqa-dev --out report --fail-under mrr@10=0.75"
COMPARE_EXAMPLE = "Example: newsdesk eval compare report-before report-after"
SWEEP_EXAMPLE = "Example: newsdesk eval sweep data/rtqa-dev --out sweep --vary search.recency_weight=0,0.5,1"
STATEMENTS_EXAMPLE = "Example: newsdesk eval statements samples --faults"
BELOW = 1

_FLIPS_SHOWN = 10
_SIGNIFICANT = 0.05
_DEFAULT = "run"

Data = Annotated[
    Path,
    typer.Argument(
        metavar="DATASET",
        help="A folder in the BEIR layout (corpus.jsonl, queries.jsonl, qrels.tsv; without a corpus the library "
        "itself is asked), in that of samples/, or with MultiHop-RAG's two files.",
    ),
]
Out = Annotated[Path, typer.Option("--out", help="Folder for the run and its report.")]


class RunByDefault(TyperGroup):
    """`newsdesk eval DATASET` is `newsdesk eval run DATASET`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - no public name in typer
        """Put the default command first where none is named."""
        if args and args[0] not in {*self.commands, *ctx.help_option_names}:
            args = [_DEFAULT, *args]
        parsed: list[str] = super().parse_args(ctx, args)
        return parsed


app = typer.Typer(
    cls=RunByDefault,
    no_args_is_help=True,
    help="Measure how good retrieval and answers are. `newsdesk eval DATASET --out DIR` is short for `eval run`.",
    epilog=EXAMPLE,
)


@app.callback()
def _require_extra() -> None:
    """Raise ConfigurationError where what only evaluations need is not installed."""
    if missing := [name for name in ("ir_measures", "matplotlib", "jinja2") if find_spec(name) is None]:
        raise ConfigurationError(f"`newsdesk eval` needs {', '.join(missing)}. Install newsdesk[evaluation].")


@app.command(_DEFAULT, epilog=EXAMPLE)
def evaluate(
    context: typer.Context,
    dataset: Data,
    out: Out,
    fail_under: Annotated[
        list[str] | None,
        typer.Option("--fail-under", metavar="MEASURE=N", help="Exit code 1 if it is less; may be repeated."),
    ] = None,
    fail_over: Annotated[
        list[str] | None,
        typer.Option("--fail-over", metavar="MEASURE=N", help="Exit code 1 if it is more, such as risk=0.3."),
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Make the index anew instead of using a kept one.")
    ] = False,
) -> None:
    """Ask every question of a data set as of its own date; write the run, its measures and a report.

    Writes run.trec, passages.jsonl, answers.jsonl, report.json and report.html.
    """
    from evaluation.evaluating import evaluate as run
    from evaluation.gate import bound
    from evaluation.layouts import load_dataset

    settings = settings_of(context)
    bounds = [bound(one) for one in fail_under or ()] + [
        bound(one, is_ceiling=True) for one in fail_over or ()
    ]
    summary = run(load_dataset(dataset), out, settings, now(), _tell, fresh=fresh)
    _show(summary)
    typer.echo(f"Wrote {out / 'report.html'}")
    _check(bounds, summary)


@app.command(epilog=COMPARE_EXAMPLE)
def compare(
    context: typer.Context,
    before: Annotated[Path, typer.Argument(metavar="A", help="Folder of a run.")],
    after: Annotated[Path, typer.Argument(metavar="B", help="Folder of another on the same data set.")],
    dataset: Annotated[
        Path | None, typer.Option("--dataset", help="Where neither run has a report that names it.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one object, with all flipped questions.")
    ] = False,
) -> None:
    """Compare two runs: differences with their significance, and the questions that flipped.

    A run of any system will do that writes run.trec and passages.jsonl.
    """
    from evaluation import comparing

    comparison = comparing.compare(before, after, settings_of(context), dataset)
    if as_json:
        typer.echo(json.dumps(comparing.as_json(comparison), ensure_ascii=False))
    else:
        _show_comparison(comparison, before, after)


@app.command(epilog=SWEEP_EXAMPLE)
def sweep(
    context: typer.Context,
    dataset: Data,
    out: Out,
    vary: Annotated[
        list[str],
        typer.Option("--vary", metavar="SETTING=A,B", help="Values to try; repeated: all combinations."),
    ],
) -> None:
    """Evaluate with several values of a few settings, each into a folder of its own below OUT."""
    from evaluation import sweeping
    from evaluation.layouts import load_dataset

    settings = settings_of(context)
    trials = sweeping.combinations([sweeping.variation(one) for one in vary], settings)
    data = load_dataset(dataset)
    done = sweeping.sweep(data, out, trials, now(), _tell)
    _show_sweep({trial.name: trial.summary for trial in done})


app.command("label", epilog=labelling.EXAMPLE)(labelling.label)
app.command("from-feedback", epilog=feedback.EXAMPLE)(feedback.from_feedback)


@app.command("statements", epilog=STATEMENTS_EXAMPLE)
def statements(
    context: typer.Context,
    dataset: Annotated[Path, typer.Argument(metavar="FOLDER", help="Holds articles/ and statements.jsonl.")],
    faults: Annotated[
        bool, typer.Option("--faults", help="List the sentences that were read wrongly.")
    ] = False,
) -> None:
    """Measure how well it is found who says what, against sentences labelled by hand."""
    from evaluation.statements import halves, judge_folder

    judged = judge_folder(dataset, settings_of(context).ingest)
    learned, others = halves(judged)
    _show_statements({"all": judged, "learned on": learned, "others": others})
    for one in judged if faults else ():
        if not one.is_right:
            found = f"{one.found.speaker}, {one.found.kind}" if one.found else "nobody"
            wanted = f"{one.label.speaker}, {one.label.kind}" if one.label.kind else "nobody"
            typer.echo(f"{one.label.article}: {one.label.sentence}\n  found {found}; labelled {wanted}")


def _tell(line: str) -> None:
    typer.echo(line, err=True)


def _check(bounds: Sequence[Bound], summary: Summary) -> None:
    """Name every bound that is broken, and end with exit code 1 where one is."""
    faults = [fault for one in bounds if (fault := one.fault(summary.measures))]
    for fault in faults:
        typer.secho(fault, fg="red", err=True)
    if faults:
        raise typer.Exit(BELOW)


def _show(summary: Summary) -> None:
    from rich.console import Console
    from rich.table import Table

    from evaluation.wording import EXPLAINED, shown

    table = Table("Measure", "Value", "95% interval", "Questions", "What it says", box=None)
    for name, measure in summary.measures.items():
        low, high = (shown(name, end) for end in (summary.intervals[name].low, summary.intervals[name].high))
        table.add_row(
            name, shown(name, measure.value), f"{low} – {high}", str(len(measure.queries)), EXPLAINED[name]
        )
    Console().print(table)


def _show_comparison(comparison: Comparison, before: Path, after: Path) -> None:
    from rich.console import Console
    from rich.table import Table

    from evaluation.wording import shown

    table = Table("Measure", f"A: {before}", f"B: {after}", "B - A", "p", "Gained", "Lost", box=None)
    flips = {one.name: one for one in comparison.flips}
    for one in comparison.differences:
        gained = str(len(flips[one.name].gained)) if one.name in flips else ""
        lost = str(len(flips[one.name].lost)) if one.name in flips else ""
        is_better = one.gain < 0 if one.is_better_lower else one.gain > 0
        style = ("green" if is_better else "red") if one.p < _SIGNIFICANT else None
        sign = "+" if one.gain > 0 else ""
        figures = (shown(one.name, one.before), shown(one.name, one.after), sign + shown(one.name, one.gain))
        table.add_row(one.name, *figures, f"{one.p:.4f}", gained, lost, style=style)
    console = Console()
    console.print(table)
    texts = {query.id: query.text for query in comparison.dataset.queries}
    for flipped in comparison.flips:
        _show_flips(flipped, texts)


def _show_flips(flips: Flips, texts: dict[str, str]) -> None:
    for word, ids in (("gained", flips.gained), ("lost", flips.lost)):
        if ids:
            typer.secho(f"\n{flips.name} {word} by {len(ids)}:", bold=True)
        for id_ in ids[:_FLIPS_SHOWN]:
            typer.echo(f"  {id_}  {texts[id_]}")
        if len(ids) > _FLIPS_SHOWN:
            typer.echo(f"  … and {len(ids) - _FLIPS_SHOWN} more; --json lists them all.")


def _show_statements(parts: dict[str, list[Judged]]) -> None:
    from rich.console import Console
    from rich.table import Table

    from evaluation.statements import figures

    columns = ("precision", "recall", "F1", "of direct", "of reported", "kind", "speaker")
    table = Table("", "sentences", *columns, box=None)
    for name, judged in parts.items():
        of = figures(judged)
        shares = (of.precision, of.recall, of.f1, *of.recall_by_kind.values(), of.kind, of.speaker)
        table.add_row(name, str(of.sentences), *(f"{share:.3f}" for share in shares))
    Console().print(table)


def _show_sweep(summaries: dict[str, Summary]) -> None:
    """One line a combination; the best of each column in bold."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from evaluation.wording import SWEPT, shown

    names = [name for name in SWEPT if all(name in summary.measures for summary in summaries.values())]
    table = Table("Settings", *names, box=None)
    best = {}
    for name in names:
        measures = [summary.measures[name] for summary in summaries.values()]
        best[name] = (min if measures[0].is_better_lower else max)(measure.value for measure in measures)
    for trial, summary in summaries.items():
        values = {name: summary.measures[name].value for name in names}
        cells = [Text(shown(n, v), style="bold green" if v == best[n] else "") for n, v in values.items()]
        table.add_row(trial, *cells)
    Console().print(table)
