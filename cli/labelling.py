"""`newsdesk eval label`: a team's own questions, labelled in the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.session import moment, now, opened, settings_of

if TYPE_CHECKING:
    from index.search import Hit
    from index.searchable import SearchableLibrary

EXAMPLE = "Example: newsdesk eval label our-questions 'Who won the election in Calder?'"

_SKIP, _NOTHING = "s", "n"
_CHARACTERS = 300


def label(
    context: typer.Context,
    dataset: Annotated[
        Path, typer.Argument(metavar="SET", help="Folder of your own set; created where missing.")
    ],
    question: Annotated[
        str | None, typer.Argument(help="None: question after question, until an empty line.")
    ] = None,
    asked: Annotated[
        str | None, typer.Option("--asked", metavar="DATE", help="The day it is asked on; none: today.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=50, help="Articles to choose from.")] = 10,
    with_corpus: Annotated[
        bool,
        typer.Option(
            "--with-corpus",
            help="Also copy the library's articles into the set, so that it stays what it is.",
        ),
    ] = False,
) -> None:
    """Show what the library finds for a question, mark what answers it, and append both to your own set.

    `newsdesk eval SET --out DIR` then measures it: on the set's own corpus where it has one, else on the library.
    """
    from evaluation.labelling import copy_corpus

    settings = settings_of(context)
    at = moment(asked, flag="--asked", end_of_day=True) or now()
    with opened(settings) as library:
        if question is not None:
            _label(library, dataset, question, at, limit)
        else:
            while text := typer.prompt("Question (empty: done)", default="", show_default=False).strip():
                _label(library, dataset, text, at, limit)
        if with_corpus:
            typer.echo(f"Copied {copy_corpus(library.library, dataset)} articles into the set.")


def _label(library: SearchableLibrary, folder: Path, question: str, at: datetime, limit: int) -> None:
    """One question: show, ask, append."""
    from evaluation.labelling import Labelled, append, best_by_article

    hits = best_by_article(library.search(question, asked=at).hits, limit)
    _show(hits)
    chosen = _chosen(len(hits))
    if chosen is None:
        typer.echo("Skipped.")
        return
    articles = tuple(hits[number - 1].passage.article for number in chosen)
    answer = _answer(library, articles) if articles else None
    id_ = append(folder, Labelled(question, at.date().isoformat(), articles, answer))
    typer.echo(f"Appended as {id_}, {len(articles)} articles marked.")


def _show(hits: Sequence[Hit]) -> None:
    from rich.console import Console
    from rich.text import Text

    from cli.display import byline, plain

    console = Console()
    for number, hit in enumerate(hits, 1):
        passage = hit.passage
        head = byline(passage.outlet, passage.published, passage.title)
        console.print(Text(f"{number}. {head}", style="bold"))
        console.print(Text(f"   {plain(passage.text[:_CHARACTERS])}\n", style="dim"))


def _chosen(number: int) -> list[int] | None:
    """The numbers of the articles that answer; empty if none does; None to skip the question."""
    while True:
        given = (
            typer.prompt(f"Which answer it? Numbers; {_NOTHING}: none does; {_SKIP}: skip").strip().lower()
        )
        if given in {_SKIP, _NOTHING}:
            return None if given == _SKIP else []
        parts = given.replace(",", " ").split()
        if parts and all(part.isdigit() and 1 <= int(part) <= number for part in parts):
            return list(dict.fromkeys(map(int, parts)))
        typer.secho(f"Type numbers from 1 to {number}, {_NOTHING} or {_SKIP}.", fg="yellow", err=True)


def _answer(library: SearchableLibrary, articles: Sequence[str]) -> str | None:
    """The answer's words as they stand in one of the articles; None to leave it open."""
    from evaluation.answer_measures import holds, words_of

    stored = (library.library.article(id_) for id_ in articles)
    texts = [words_of(one.article.text) for one in stored if one]
    while True:
        given = typer.prompt(
            "The answer, word for word (empty: leave open)", default="", show_default=False
        ).strip()
        if not words_of(given):
            return None
        if any(holds(words, given) for words in texts):
            return str(given)
        typer.secho("These words stand in none of the articles marked.", fg="yellow", err=True)
