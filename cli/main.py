"""The entry: global flags, the list of commands, and what a person sees when something goes wrong."""

import logging
import os
import signal
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from cli import (
    articles,
    asking,
    bot,
    configuration,
    digesting,
    doctor,
    evaluating,
    feeding,
    ingesting,
    keeping,
    library,
    quotes,
    refreshing,
)
from cli.session import Flags, Terminated, end_on_sigterm
from config.errors import NewsdeskError

INTERRUPTED = 130

app = typer.Typer(
    name="newsdesk",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Put news articles into a library, ask it, and get answers in which every sentence is a checked quote.",
    epilog="Example: newsdesk ingest articles/ && newsdesk ask 'What did Merz say about a ceasefire?'",
)
app.command("ask", epilog=asking.EXAMPLE)(asking.ask)
app.command("search", epilog=asking.SEARCH_EXAMPLE)(asking.search)
app.command("quotes", epilog=quotes.EXAMPLE)(quotes.quotes)
app.command("digest", epilog=digesting.EXAMPLE)(digesting.digest)
app.command("ingest", epilog=ingesting.EXAMPLE)(ingesting.ingest)
app.add_typer(feeding.app, name="feeds")
app.command("refresh", epilog=refreshing.EXAMPLE)(refreshing.refresh)
app.command("remove", epilog=ingesting.REMOVE_EXAMPLE)(ingesting.remove)
app.add_typer(articles.app, name="articles")
app.command("status", epilog=articles.STATUS_EXAMPLE)(articles.status)
app.command("reindex", epilog=ingesting.REINDEX_EXAMPLE)(ingesting.reindex)
app.command("doctor", epilog=doctor.EXAMPLE)(doctor.doctor)
app.command("check", epilog=keeping.CHECK_EXAMPLE)(keeping.check)
app.command("backup", epilog=keeping.BACKUP_EXAMPLE)(keeping.backup)
app.command("restore", epilog=keeping.RESTORE_EXAMPLE)(keeping.restore)
app.add_typer(library.app, name="library")
app.command("prune", epilog=keeping.PRUNE_EXAMPLE)(keeping.prune)
app.add_typer(evaluating.app, name="eval")
app.command("bot", epilog=bot.EXAMPLE)(bot.bot)
app.command("preview", epilog=bot.PREVIEW_EXAMPLE)(bot.preview)
app.add_typer(configuration.app, name="config")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"newsdesk {version('newsdesk')}")
        raise typer.Exit


@app.callback()
def flags(
    context: typer.Context,
    data_dir: Annotated[
        Path | None, typer.Option("--data-dir", help="Where the library is kept.", show_default=False)
    ] = None,
    verbose: Annotated[
        int, typer.Option("--verbose", "-v", count=True, help="Say what is done; -vv for every detail.")
    ] = 0,
    show_version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Global flags; the docstring that people see is the app's help."""
    del show_version
    context.obj = Flags(data_dir=data_dir, verbose=verbose)


def main() -> None:
    """Run the command; turn what went wrong into one message and an exit code."""
    end_on_sigterm()
    try:
        app()
    except NewsdeskError as exc:
        typer.secho(f"newsdesk: {exc}", fg="red", err=True)
        logging.getLogger(__name__).debug("details", exc_info=True)
        sys.exit(exc.exit_code)
    except KeyboardInterrupt:
        typer.secho("newsdesk: stopped.", err=True)
        sys.exit(INTERRUPTED)
    except Terminated:
        typer.secho("newsdesk: stopped.", err=True)
        signal.raise_signal(signal.SIGTERM)  # for whoever sent it, this is how a process ends well
    except BrokenPipeError:
        # whoever read our output has seen enough; keep the interpreter from complaining about it at its exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


if __name__ == "__main__":
    main()
