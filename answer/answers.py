"""What an answer is: the values that the command line, the bot and the evaluation show.

An answer is `Answered` or `NoEvidence`; both carry what the library covers. `as_json` gives the object of
`newsdesk ask --json` (the contract in docs/architecture.md).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Protocol

from answer.notes import Note
from index.restriction import Restriction, Window


@dataclass(frozen=True, slots=True)
class Newer:
    """The newest version of an article that was quoted from an older one; `stored` is ISO 8601."""

    version: int
    stored: str
    holds_quote: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """What has become of an article that was quoted.

    `withdrawn` is since when its page is no longer at its address (ISO 8601); `is_removed`: the library no longer
    holds it.
    """

    withdrawn: str | None = None
    newer: Newer | None = None
    is_removed: bool = False


@dataclass(frozen=True, slots=True)
class AlsoIn:
    """Another article of the same story that says the same as a quote, in nearly the same words."""

    article: str
    outlet: str | None
    title: str
    url: str | None
    published: str | None
    withdrawn: str | None = None  # as in `Standing`


def outlets_of(others: Iterable[AlsoIn], cited: str | None) -> tuple[str, ...]:
    """Where readers find the same words: the outlets, each once, without the one that is cited."""
    names = dict.fromkeys(other.outlet for other in others if not other.withdrawn)
    return tuple(name for name in names if name and name != cited)


@dataclass(frozen=True, slots=True)
class Citation:
    """One quote: `quote` is `article.text[start:end]` of the stored version, word for word.

    `start` and `end` are offsets in Unicode code points. `link` is the URL with a text fragment that opens
    the page at the quote; it is None where the article has no URL. `published` is ISO 8601, a date alone or
    with time and offset as the article gave it; None is unknown. `speaker` is whose words the quote reports,
    where the question asked for somebody's words and the quote holds them. `also_in` are the other articles of
    its story that say the same; the quote is from the one that was published first. `standing` is what has become of
    the article; None: it is as it was quoted.
    """

    marker: int
    quote: str
    article: str
    version: int
    title: str
    outlet: str | None
    published: str | None
    url: str | None
    link: str | None
    start: int
    end: int
    speaker: str | None = None
    also_in: tuple[AlsoIn, ...] = ()
    standing: Standing | None = None

    @property
    def other_outlets(self) -> tuple[str, ...]:
        """The outlets of `also_in`: see `outlets_of`."""
        return outlets_of(self.also_in, self.outlet)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was searched: how many articles, and the first and last known publication date (ISO 8601)."""

    articles: int
    first: str | None
    last: str | None
    window: Window | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer in which every sentence rests on a citation; `text` carries markers such as [1].

    `understood` is the question that was searched for, where a follow-up was completed from the turns before.
    `written_by` names the language model that wrote `text`; None: its sentences are the quotes.
    """

    question: str
    asked: datetime
    confidence: float
    text: str
    citations: tuple[Citation, ...]
    coverage: Coverage
    notes: tuple[Note, ...] = ()
    took_ms: Mapping[str, float] = field(default_factory=dict)
    understood: str | None = None
    written_by: str | None = None


@dataclass(frozen=True, slots=True)
class Nearby:
    """An article near a question that it does not answer."""

    article: str
    title: str
    outlet: str | None
    url: str | None
    published: str | None
    withdrawn: str | None = None  # as in `Standing`


@dataclass(frozen=True, slots=True)
class NoEvidence:
    """The library holds nothing that answers; `coverage` says what it does hold. See `Answered`.

    `nearby` are the articles that come nearest, best first.
    """

    question: str
    asked: datetime
    confidence: float
    coverage: Coverage
    notes: tuple[Note, ...] = ()
    took_ms: Mapping[str, float] = field(default_factory=dict)
    understood: str | None = None
    nearby: tuple[Nearby, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """What was asked before in a conversation, complete in itself, and the quotes that answered it."""

    question: str
    asked: datetime
    citations: tuple[Citation, ...] = ()


Answer = Answered | NoEvidence


def turn_of(answer: Answer) -> Turn:
    """The turn that an answer leaves in its conversation."""
    citations = answer.citations if isinstance(answer, Answered) else ()
    return Turn(answer.understood or answer.question, answer.asked, citations)


Show = Callable[["Answered"], None]


class Asker(Protocol):
    """Anything that answers questions. `ask` blocks (call it in a thread) and raises NewsdeskError only."""

    def ask(
        self,
        question: str,
        *,
        asked: datetime,
        restriction: Restriction = Restriction(),
        before: Sequence[Turn] = (),
        show: Show | None = None,
    ) -> Answer:
        """Answer `question` as of `asked` (with a time zone).

        `before` are the turns of the conversation, oldest first. `show` is called, in the caller's thread,
        with what is verified so far each time an answer that a model writes grows.
        """
        ...


def as_json(answer: Answer) -> dict[str, Any]:
    """The answer as the object that `newsdesk ask --json` prints and `answers.jsonl` holds."""
    match answer:
        case Answered():
            status, text, citations = "answered", answer.text, answer.citations
        case NoEvidence():
            status, text, citations = "no_evidence", "", ()
    return {
        "question": answer.question,
        "asked": answer.asked.isoformat(),
        "status": status,
        "confidence": round(answer.confidence, 4),
        "text": text,
        "citations": [citation_json(citation) for citation in citations],
        "coverage": coverage_json(answer.coverage),
        "nearby": [asdict(one) for one in answer.nearby] if isinstance(answer, NoEvidence) else [],
        "understood": answer.understood,
        "written_by": answer.written_by if isinstance(answer, Answered) else None,
        "notes": [str(note) for note in answer.notes],
        "took_ms": {stage: round(ms, 2) for stage, ms in answer.took_ms.items()},
    }


def citation_json(citation: Citation) -> dict[str, Any]:
    """A citation as it stands in JSON."""
    return asdict(citation) | {"also_in": [asdict(other) for other in citation.also_in]}


def coverage_json(coverage: Coverage) -> dict[str, Any]:
    """What was searched as it stands in JSON."""
    window = coverage.window
    return {
        "articles": coverage.articles,
        "from": coverage.first,
        "to": coverage.last,
        "window": None
        if window is None
        else {
            "from": window.start.isoformat() if window.start else None,
            "to": window.end.isoformat() if window.end else None,
        },
    }
