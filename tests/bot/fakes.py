"""Answers made by hand, and an asker that gives them."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from answer.answers import Answer, Answered, Citation, Coverage, NoEvidence, Show, Turn
from index.restriction import Restriction

ASKED = datetime(2026, 1, 12, 9, 30, tzinfo=UTC)
COVERAGE = Coverage(41, "2025-12-18", "2026-01-19T18:00:00+01:00")
QUESTION = "What did Merz say about a ceasefire?"


def citation(marker: int = 1, **changes: Any) -> Citation:
    quote = changes.pop("quote", "A ceasefire is still far off, Merz said.")
    url = changes.pop("url", "https://meridian.example/merz")
    facts: dict[str, Any] = {
        "article": "merz-paris",
        "version": 1,
        "title": "Merz: ceasefire far off",
        "outlet": "Meridian Post",
        "published": "2026-01-07T18:20:00+01:00",
        "link": f"{url}#:~:text=A%20ceasefire,said." if url else None,
        "start": 0,
        "end": len(quote),
    }
    return Citation(marker, quote, url=url, **(facts | changes))


def answered(*citations: Citation, **changes: Any) -> Answered:
    cited = citations or (citation(),)
    facts: dict[str, Any] = {
        "question": QUESTION,
        "asked": ASKED,
        "confidence": 0.9,
        "text": "\n".join(f"{one.quote} [{one.marker}]" for one in cited),
        "citations": cited,
        "coverage": COVERAGE,
    }
    return Answered(**(facts | changes))


def no_evidence(**changes: Any) -> NoEvidence:
    facts: dict[str, Any] = {
        "question": QUESTION,
        "asked": ASKED,
        "confidence": 0.1,
        "coverage": COVERAGE,
    }
    return NoEvidence(**(facts | changes))


@dataclass(frozen=True)
class Call:
    """What an asker was called with."""

    question: str
    restriction: Restriction
    before: tuple[Turn, ...]


@dataclass
class ScriptedAsker:
    """An Asker that does what `script` says and remembers what it was asked, when, and in which thread."""

    script: Callable[[str], Answer] = lambda question: answered(question=question)
    asked: list[tuple[str, datetime, str]] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    grows: Callable[[Show], None] = lambda _show: None

    def ask(
        self,
        question: str,
        *,
        asked: datetime,
        restriction: Restriction = Restriction(),
        before: Sequence[Turn] = (),
        show: Show | None = None,
    ) -> Answer:
        self.calls.append(Call(question, restriction, tuple(before)))
        if show:
            self.grows(show)
        self.asked.append((question, asked, threading.current_thread().name))
        return self.script(question)

    def gives(self, answer: Answer) -> None:
        self.script = lambda _question: answer

    def fails(self, error: Exception) -> None:
        def fail(_question: str) -> Answer:
            raise error

        self.script = fail
