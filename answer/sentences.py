"""The sentences of the best passages. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.search import Hit
from index.sentences import told_spans
from index.words import words_of

Array = NDArray[np.float64]  # a row a sentence

_SENTENCES_A_PASSAGE = 6  # about; tells how far from the article's beginning a later passage is


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a hit, `passage.text[start:end]`, the `position`th (from 0) of its passage."""

    hit: Hit
    position: int
    start: int
    end: int
    text: str
    words: tuple[str, ...]

    @property
    def place(self) -> int:
        """About the how-manieth sentence of the article it is, from 0."""
        return self.hit.passage.position * _SENTENCES_A_PASSAGE + self.position


def sentences_of(hit: Hit) -> tuple[Sentence, ...]:
    """The sentences of a passage that can be quoted."""
    text = hit.passage.text
    return tuple(
        Sentence(
            hit,
            position,
            span.start,
            span.end,
            text[span.start : span.end],
            tuple(words_of(text[span.start : span.end])),
        )
        for position, span in enumerate(told_spans(text, hit.passage.language))
    )


def words_in(hits: Iterable[Hit]) -> set[str]:
    """All words of the hits' sentences."""
    return {word for hit in hits for sentence in sentences_of(hit) for word in sentence.words}
