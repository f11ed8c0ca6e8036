"""`newsdesk articles` and `newsdesk status`: what the library holds."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from cli.asking import Languages, Outlets, Since, Until, restriction_of
from cli.display import bot_of
from cli.session import now, opened, settings_of
from config.errors import UsageError

if TYPE_CHECKING:
    from config.sections import LlmSettings
    from index.usage import Spent

app = typer.Typer(no_args_is_help=True, help="List and show the stored articles.")
STATUS_EXAMPLE = "Example: newsdesk status"


@app.command(
    "list", epilog="Example: newsdesk articles list --outlet 'The Harbour Courier' --since 2026-01-01"
)
def list_articles(
    context: typer.Context,
    since: Since = None,
    until: Until = None,
    outlet: Outlets = None,
    language: Languages = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100_000)] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="One object a line.")] = False,
) -> None:
    """List articles, newest first, undated last."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from cli.display import plain, withdrawn

    restriction = restriction_of(since, until, outlet, language)
    with opened(settings_of(context)) as library:
        total = library.library.count(restriction)[0]
        found = library.library.articles(restriction, limit=limit)
    if as_json:
        for stored in found:
            article = stored.article
            line = {
                "id": article.id,
                "version": stored.version,
                "title": article.title,
                "outlet": article.outlet,
            }
            line |= {"published": article.published, "url": article.url}
            since = stored.withdrawn.isoformat() if stored.withdrawn else None
            typer.echo(json.dumps(line | {"withdrawn": since}, ensure_ascii=False))
        return
    table = Table("Published", "Outlet", "Title", "ID", title=f"{len(found)} of {total} articles")
    for stored in found:
        article = stored.article
        title = Text(plain(article.title))
        if stored.withdrawn:
            title.append(f" ({withdrawn(stored.withdrawn.isoformat())})", style="yellow")
        table.add_row(
            (article.published or "undated")[:10],
            Text(plain(article.outlet or "")),
            title,
            Text(plain(article.id), style="cyan"),
        )
    Console().print(table)


@app.command("show", epilog="Example: newsdesk articles show courier-paris-guarantees")
def show(
    context: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID")],
    version: Annotated[int | None, typer.Option("--version", min=1, help="An earlier version.")] = None,
) -> None:
    """Print one article as it is stored."""
    from cli.display import byline, plain, withdrawn

    with opened(settings_of(context)) as library:
        stored = library.library.article(id_, version)
    if stored is None:
        raise UsageError(f"The library holds no such article: {id_}. `newsdesk articles list` shows the ids.")
    article = stored.article
    typer.secho(plain(article.title), bold=True)
    typer.echo(byline(article.outlet, article.published))
    typer.echo(
        f"{article.url or 'no address'} · version {stored.version} · language {article.language or 'unknown'}"
    )
    if stored.withdrawn:
        typer.secho(withdrawn(stored.withdrawn.isoformat()), fg="yellow")
    typer.echo(f"\n{plain(article.text)}")


@app.command("history", epilog="Example: newsdesk articles history courier-paris-guarantees")
def history(
    context: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID")],
    as_json: Annotated[bool, typer.Option("--json", help="One object a version.")] = False,
) -> None:
    """Show what changed in an article from version to version, word by word."""
    from rich.console import Console

    from cli.display import withdrawn
    from cli.history import as_object, show_version

    with opened(settings_of(context)) as library:
        versions = library.library.versions(id_)
    if not versions:
        raise UsageError(f"The library holds no such article: {id_}. `newsdesk articles list` shows the ids.")
    console = Console(highlight=False)
    for before, stored in zip([None, *versions], versions, strict=False):
        if as_json:
            typer.echo(json.dumps(as_object(stored), ensure_ascii=False))
        else:
            show_version(before, stored, console)
    if not as_json and versions[-1].withdrawn:
        console.print(withdrawn(versions[-1].withdrawn.isoformat()), style="yellow")


def status(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print one object.")] = False,
) -> None:
    """Tell how many articles there are, from when to when, and which model embedded them."""
    from bot.running.place import served
    from index.usage import UsageLog

    settings = settings_of(context)
    with opened(settings) as library:
        bots = served(library.library, settings.discord)
        held = library.library.status()
        outlets = library.library.outlets()
        used = UsageLog(library.library).of(now().date())
    model = held.model.name if held.model else None
    if as_json:
        described = {
            "data_dir": str(settings.data_dir),
            "library": library.library.place,
            "articles": held.articles,
            "passages": held.passages,
            "undated": held.undated,
            "from": held.first,
            "to": held.last,
            "outlets": len(outlets),
            "model": model,
            "waiting": held.waiting,
            "llm_today": asdict(used),
            "bots": [{"shards": part.shards, **asdict(one)} for part, one in bots],
        }
        typer.echo(json.dumps(described, ensure_ascii=False))
        return
    typer.echo(f"{held.articles} articles of {len(outlets)} outlets in {held.passages} passages")
    typer.echo(f"Published {held.first or 'unknown'} to {held.last or 'unknown'}; {held.undated} undated")
    typer.echo(f"Embedded with {model or 'nothing yet'}")
    if held.waiting:
        typer.secho(f"{held.waiting} passages wait for `newsdesk reindex`", fg="yellow")
    if settings.llm.provider != "none" or used.requests:
        typer.echo(_used(used, settings.llm))
    if settings.discord.token:
        for part, one in bots:
            typer.echo(bot_of(part, one))
    typer.echo(f"Kept in {library.library.place}")
    if settings.database_url:
        typer.echo(f"Indexes of this machine in {settings.data_dir}")


def _used(used: Spent, llm: LlmSettings) -> str:
    """What language models took today, and what they may take."""
    tokens = f"{used.tokens:,}{f' of {llm.daily_tokens:,}' if llm.daily_tokens else ''} tokens"
    cost = f"{used.cost:.4f}{f' of {llm.daily_cost:g}' if llm.daily_cost else ''}"
    return (
        f"Language model today (UTC): {used.requests} requests, {tokens} "
        f"({used.tokens_in:,} read, {used.tokens_out:,} written), cost {cost}"
    )
