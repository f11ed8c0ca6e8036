"""Finds the statements of an article: paragraph by paragraph, sentence by sentence. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from index.boilerplate import is_boilerplate
from index.sentences import lines_of, spans_of_line
from index.statements.cues import Cue, cues_of
from index.statements.lexicon import PREPOSITIONS, SAYING, TIMES, VERBS
from index.statements.people import Cast
from index.statements.quotations import Quotation, masked, quotations
from index.statements.statement import Kind, Statement
from index.statements.subjects import after, before, is_definite
from index.statements.tokens import QUOTED, Name, Token, names_of, tokens_of

RULES = 1  # raise it when other statements are found in the same text: libraries are then read again
_WHERE_OR_WHEN = PREPOSITIONS | TIMES
_WORD = re.compile(r"[^\W\d_]+")
_CUES = VERBS | {"according", "laut", "angaben", "worten", "so"}
_MARKS = re.compile(r"[“„\"«»‘']")
_LONGEST = 3000  # characters that are read at once: the web holds texts without paragraphs
_LONGEST_JOINED = 600  # characters; longer speeches are told in several statements
_SHORTEST = 2  # words of what counts as a statement
_FEWEST_BEFORE = 5  # words before an attribution that are said, not "On Tuesday,"
_MOSTLY = 0.5
_ENDS = ".?!…"
_ARTICLES = frozenset(("the", "a", "an", "der", "die"))


@dataclass(slots=True)
class _Reading:
    """What is known so far of an article that is read."""

    german: bool
    cast: Cast = field(default_factory=Cast)
    speakers: list[str] = field(default_factory=list)
    is_quote_open: bool = False
    last_end: int = 0  # where the last statement's sentence ended


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of a line, `line[start:end]`, with its quotations."""

    line: str
    start: int
    end: int
    quotations: tuple[Quotation, ...]
    tokens: tuple[Token, ...]


def statements_in(text: str, language: str | None = None) -> tuple[Statement, ...]:
    """The statements of an article's text, in order. Offsets count code points."""
    reading = _Reading(german=language == "de")
    return tuple(
        statement
        for line, at in lines_of(text)
        for piece, from_ in _pieces(line)
        for statement in _of_line(piece, at + from_, language, reading)
    )


def _pieces(line: str) -> Iterator[tuple[str, int]]:
    """A line that is read at once, or the pieces of a longer one, cut behind a full stop where there is one."""
    at = 0
    while len(line) - at > _LONGEST:
        end = line.rfind(". ", at, at + _LONGEST) + 1 or at + _LONGEST
        yield line[at:end], at
        at = end
    yield line[at:], at


def _of_line(line: str, at: int, language: str | None, reading: _Reading) -> list[Statement]:
    marks = quotations(line) if _MARKS.search(line) else []
    was_open, reading.is_quote_open = reading.is_quote_open, bool(marks) and marks[-1].is_open
    if not marks and not any(word in _CUES for word in map(str.lower, _WORD.findall(line))):
        _meet_all(tokens_of(line), reading)
        reading.last_end = 0
        return []
    mask = masked(line, marks)
    told_here = False
    kept: list[Statement] = []
    for start, end in _whole_spans(line, marks, language):
        inside = tuple(one for one in marks if start <= one.start and one.end <= end)
        tokens = tuple(tokens_of(mask[start:end]))
        sentence = _Sentence(line, start, end, inside, tokens)
        found = list(
            _of_sentence(
                sentence, reading, goes_on=told_here or was_open or _follows(line, start, inside, reading)
            )
        )
        told_here = told_here or bool(found)
        was_open = False
        for one in found:
            new = Statement(one.speaker, one.kind, one.verb, one.start, one.end, start, end)
            if kept and (joined := _joined(kept[-1], new, line)) is not None:
                kept[-1] = joined
            else:
                kept.append(new)
    if kept and is_boilerplate(line):  # looked at last: it costs more than all else here
        return []
    return [
        replace(
            one,
            start=at + one.start,
            end=at + one.end,
            sentence_start=at + one.sentence_start,
            sentence_end=at + one.sentence_end,
        )
        for one in kept
    ]


