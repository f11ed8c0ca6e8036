"""`newsdesk eval`: how good retrieval and answers are on a data set."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.session import now, settings_of

EXAMPLE = "Example: newsdesk eval data/rtqa-dev --out /tmp/report"


def evaluate(
    context: typer.Context,
    dataset: Annotated[Path, typer.Argument(help="corpus.jsonl, queries.jsonl and qrels.tsv (BEIR layout).")],
    out: Annotated[Path, typer.Option("--out", help="Where the run and the answers are written.")],
) -> None:
    """Ask every question of a data set, as of its own date, and write what was found and answered."""
    from evaluation.evaluating import evaluate as run
    from evaluation.layouts import load_dataset

    settings = settings_of(context)
    summary = run(load_dataset(dataset), out, settings, now(), lambda line: typer.echo(line, err=True))
    for name, measure in summary.measures.items():
        typer.echo(f"{name:14} {measure.value:.3f}")
