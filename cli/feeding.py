"""`newsdesk feeds`: which feeds are read, how they stand, and asking them."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.display import plain
from cli.session import now, opened, settings_of
from config.errors import InputError, UsageError

if TYPE_CHECKING:
    from index.feeds import FeedState, FeedSummary
    from ingest.feeds.polling import Polled

app = typer.Typer(
    no_args_is_help=True, help="Feeds that keep the library current: RSS, Atom, JSON Feed, news sitemaps."
)

FeedArgument = Annotated[str, typer.Argument(metavar="FEED", help="Its number, address or title.")]
_FAULTS_SHOWN = 5


@app.command("add", epilog="Example: newsdesk feeds add https://news.example/")
def add(
    context: typer.Context,
    addresses: Annotated[
        list[str], typer.Argument(metavar="ADDRESS...", help="Of feeds, or of sites that name their feed.")
    ],
) -> None:
    """Read a feed from now on. Its articles come with the next poll. Exit code 1: an address has no feed."""
    from ingest.feeds.subscribing import add_feed
    from ingest.web.reading import Web

    settings = settings_of(context)
    failed = False
    with opened(settings) as library, Web(settings) as web:
        for address in addresses:
            try:
                added = add_feed(library.library, address, web)
            except InputError as exc:
                failed = True
                typer.secho(f"{plain(address)}: {exc}", fg="yellow", err=True)
                continue
            word = "Added" if added.is_new else "Already there:"
            typer.echo(
                f"{word} {added.feed.number}, {plain(added.feed.title or added.feed.address)} ({added.feed.address})"
            )
            for other in added.others:
                typer.echo(f"  The site also has {plain(other)}")
    raise typer.Exit(1 if failed else 0)


@app.command("list", epilog="Example: newsdesk feeds list --json")
def list_feeds(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print one object a feed.")] = False,
) -> None:
    """Show each feed: last request, next one, faults, articles, and how old the newest article is."""
    from index.feeds import Feeds

    with opened(settings_of(context)) as library:
        summaries = Feeds(library.library).summaries()
    if as_json:
        for summary in summaries:
            typer.echo(json.dumps(_as_object(summary), ensure_ascii=False))
    elif not summaries:
        typer.echo("There are no feeds yet. Add one: newsdesk feeds add https://news.example/")
    else:
        at = now()
        for summary in summaries:
            _show(summary, at)


@app.command("remove", epilog="Example: newsdesk feeds remove 3")
def remove(context: typer.Context, feed: FeedArgument) -> None:
    """Read a feed no longer. Its articles stay in the library."""
    from index.feeds import Feeds
    from ingest.feeds.subscribing import find_feed

    with opened(settings_of(context)) as library:
        found = find_feed(library.library, feed)
        Feeds(library.library).remove(found.number)
    typer.echo(f"Removed {plain(found.title or found.address)}. Its articles stay.")


@app.command("pause", epilog="Example: newsdesk feeds pause 3")
def pause(context: typer.Context, feed: FeedArgument) -> None:
    """Leave a feed alone until it is resumed."""
    from index.feeds import FeedState

    _set_state(context, feed, FeedState.PAUSED, "Paused")


@app.command("resume", epilog="Example: newsdesk feeds resume 3")
def resume(context: typer.Context, feed: FeedArgument) -> None:
    """Read a paused feed, or one that was gone, again."""
    from index.feeds import FeedState

    _set_state(context, feed, FeedState.ACTIVE, "Resumed")


@app.command("poll", epilog="Example: newsdesk feeds poll --forever")
def poll(
    context: typer.Context,
    feeds: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FEED]...", help="Only these, due or not.", show_default=False),
    ] = None,
    forever: Annotated[bool, typer.Option("--forever", help="Until Ctrl-C, each feed at its time.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one object a feed.")] = False,
) -> None:
    """Ask the feeds that are due, and store what is new. Exit code 1: a feed failed.

    With --forever, pages of stored articles are looked at again, too (`newsdesk refresh`, refresh.automatic).
    """
    import threading

    from cli.refreshing import tell
    from ingest.feeds.polling import Poller
    from ingest.feeds.subscribing import find_feed
    from ingest.web.reading import Web

    if forever and feeds:
        raise UsageError("--forever asks all feeds at their time. Leave the names away, or --forever.")
    settings = settings_of(context)
    with opened(settings) as library, Web(settings) as web:
        poller = Poller(library, web)

        def report(polled: Polled) -> None:
            typer.echo(json.dumps(_polled(polled), ensure_ascii=False) if as_json else _told(polled))
            sys.stdout.flush()

        if forever:
            poller.run(threading.Event().wait, report, lambda look: tell(look, as_json=as_json))
        only = [find_feed(library.library, feed) for feed in feeds] if feeds else None
        done = poller.poll(only, report)
        if not done and not as_json:
            typer.echo(_nothing_due(poller.feeds.next_time()))
    raise typer.Exit(1 if any(each.feed.fault for each in done) else 0)


@app.command("import", epilog="Example: newsdesk feeds import subscriptions.opml")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="An OPML file, as other readers of feeds export it.")],
) -> None:
    """Add the feeds of an OPML file."""
    from ingest.faults import FILE_FAULTS, explained
    from ingest.feeds.subscribing import import_feeds
    from ingest.web.reading import Web

    settings = settings_of(context)
    try:
        opml = file.read_bytes()
    except FILE_FAULTS as exc:
        raise InputError(f"{file}: {explained(exc)}") from exc
    with opened(settings) as library, Web(settings) as web:
        added, refused = import_feeds(library.library, opml, web)
    typer.echo(f"Added {_count(added, 'feed')}, to be asked at the next poll.")
    for address in refused:
        typer.secho(f"{plain(address)}: This is no web address.", fg="yellow", err=True)
    raise typer.Exit(1 if refused else 0)


@app.command("export", epilog="Example: newsdesk feeds export > subscriptions.opml")
def export(context: typer.Context) -> None:
    """Print the feeds as OPML, for other readers of feeds."""
    from index.feeds import Feeds
    from ingest.feeds.opml import written

    with opened(settings_of(context)) as library:
        typer.echo(written(Feeds(library.library).all()), nl=False)


def _set_state(context: typer.Context, given: str, state: FeedState, word: str) -> None:
    from index.feeds import Feeds
    from ingest.feeds.subscribing import find_feed

    with opened(settings_of(context)) as library:
        feed = find_feed(library.library, given)
        Feeds(library.library).set_state(feed.number, state, now())
    typer.echo(f"{word} {plain(feed.title or feed.address)}.")


def _show(summary: FeedSummary, at: datetime) -> None:
    feed = summary.feed
    asked = "not asked yet" if feed.asked_at is None else f"asked {_since(feed.asked_at, at)}"
    following = _until(feed.next_at, at) if feed.state == "active" else feed.state.value
    brought = _count(summary.articles, "article")
    if summary.newest is not None:
        brought += f", the newest {_since(summary.newest, at)}"
    typer.echo(f"{feed.number}  {plain(feed.title or feed.address)}  ({plain(feed.address)})")
    typer.echo(f"   {asked}, {following} · {brought}")
    trouble = [f"{_count(feed.faults, 'fault')} in a row: {plain(feed.fault)}"] if feed.fault else []
    trouble += [f"{_count(summary.waiting, 'page')} to be tried again"] if summary.waiting else []
    trouble += [f"{_count(summary.failed, 'page')} without an article"] if summary.failed else []
    for line in trouble:
        typer.secho(f"   {line}", fg="yellow")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _since(moment: int, at: datetime) -> str:
    return f"{_span(at.timestamp() - moment)} ago"


def _until(moment: int, at: datetime) -> str:
    return "due now" if moment <= at.timestamp() else f"next in {_span(moment - at.timestamp())}"


def _span(seconds: float) -> str:
    """A time in its largest unit: 5 min, 3 h, 12 days."""
    for unit, name in ((86_400, "days"), (3600, "h"), (60, "min")):
        if seconds >= 2 * unit or (unit == 60 and seconds >= 60):  # noqa: PLR2004 - seconds
            return f"{seconds // unit:.0f} {name}"
    return "moments"


def _told(polled: Polled) -> str:
    name = f"{polled.feed.number}, {plain(polled.feed.title or polled.feed.address)}"
    if polled.feed.fault:
        return f"{name}: {plain(polled.feed.fault)}"
    if polled.is_unchanged and not polled.tally.articles:
        return f"{name}: unchanged."
    counts = ("added", "updated", "unchanged", "duplicate")
    told = ", ".join(f"{count} {word}" for word in counts if (count := getattr(polled.tally, word)))
    lines = [f"{name}: {told or 'nothing new'}."]
    lines += [f"  {plain(entry.url)}: {plain(entry.fault or '')}" for entry in polled.faults[:_FAULTS_SHOWN]]
    if (more := len(polled.faults) - _FAULTS_SHOWN) > 0:
        lines.append(f"  … and {more} more pages failed.")
    return "\n".join(lines)


def _polled(polled: Polled) -> dict[str, object]:
    counts = ("added", "updated", "unchanged", "duplicate")
    return {
        "feed": polled.feed.number,
        "address": polled.feed.address,
        **{name: getattr(polled.tally, name) for name in counts},
        "fault": polled.feed.fault,
        "failures": [{"source": entry.url, "reason": entry.fault} for entry in polled.faults],
    }


def _as_object(summary: FeedSummary) -> dict[str, object]:
    times = {
        name: None
        if (at := getattr(summary.feed, name)) is None
        else datetime.fromtimestamp(at, UTC).isoformat()
        for name in ("added_at", "asked_at", "answered_at", "next_at")
    }
    newest = None if summary.newest is None else datetime.fromtimestamp(summary.newest, UTC).isoformat()
    counts = {"articles": summary.articles, "waiting": summary.waiting, "failed": summary.failed}
    return asdict(summary.feed) | times | counts | {"newest": newest}


def _nothing_due(next_time: datetime | None) -> str:
    if next_time is None:
        return "There are no feeds to ask. Add one: newsdesk feeds add https://news.example/"
    return f"No feed is due; the next one in {_span(max(0.0, (next_time - now()).total_seconds()))}."
