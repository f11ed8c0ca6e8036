"""`newsdesk digest`: what is new on a topic, in the terminal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from cli.asking import NO_EVIDENCE, Outlets, Since
from cli.session import moment, now, opened, settings_of

if TYPE_CHECKING:
    from answer.digest import Digest

EXAMPLE = "Example: newsdesk digest 'Kherson power' --since 2026-01-01"


def digest(
    context: typer.Context,
    topic: Annotated[str, typer.Argument(help="A few words, such as names.")],
    since: Since = None,
    outlet: Outlets = None,
    asked: Annotated[
        str | None, typer.Option("--asked", metavar="DATE", help="As of this day instead of today.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100, help="How many stories.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="Print one object.")] = False,
) -> None:
    """List what is new on a topic, a sentence of each story, newest first. Without --since: the last seven days.

    Exit code 3: nothing new.
    """
    from answer.digest import digest as digested

    settings = settings_of(context)
    with opened(settings) as library:
        found = digested(
            library,
            topic,
            asked=moment(asked, flag="--asked", end_of_day=True) or now(),
            since=moment(since, flag="--since"),
            outlets=tuple(outlet or ()),
            most=limit,
        )
    if as_json:
        typer.echo(json.dumps(_object(found), ensure_ascii=False, indent=2))
    else:
        _show(found)
    if not found.items:
        raise typer.Exit(NO_EVIDENCE)


def _show(found: Digest) -> None:
    from rich.console import Console
    from rich.text import Text

    from cli.display import covered, plain, show_quote

    console = Console(highlight=False)
    console.print()
    for item in found.items:
        show_quote(item, console)
    if not found.items:
        console.print(Text(f"  Nothing new on {plain(found.topic)}.", style="bold"))
    more = f" · {found.more} more stories; --limit shows more" if found.more else ""
    newest = f" · the newest article of all is of {found.newest}" if not found.items and found.newest else ""
    notes = "".join(f" · {plain(str(note))}" for note in found.notes)
    console.print(Text(f"  {covered(found.coverage)}{more}{newest}{notes}", style="dim"))


def _object(found: Digest) -> dict[str, object]:
    from answer.answers import citation_json, coverage_json

    return {
        "topic": found.topic,
        "items": [citation_json(item) for item in found.items],
        "more": found.more,
        "coverage": coverage_json(found.coverage),
        "notes": [str(note) for note in found.notes],
    }
