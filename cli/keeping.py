"""`newsdesk check`, `backup`, `restore` and `prune`: looking after the library's files."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.session import now, opened, settings_of
from config.errors import UsageError

if TYPE_CHECKING:
    from config.settings import Settings
    from index.checking import Checked

CHECK_EXAMPLE = "Example: newsdesk check --repair"
BACKUP_EXAMPLE = "Example: newsdesk backup /backups/newsdesk-2026-01-10.sqlite3"
PRUNE_EXAMPLE = "Example: newsdesk prune --dry-run --keep-months 18"
RESTORE_EXAMPLE = "Example: newsdesk --data-dir ~/restored restore /backups/newsdesk-2026-01-10.sqlite3"

_REMOVED_AT_ONCE = 200  # articles in one transaction


def check(
    context: typer.Context,
    repair: Annotated[
        bool, typer.Option("--repair", help="Mend what is wrong, out of the library itself.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one object a part.")] = False,
) -> None:
    """Compare the library with its keyword and vector indexes. Exit code 1: something is wrong."""
    from index.checking import check as run
    from index.checking import repair as mend

    with opened(settings_of(context)) as library:
        found = run(library)
        if repair and not _all_sound(found):
            _show(found, as_json=as_json)
            found = mend(library)
    _show(found, as_json=as_json)
    raise typer.Exit(0 if _all_sound(found) else 1)


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The file to write.")],
    replace: Annotated[bool, typer.Option("--replace", help="Also where the file exists.")] = False,
) -> None:
    """Copy the whole library into one file; it may be in use meanwhile."""
    from index.backup import back_up

    settings = settings_of(context)
    _require_file(
        settings, "Copy it with PostgreSQL's pg_dump, or into a folder: newsdesk library copy settings FOLDER"
    )
    back_up(settings.data_dir, file, replace=replace)
    typer.echo(f"Copied the library into {file} ({file.stat().st_size / 1e6:,.1f} MB).")


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A file that `newsdesk backup` wrote.")],
) -> None:
    """Make the library of an empty data directory out of a copy, and index it."""
    from index.backup import restore as run

    settings = settings_of(context)
    _require_file(
        settings,
        "Restore a dump of it with PostgreSQL's pg_restore. For a file of `newsdesk backup`: unset database_url, "
        "restore into a folder with --data-dir, and then newsdesk library copy FOLDER ADDRESS",
    )
    run(file, settings.data_dir)
    with opened(settings) as library:
        library.follow()
        held = library.library.status()
    typer.echo(f"Restored {held.articles} articles in {held.passages} passages into {settings.data_dir}.")


def prune(
    context: typer.Context,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell what would be removed; with --json, each id.")
    ] = False,
    keep_months: Annotated[
        int | None,
        typer.Option("--keep-months", min=1, max=1200, help="In place of retention.keep_months."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one object.")] = False,
) -> None:
    """Remove articles that were published longer ago than the settings keep them."""
    from dateutil.relativedelta import relativedelta

    from answer.keeping import cited_in
    from index.questions import Questions
    from index.retention import expired

    settings = settings_of(context)
    months = keep_months or settings.retention.keep_months
    if months is None:
        raise UsageError(
            "Articles are kept for ever. Set retention.keep_months, or say how long with --keep-months."
        )
    before = now() - relativedelta(months=months)
    with opened(settings) as library:
        answers = Questions(library.library).answers() if settings.retention.keep_cited else []
        found = expired(library.library, before, cited_in(answers))
        if not dry_run:
            for at in range(0, len(found.ids), _REMOVED_AT_ONCE):
                library.library.remove(found.ids[at : at + _REMOVED_AT_ONCE])
            library.follow()
    if as_json:
        typer.echo(json.dumps(asdict(found) | {"before": before.isoformat(), "removed": not dry_run}))
        return
    typer.echo(
        f"{'Would remove' if dry_run else 'Removed'} {len(found.ids)} articles published before {before:%Y-%m-%d}. "
        f"Kept: {found.cited} older ones that stored answers quote, and {found.undated} without a date."
    )


def _require_file(settings: Settings, advice: str) -> None:
    if settings.database_url:
        raise UsageError(f"This library is kept in PostgreSQL (database_url), not in a file. {advice}.")


def _all_sound(found: tuple[Checked, ...]) -> bool:
    return all(part.is_sound for part in found)


def _show(found: tuple[Checked, ...], *, as_json: bool) -> None:
    for part in found:
        if as_json:
            typer.echo(json.dumps(asdict(part) | {"sound": part.is_sound}))
        elif part.is_sound:
            typer.secho(f"{part.part}: sound", fg="green")
        else:
            typer.secho(f"{part.part}: {'; '.join(_problems(part))}", fg="yellow")


def _problems(part: Checked) -> list[str]:
    """What is wrong with a part, and what helps."""
    counted = (
        (part.broken, "articles cannot be searched as they are stored (--repair embeds them again)"),
        (part.missing, "passages are missing (--repair makes the index anew)"),
        (part.extra, "passages are held that the library no longer has (--repair makes the index anew)"),
        (part.unfound, "of the vectors looked for are lost (--repair makes the index anew)"),
    )
    problems = [f"{number} {what}" for number, what in counted if number]
    if part.damage:
        cure = "stop what uses it and restore a copy with `newsdesk restore`"
        if part.part == "keywords":
            cure = "--repair makes the index anew"
        problems.append(f"the file is damaged ({part.damage[0]}): {cure}")
    return problems
