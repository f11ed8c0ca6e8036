"""The passages that a model may quote, and the sentences of them that its quotes stand in.

A quote is widened to the whole sentence that holds it. So what is shown and checked has its negation and its
speaker with it, and no clause can be torn out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from answer.attribution import begins_with_pronoun
from answer.quotes import Quote
from answer.quoting import LONGEST
from answer.writing.folding import Folded, fold, folded
from index.sentences import news_spans
from index.stored import Passage, Span

_MOST_SENTENCES = 3  # that one quote may run over


@dataclass(frozen=True)
class Evidence:
    """A passage as a model gets it, by its number from 1. Not slotted: it remembers what it worked out."""

    number: int
    passage: Passage

    @cached_property
    def _folded(self) -> Folded:
        return folded(self.passage.text)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """What of the passage can be quoted, in order."""
        text = self.passage.text
        return tuple(
            span
            for span in news_spans(text, self.passage.language)
            if span.end - span.start <= LONGEST and text[span.start : span.end] != self.passage.title
        )

    def holding(self, quote: str) -> tuple[int, ...]:
        """The places (in `sentences`) of the sentences that a quote stands in; empty where it stands in none."""
        words = fold(quote).strip("\"' ")
        found = self._folded.find(words) if words else None
        if found is None:
            return ()
        places = [
            place
            for place, span in enumerate(self.sentences)
            if span.start < found.end and found.start < span.end
        ]
        return tuple(places) if len(places) <= _MOST_SENTENCES else ()

    def text(self, place: int) -> str:
        """A sentence."""
        span = self.sentences[place]
        return self.passage.text[span.start : span.end]

    def quote(self, place: int) -> Quote:
        """The quote of a sentence, with the one before where its subject is a pronoun."""
        span = self.sentences[place]
        start = span.start
        if place and begins_with_pronoun(self.text(place)):
            before = self.sentences[place - 1]
            is_near = "\n" not in self.passage.text[before.end : span.start]
            if is_near and span.end - before.start <= LONGEST:
                start = before.start
        passage = self.passage
        return Quote(passage.article, passage.version, passage.start + start, passage.text[start : span.end])


def evidence_of(passages: Sequence[Passage], most: int, characters: int) -> tuple[Evidence, ...]:
    """The first passages, numbered, `most` of them and with so many characters together; at least one."""
    return tuple(
        Evidence(number, passage) for number, passage in enumerate(_fitting(passages, most, characters), 1)
    )


def _fitting(passages: Sequence[Passage], most: int, characters: int) -> Iterator[Passage]:
    left = characters
    for at, passage in enumerate(passages[:most]):
        left -= len(passage.text) + len(passage.title)
        if at and left < 0:
            return
        yield passage
