"""`newsdesk ask` and `newsdesk search`: questions in the terminal."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cli.session import moment, now, opened, settings_of
from config.errors import NewsdeskError

if TYPE_CHECKING:
    from answer.answers import Answer
    from answer.desk import Desk
    from index.restriction import Restriction
    from index.search import Hit

EXAMPLE = "Example: newsdesk ask 'What did Merz say about a ceasefire?' --since 2026-01-01"
SEARCH_EXAMPLE = "Example: newsdesk search 'Kherson power cuts' --explain"
NO_EVIDENCE = 3
_REMEMBERED = 8  # turns of a conversation

Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="Published on this day or later.")]
Until = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help="Published on this day or before.")
]
Outlets = Annotated[list[str] | None, typer.Option("--outlet", help="Only this outlet; may be repeated.")]
Languages = Annotated[
    list[str] | None, typer.Option("--language", help="Only this language, such as de; may be repeated.")
]


def ask(
    context: typer.Context,
    question: Annotated[
        str | None, typer.Argument(help="What you want to know; none starts a conversation.")
    ] = None,
    since: Since = None,
    until: Until = None,
    outlet: Outlets = None,
    language: Languages = None,
    asked: Annotated[
        str | None, typer.Option("--asked", metavar="DATE", help="Answer as of this day instead of today.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as one object.")] = False,
) -> None:
    """Answer a question with quotes from the library. Exit code 3: the library holds no answer."""
    from answer.desk import desk_of

    settings = settings_of(context)
    restriction = restriction_of(since, until, outlet, language)
    at = moment(asked, flag="--asked")
    with opened(settings) as library:
        desk = desk_of(library, settings)
        if question is None:
            _converse(desk, restriction, at)
            return
        answer = desk.ask(question, asked=at or now(), restriction=restriction)
        _show(answer, as_json=as_json)
    if not _is_answered(answer):
        raise typer.Exit(NO_EVIDENCE)


def search(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="Words or a question.")],
    since: Since = None,
    until: Until = None,
    outlet: Outlets = None,
    language: Languages = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="How many hits.")] = 10,
    explain: Annotated[bool, typer.Option("--explain", help="Show what each score is made of.")] = False,
) -> None:
    """List the passages that fit a question best, without answering it."""
    from rich.console import Console
    from rich.text import Text

    from cli.display import byline, plain, withdrawn
    from index.retellings import told_once

    settings = settings_of(context)
    with opened(settings) as library:
        restriction = restriction_of(since, until, outlet, language)
        result = library.search(question, asked=now(), restriction=restriction)
        found = told_once(result.hits)[:limit]
        gone = {
            stored.number: stored.withdrawn.isoformat()
            for stored in library.library.numbered([told.hit.passage.article_number for told in found])
            if stored.withdrawn
        }
    console = Console()
    for rank, told in enumerate(found, 1):
        hit, passage = told.hit, told.hit.passage
        console.print(
            Text(f"{rank}. {byline(passage.outlet, passage.published, passage.title)}", style="bold")
        )
        if since := gone.get(passage.article_number):
            console.print(Text(f"   {withdrawn(since)}", style="yellow"))
        if told.other_outlets:
            console.print(Text(f"   also in {', '.join(map(plain, told.other_outlets))}"))
        if explain:
            console.print(Text(f"   {explained(hit)}", style="cyan"))
        console.print(Text(f"   {plain(passage.text)}\n", style="dim"))


def explained(hit: Hit) -> str:
    """What a hit's place in the list is made of."""
    age = "undated" if hit.age is None else f"{hit.age:.0f} days old"
    reranked = "" if hit.reranked is None else f"reranked {hit.reranked:.3f}, "
    return (
        f"score {hit.score:.2f}: {reranked}meaning {hit.cosine:.2f}, words {hit.bm25:.1f} (BM25), "
        f"{hit.coverage:.0%} of the question here, {hit.coverage_in_article:.0%} in the article, {age}"
    )


def restriction_of(
    since: str | None, until: str | None, outlets: list[str] | None, languages: list[str] | None
) -> Restriction:
    """What the flags limit the search to. Raises UsageError for what is no date."""
    from index.restriction import Restriction, Window

    start, end = moment(since, flag="--since"), moment(until, flag="--until", end_of_day=True)
    window = Window(start, end) if start or end else None
    return Restriction(window, tuple(outlets or ()), tuple(languages or ()))


def _converse(desk: Desk, restriction: Restriction, at: datetime | None) -> None:
    """Question after question, until an empty line or the end of input; each knows those before it."""
    from answer.answers import Turn, turn_of

    is_terminal = sys.stdin.isatty()
    if is_terminal:
        typer.echo("Ask away. An empty line ends the conversation.")
    before: list[Turn] = []
    while True:
        try:
            question = input("? " if is_terminal else "").strip()
        except EOFError:
            return
        if not question:
            return
        try:
            answer = desk.ask(question, asked=at or now(), restriction=restriction, before=before)
            _show(answer, as_json=False)
            before = [*before, turn_of(answer)][-_REMEMBERED:]
        except NewsdeskError as exc:  # the next question may fare better
            typer.secho(str(exc), fg="red", err=True)


def _show(answer: Answer, *, as_json: bool) -> None:
    if as_json:
        from answer.answers import as_json as object_of

        typer.echo(json.dumps(object_of(answer), ensure_ascii=False, indent=2))
        return
    from rich.console import Console

    from cli.display import show_answer

    show_answer(answer, Console(highlight=False))


def _is_answered(answer: Answer) -> bool:
    from answer.answers import Answered

    return isinstance(answer, Answered)
