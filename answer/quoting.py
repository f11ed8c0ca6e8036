"""Picks the one to four sentences that answer, and makes quotes of them. Pure."""

import re
from collections.abc import Sequence

import numpy as np

from answer.answers import Citation
from answer.attribution import begins_with_pronoun
from answer.figures import disagree
from answer.quotes import Quote
from answer.sentences import Array, Sentence
from index.words import content_words

LONGEST = 420  # characters of a quote
_FEWEST_WORDS = 4
# Headlines, captions and lists in Latin letters have no stop at their end; a question without quotation marks is
# no fact.
_NO_STATEMENT = re.compile(r"[0-9A-Za-z\u00c0-\u024f:,;–—-]$|^[^“”\"„«]*\?$")
_TOLD = 0.8  # share of a quote's words that those before it hold, above which it adds nothing
_SAME = 0.7  # share of common words above which two sentences say the same
_GAP = 3.0  # a sentence this much below the best is no part of the answer: rtqa-train, docs/evaluation.md


def without(sentences: Sequence[Sentence], scores: Array, shown: Sequence[Citation]) -> Array:
    """Scores that leave only what the quotes that were shown do not hold."""
    return np.array(
        [
            -np.inf if any(_stands_in(sentence, one) for one in shown) else score
            for sentence, score in zip(sentences, scores, strict=True)
        ]
    )


def _stands_in(sentence: Sentence, citation: Citation) -> bool:
    passage = sentence.hit.passage
    is_same_text = (passage.article, passage.version) == (citation.article, citation.version)
    return is_same_text and citation.start <= passage.start + sentence.start < citation.end


def choose(sentences: Sequence[Sentence], scores: Array, most: int, *, gap: float = _GAP) -> list[int]:
    """Rows of the best sentences, best first: none far below the best, none saying what another says.

    What is no statement, such as a headline, is chosen only where there is nothing else.
    """
    ordered = np.argsort(-scores, kind="stable").tolist()
    rows = [row for row in ordered if np.isfinite(scores[row]) and _quotable(sentences[row])]
    statements = [row for row in rows if not _NO_STATEMENT.search(sentences[row].text)]
    chosen: list[int] = []
    for row in statements or rows:
        if len(chosen) == most:
            break
        if chosen and scores[row] < scores[chosen[0]] - gap:
            break
        if not any(_repeats(sentences[row], sentences[other]) for other in chosen):
            chosen.append(row)
    return chosen


def quote_of(sentences: Sequence[Sentence], row: int, speaker: str | None = None) -> Quote:
    """The quote for a sentence, with the one before where its subject is a pronoun; `speaker`: whose words it holds."""
    sentence = sentences[row]
    passage = sentence.hit.passage
    start = sentence.start
    before = sentences[row - 1] if row and sentences[row - 1].hit is sentence.hit else None
    if before is not None and begins_with_pronoun(sentence.text):
        is_same_paragraph = "\n" not in passage.text[before.end : sentence.start]
        if is_same_paragraph and sentence.end - before.start <= LONGEST:
            start = before.start
    return Quote(
        passage.article, passage.version, passage.start + start, passage.text[start : sentence.end], speaker
    )


def without_repetitions(quotes: Sequence[Quote]) -> list[Quote]:
    """The quotes without those whose words the quotes before them hold already, taken together."""
    kept: list[Quote] = []
    told: set[str] = set()
    for quote in quotes:
        words = set(content_words(quote.text))
        is_told = len(words & told) > _TOLD * len(words)
        if not kept or not is_told or any(disagree(quote.text, other.text) for other in kept):
            kept.append(quote)
            told |= words
    return kept


def _quotable(sentence: Sentence) -> bool:
    return (
        len(sentence.words) >= _FEWEST_WORDS
        and len(sentence.text) <= LONGEST
        and sentence.text != sentence.hit.passage.title
    )


def _repeats(one: Sentence, other: Sentence) -> bool:
    mine, theirs = set(one.words), set(other.words)
    share = len(mine & theirs) / min(len(mine), len(theirs))
    return share >= _SAME and not disagree(one.text, other.text)
