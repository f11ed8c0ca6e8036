"""`newsdesk ingest`, `remove` and `reindex`: what changes the library."""

from __future__ import annotations

import json
import sys
from contextlib import AbstractContextManager, nullcontext
from threading import Thread
from typing import TYPE_CHECKING, Annotated

import typer

from cli.session import STOPPED, opened, settings_of
from config.errors import NewsdeskError, UsageError

if TYPE_CHECKING:
    from index.searchable import SearchableLibrary
    from ingest.pipeline import Tally
    from ingest.web.reading import Web
    from ingest.workers import Workers

EXAMPLE = (
    "Example: newsdesk ingest articles/ more.jsonl.gz    or: newsdesk ingest https://news.example/a "
    "   or: cat news.jsonl | newsdesk ingest -"
)
REMOVE_EXAMPLE = "Example: newsdesk remove 5f0c2a9b8e11"
REINDEX_EXAMPLE = "Example: newsdesk reindex            after changing embedding.model"

_FAILURES_SHOWN = 20


def ingest(
    context: typer.Context,
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT...", help="Files, folders, patterns, web addresses, or -.")
    ],
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers",
            min=1,
            max=256,
            help="Processes that read and embed [default: ingest.workers].",
            show_default=False,
        ),
    ] = None,
    ray: Annotated[
        str | None,
        typer.Option(
            "--ray",
            metavar="ADDRESS",
            help="Read and embed in a Ray cluster; `local` starts one here, to try it.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one object with what was done.")] = False,
) -> None:
    """Put articles into the library: .txt .md .html .json .jsonl .pdf .eml, each also .gz, .zip, and pages of the web.

    The same input twice changes nothing; a changed article becomes a new version. Exit code 1: some inputs
    failed, each is named.
    """
    from ingest.languages import load_detection

    # takes half a second, mostly without Python's lock: done beside the imports below
    Thread(target=load_detection).start()
    from cli.progress import IngestProgress
    from ingest.files import expand
    from ingest.pipeline import Tally
    from ingest.pipeline import ingest as run
    from ingest.web.reading import Web

    settings = settings_of(context)
    expansion = expand(inputs)
    tally = Tally(failures=list(expansion.failures))
    fault: BaseException | None = None
    try:
        with (
            opened(settings) as library,
            Web(settings) as web,
            _elsewhere(library, web, workers, ray) as elsewhere,
            IngestProgress(expansion.sources, quiet=as_json) as progress,
        ):
            library.begin_loading()
            run(
                library,
                progress.read(web, elsewhere),
                tally,
                batch_articles=settings.ingest.batch_articles,
                progress=progress.report,
                elsewhere=elsewhere if settings.embedding.url is None else None,
            )
    except (NewsdeskError, *STOPPED) as exc:
        fault = exc
    _summarise(tally, expansion.skipped, as_json=as_json, fault=fault)
    if fault is not None:
        raise fault
    raise typer.Exit(1 if tally.failures else 0)


def remove(
    context: typer.Context,
    ids: Annotated[
        list[str], typer.Argument(metavar="ID...", help="As `newsdesk articles list` shows them.")
    ],
) -> None:
    """Delete articles with all their versions from the library."""
    with opened(settings_of(context)) as library:
        removed = library.library.remove(ids)
        library.follow()
    typer.echo(f"Removed {len(removed)} of {len(ids)} articles.")
    missing = [id_ for id_ in ids if id_ not in removed]
    if missing:
        raise UsageError(
            f"The library holds no article {', '.join(missing)}. `newsdesk articles list` shows ids."
        )


def reindex(
    context: typer.Context,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Also make the keyword and vector indexes anew.")
    ] = False,
) -> None:
    """Embed again what another model embedded; interrupted, it goes on where it was."""
    with opened(settings_of(context)) as library:
        show = sys.stderr.isatty()
        done = library.reindex(lambda done, total: _tell(f"{done} of {total} articles", show=show))
        if rebuild:
            library.rebuild()
    typer.echo(f"Embedded {done} articles again{' and rebuilt both indexes' if rebuild else ''}.")


def _elsewhere(
    library: SearchableLibrary, web: Web, workers: int | None, ray: str | None
) -> AbstractContextManager[Workers | None]:
    """The workers that the flags or the settings ask for, if any. Raises ConfigurationError."""
    places = workers or library.settings.ingest.workers
    if ray is None and places == 1:
        return nullcontext()
    from ingest.workers import Elsewhere, Workers

    elsewhere: Elsewhere
    if ray is None:
        from ingest.processes import Processes

        elsewhere = Processes(places)
    else:
        from ingest.cluster import Cluster

        elsewhere = Cluster(ray, workers)
    return Workers(elsewhere, library, web.clock())


def _tell(line: str, *, show: bool) -> None:
    if show:
        typer.echo(f"\r{line}", nl=False, err=True)


def _summarise(tally: Tally, skipped: tuple[str, ...], *, as_json: bool, fault: BaseException | None) -> None:
    if as_json:
        typer.echo(json.dumps(_summary(tally, skipped, fault), ensure_ascii=False))
        return
    for failure in tally.failures[:_FAILURES_SHOWN]:
        where = failure.source if failure.line is None else f"{failure.source}:{failure.line}"
        typer.secho(f"{where}: {failure.reason}", fg="yellow", err=True)
    if (more := tally.failed - _FAILURES_SHOWN) > 0:
        typer.secho(f"… and {more} more failures; --json lists more.", fg="yellow", err=True)
    if skipped:
        typer.echo(f"Skipped {len(skipped)} files of other kinds ({', '.join(skipped[:3])}…).", err=True)
    counts = ("added", "updated", "unchanged", "duplicate", "failed")
    typer.echo(", ".join(f"{getattr(tally, name)} {name}" for name in counts) + ".")
    if fault is not None:
        typer.echo("Stopped early. What is counted is stored; run the same command again to go on.", err=True)


def _summary(tally: Tally, skipped: tuple[str, ...], fault: BaseException | None) -> dict[str, object]:
    return {
        "added": tally.added,
        "updated": tally.updated,
        "unchanged": tally.unchanged,
        "duplicate": tally.duplicate,
        "failed": tally.failed,
        "failures": [{"source": f.source, "line": f.line, "reason": f.reason} for f in tally.failures],
        "skipped": list(skipped),
        "complete": fault is None,
    }
