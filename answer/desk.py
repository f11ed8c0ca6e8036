"""The desk: takes a question, searches, chooses quotes, checks them, and answers or says that it cannot."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from answer.answers import Answer, Answered, Citation, Coverage, NoEvidence, Show, Turn
from answer.attempts import Attempts, Choice, Stopwatch
from answer.citations import cite
from answer.conversation import NO_CONTEXT, Context, Known, understood
from answer.followups import may_stand_alone
from answer.notes import KeywordsOnly, Note, SearchedFor, Undated
from answer.quoting import quote_of
from answer.sentences import Sentence
from answer.when import wants_newest
from answer.writing.model import LanguageModel, Model
from config.sections import AnswerSettings
from config.settings import Settings
from index.restriction import Restriction
from index.searchable import SearchableLibrary, SearchResult
from index.spelling import respelled


@dataclass(frozen=True, slots=True)
class Considered:
    """An answer and what it was chosen from: hits and sentences, each best first."""

    answer: Answer
    found: SearchResult
    sentences: tuple[Sentence, ...]


def desk_of(library: SearchableLibrary, settings: Settings) -> "Desk":
    """The desk as the settings want it. Raises ConfigurationError where their language model cannot be used."""
    model = None if settings.llm.provider == "none" else Model(settings.llm, library.library)
    return Desk(library, settings.answer, model)


class Desk:
    """Answers questions from one library by quoting it. Thread-safe."""

    def __init__(
        self, library: SearchableLibrary, settings: AnswerSettings, model: LanguageModel | None = None
    ) -> None:
        """Nothing is loaded before the first question. Without a `model`, answers are quotes."""
        self._library = library
        self._model = model
        self._attempts = Attempts(library, settings)
        self._known = Known(library.rarity, library.unknown, self._attempts.outlet_in)

    def ask(
        self,
        question: str,
        *,
        asked: datetime,
        restriction: Restriction = Restriction(),
        before: Sequence[Turn] = (),
        show: Show | None = None,  # noqa: ARG002 - a writing model follows
    ) -> Answer:
        """Answer as of `asked` (with a zone). Raises LibraryError where the library cannot be searched.

        A follow-up is completed from the turns before; one that may stand alone is asked as it stands, too,
        and the surer answer is given.
        """
        complete = understood(question, asked, before, self._known)
        answer = self.consider(
            complete.question, asked=asked, restriction=restriction, context=complete.context
        ).answer
        if complete.question == question:
            return answer
        if may_stand_alone(question):
            alone = self.consider(question, asked=asked, restriction=restriction).answer
            if isinstance(alone, Answered) and alone.confidence > answer.confidence:
                return alone
        return replace(answer, question=question, understood=complete.question)

    def consider(
        self,
        question: str,
        *,
        asked: datetime,
        restriction: Restriction = Restriction(),
        context: Context = NO_CONTEXT,
    ) -> Considered:
        """Answer like `ask`, and tell what the answer was chosen from."""
        watch = Stopwatch()
        changes = self._library.respellings(question)
        best = self._attempts.best(
            respelled(question, changes), asked=asked, restriction=restriction, watch=watch, context=context
        )
        found, choice = best.found, best.choice
        rows = _in_order(choice, question, best.restriction) if self._attempts.is_sure(best) else ()
        quotes = [quote_of(choice.sentences, row, choice.speaker) for row in rows]
        citations = cite(quotes, self._library.library, best.restriction)
        number, first, last = self._library.library.count(best.restriction)
        coverage = Coverage(number, first, last, best.restriction.window)
        watch.lap("check")
        notes: list[Note] = [SearchedFor(change.written, change.found) for change in changes]
        notes += [*best.notes, *_notes_on_dates(citations, coverage)]
        if not found.by_meaning:
            notes.append(KeywordsOnly())
        nothing = NoEvidence(question, asked, choice.sureness, coverage, tuple(notes), watch.times())
        answer = _answered(nothing, citations) if citations else nothing
        order = np.argsort(-choice.scores, kind="stable").tolist()
        return Considered(answer, found, tuple(choice.sentences[row] for row in order))


def _in_order(choice: Choice, question: str, restriction: Restriction) -> list[int]:
    """The rows of the quotes as they are shown: best first, or newest; what is undated after what has a date."""

    def place(row: int) -> tuple[bool, int]:
        at = choice.sentences[row].hit.passage.published_at
        return at is None, -(at or 0) if is_newest_first else 0

    is_newest_first = wants_newest(question)
    is_about_time = is_newest_first or restriction.window is not None
    return sorted(choice.rows, key=place) if is_about_time else list(choice.rows)


def _notes_on_dates(citations: Iterable[Citation], coverage: Coverage) -> list[Note]:
    """What to tell of undated articles in an answer that is about a time."""
    undated = {citation.article for citation in citations if citation.published is None}
    return [Undated(len(undated))] if undated and coverage.window is not None else []


def _answered(nothing: NoEvidence, citations: tuple[Citation, ...]) -> Answered:
    """The answer whose sentences are the quotes."""
    return Answered(
        question=nothing.question,
        asked=nothing.asked,
        confidence=nothing.confidence,
        text="\n".join(f"{citation.quote} [{citation.marker}]" for citation in citations),
        citations=citations,
        coverage=nothing.coverage,
        notes=nothing.notes,
        took_ms=nothing.took_ms,
    )
