"""How a question is read: with the outlet and the time that it names, or without, whichever answers."""

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from answer.confidence import capped_by_speech, confidence
from answer.conversation import Context
from answer.disagreeing import with_denials, with_other_figures
from answer.notes import LimitedTo, Note, NothingFrom, NothingIn
from answer.outlets import KnownOutlets, NamedOutlet
from answer.overlooked import passages_saying
from answer.questions import speaker_in
from answer.quoting import choose, without
from answer.scoring import scored_sentences
from answer.sentences import Array, Sentence, words_in
from answer.voices import SPEECH_GAP, Spoken, spoken, with_speech
from answer.when import window_in
from config.sections import AnswerSettings
from index.restriction import Restriction
from index.retellings import Told, told_once
from index.search import Hit
from index.searchable import SearchableLibrary, SearchResult
from index.statements.stored import statements_of_articles

# Share of the sureness over all time; with 0.8, two questions of rtqa-dev lost articles of other days.
_AS_GOOD = 0.9
_IN_CONTEXT = 0.6  # of the best article's share of the question, where that was carried over
_OVERLOOKED_SHARE = 3  # one in so many may hold statements that the search ranked lower
_RETELLINGS = 4  # of each passage that are looked at for what denies it
_UNDATED_SHARE = 4  # one in so many passages may be undated where a window is asked for


