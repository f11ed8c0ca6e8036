"""`newsdesk library copy`: a library from a folder into PostgreSQL, or back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.session import settings_of
from config.errors import UsageError

if TYPE_CHECKING:
    from config.settings import Settings
    from index.library import Library

app = typer.Typer(no_args_is_help=True, help="Move a library between a folder and PostgreSQL.")
_PLACE = (
    "A data directory, postgresql://USER@HOST/DATABASE, or `settings`: where the settings keep the library."
)


@app.command("copy", epilog="Example: newsdesk library copy ~/.local/share/newsdesk settings")
def copy(
    context: typer.Context,
    source: Annotated[str, typer.Argument(metavar="FROM", help=_PLACE)],
    target: Annotated[str, typer.Argument(metavar="TO", help=f"{_PLACE} It must hold no library yet.")],
) -> None:
    """Copy everything and compare it; the source may be in use meanwhile. After a failure nothing is there."""
    from contextlib import closing

    from rich.console import Console
    from rich.progress import Progress

    from index.copying import copy_library

    settings = settings_of(context)
    with (
        closing(_opened(source, settings, must_exist=True)) as old,
        closing(_opened(target, settings)) as new,
        Progress(console=Console(stderr=True), transient=True) as bar,
    ):
        task = bar.add_task("Copying", total=None)
        tables = copy_library(old, new, lambda done, of: bar.update(task, completed=done, total=of))
        held = new.status()
    rows = sum(table.rows for table in tables)
    typer.echo(
        f"Copied {held.articles} articles in {held.passages} passages from {old.place} to {new.place}, and compared "
        f"{rows} rows of {len(tables)} tables: all alike. Its indexes are made when it is first used."
    )


def _opened(place: str, settings: Settings, *, must_exist: bool = False) -> Library:
    """The library of a place; `settings.data_dir` is made for one in PostgreSQL, whose indexes will be there."""
    from index.library import Library
    from index.sqlite import LIBRARY_FILE

    url = settings.database_url.get_secret_value() if settings.database_url else None
    if place != "settings":
        url = place if "://" in place else None
    folder = settings.data_dir if url or place == "settings" else Path(place).expanduser()
    if must_exist and url is None and not (folder / LIBRARY_FILE).is_file():
        raise UsageError(f"There is no library in {folder}. Name the folder that holds {LIBRARY_FILE}.")
    return Library(folder, url=url)
