"""Sentences as offsets. Wraps sentencex, which keeps quoted speech, abbreviations and dates together."""

from sentencex import get_sentence_boundaries

from index.stored import Span


def sentence_spans(text: str, language: str | None = None) -> tuple[Span, ...]:
    """The sentences of a text, in order, without the white space around them; a line break always ends one.

    Offsets count code points. `language` is a two-letter code; None and unknown ones are read as English.
    """
    spans: list[Span] = []
    position = 0
    for line in text.splitlines(keepends=True):
        if not line.isspace():
            spans.extend(_of_line(line, position, language or "en"))
        position += len(line)
    return tuple(spans)


def _of_line(line: str, position: int, language: str) -> list[Span]:
    spans = []
    for boundary in get_sentence_boundaries(language, line):
        start, end = trim(line, boundary["start_index"], boundary["end_index"])
        if start < end:
            spans.append(Span(position + start, position + end))
    return spans


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Move both ends of a range inwards past white space."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
