"""How answers look in a terminal. Text of articles is shown as text: no markup, no control characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

if TYPE_CHECKING:
    from answer.answers import Answer, Citation, Coverage, Standing
    from bot.running.place import Part
    from index.database import Occupied

_UNSAFE = {"Cc", "Cf", "Cs", "Co"}
_JOINERS = "\u200c\u200d"  # part of words in several scripts, and of emoji


def show_answer(answer: Answer, console: Console) -> None:
    """Print an answer: quotes with who, where and when, then what was searched."""
    from answer.answers import Answered

    console.print()
    if answer.understood is not None:
        console.print(_indented(Text(f"Understood as: {plain(answer.understood)}", style="italic")))
        console.print()
    if isinstance(answer, Answered):
        if answer.written_by is not None:
            console.print(_indented(Text(plain(answer.text), style="bold")))
            console.print(
                _indented(Text(f"Written by {plain(answer.written_by)}; each sentence rests on:", "dim"))
            )
            console.print()
        for citation in answer.citations:
            show_quote(citation, console)
    else:
        console.print(_indented(Text("The library holds nothing that answers this.", style="bold")))
        for near in answer.nearby:
            gone = f" · {withdrawn(near.withdrawn)}" if near.withdrawn else ""
            source = byline(near.outlet, near.published, near.title)
            console.print(_indented(Text(f"near it: {source}{gone}", style="green")))
    for note in answer.notes:
        console.print(_indented(Text(plain(str(note)), style="yellow")))
    took = answer.took_ms.get("total", 0.0)
    console.print(_indented(Text(f"{covered(answer.coverage)} · {took:.0f} ms", style="dim")))
    console.print()


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


def show_quote(citation: Citation, console: Console) -> None:
    """A quote with its number, its speaker where known, its source, and its link unbroken on a line."""
    if citation.speaker:
        console.print(_indented(Text(f"{plain(citation.speaker)}:", style="bold")))
    console.print(
        _indented(
            Text(f"[{citation.marker}] ", style="bold cyan") + Text(plain(citation.quote), style="default")
        )
    )
    source = byline(citation.outlet, citation.published, citation.title)
    console.print(_indented(Text(source, style="green"), deep=True))
    if citation.other_outlets:
        others = ", ".join(plain(outlet) for outlet in citation.other_outlets)
        console.print(_indented(Text(f"also in {others}", style="green"), deep=True))
    for told in standing(citation.standing):
        console.print(_indented(Text(told, style="yellow"), deep=True))
    if citation.link:
        console.print(Text(f"      {citation.link}", style="dim"), soft_wrap=True)
    console.print()


def standing(of: Standing | None) -> Iterator[str]:
    """What has become of a quoted article, in a few words each."""
    if of is None:
        return
    if of.is_removed:
        yield "removed from the library since"
    if of.newer is not None:
        without = "" if of.newer.holds_quote else ", without these words"
        yield f"newer version since {day(of.newer.stored)}{without}"
    if of.withdrawn is not None:
        yield withdrawn(of.withdrawn)


def withdrawn(since: str) -> str:
    """That the page of an article is gone."""
    return f"no longer at its address since {day(since)}"


def _indented(text: Text, *, deep: bool = False) -> Padding:
    return Padding(text, (0, 2, 0, 6 if deep else 2))


def bot_of(part: Part, one: Occupied) -> str:
    """Whether a bot serves a part of Discord, and how many stand by."""
    if not one.is_held:
        return f"No bot serves {part}"
    if one.waiting is None:
        return f"A bot serves {part}"
    return f"A bot serves {part}, {one.waiting} {'stands' if one.waiting == 1 else 'stand'} by"
