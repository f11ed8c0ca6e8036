"""The desk: takes a question, searches, chooses quotes, checks them, and answers or says that it cannot."""

import time
from collections.abc import Sequence
from datetime import datetime

from answer.answers import Answer, Answered, Citation, Coverage, NoEvidence
from answer.citations import cite
from answer.confidence import confidence
from answer.questions import Question, understand
from answer.quoting import Candidate, Scored, candidates, choose, quote_of, score
from config.settings import AnswerSettings
from index.restriction import Restriction
from index.search import Hit
from index.searchable import SearchableLibrary, SearchResult

KEYWORDS_ONLY = "Searched by keywords alone: the index of meanings is being prepared."
_EMBEDDED = 40  # sentences whose meaning is compared; more cost time and find nothing


class Desk:
    """Answers questions from one library by quoting it. Thread-safe."""

    def __init__(self, library: SearchableLibrary, settings: AnswerSettings) -> None:
        """Nothing is loaded before the first question."""
        self._library = library
        self._settings = settings

    def ask(self, question: str, *, asked: datetime, restriction: Restriction = Restriction()) -> Answer:
        """Answer as of `asked` (with a zone). Raises LibraryError where the library cannot be searched."""
        return self.find_and_answer(question, asked=asked, restriction=restriction)[1]

    def find_and_answer(
        self, question: str, *, asked: datetime, restriction: Restriction = Restriction()
    ) -> tuple[SearchResult, Answer]:
        """The answer, and all the hits among which it was looked for, best first; otherwise like `ask`."""
        watch = _Stopwatch()
        found = self.find(question, asked=asked, restriction=restriction)
        watch.lap("search")
        understood = understand(question)
        scored = self._score(found.hits[: self._settings.passages], understood, by_meaning=found.by_meaning)
        chosen = choose(scored, self._settings.max_quotes)
        sureness = confidence(chosen)
        watch.lap("choose")
        is_sure = sureness >= self._settings.min_confidence
        quotes = [quote_of(one, understood) for one in chosen] if is_sure else []
        citations = cite(quotes, self._library.library)
        number, first, last = self._library.library.count(restriction)
        coverage = Coverage(number, first, last, restriction.window)
        watch.lap("check")
        notes = () if found.by_meaning else (KEYWORDS_ONLY,)
        nothing = NoEvidence(question, asked, sureness, coverage, notes, watch.times())
        return found, _answered(nothing, citations) if citations else nothing

    def find(
        self, question: str, *, asked: datetime, restriction: Restriction = Restriction()
    ) -> SearchResult:
        """The hits among which an answer would be looked for, best first. Raises LibraryError."""
        return self._library.search(question, asked=asked, restriction=restriction)

    def _score(self, hits: Sequence[Hit], question: Question, *, by_meaning: bool) -> list[Scored]:
        """Score the sentences of the hits: by their words first, the best of them by meaning, too."""
        rarity = self._library.rarity(question.words)
        by_words = [score(candidate, question, rarity, 0.0) for candidate in candidates(hits)]
        best = sorted(by_words, key=lambda one: -one.score)[:_EMBEDDED]
        if not by_meaning or not best:
            return best
        cosines = self._cosines(question.text, [one.candidate for one in best])
        return [
            score(one.candidate, question, rarity, cosine) for one, cosine in zip(best, cosines, strict=True)
        ]

    def _cosines(self, question: str, some: Sequence[Candidate]) -> list[float]:
        vectors = self._library.embedder.embed([question, *(candidate.text for candidate in some)])
        return [float(similarity) for similarity in vectors[1:] @ vectors[0]]


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


class _Stopwatch:
    """Milliseconds by stage."""

    def __init__(self) -> None:
        self._begin = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self._laps[stage] = (now - self._last) * 1000
        self._last = now

    def times(self) -> dict[str, float]:
        return {**self._laps, "total": (self._last - self._begin) * 1000}
