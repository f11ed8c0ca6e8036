"""Sentences as offsets. Wraps sentencex, which keeps quoted speech, abbreviations and dates together."""

from collections.abc import Iterator

from sentencex import get_sentence_boundaries

from index.boilerplate import is_boilerplate
from index.stored import Span


def sentence_spans(text: str, language: str | None = None) -> tuple[Span, ...]:
    """The sentences of a text, in order, without the white space around them; a line break always ends one.

    Offsets count code points. `language` is a two-letter code; None and unknown ones are read as English.
    """
    return tuple(span for line, start in lines_of(text) for span in _of_line(line, start, language))


def news_spans(text: str, language: str | None = None) -> tuple[Span, ...]:
    """The sentences that are news, boilerplate lines left out; all of them where nothing else is there."""
    news = tuple(
        span
        for line, start in lines_of(text)
        if not is_boilerplate(line)
        for span in _of_line(line, start, language)
    )
    return news or sentence_spans(text, language)


def news_text(text: str, language: str | None = None) -> str:
    """The sentences that are news, joined by spaces: what is embedded and indexed of a passage."""
    return " ".join(text[span.start : span.end] for span in news_spans(text, language))


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Move both ends of a range inwards past white space."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def lines_of(text: str) -> Iterator[tuple[str, int]]:
    """The lines that are not blank, with their offsets."""
    position = 0
    for line in text.splitlines(keepends=True):
        if not line.isspace():
            yield line, position
        position += len(line)


def _of_line(line: str, position: int, language: str | None) -> list[Span]:
    return [Span(position + start, position + end) for start, end in spans_of_line(line, language)]


def spans_of_line(line: str, language: str | None) -> Iterator[tuple[int, int]]:
    """The sentences of one line, as offsets into it."""
    for boundary in get_sentence_boundaries(language or "en", line):
        start, end = trim(line, boundary["start_index"], boundary["end_index"])
        if start < end:
            yield start, end
