"""What every command starts with: flags, settings, logging, and the opened library."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from config.errors import UsageError

if TYPE_CHECKING:  # both are slow to import, and --help needs neither
    from config.settings import Settings
    from index.searchable import SearchableLibrary

_LEVELS = ("info", "debug")


@dataclass(frozen=True, slots=True)
class Flags:
    """The global flags."""

    data_dir: Path | None = None
    verbose: int = 0


def settings_of(context: typer.Context) -> Settings:
    """The settings, with the global flags over them; also starts logging. Raises ConfigurationError."""
    from config.logs import start_logging
    from config.settings import load_settings

    flags: Flags = context.obj
    level = _LEVELS[min(flags.verbose, len(_LEVELS)) - 1] if flags.verbose else None
    settings = load_settings(data_dir=flags.data_dir, log_level=level)
    start_logging(settings)
    return settings


class Terminated(BaseException):
    """SIGTERM: whatever is under way cleans up and ends. No Exception, as KeyboardInterrupt is none."""


STOPPED = (KeyboardInterrupt, Terminated)  # Ctrl-C, and SIGTERM


def end_on_sigterm() -> None:
    """Raise Terminated at the first SIGTERM; the second ends the process as usual."""

    def end(number: int, _frame: object) -> None:
        signal.signal(number, signal.SIG_DFL)
        raise Terminated

    signal.signal(signal.SIGTERM, end)


@contextmanager
def opened(settings: Settings, *, stop_server: bool = False) -> Iterator[SearchableLibrary]:
    """The library of the settings, closed at the end."""
    from index.searchable import SearchableLibrary

    library = SearchableLibrary(settings)
    try:
        yield library
    finally:
        library.close(stop_server_if_last=stop_server)


def moment(given: str | None, *, flag: str, end_of_day: bool = False) -> datetime | None:
    """A date or time that a person typed, in ISO 8601; without a zone it is this machine's."""
    if given is None:
        return None
    try:
        parsed = datetime.fromisoformat(given)
    except ValueError:
        raise UsageError(
            f"{flag} {given!r} is no date. Write it as 2026-01-06 or 2026-01-06T14:00+01:00."
        ) from None
    if end_of_day and len(given) <= len("2026-01-06"):
        parsed = parsed.replace(hour=23, minute=59, second=59)
    return parsed.astimezone() if parsed.tzinfo is None else parsed


def now() -> datetime:
    """The time of asking."""
    return datetime.now(UTC)
