"""`newsdesk eval from-feedback`: what people on Discord thought of answers becomes a data set."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.session import moment, opened, settings_of

EXAMPLE = "Example: newsdesk eval from-feedback liked --since 2026-01-01"


def from_feedback(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="OUT_DIR", help="Folder of the set; created where missing.")
    ],
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Only feedback given from then on.")
    ] = None,
    with_private: Annotated[
        bool,
        typer.Option("--with-private", help="Also questions that were asked privately and never shared."),
    ] = False,
    with_corpus: Annotated[
        bool,
        typer.Option(
            "--with-corpus",
            help="Also copy the library's articles into the set, so that it stays what it is.",
        ),
    ] = False,
) -> None:
    """Write questions with 👍 as a data set, and those with 👎 as a list to be labelled.

    `newsdesk eval OUT_DIR --out DIR` then measures it. Run again, it adds what is new.
    """
    from evaluation.feedback import DISLIKED, export, rated
    from evaluation.labelling import copy_corpus
    from index.questions import Questions

    begin = moment(since, flag="--since")
    with opened(settings_of(context)) as library:
        rows = Questions(library.library).feedback_rows()
        recent = [row for row in rows if begin is None or row[1].given >= begin]
        shown = [row for row in recent if with_private or not row[0].is_private]
        done = export(rated(shown), library.library, folder)
        typer.echo(f"{done.added} questions with 👍 added to {folder}, {done.known} were there already.")
        typer.echo(f"{done.disliked} with 👎 listed in {folder / DISLIKED}, to be labelled.")
        if done.outdated:
            typer.echo(f"{done.outdated} with 👍 left out: what they cite is no longer there to be found.")
        if private := len({asked.id for asked, _ in recent} - {asked.id for asked, _ in shown}):
            typer.echo(f"{private} left out: asked privately (--with-private takes them, too).")
        if with_corpus:
            typer.echo(f"Copied {copy_corpus(library.library, folder)} articles into the set.")
