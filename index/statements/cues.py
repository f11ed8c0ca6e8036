"""Where a sentence says that somebody says something: a verb of speech with its subject, "according to". Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.statements.lexicon import (
    ADVERBS,
    BEING,
    INVERTED,
    NEGATIONS,
    NO_NAMES,
    NO_SPEAKERS,
    PEOPLE,
    PERHAPS,
    PLURAL_SAYING,
    PREPOSITIONS,
    VERBS,
)
from index.statements.subjects import Subject, after, before
from index.statements.tokens import QUOTED, Token, names_of

_AFTER_INVERTED = frozenset(
    (",", ".", ";", ":", "(", "—", "–", "!", "?", QUOTED, "who", "whose", "when", "while", "as")
)
_TELLING = frozenset(("told", "tells"))
_OBJECT = 9  # words between "told" and what was told
_ACCORDING = {("according", "to"): 2, ("laut",): 1, ("nach", "angaben"): 2, ("nach", "worten"): 2, ("so",): 1}


@dataclass(frozen=True, slots=True)
class Cue:
    """Tokens first..last attribute words to the subject; `content` is the first token of words that follow, or None.

    None is for what follows its words: "…, said Merz".
    """

    subject: Subject
    verb: str
    first: int
    last: int
    content: int | None


def cues_of(tokens: Sequence[Token], *, german: bool = False) -> list[Cue]:
    """The cues of a sentence, in order."""
    found: list[Cue] = []
    for at, token in enumerate(tokens):
        if found and at <= found[-1].last:
            continue
        read = _spoken if token.low in VERBS else _according
        cue = read(tokens, at, german=german)
        if cue is not None:
            found.append(cue)
    return found


def _according(tokens: Sequence[Token], at: int, *, german: bool) -> Cue | None:
    """A cue such as "according to X", "laut X", or ", so X"."""
    width = next((n for words, n in _ACCORDING.items() if _reads(tokens, at, words)), 0)
    if not width or (
        tokens[at].low == "so" and (not german or not at or tokens[at - 1].text not in (",", QUOTED))
    ):
        return None
    first = at + width
    if first < len(tokens) and tokens[first].low in ("von", "des", "der"):
        first += 1
    subject = after(tokens, first, len(tokens), german=german)
    if subject is None and first < len(tokens) and tokens[first].low in ("him", "her", "them", "ihm"):
        subject = Subject(first, first, pronoun=tokens[first].low)
    if subject is None or subject.noun in NO_SPEAKERS:
        return None
    end = subject.last
    opens = at == 0 or tokens[at - 1].text in (";", ":")
    content = _past_comma(tokens, end + 1) if opens else None
    return Cue(subject, "according to" if not german else tokens[at].low, at, end, content)


def _past_comma(tokens: Sequence[Token], at: int) -> int:
    """Behind what is inserted after a name: "According to Vik, the head of the office, …"."""
    comma = next((n for n in range(at, len(tokens)) if tokens[n].text == ","), None)
    return at if comma is None else comma + 1


def _reads(tokens: Sequence[Token], at: int, words: Sequence[str]) -> bool:
    return at + len(words) <= len(tokens) and all(tokens[at + n].low == word for n, word in enumerate(words))


def _spoken(tokens: Sequence[Token], at: int, *, german: bool) -> Cue | None:
    verb = tokens[at]
    if (cue := _inverted(tokens, at, german=german)) is not None:
        return cue
    left = at - 1
    while left >= 0 and tokens[left].low in ADVERBS:
        left -= 1
    if left < 0 or tokens[left].low in BEING or tokens[left].low in NEGATIONS:
        return None
    subject = _subject(tokens, left, german=german)
    if subject is None or (verb.low in PLURAL_SAYING and not _is_plural(subject)):
        return None
    content = _content(tokens, at)
    if not _is_speech(tokens, at, content, subject):
        return None
    return Cue(subject, verb.low, subject.first, max(at, min(content, len(tokens)) - 1), content)


def _inverted(tokens: Sequence[Token], at: int, *, german: bool) -> Cue | None:
    """A verb before its subject, after words or a quotation: "…, said Merz"."""
    if tokens[at].low not in INVERTED or at == 0 or tokens[at - 1].text not in (",", QUOTED, "—", "–"):
        return None
    first = at + 1
    while first < len(tokens) and tokens[first].low in ADVERBS:
        first += 1
    subject = after(tokens, first, len(tokens), german=german)
    if subject is None:
        return None
    following = tokens[subject.last + 1] if subject.last + 1 < len(tokens) else None
    ends = following is None or following.text in _AFTER_INVERTED
    if not ends and following is not None and following.low not in PREPOSITIONS | NO_NAMES:
        return None
    after_quote = tokens[at - 1].text == QUOTED or (at > 1 and tokens[at - 2].text == QUOTED)
    if not after_quote and subject.name is None and _is_named_before(tokens, at, german=german):
        return None
    if not after_quote and not ends and _is_named_before(tokens, at, german=german):
        return None
    return Cue(subject, tokens[at].low, at, subject.last, None)


def _is_named_before(tokens: Sequence[Token], at: int, *, german: bool) -> bool:
    subject = before(tokens, at - 1, german=german) if tokens[at - 1].text == "," else None
    return subject is not None


def _subject(tokens: Sequence[Token], left: int, *, german: bool) -> Subject | None:
    """The subject of a verb whose nearest word to the left, adverbs apart, is at `left`."""
    low = tokens[left].low
    if low in ("who", "which", "der", "die") and left > 0:
        return before(tokens, left - 1 - (tokens[left - 1].text == ","), german=german)
    if low in ("and", "but", "und", "or") and left > 0:
        return _first_subject(tokens, left, german=german)
    return before(tokens, left, german=german)


def _first_subject(tokens: Sequence[Token], stop: int, *, german: bool) -> Subject | None:
    """Whose second verb follows: the first person that the sentence names, or the pronoun that it opens with."""
    if tokens[0].low in ("he", "she", "er", "sie"):
        return Subject(0, 0, pronoun=tokens[0].low)
    for name in names_of(tokens[:stop], german=german):
        if not name.is_institution and len(name.words) > 1:
            return Subject(name.first, name.last, name)
    return after(tokens, 0, stop, german=german)


def _is_plural(subject: Subject) -> bool:
    if subject.pronoun:
        return subject.pronoun == "they"
    noun = subject.name.words[-1].lower() if subject.name else subject.noun
    return noun in PEOPLE or noun == "police" or (noun.endswith("s") and not noun.endswith("ss"))


def _content(tokens: Sequence[Token], at: int) -> int:
    """The first token of what is said after a verb: behind "told reporters", "that" and a colon."""
    start = at + 1
    for n in range(start, min(start + _OBJECT, len(tokens))):
        if tokens[n].low in ("that", "dass") and (n == start or tokens[n - 1].text != ","):
            return n + 1
        if tokens[n].text == ":":
            return n + 1
        if tokens[n].text == QUOTED or tokens[n].text in ".;":
            break
    if (
        tokens[at].low in _TELLING
        and start < len(tokens)
        and (told := after(tokens, start, len(tokens))) is not None
    ):
        return told.last + 1
    return start


def _is_speech(tokens: Sequence[Token], at: int, content: int, subject: Subject) -> bool:
    """Whether what follows a verb, or stands before it, is words that somebody said."""
    verb = tokens[at].low
    rest = tokens[at + 1 : at + 1 + _OBJECT]
    if verb in ("said", "says") and _reads(tokens, at + 1, ("to", "be")):
        return False
    has_that = any(token.low in ("that", "dass") for token in rest)
    has_quote = any(token.text == QUOTED for token in tokens)
    is_inserted = (bool(rest) and rest[0].text in ",.;:" and subject.first > 0) or not rest
    if verb in ("called", "calls"):
        return bool(rest) and not (rest[0].text == "the" and rest[1:2] and rest[1].low == "police")
    if verb in PERHAPS or verb in PLURAL_SAYING:
        return has_that or has_quote or is_inserted or (verb in _TELLING and content > at + 2)
    return bool(rest) or has_quote or is_inserted
