"""`newsdesk config`: what is set, and where it can be set."""

import json
from typing import Annotated

import typer

from cli.session import settings_of

app = typer.Typer(no_args_is_help=True, help="Show the settings.")


@app.command("show", epilog="Example: newsdesk config show")
def show(context: typer.Context) -> None:
    """Print all settings as they are in force, secrets masked."""
    from config.settings import masked

    typer.echo(json.dumps(masked(settings_of(context)), indent=2))


@app.command("example", epilog="Example: newsdesk config example > newsdesk.toml")
def example(
    as_env: Annotated[
        bool, typer.Option("--env", help="Print an .env file instead: the same as environment variables.")
    ] = False,
) -> None:
    """Print a commented newsdesk.toml with every setting at its default."""
    from config.example import example_env, example_toml

    typer.echo(example_env() if as_env else example_toml(), nl=False)
