"""The desk: takes a question, searches, chooses quotes, checks them, and answers or says that it cannot."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from answer.answers import Answer, Answered, Citation, Coverage, NoEvidence, Show, Turn
from answer.attempts import Attempts, Choice, Stopwatch
from answer.citations import cite
from answer.conversation import NO_CONTEXT, Context, Known, Understood, understood
from answer.disagreeing import disagreement, in_time
from answer.followups import may_stand_alone
from answer.freshness import old_news
from answer.nearby import nearby
from answer.notes import (
    Contradict,
    Differ,
    KeywordsOnly,
    LeftOut,
    Note,
    NotWritten,
    SearchedFor,
    Undated,
)
from answer.quoting import quote_of, without_repetitions
from answer.rewriting import rewritten
from answer.sentences import Sentence
from answer.standing import as_they_stand, shown_again
from answer.when import wants_newest
from answer.writing.allowance import Allowance
from answer.writing.model import LanguageModel, Model
from answer.writing.writer import Unwritten, Writer, Written
from config.sections import AnswerSettings, LlmSettings
from config.settings import Settings
from index.restriction import Restriction
from index.searchable import SearchableLibrary, SearchResult
from index.spelling import respelled


@dataclass(frozen=True, slots=True)
class Considered:
    """An answer and what it was chosen from, within `restriction`: hits and sentences, each best first."""

    answer: Answer
    found: SearchResult
    sentences: tuple[Sentence, ...]
    restriction: Restriction


def desk_of(library: SearchableLibrary, settings: Settings) -> "Desk":
    """The desk as the settings want it. Raises ConfigurationError where their language model cannot be used."""
    model = None if settings.llm.provider == "none" else Model(settings.llm, library.library)
    return Desk(library, settings.answer, model, settings.llm)


class Desk:
    """Answers questions from one library by quoting it, or by a model whose sentences are checked. Thread-safe."""

    def __init__(
        self,
        library: SearchableLibrary,
        settings: AnswerSettings,
        model: LanguageModel | None = None,
        llm: LlmSettings | None = None,
    ) -> None:
        """Nothing is loaded before the first question. Without a `model`, answers are quotes."""
        self._library = library
        self._settings = settings
        self._model = model
        self._writer = None if model is None else Writer(model, library.library, llm or LlmSettings())
        self._attempts = Attempts(library, settings)
        self._known = Known(library.rarity, library.unknown, self._attempts.outlet_in)

    def ask(
        self,
        question: str,
        *,
        asked: datetime,
        restriction: Restriction = Restriction(),
        before: Sequence[Turn] = (),
        show: Show | None = None,
    ) -> Answer:
        """Answer as of `asked` (with a zone). Raises LibraryError where the library cannot be searched.

        A follow-up is completed from the turns before; one that may stand alone is asked as it stands, too,
        and the surer answer is given.
        """
        allowance = self._allowance()
        complete = self._completed(question, asked, before, allowance)
        considered = self._quoted(
            complete.question, asked=asked, restriction=restriction, context=complete.context
        )
        if complete.question != question:
            answer = replace(considered.answer, question=question, understood=complete.question)
            considered = replace(considered, answer=answer)
            if may_stand_alone(question):
                alone = self._quoted(question, asked=asked, restriction=restriction)
                considered = max(considered, alone, key=_sureness)
        return self._written(considered, allowance, show)

    def consider(
        self, question: str, *, asked: datetime, restriction: Restriction = Restriction()
    ) -> Considered:
        """Answer like `ask`, and tell what the answer was chosen from."""
        allowance = self._allowance()
        considered = self._quoted(question, asked=asked, restriction=restriction)
        return replace(considered, answer=self._written(considered, allowance, None))

    def _completed(
        self, question: str, asked: datetime, before: Sequence[Turn], allowance: Allowance
    ) -> Understood:
        """The question completed by rule, in a model's words if there is one that adds nothing to them."""
        complete = understood(question, asked, before, self._known)
        model = self._model
        if model is None or complete.question == question:
            return complete
        said = rewritten(question, before, lambda prompt: model.complete(prompt, allowance))
        return replace(complete, question=said) if said and said != question else complete

    def _allowance(self) -> Allowance:
        return Allowance.of_a_question(self._settings.deadline_seconds)

    def _written(self, considered: Considered, allowance: Allowance, show: Show | None) -> Answer:
        """The answer as the model writes it, if there is one and its sentences stand; else as it is."""
        quoted = considered.answer
        if self._writer is None or not isinstance(quoted, Answered):
            return quoted
        if any(isinstance(note, Differ | Contradict) for note in quoted.notes):
            return quoted  # both sides are shown, word for word; a model might choose one
        begin = time.perf_counter()

        def answer(written: Written) -> Answered:
            ms = (time.perf_counter() - begin) * 1000
            return as_written(quoted, written, writer.name, ms)

        def grown(written: Written) -> None:
            if show is not None:
                show(answer(written))

        writer = self._writer
        written = writer.write(
            quoted.understood or quoted.question,
            list(dict.fromkeys(sentence.hit.passage for sentence in considered.sentences)),
            asked=quoted.asked,
            restriction=considered.restriction,
            allowance=allowance,
            grown=grown,
        )
        if isinstance(written, Unwritten):
            told: Answer = replace(quoted, notes=(*quoted.notes, NotWritten(written.reason)))
        else:
            told = answer(written)
        return shown_again(told, self._library.library)  # writing takes its time

    def _quoted(
        self,
        question: str,
        *,
        asked: datetime,
        restriction: Restriction,
        context: Context = NO_CONTEXT,
    ) -> Considered:
        """The answer in quotes."""
        watch = Stopwatch()
        changes = self._library.respellings(question)
        best = self._attempts.best(
            respelled(question, changes), asked=asked, restriction=restriction, watch=watch, context=context
        )
        found, choice = best.found, best.choice
        rows = _in_order(choice, question, best.restriction) if self._attempts.is_sure(best) else ()
        spoken = choice.spoken
        quotes = [
            quote_of(choice.sentences, row, spoken[row].speaker if row in spoken else None) for row in rows
        ]
        library = self._library.library
        citations = as_they_stand(cite(without_repetitions(quotes), library, best.restriction), library)
        ordered = in_time(citations)
        if (disagree := disagreement(question, ordered)) is not None:
            citations = ordered
        number, first, last = library.count(best.restriction)
        coverage = Coverage(number, first, last, best.restriction.window)
        watch.lap("check")
        notes: list[Note] = [SearchedFor(change.written, change.found) for change in changes]
        notes += [*best.notes, *_notes_on_dates(citations, coverage)]
        if disagree is not None:
            notes.append(disagree)
        if old := old_news(coverage, asked, self._settings.old_after_days):
            notes.append(old)
        if not found.by_meaning:
            notes.append(KeywordsOnly())
        nothing = NoEvidence(question, asked, choice.sureness, coverage, tuple(notes), watch.times())
        near = () if citations else nearby(found.hits, library)
        answer = _answered(nothing, citations) if citations else replace(nothing, nearby=near)
        order = np.argsort(-choice.scores, kind="stable").tolist()
        return Considered(answer, found, tuple(choice.sentences[row] for row in order), best.restriction)


def _sureness(considered: Considered) -> tuple[bool, float]:
    return isinstance(considered.answer, Answered), considered.answer.confidence


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


def as_written(quoted: Answered, written: Written, model: str, ms: float) -> Answered:
    """The answer in a model's words; notes that are about citations are about the new ones."""
    kept = [note for note in quoted.notes if not isinstance(note, Undated)]
    notes = [*kept, *_notes_on_dates(written.citations, quoted.coverage)]
    if written.left_out:
        notes.append(LeftOut(written.left_out))
    took = {**quoted.took_ms, "write": ms, "total": quoted.took_ms.get("total", 0.0) + ms}
    return replace(
        quoted,
        text=written.text,
        citations=written.citations,
        notes=tuple(notes),
        took_ms=took,
        written_by=model,
    )


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
