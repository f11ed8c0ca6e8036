"""Writes an answer with a language model, and believes none of it: each sentence is shown once it is checked."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from answer.answers import Citation
from answer.attribution import begins_with_pronoun
from answer.citations import Citing
from answer.notes import Reason
from answer.writing.allowance import Allowance
from answer.writing.draft import SCHEMA, Draft, DraftSentence
from answer.writing.evidence import Evidence, evidence_of
from answer.writing.failures import ModelFailure
from answer.writing.folding import fold
from answer.writing.model import LanguageModel
from answer.writing.prompt import messages
from answer.writing.support import fault_of
from answer.writing.wording import showable
from config.sections import LlmSettings
from index.library import Library
from index.restriction import Restriction
from index.sentences import sentence_spans
from index.stored import Passage

log = logging.getLogger(__name__)

_MOST_SENTENCES = 6
_CHARACTERS_A_TOKEN = 3  # about
_TOKENS_OF_THE_RULES = 500


@dataclass(frozen=True, slots=True)
class Written:
    """What a model wrote and its quotes bear out: the text with our markers, its citations, what was left out."""

    text: str
    citations: tuple[Citation, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Unwritten:
    """Why there is nothing to show, and how many sentences were left out."""

    reason: Reason
    left_out: int = 0


Grown = Callable[[Written], None]


class Writer:
    """Writes with one model from one library. Thread-safe."""

    def __init__(self, model: LanguageModel, library: Library, settings: LlmSettings) -> None:
        self._model = model
        self._library = library
        self._settings = settings

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    def write(
        self,
        question: str,
        passages: Sequence[Passage],
        *,
        asked: datetime,
        restriction: Restriction,
        allowance: Allowance,
        grown: Grown,
    ) -> Written | Unwritten:
        """An answer from the passages (best first), or why there is none. `grown` gets it whenever it grows."""
        settings = self._settings
        room = (settings.context_tokens - settings.output_tokens - _TOKENS_OF_THE_RULES) * _CHARACTERS_A_TOKEN
        evidence = evidence_of(passages, settings.passages, room)
        page = Page(evidence, self._library, restriction)
        draft = Draft()
        is_silent = True
        try:
            for text in self._model.stream(messages(question, asked, evidence), allowance, SCHEMA):
                is_silent = is_silent and not text.strip()
                if page.add_all(draft.add(text)):
                    grown(page.written(draft.malformed))
        except ModelFailure as failure:
            return Unwritten(failure.reason, page.written(draft.malformed).left_out)
        rest = draft.finish()
        if rest is None and not page.tried:
            return Unwritten(Reason.EMPTY if is_silent else Reason.UNREADABLE)
        page.add_all(rest or ())  # an answer that ran out of tokens keeps the sentences that it finished
        written = page.written(draft.malformed)
        log.info("The model's sentences: %d shown, %d left out", page.shown, written.left_out)
        if page.shown:
            return written
        reason = Reason.UNSUPPORTED if written.left_out else Reason.EMPTY
        return Unwritten(reason, written.left_out)


class Page:
    """The sentences that stand, in the order in which they were written."""

    def __init__(self, evidence: Sequence[Evidence], library: Library, restriction: Restriction) -> None:
        self._evidence = {one.number: one for one in evidence}
        self._citing = Citing(library, restriction)
        self._lines: list[str] = []
        self._said: set[str] = set()
        self._last: tuple[str, int, int] | None = None  # article, version and end of the sentence shown last
        self._left_out = 0

    @property
    def shown(self) -> int:
        """How many sentences stand."""
        return len(self._lines)

    @property
    def tried(self) -> int:
        """How many sentences were looked at."""
        return self.shown + self._left_out

    def written(self, malformed: int) -> Written:
        """All that stands so far; `malformed` sentences had not even the form."""
        return Written(" ".join(self._lines), self._citing.citations, self._left_out + malformed)

    def add_all(self, sentences: Sequence[DraftSentence]) -> bool:
        """Add the sentences that their quotes bear out; whether any was added."""
        before = self.shown
        for one in sentences:
            if self.shown < _MOST_SENTENCES:
                self._add(one)
        return self.shown > before

    def _add(self, draft: DraftSentence) -> None:
        text = showable(draft.sentence)
        if text is not None and fold(text) in self._said:
            return  # said before: nothing is lost
        markers = sorted(self._markers(text, draft)) if text is not None else []
        if text is None or not markers:
            self._left_out += 1
            return
        self._said.add(fold(text))
        self._lines.append(f"{text} {''.join(f'[{marker}]' for marker in markers)}")

    def _markers(self, text: str, draft: DraftSentence) -> set[int]:
        """The numbers of the citations that bear out a sentence, each alone."""
        markers = set()
        last = None
        for quote in draft.quotes:
            evidence = self._evidence.get(quote.passage)
            for place in evidence.holding(quote.quote) if evidence else ():
                if evidence is None or not self._bears_out(text, evidence, place):
                    continue
                language = evidence.passage.language
                marker = self._citing.add(
                    evidence.quote(place),
                    fits=partial(_fits, text, language=language),
                )
                if marker is not None:
                    markers.add(marker)
                    passage = evidence.passage
                    last = passage.article, passage.version, passage.start + evidence.sentences[place].end
        self._last = last or self._last
        return markers

    def _bears_out(self, text: str, evidence: Evidence, place: int) -> bool:
        if begins_with_pronoun(text) and not self._follows(evidence, place):
            return False
        return fault_of(text, evidence.text(place), evidence.passage.language) is None

    def _follows(self, evidence: Evidence, place: int) -> bool:
        """Whether the sentence shown last rests on the one before this, so that a pronoun means what it meant."""
        if self._last is None or not place:
            return False
        article, version, end = self._last
        passage = evidence.passage
        before = passage.start + evidence.sentences[place - 1].end
        return (article, version, end) == (passage.article, passage.version, before)


def _fits(text: str, told: str, *, language: str | None) -> bool:
    """Whether one of the sentences of a quote bears out the text."""
    spans = sentence_spans(told, language)
    return any(fault_of(text, told[span.start : span.end], language) is None for span in spans)
