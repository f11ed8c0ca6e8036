"""The desk: takes a question, searches, chooses quotes, checks them, and answers or says that it cannot."""

import time
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from answer.answers import Answer, Answered, Citation, Coverage, NoEvidence
from answer.citations import cite
from answer.confidence import capped_by_speech, confidence
from answer.questions import Speaker, speaker_in
from answer.quoting import SPEECH_GAP, choose, quote_of, spoken, with_speech
from answer.sentences import Array, Sentence, scored_sentences, sentences_of
from config.settings import AnswerSettings
from index.restriction import Restriction
from index.search import Hit
from index.searchable import SearchableLibrary, SearchResult

KEYWORDS_ONLY = "Searched by keywords alone: the index of meanings is being prepared."


@dataclass(frozen=True, slots=True)
class Considered:
    """An answer and what it was chosen from: hits and sentences, each best first."""

    answer: Answer
    found: SearchResult
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class _Choice:
    """Sentences with their scores, the rows chosen for quotes, whose words were asked for, and how sure it is."""

    sentences: tuple[Sentence, ...]
    scores: Array
    rows: tuple[int, ...]
    speaker: Speaker | None
    sureness: float


class Desk:
    """Answers questions from one library by quoting it. Thread-safe."""

    def __init__(self, library: SearchableLibrary, settings: AnswerSettings) -> None:
        """Nothing is loaded before the first question."""
        self._library = library
        self._settings = settings

    def ask(self, question: str, *, asked: datetime, restriction: Restriction = Restriction()) -> Answer:
        """Answer as of `asked` (with a zone). Raises LibraryError where the library cannot be searched."""
        return self.consider(question, asked=asked, restriction=restriction).answer

    def consider(
        self, question: str, *, asked: datetime, restriction: Restriction = Restriction()
    ) -> Considered:
        """Answer like `ask`, and tell what the answer was chosen from."""
        watch = _Stopwatch()
        found = self._library.search(question, asked=asked, restriction=restriction)
        watch.lap("search")
        choice = self._choose(found, question)
        watch.lap("choose")
        is_sure = choice.sureness >= self._settings.min_confidence
        rows = choice.rows if is_sure else ()
        quotes = [quote_of(choice.sentences, row, choice.speaker) for row in rows]
        citations = cite(quotes, self._library.library)
        number, first, last = self._library.library.count(restriction)
        coverage = Coverage(number, first, last, restriction.window)
        watch.lap("check")
        notes = () if found.by_meaning else (KEYWORDS_ONLY,)
        nothing = NoEvidence(question, asked, choice.sureness, coverage, notes, watch.times())
        answer = _answered(nothing, citations) if citations else nothing
        order = np.argsort(-choice.scores, kind="stable").tolist()
        return Considered(answer, found, tuple(choice.sentences[row] for row in order))

    def _choose(self, found: SearchResult, question: str) -> _Choice:
        """The sentences that answer, out of the best hits."""
        hits = found.hits[: self._settings.passages]
        rarity = self._library.rarity(_words_of(hits))
        sentences, scores = scored_sentences(hits, question, found.words, rarity)
        sureness = confidence(found.hits, found.words.known, scores)
        speaker = speaker_in(question)
        if speaker is None:
            rows = choose(sentences, scores, self._settings.max_quotes)
            return _Choice(sentences, scores, tuple(rows), None, sureness)
        of_speaker = spoken(sentences, speaker, self._library.rarity(speaker.topic))
        rows = choose(sentences, with_speech(scores, of_speaker), self._settings.max_quotes, gap=SPEECH_GAP)
        return _Choice(sentences, scores, tuple(rows), speaker, capped_by_speech(sureness, of_speaker))


def _words_of(hits: tuple[Hit, ...]) -> set[str]:
    return {word for hit in hits for sentence in sentences_of(hit) for word in sentence.words}


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
