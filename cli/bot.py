"""`newsdesk bot` and `newsdesk preview`: the bot on Discord, and on a local page."""

from __future__ import annotations

import enum
from functools import partial
from typing import Annotated

import typer

from cli.session import opened, settings_of

EXAMPLE = "Example: newsdesk bot --sync      once, then: newsdesk bot"
PREVIEW_EXAMPLE = "Example: newsdesk preview --library sample"


class Shown(enum.StrEnum):
    """Which library the preview asks."""

    SAMPLE = "sample"
    YOURS = "yours"


def bot(
    context: typer.Context,
    sync: Annotated[
        bool, typer.Option("--sync", help="Only tell Discord the bot's commands, and end.")
    ] = False,
) -> None:
    """Answer questions on Discord until Ctrl-C. Without a token it explains how to get one."""
    from answer.desk import desk_of
    from bot.running.run import run_bot, sync_commands

    settings = settings_of(context)
    with opened(settings, stop_server=True) as library:
        desk = desk_of(library, settings)
        if sync:
            names = sync_commands(desk, library, settings)
            typer.echo(f"Discord now knows: {', '.join(names)}")
        else:
            run_bot(desk, library, settings, partial(settings_of, context))


def preview(
    context: typer.Context,
    library: Annotated[Shown, typer.Option("--library", help="The sample library, or yours.")] = Shown.YOURS,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")] = 0,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the page in your browser.")] = False,
) -> None:
    """Serve the real bot on a local page that looks like Discord; type /ask there."""
    from answer.desk import desk_of
    from bot.running.preview import run_preview

    settings = settings_of(context)
    if library is Shown.SAMPLE:
        from cli.samples import sample_settings

        settings = sample_settings(settings)
    with opened(settings, stop_server=True) as shown:
        run_preview(desk_of(shown, settings), shown, settings, port=port, open_browser=open_browser)
