"""Cuts an article's text into passages that break at sentences and never exceed what the model reads."""

from bisect import bisect_left
from collections.abc import Sequence

from tokenizers import Tokenizer

from index.sentences import sentence_spans, trim
from index.stored import Span


def cut(text: str, language: str | None, tokenizer: Tokenizer, limit: int) -> tuple[Span, ...]:
    """Passages of at most `limit` word pieces (special ones not counted), in order, covering all sentences.

    A passage is as many whole sentences as fit. A sentence longer than the limit is cut between words.
    `tokenizer` must not truncate.
    """
    starts = [start for start, end in tokenizer.encode(text, add_special_tokens=False).offsets if start < end]
    passages: list[Span] = []
    begin = end = -1
    for sentence in _fitting(text, sentence_spans(text, language), starts, limit):
        if begin >= 0 and _pieces(starts, begin, sentence.end) <= limit:
            end = sentence.end
            continue
        if begin >= 0:
            passages.append(Span(begin, end))
        begin, end = sentence.start, sentence.end
    if begin >= 0:
        passages.append(Span(begin, end))
    return tuple(passages)


def _fitting(text: str, sentences: Sequence[Span], starts: Sequence[int], limit: int) -> list[Span]:
    """The sentences, those that are too long cut into pieces."""
    fitting: list[Span] = []
    for sentence in sentences:
        if _pieces(starts, sentence.start, sentence.end) <= limit:
            fitting.append(sentence)
        else:
            fitting.extend(_cut_sentence(text, sentence, starts, limit))
    return fitting


def _cut_sentence(text: str, sentence: Span, starts: Sequence[int], limit: int) -> list[Span]:
    """Pieces of a long sentence, each ended at the last white space that leaves it short enough."""
    pieces = []
    start = sentence.start
    while _pieces(starts, start, sentence.end) > limit:
        full = starts[bisect_left(starts, start) + limit]
        space = max(text.rfind(" ", start + 1, full + 1), start)
        end = full if space == start else space
        trimmed = trim(text, start, end)
        if trimmed[0] < trimmed[1]:
            pieces.append(Span(*trimmed))
        start = end
    rest = trim(text, start, sentence.end)
    return [*pieces, Span(*rest)] if rest[0] < rest[1] else pieces


def _pieces(starts: Sequence[int], start: int, end: int) -> int:
    """How many word pieces begin in a range of the text."""
    return bisect_left(starts, end) - bisect_left(starts, start)