@dataclass(frozen=True, slots=True)
class Choice:
    """Sentences with their scores, the rows chosen, by row whose words were asked for, and how sure it is."""

    sentences: tuple[Sentence, ...]
    scores: Array
    rows: tuple[int, ...]
    spoken: Mapping[int, Spoken]
    sureness: float


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a reading of the question was limited to, what was found and chosen, and what to tell about it."""

    restriction: Restriction
    found: SearchResult
    choice: Choice
    notes: tuple[Note, ...] = ()


class Attempts:
    """Reads questions and searches one library for them. Thread-safe."""

    def __init__(self, library: SearchableLibrary, settings: AnswerSettings) -> None:
        """Nothing is loaded before the first question."""
        self._library = library
        self._settings = settings
        self._outlets = KnownOutlets(library.library)

    def best(
        self,
        question: str,
        *,
        asked: datetime,
        restriction: Restriction,
        watch: "Stopwatch",
        context: Context,
    ) -> Attempt:
        """The narrowest reading of the question that answers. What `restriction` limits, words do not."""
        outlet = None if restriction.outlets else self._outlets.named_in(question)
        if outlet is None:
            return self._in_time(question, asked, restriction, watch, context)
        limited = replace(restriction, outlets=outlet.names)
        inside = self._in_time(outlet.question, asked, limited, watch, context)
        if self.is_sure(inside):
            return replace(inside, notes=(LimitedTo(outlet.names), *inside.notes))
        everywhere = self._in_time(outlet.question, asked, restriction, watch, context)
        return replace(everywhere, notes=(NothingFrom(outlet.names), *everywhere.notes))

    def outlet_in(self, question: str) -> NamedOutlet | None:
        """The outlet of the library whose reports a question wants."""
        return self._outlets.named_in(question)

    def is_sure(self, attempt: Attempt) -> bool:
        """Whether the attempt is good enough to answer with."""
        return bool(attempt.choice.rows) and attempt.choice.sureness >= self._settings.min_confidence

    def _in_time(
        self,
        question: str,
        asked: datetime,
        restriction: Restriction,
        watch: "Stopwatch",
        context: Context,
    ) -> Attempt:
        """Within the window that is given, or the one that the question names if that answers about as well."""
        any_time = replace(restriction, window=None)
        whole = self._attempt(question, asked, any_time, watch, context)
        if restriction.window is not None:
            return self._attempt(question, asked, restriction, watch, context, whole.found.hits)
        when = window_in(question, asked)
        if when is None or when.is_vague:
            return whole
        limited = replace(restriction, window=when.window)
        inside = self._attempt(
            question.replace(when.words, " "), asked, limited, watch, context, whole.found.hits
        )
        if self.is_sure(inside) and inside.choice.sureness >= _AS_GOOD * whole.choice.sureness:
            return inside
        return replace(whole, notes=(NothingIn(when.window),))

    def _attempt(
        self,
        question: str,
        asked: datetime,
        restriction: Restriction,
        watch: "Stopwatch",
        context: Context,
        of_any_time: Sequence[Hit] = (),
    ) -> Attempt:
        """One search; undated articles, out of the hits of any time, come after what has a date in the window."""
        also = passages_saying(self._library, speaker_in(question), restriction)
        found = self._library.search(question, asked=asked, restriction=restriction, also=also)
        if restriction.window is not None:
            found = replace(found, hits=self._with_undated(found.hits, of_any_time))
        watch.lap("search")
        choice = self._choose(found, question, context, also)
        watch.lap("choose")
        return Attempt(restriction, found, choice)

    def _with_undated(self, dated: tuple[Hit, ...], of_any_time: Sequence[Hit]) -> tuple[Hit, ...]:
        read = self._settings.passages
        undated = [hit for hit in of_any_time[:read] if hit.age is None][: max(1, read // _UNDATED_SHARE)]
        first = read - len(undated)
        return (*dated[:first], *undated, *dated[first:])

    def _read(self, found: SearchResult, also: Collection[int]) -> list[Told]:
        """The best hits, the last of them in favour of what the speaker said elsewhere on the topic."""
        told, read = told_once(found.hits), self._settings.passages
        overlooked = [one for one in told[read:] if one.hit.passage.id in also][: read // _OVERLOOKED_SHARE]
        return [*told[: read - len(overlooked)], *overlooked]

    def _choose(self, found: SearchResult, question: str, context: Context, also: Collection[int]) -> Choice:
        """The sentences that answer, out of the best hits."""
        told = self._read(found, also)
        hits = tuple(one.hit for one in told)
        if context.words:
            least = _IN_CONTEXT * max((hit.coverage_in_article for hit in hits), default=0.0)
            hits = tuple(hit for hit in hits if hit.coverage_in_article >= least)
        rarity = self._library.rarity(words_in(hits))
        asked_for = {w: r for w, r in found.words.rarity.items() if w not in context.words}
        # where meaning could not be searched, each further try may take seconds to fail
        cosines = self._library.cosines if found.by_meaning else None
        words = replace(found.words, rarity=asked_for)
        scored = scored_sentences(hits, question, words, rarity, cosines)
        sureness = confidence(found.hits, found.words.known, scored.by_words)
        sentences, scores = scored.sentences, without(scored.sentences, scored.scores, context.shown)
        speaker = speaker_in(question)
        most = self._settings.max_quotes
        if speaker is None:
            rows = with_other_figures(question, sentences, scores, choose(sentences, scores, most), most)
            others = [hit for one in told for hit in one.also_in[:_RETELLINGS]]
            return Choice(*with_denials(sentences, scores, rows, others, most), {}, sureness)
        numbers = {hit.passage.article_number for hit in hits}
        statements = statements_of_articles(self._library.library, list(numbers))
        of_speaker = spoken(sentences, speaker, self._library.rarity(speaker.topic), statements)
        said = choose(sentences, with_speech(scores, of_speaker), most, gap=SPEECH_GAP)
        return Choice(sentences, scores, tuple(said), of_speaker, capped_by_speech(sureness, of_speaker))


class Stopwatch:
    """Milliseconds by stage; what a stage takes again is added."""

    def __init__(self) -> None:
        self._begin = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        """End a stage."""
        now = time.perf_counter()
        self._laps[stage] = self._laps.get(stage, 0.0) + (now - self._last) * 1000
        self._last = now

    def times(self) -> dict[str, float]:
        """The stages so far, and their total."""
        return {**self._laps, "total": (self._last - self._begin) * 1000}
