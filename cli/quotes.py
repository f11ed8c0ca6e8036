"""`newsdesk quotes`: what somebody said, in time order."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from cli.asking import NO_EVIDENCE, Outlets, Since, Until, restriction_of
from cli.session import opened, settings_of

if TYPE_CHECKING:
    from rich.console import Console

    from answer.speeches import NobodyQuoted, SeveralPeople, Speech, Speeches
    from index.searchable import SearchableLibrary

EXAMPLE = "Example: newsdesk quotes --speaker Merz --about ceasefire --since 2026-01-01"


def quotes(
    context: typer.Context,
    speaker: Annotated[
        str, typer.Option("--speaker", help="Whose words; a family name will do, in any usual spelling.")
    ],
    about: Annotated[
        str | None, typer.Option("--about", metavar="TOPIC", help="Only what is about this.")
    ] = None,
    since: Since = None,
    until: Until = None,
    outlet: Outlets = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="The newest so many.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="One object a line.")] = False,
) -> None:
    """List what somebody said, oldest first, undated last. Exit code 3: nothing by that name, or by several people."""
    from answer.speeches import Speeches, statements_of

    restriction = restriction_of(since, until, outlet, None)
    with opened(settings_of(context)) as library:
        _read_older_articles(library)
        found = statements_of(library, speaker, about, restriction, limit)
    if isinstance(found, Speeches) and as_json:
        for speech in found.speeches:
            typer.echo(json.dumps(asdict(speech), ensure_ascii=False))
    elif isinstance(found, Speeches):
        _show(found, about)
    else:
        typer.echo(_nobody(found), err=True)
    if not isinstance(found, Speeches) or not found.speeches:
        raise typer.Exit(NO_EVIDENCE)


def _read_older_articles(library: SearchableLibrary) -> None:
    """Find the statements of articles that were stored before statements were kept; told, because it may take long."""
    from index.statements.stored import catch_up, unread

    if waiting := unread(library.library):
        typer.echo(f"Reading {waiting:,} articles for statements, once …", err=True)
        catch_up(library.library)


def _show(found: Speeches, about: str | None) -> None:
    from rich.console import Console
    from rich.text import Text

    from cli.display import plain

    console = Console(highlight=False)
    topic = f" about {about}" if about else ""
    if not found.speeches:
        ever = _times(found.ever)
        console.print(Text(plain(f"{found.speaker} is quoted {ever}, but not{topic}.")))
    for speech in found.speeches:
        _show_one(speech, found.speaker, console)
    if found.total > len(found.speeches):
        console.print(
            Text(f"The newest {len(found.speeches)} of {found.total}; --limit shows more.", style="dim")
        )
    if found.others:
        console.print(Text(plain(f"Also quoted by that name: {', '.join(found.others)}."), style="dim"))


def _show_one(speech: Speech, speaker: str, console: Console) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from cli.display import byline, plain, standing

    named = f" · {plain(speech.speaker)}" if speech.speaker != speaker else ""
    source = f"{byline(speech.outlet, speech.published)} · {speech.kind}{named}"
    console.print(Text(source, style="green"))
    console.print(Padding(Text(plain(speech.sentence)), (0, 2, 0, 4)))
    if speech.other_outlets:
        console.print(Text(f"    also in {', '.join(map(plain, speech.other_outlets))}", style="green"))
    for told in standing(speech.standing):
        console.print(Text(f"    {told}", style="yellow"))
    if speech.link:
        console.print(Text(f"    {speech.link}", style="dim"), soft_wrap=True)
    console.print()


def _nobody(found: SeveralPeople | NobodyQuoted) -> str:
    from answer.speeches import SeveralPeople
    from cli.display import plain

    if isinstance(found, SeveralPeople):
        people = ", ".join(f"{name} ({_times(count)})" for name, count in found.people)
        return plain(f"Several people are called {found.asked}: {people}. Name one of them in full.")
    if not found.most_quoted:
        return "The library quotes nobody."
    people = ", ".join(f"{name} ({count})" for name, count in found.most_quoted)
    return plain(f"The library quotes nobody called {found.asked}. Most quoted: {people}.")


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