def _joined(one: Statement, other: Statement, line: str) -> Statement | None:
    """One statement of a quotation and the one that goes on with it: “A,” she said. “B.”."""
    if other.verb or other.speaker != one.speaker or {one.kind, other.kind} != {"direct"}:
        return None
    if line[one.sentence_end : other.sentence_start].strip() or other.end - one.start > _LONGEST_JOINED:
        return None
    return replace(one, end=other.end, sentence_end=other.sentence_end)


def _follows(line: str, start: int, inside: Sequence[Quotation], reading: _Reading) -> bool:
    """Whether a quotation that opens a paragraph goes on with what was said at the end of the one before."""
    return bool(inside) and not line[:start].strip() and reading.last_end > 0 and inside[0].start - start <= 1


def _whole_spans(line: str, marks: Sequence[Quotation], language: str | None) -> Iterator[tuple[int, int]]:
    """The sentences of a line, those joined that a quotation goes across."""
    begun: int | None = None
    for start, end in spans_of_line(line, language):
        begun = start if begun is None else begun
        if not any(one.start < end < one.end for one in marks):
            yield begun, end
            begun = None
    if begun is not None:
        yield begun, len(line.rstrip())


@dataclass(frozen=True, slots=True)
class _Found:
    speaker: str
    kind: Kind
    verb: str
    start: int
    end: int


def _of_sentence(sentence: _Sentence, reading: _Reading, *, goes_on: bool) -> Iterator[_Found]:
    cues = cues_of(sentence.tokens, german=reading.german)
    _meet_all(sentence.tokens, reading)
    by_speaker: dict[str, list[Cue]] = {}
    for cue in cues:
        known = is_definite(sentence.tokens, cue.subject)
        speaker = reading.cast.speaker(cue.subject, reading.speakers, is_definite=known)
        if speaker is not None:
            by_speaker.setdefault(speaker, []).append(cue)
            if reading.cast.is_person(speaker):
                reading.cast.stands_first(speaker)
    if not by_speaker:
        is_silent = not any(token.low in SAYING for token in sentence.tokens)
        going_on = _going_on(sentence, reading.speakers) if goes_on and is_silent else None
        if going_on is None:
            reading.last_end = 0
        else:
            yield going_on
        return
    reading.last_end = sentence.end
    attributed = [_attributed(sentence, speaker, of, cues) for speaker, of in by_speaker.items()]
    found = [one for one in attributed if one is not None]
    quoted = {one.speaker for one in found if one.kind == "direct"}
    reading.speakers += sorted(by_speaker, key=quoted.__contains__)  # whose quotation it is may go on
    yield from found


def _going_on(sentence: _Sentence, speakers: Sequence[str]) -> _Found | None:
    """A quotation without a verb, after what the last of the speakers said."""
    if not sentence.quotations or not speakers:
        return None
    speaker = speakers[-1]
    first, last = sentence.quotations[0], sentence.quotations[-1]
    if not last.is_open and not any(mark in _ENDS for mark in sentence.line[last.end - 1 : last.end + 2]):
        return None  # a heading
    quoted = sum(one.end - one.start for one in sentence.quotations)
    is_mostly = quoted > _MOSTLY * (sentence.end - sentence.start)
    before = sentence.line[sentence.start : first.start - 1].rstrip()
    if before and not before.endswith(":"):
        return None
    if is_mostly:
        return _Found(speaker, "direct", "", first.start, last.end)
    return _Found(speaker, "reported", "", sentence.start, sentence.end)


