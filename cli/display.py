"""How answers look in a terminal. Text of articles is shown as text: no markup, no control characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

if TYPE_CHECKING:
    from answer.answers import Answer, Citation, Coverage

_UNSAFE = {"Cc", "Cf", "Cs", "Co"}
_JOINERS = "\u200c\u200d"  # part of words in several scripts, and of emoji


def show_answer(answer: Answer, console: Console) -> None:
    """Print an answer: quotes with who, where and when, then what was searched."""
    from answer.answers import Answered

    parts: list[RenderableType] = []
    if isinstance(answer, Answered):
        parts += [_quote(citation) for citation in answer.citations]
    else:
        parts.append(Text("The library holds nothing that answers this.", style="bold"))
    parts += [Text(note, style="yellow") for note in answer.notes]
    took = answer.took_ms.get("total", 0.0)
    parts.append(Text(f"{covered(answer.coverage)} · {took:.0f} ms", style="dim"))
    console.print(Padding(Group(*parts), (1, 2)))


def covered(coverage: Coverage) -> str:
    """What was searched, in words."""
    searched = f"Searched {coverage.articles:,} article{'s' if coverage.articles != 1 else ''}"
    if coverage.first and coverage.last:
        searched += f", {day(coverage.first)} to {day(coverage.last)}"
    if coverage.window is not None:
        limits = [
            f"{word} {day(limit.date().isoformat())}"
            for word, limit in (("from", coverage.window.start), ("until", coverage.window.end))
            if limit is not None
        ]
        searched += f", published {' '.join(limits)}"
    return searched


def day(moment: str) -> str:
    """An ISO 8601 date or time as a day that people read, such as 6 January 2026."""
    found = date.fromisoformat(moment[:10])
    return f"{found.day} {found:%B %Y}"


def plain(text: str) -> str:
    """The text without characters that a terminal would obey or nobody can see."""
    return "".join(
        character
        for character in text
        if character in _JOINERS or character == "\n" or unicodedata.category(character) not in _UNSAFE
    )


def byline(outlet: str | None, published: str | None, title: str | None = None) -> str:
    """Outlet, date and title, as far as they are known."""
    known: Iterable[str | None] = (
        outlet or "unknown outlet",
        day(published) if published else "undated",
        title,
    )
    return " · ".join(plain(part) for part in known if part)


def _quote(citation: Citation) -> RenderableType:
    number = Text(f"[{citation.marker}] ", style="bold cyan")
    head = [Text(f"{plain(citation.speaker)}:", style="bold")] if citation.speaker else []
    quoted = number + Text(plain(citation.quote))
    source = Text(byline(citation.outlet, citation.published, citation.title), style="green")
    link = [Text(citation.link, style="dim", no_wrap=True, overflow="fold")] if citation.link else []
    return Group(*head, quoted, Padding(Group(source, *link), (0, 0, 1, 4)))
