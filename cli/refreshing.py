"""`newsdesk refresh`: looking again at the pages that articles came from."""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from cli.display import plain
from cli.session import STOPPED, moment, now, opened, settings_of
from config.errors import NewsdeskError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.library import Library
    from index.pages import KnownPage
    from ingest.refreshing.looking import Look

EXAMPLE = "Example: newsdesk refresh            or: newsdesk refresh --outlet 'The Harbour Courier' --since 2026-01-01"

_JUST_NOW = timedelta(hours=1)
_TOLD = {
    "updated": "has changed; stored as a new version",
    "returned": "is there again",
    "missing": "is not at its address; looked for again in a day before it counts as withdrawn",
    "withdrawn": "is no longer at its address; marked as withdrawn, and kept",
}


def refresh(
    context: typer.Context,
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID]...", help="Only these articles, due or not.", show_default=False),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="DATE", help="Articles published since then, due or not.", show_default=False
        ),
    ] = None,
    older_than: Annotated[
        int | None,
        typer.Option(
            "--older-than",
            metavar="DAYS",
            min=0,
            max=36_500,
            help="Articles whose pages were last looked at longer ago, due or not.",
            show_default=False,
        ),
    ] = None,
    outlet: Annotated[
        list[str] | None,
        typer.Option(
            "--outlet", help="Articles of this outlet, due or not; may be repeated.", show_default=False
        ),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", min=1, max=100_000, help="How many pages, the longest unchecked first.")
    ] = 500,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only list what would be looked at; nothing is asked.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one object an article, and one in the end.")
    ] = False,
) -> None:
    """Look again at the pages that articles came from: new versions of what has changed, a mark for what is gone.

    Without a choice: what is due of the last days (refresh.days). Nothing is deleted. Interrupted, the same command
    goes on where it was. Exit code 1: a page failed, each is named.
    """
    from index.pages import Choice
    from ingest.refreshing.rounds import Refresher
    from ingest.web.reading import Web

    settings = settings_of(context)
    at = now()
    choice = Choice(
        tuple(ids or ()),
        tuple(outlet or ()),
        moment(since, flag="--since"),
        # what was just looked at is left alone, so that an interrupted command goes on; articles by name are not
        None if ids and older_than is None else at - max(timedelta(days=older_than or 0), _JUST_NOW),
    )
    is_chosen = bool(ids or outlet or since or older_than is not None)
    with opened(settings) as library, Web(settings) as web:
        refresher = Refresher(library, web)
        if choice.ids:
            found = refresher.pages.chosen(Choice(choice.ids), len(choice.ids))
            _require_pages(library.library, found, choice.ids)
        wanted = refresher.pages.chosen(choice, limit) if is_chosen else refresher.due(limit)
        without = refresher.pages.without(choice) if is_chosen else 0
        if dry_run:
            _list(wanted, without, at, as_json=as_json)
            return
        counts: Counter[str] = Counter()
        fault: BaseException | None = None

        def report(look: Look) -> None:
            counts[look.found.value] += 1
            tell(look, as_json=as_json)

        try:
            if wanted:  # else nobody who asks the web just now is in the way
                refresher.refresh(wanted, report)
        except (NewsdeskError, *STOPPED) as exc:
            fault = exc
    _summarise(counts, len(wanted), without, fault, as_json=as_json)
    if fault is not None:
        raise fault
    raise typer.Exit(1 if counts["failed"] else 0)


def _require_pages(library: Library, found: Iterable[KnownPage], ids: Iterable[str]) -> None:
    """Raise UsageError where one of these articles is not there, or has no page among those that were found."""
    known = {page.article for page in found}
    for id_ in ids:
        if library.article(id_) is None:
            raise UsageError(
                f"The library holds no such article: {id_}. `newsdesk articles list` shows the ids."
            )
        if id_ not in known:
            raise UsageError(
                f"{id_} came from a file or with a mail, so there is no page to look at again. To update it, "
                "ingest its file again, or its address with `newsdesk ingest`."
            )


def _list(wanted: list[KnownPage], without: int, at: datetime, *, as_json: bool) -> None:
    for page in wanted:
        looked = datetime.fromtimestamp(page.checked_at, UTC)
        if as_json:
            line = {"id": page.article, "title": page.title, "address": page.address}
            typer.echo(json.dumps(line | {"last_look": looked.isoformat()}, ensure_ascii=False))
        else:
            days = (at - looked) / timedelta(days=1)
            typer.echo(
                f"{plain(page.article)}  {plain(page.title)}  ({plain(page.address)}), {days:.1f} days ago"
            )
    if not as_json:
        typer.echo(f"Would look at {_pages(len(wanted))}.{_of_files(without)}")


def tell(look: Look, *, as_json: bool) -> None:
    """Print what a look at a page found, unless nothing has changed."""
    page = look.page
    if as_json:
        line = {"id": page.article, "title": page.title, "address": page.address, "found": look.found.value}
        typer.echo(json.dumps(line | {"fault": page.fault}, ensure_ascii=False))
    elif look.found == "failed":
        where = f"{plain(page.article)}, {plain(page.title)} ({plain(page.address)})"
        typer.secho(f"{where}: {plain(page.fault or '')}", fg="yellow", err=True)
    elif look.found in _TOLD:
        typer.echo(f"{plain(page.article)}, {plain(page.title)}: {_TOLD[look.found]}.")
    sys.stdout.flush()


def _summarise(
    counts: Counter[str], wanted: int, without: int, fault: BaseException | None, *, as_json: bool
) -> None:
    names = ("unchanged", "updated", "returned", "missing", "withdrawn", "failed")
    left = wanted - counts.total()
    if as_json:
        told = {name: counts[name] for name in names}
        typer.echo(json.dumps(told | {"left": left, "without_page": without, "complete": fault is None}))
        return
    if not wanted:
        typer.echo(f"No page is due.{_of_files(without)}")
        return
    typer.echo(
        f"{_pages(counts.total())}: {', '.join(f'{counts[name]} {name}' for name in names)}.{_of_files(without)}"
    )
    if fault is not None:
        typer.echo("Stopped early. What is counted is stored; run the same command again to go on.", err=True)
    elif left:
        typer.echo(
            f"{_pages(left)} left for later: the site is busy or cannot be reached, or the article was removed.",
            err=True,
        )


def _pages(number: int) -> str:
    return f"{number:,} page{'' if number == 1 else 's'}"


def _of_files(without: int) -> str:
    if not without:
        return ""
    articles = "1 article has" if without == 1 else f"{without:,} articles have"
    return f" {articles} no page, because they came from files: ingest the files again to update them."