def _attributed(
    sentence: _Sentence, speaker: str, cues: Sequence[Cue], every: Sequence[Cue]
) -> _Found | None:
    """The words that the cues of one speaker attribute."""
    tokens = sentence.tokens
    start, end = sentence.start, sentence.end
    first = cues[0]
    others = [cue for cue in every if cue not in cues]
    if first.content is not None and len(cues) == 1:
        is_inserted = first.first > 0 and _is_cut(tokens, first)
        if not is_inserted and first.content < len(tokens):
            start = sentence.start + tokens[first.content].start
        later = next(
            (cue.first for cue in others if cue.first > first.last and cue.content is not None), None
        )
        if later is not None:
            end = sentence.start + tokens[later].start
    if len(cues) == 1 and _closes(tokens, first):
        end = sentence.start + tokens[first.first].start
    start, end = _trimmed(sentence.line, start, end)
    if start > sentence.start and not _has_words(sentence.line[start:end]):  # "…, Ada Quist said on Monday."
        start, end = _trimmed(sentence.line, sentence.start, sentence.start + tokens[first.first].start)
    inside = [one for one in sentence.quotations if start <= one.start and one.end <= end]
    quoted = sum(one.end - one.start for one in inside)
    attribution = sum(
        tokens[cue.last].end - tokens[cue.first].start for cue in cues if _within(sentence, cue, start, end)
    )
    if inside and quoted > _MOSTLY * max(1, end - start - attribution):
        return _Found(speaker, "direct", first.verb, inside[0].start, inside[-1].end)
    if not _has_words(sentence.line[start:end]):
        return None
    return _Found(speaker, "reported", first.verb, start, end)


def _has_words(text: str) -> bool:
    return len(text.split()) >= _SHORTEST


def _within(sentence: _Sentence, cue: Cue, start: int, end: int) -> bool:
    return start <= sentence.start + sentence.tokens[cue.first].start < end


def _is_cut(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether an attribution stands within its words: "Without it, he said, nothing moves"."""
    follows = tokens[cue.behind].text if cue.behind < len(tokens) else "."
    precedes = tokens[cue.first - 1].text
    words_before = sum(token.is_word or token.text == QUOTED for token in tokens[: cue.first])
    is_fronted = tokens[0].low in PREPOSITIONS or words_before < _FEWEST_BEFORE
    return words_before > 0 and (
        (precedes == "," and not is_fronted and follows.lower() in _WHERE_OR_WHEN)
        or (follows in (",", ".", ";", ":", "!", "?") and precedes in (",", QUOTED, ";"))
        or (precedes == QUOTED)
        or (precedes == "," and tokens[cue.first - 2].text == QUOTED)
    )


def _closes(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether the words end where the attribution begins: behind it stands who said it, or where and when."""
    if any(token.text == QUOTED for token in tokens[cue.last + 1 :]):
        return False
    after_quote = any(token.text == QUOTED for token in tokens[max(0, cue.first - 2) : cue.first])
    return after_quote or cue.content is None


def _trimmed(line: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (line[start].isspace() or line[start] in ",:;–—-"):
        start += 1
    while start < end and (line[end - 1].isspace() or line[end - 1] in ",;:–—-"):
        end -= 1
    return start, end


def _meet_all(tokens: Sequence[Token], reading: _Reading) -> None:
    """Note whom a sentence names; the first person is the one that it is about."""
    is_definite = bool(tokens) and tokens[0].low in ("the", "der", "die")
    opening = after(tokens, 0, len(tokens), german=reading.german) if is_definite else None
    if opening is not None and (meant := reading.cast.described(opening)) is not None:
        reading.cast.stands_first(meant)
        is_first = False
    else:
        is_first = True
    for name in names_of(tokens, german=reading.german):
        full = reading.cast.meet(name)
        if name.titles:
            reading.cast.describe(full, name.titles[-1])
        if len(name.words) > 1 and not name.is_institution and (noun := _description_beside(tokens, name)):
            reading.cast.describe(full, noun)
        if is_first and not name.is_institution and (len(name.words) > 1 or reading.cast.knows(name)):
            reading.cast.stands_first(full)
            is_first = False


def _description_beside(tokens: Sequence[Token], name: Name) -> str:
    """What somebody is: "Ada Quist, the mayor, …" or "the minister for health, Ada Quist, …"."""
    if name.first > 1 and tokens[name.first - 1].text == ",":
        described = before(tokens, name.first - 2)
        return described.noun if described is not None and described.name is None else ""
    at = name.last + 2
    if at >= len(tokens) or tokens[at - 1].text != "," or tokens[at].low not in _ARTICLES:
        return ""
    described = after(tokens, at, len(tokens))
    return described.noun if described is not None else ""
