"""Sentences as offsets. Wraps sentencex, which keeps quoted speech, abbreviations and dates together."""

import re
from collections.abc import Iterator

from sentencex import get_sentence_boundaries

from index.boilerplate import is_boilerplate
from index.stored import Span

_LONGEST = 420  # characters that are joined at most
_DANGLING = re.compile(r"\s+[\"“„«]$")
_TIME = re.compile(r"\b[ap]\.m\.$")
_ZONES = frozenset("ET EST EDT CT CST CDT MT MST MDT PT PST PDT GMT UTC BST CET CEST".split())


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


def told_spans(text: str, language: str | None = None) -> tuple[Span, ...]:
    """The sentences that are news, as they can be quoted: what one speaker says in quotation marks is kept whole.

    `news_spans` is what the index is made of; it stays as it is, so that no library must be indexed anew.
    """
    told: list[Span] = []
    for span in _with_opening_marks(text, news_spans(text, language)):
        if told and _goes_on(text, told[-1], span):
            told[-1] = Span(told[-1].start, span.end)
        else:
            told.append(span)
    return tuple(told)


def news_text(text: str, language: str | None = None) -> str:
    """The sentences that are news, joined by spaces: what is embedded and indexed of a passage."""
    return " ".join(text[span.start : span.end] for span in news_spans(text, language))


def _with_opening_marks(text: str, spans: tuple[Span, ...]) -> list[Span]:
    """The spans with an opening quotation mark at the beginning of its speech, not behind the sentence before."""
    moved: list[Span] = []
    mark = None
    for span in spans:
        start = span.start if mark is None or text[mark + 1 : span.start].strip() else mark
        found = _DANGLING.search(text, start, span.end)
        mark = found.end() - 1 if found else None
        end = found.start() if found else span.end
        if start < end:
            moved.append(Span(start, end))
    return moved


def _goes_on(text: str, before: Span, after: Span) -> bool:
    """Whether a span is no sentence of its own: after "p.m.", in lower case, or within open quotation marks."""
    gap = text[before.end : after.start]
    if "\n" in gap or after.end - before.start > _LONGEST:
        return False
    first = text[after.start : after.end].split(maxsplit=1)[0]
    said, rest = text[before.start : before.end], text[after.start : after.end]
    is_time = _TIME.search(said) is not None and first.strip(".,") in _ZONES
    is_small = first.rstrip('.,;:!?”"').islower() and first.isalpha()
    return is_time or is_small or (_is_open(said) and _closes(rest))


def _is_open(text: str) -> bool:
    """Whether quoted speech begins in a text and does not end there."""
    if text.count("„"):
        return text.count("„") > text.count("“") + text.count("”")
    return text.count("“") > text.count("”") or text.count('"') % 2 == 1


def _closes(text: str) -> bool:
    """Whether quoted speech that is open ends in a text before another begins."""
    marks = [mark for mark in text if mark in '“”„"']
    return bool(marks) and marks[0] in '”"“' and not (marks[0] == "“" and "”" in marks)


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
