"""What a search can be limited to."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Window:
    """A span of publication time; either end may be open (None). Both ends are included, with a zone."""

    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Restriction:
    """What a reader wants the search limited to; empty means no limit. Outlets match whatever their case."""

    window: Window | None = None
    outlets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
