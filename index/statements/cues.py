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
    PARTS_OF_DAY,
    PEOPLE,
    PERHAPS,
    PLURAL_SAYING,
    PREPOSITIONS,
    PRONOUNS,
    TIMES,
    VERBS,
)
from index.statements.subjects import Subject, after, before, is_definite
from index.statements.tokens import QUOTED, Token, is_capital, names_of

_AFTER_INVERTED = frozenset(
    (",", ".", ";", ":", "(", "—", "–", "!", "?", QUOTED, "who", "whose", "when", "while", "as")
)
_WITH_PARTICLE = {"spoke": "of", "spoken": "of", "pointed": "out", "points": "out"}
_NOUNS = frozenset(
    "states reports calls recalls notes reads answers observed found reveals continued continues".split()
)  # "Midwestern states."
_NO_SPEECH_BEFORE = (
    dict.fromkeys(
        "said says alleged believed thought reported feared found continued continues agreed responded".split(),
        ("to", "so", "with"),
    )
    | dict.fromkeys(("called", "calls"), ("upon", "police"))
    | {"accused": ("of",), "states": (":",)}
)
_ASKING = frozenset(("how", "why", "where", "if", "whether"))
_NO_SPEECH = BEING | NEGATIONS
_AFTER_SUBJECT = PREPOSITIONS | NO_NAMES
_WHERE_OR_WHEN = PREPOSITIONS | TIMES
_TIMES = TIMES | PARTS_OF_DAY
_BEFORE_THAT = _WHERE_OR_WHEN | ADVERBS | {"that", "dass", ":", ",", "out"}
_POSSESSIVE = ("’s", "'s", "s’", "s'")
_RELATIVE = frozenset(("who", "which", "der", "die"))
_JOINING = frozenset(("and", "but", "or", "und", "aber"))
_LINKS = frozenset(
    (
        "who",
        "which",
        "that",
        "after",
        "when",
        "while",
        "as",
        "because",
        "if",
        "before",
        "since",
        "where",
        QUOTED,
    )
)
_TELLING = frozenset(("told", "tells"))
_RELATIVE_CLAUSE = 6  # words between "who" and the end of its clause
_FEWEST = 4  # tokens that are words said, not "On Tuesday,"
_CLAUSE = PRONOUNS | BEING | frozenset(("had", "has", "have", "would", "could", "will", "can", "may"))
_OBJECT = 9  # words between "told" and what was told
_ACCORDING = {("according", "to"): 2, ("laut",): 1, ("nach", "angaben"): 2, ("nach", "worten"): 2, ("so",): 1}

_ACCORDING_BEGINS = frozenset(words[0] for words in _ACCORDING)


@dataclass(frozen=True, slots=True)
class Cue:
    """Tokens first..last attribute words to the subject; `content` is the first token of words that follow, or None.

    None is for what follows its words: "…, said Merz". `behind` is the token after the verb.
    """

    subject: Subject
    verb: str
    first: int
    last: int
    content: int | None
    behind: int


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
    if tokens[at].low not in _ACCORDING_BEGINS:
        return None
    width = next((n for words, n in _ACCORDING.items() if _reads(tokens, at, words)), 0)
    if not width or (
        tokens[at].low == "so" and (not german or not at or tokens[at - 1].text not in (",", QUOTED))
    ):
        return None
    first = at + width
    if first < len(tokens) and tokens[first].low in ("von", "des", "der"):
        first += 1
    is_last = first + 1 >= len(tokens) or not tokens[first + 1].is_word
    if first < len(tokens) and is_last and tokens[first].low in ("him", "her", "them", "ihm"):
        subject: Subject | None = Subject(first, first, pronoun=tokens[first].low)
    else:
        subject = after(tokens, first, len(tokens), german=german)
    if subject is None or subject.noun in NO_SPEAKERS:
        return None
    end = subject.last
    opens = at == 0 or tokens[at - 1].text in (";", ":")
    content = _past_comma(tokens, end + 1) if opens else None
    return Cue(subject, "according to" if not german else tokens[at].low, at, end, content, end + 1)


def _past_comma(tokens: Sequence[Token], at: int) -> int:
    """Behind what is inserted after a name: "According to Vik, the head of the office, …"."""
    comma = next((n for n in range(at, len(tokens)) if tokens[n].text == ","), None)
    return at if comma is None else comma + 1


def _reads(tokens: Sequence[Token], at: int, words: Sequence[str]) -> bool:
    return at + len(words) <= len(tokens) and all(tokens[at + n].low == word for n, word in enumerate(words))


def _spoken(tokens: Sequence[Token], at: int, *, german: bool) -> Cue | None:
    verb = tokens[at]
    if not verb.text.islower():
        return None
    if (cue := _inverted(tokens, at, german=german)) is not None:
        return cue
    left = at - 1
    while left >= 0 and tokens[left].low in ADVERBS:
        left -= 1
    if left < 0 or tokens[left].low in _NO_SPEECH or tokens[left].text.endswith(_POSSESSIVE):
        return None
    subject = _subject(tokens, left, german=german)
    if subject is None or (verb.low in PLURAL_SAYING and not _is_plural(subject)):
        return None
    behind, content = _content(tokens, at)
    if not _is_speech(tokens, at, content, subject):
        return None
    return Cue(subject, verb.low, subject.first, max(at, min(content, len(tokens)) - 1), content, behind)


def _inverted(tokens: Sequence[Token], at: int, *, german: bool) -> Cue | None:
    """A verb before its subject, after words or a quotation: "…, said Merz"."""
    if tokens[at].low not in INVERTED or at == 0 or tokens[at - 1].text not in (",", QUOTED):
        return None
    first = at + 1
    while first < len(tokens) and tokens[first].low in ADVERBS:
        first += 1
    subject = after(tokens, first, len(tokens), german=german)
    if subject is None:
        return None
    following = tokens[subject.last + 1] if subject.last + 1 < len(tokens) else None
    ends = following is None or following.text in _AFTER_INVERTED
    if not ends and following is not None and following.low not in _AFTER_SUBJECT:
        return None
    after_quote = tokens[at - 1].text == QUOTED or (at > 1 and tokens[at - 2].text == QUOTED)
    if not after_quote and subject.name is None and _is_named_before(tokens, at, german=german):
        return None
    if not after_quote and not ends and _is_named_before(tokens, at, german=german):
        return None
    return Cue(subject, tokens[at].low, at, subject.last, None, subject.last + 1)


def _is_named_before(tokens: Sequence[Token], at: int, *, german: bool) -> bool:
    subject = before(tokens, at - 1, german=german) if tokens[at - 1].text == "," else None
    return subject is not None


def _subject(tokens: Sequence[Token], left: int, *, german: bool) -> Subject | None:
    """The subject of a verb whose nearest word to the left, adverbs apart, is at `left`."""
    low = tokens[left].low
    if low in _RELATIVE and left > 0:
        return _antecedent(tokens, left, german=german)
    if low in _JOINING and left > 0:
        return _first_subject(tokens, left, german=german)
    subject = before(tokens, left, german=german)
    if (
        subject is not None
        and tokens[left].text != ","
        and (who := _clause_before(tokens, subject.first)) is not None
    ):
        return _antecedent(tokens, who, german=german)
    return subject


def _clause_before(tokens: Sequence[Token], first: int) -> int | None:
    """The "who" of a clause that ends with the tokens from `first` on: "Americans who watched the hearings said"."""
    for at in range(first - 1, max(0, first - _RELATIVE_CLAUSE), -1):
        if not tokens[at].is_word:
            return None
        if tokens[at].low == "who":
            return at
    return None


def _antecedent(tokens: Sequence[Token], relative: int, *, german: bool) -> Subject | None:
    """Whom "who" means: "Achterop, who said", "Bob McConnell, a resident who said"."""
    subject = before(tokens, relative - 1 - (tokens[relative - 1].text == ","), german=german)
    if subject is None or subject.name is not None:
        return subject
    if subject.first > 1 and tokens[subject.first - 1].text == ",":
        named = before(tokens, subject.first - 2, german=german)
        if named is not None and named.is_person:
            return named
    return subject if tokens[relative].low in ("who", "der", "die") else None


def _first_subject(tokens: Sequence[Token], stop: int, *, german: bool) -> Subject | None:
    """Whose second verb follows: whom "who" means, the first person named, or the pronoun that opens the sentence."""
    link = next((at for at in range(stop - 1, 0, -1) if tokens[at].low in _LINKS), None)
    if link is not None and tokens[stop - 1].text != ",":
        return _antecedent(tokens, link, german=german) if tokens[link].low == "who" else None
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


def _content(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """The token behind a verb and whom it is told, and the first of what is said: behind "that", a colon, a time."""
    behind = start = at + 1
    is_told = tokens[at].low in _TELLING
    if (
        is_told
        and start < len(tokens)
        and tokens[start].is_word
        and tokens[start].low not in ("that", "dass")
    ):
        told = after(tokens, start, len(tokens))
        behind = start = (start if told is None else told.last) + 1
    if (that := _that(tokens, at, is_told=is_told)) is not None:
        return behind, that + 1
    while start + 1 < len(tokens) and _is_time(tokens, start):
        start += 1
    return behind, start


def _that(tokens: Sequence[Token], at: int, *, is_told: bool = False) -> int | None:
    """The "that" or colon behind which words follow a verb, a time or place or the person told in between."""
    first = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if not is_told and first not in _BEFORE_THAT:
        return None
    for n in range(at + 1, min(at + 1 + _OBJECT, len(tokens))):
        if tokens[n].text == ":" or (tokens[n].low in ("that", "dass") and tokens[n - 1].text != ","):
            return n
        is_clause = not is_told and (tokens[n].low in _CLAUSE or tokens[n].low in VERBS)
        if is_clause or tokens[n].text == QUOTED or tokens[n].text in ".;":
            return None
    return None


def _is_time(tokens: Sequence[Token], at: int) -> bool:
    """Whether a token belongs to "Tuesday evening" or "on Tuesday"."""
    if tokens[at].low == "on":
        return tokens[at + 1].low in TIMES
    return tokens[at].low in _TIMES


def _ends_clause(tokens: Sequence[Token], at: int, subject: Subject) -> bool:
    """Whether nothing but where or when follows a verb: "…, the court ruled on Friday"."""
    following = at + 1 + (at + 1 < len(tokens) and tokens[at + 1].low in ("out", "on"))
    if following >= len(tokens) or tokens[following].text in ",.;:":
        return True
    is_after_words = subject.first > _FEWEST and tokens[subject.first - 1].text in (",", QUOTED)
    return is_after_words and tokens[following].low in _WHERE_OR_WHEN


def _is_speech(tokens: Sequence[Token], at: int, content: int, subject: Subject) -> bool:
    """Whether what follows a verb, or stands before it, is words that somebody said."""
    verb = tokens[at].low
    rest = tokens[at + 1 : at + 1 + _OBJECT]
    if _is_no_speech(tokens, at, subject):
        return False
    has_quote = any(token.text == QUOTED for token in tokens)
    is_inserted = subject.first > 0 and (not rest or _ends_clause(tokens, at, subject))
    if verb in ("called", "calls"):
        named = rest[1:2] if rest[:1] and rest[0].low == "the" else rest[:1]
        is_named = bool(named) and (is_capital(named[0]) or named[0].text == QUOTED)  # "a bill called “Hope”"
        is_described = subject.name is None and not subject.pronoun
        return bool(named) and not (is_described and (is_named or not is_definite(tokens, subject)))
    if verb in ("spoke", "spoken"):
        return True
    if verb == "went":
        return bool(rest) and rest[0].low == "on" and is_inserted
    if verb in _NOUNS and not (subject.is_person or subject.pronoun):
        is_inserted = False
    if verb in PERHAPS or verb in PLURAL_SAYING:
        has_that = _that(tokens, at, is_told=verb in _TELLING) is not None
        return has_that or has_quote or is_inserted or (verb in _TELLING and content > at + 2)
    return bool(rest) or has_quote or is_inserted


def _is_only_where(tokens: Sequence[Token], at: int) -> bool:
    """Whether nothing was said: "She said in an interview."."""
    rest = [token for token in tokens[at + 1 :] if token.is_word or token.text == QUOTED]
    return (
        tokens[0].text != QUOTED
        and at <= _FEWEST
        and len(rest) <= _FEWEST
        and bool(rest)
        and rest[0].low in PREPOSITIONS
    )


def _is_no_speech(tokens: Sequence[Token], verb_at: int, subject: Subject) -> bool:
    """Whether a verb means something else here: "believed to be", "asked how he feels", "went to"."""
    verb = tokens[verb_at].low
    following = tokens[verb_at + 1].low if verb_at + 1 < len(tokens) else ""
    return (
        following == "by"
        or following in _NO_SPEECH_BEFORE.get(verb, ())
        or _is_only_where(tokens, verb_at)
        or (subject.first > 0 and tokens[subject.first - 1].low in _ASKING)
        or (verb in _WITH_PARTICLE and following != _WITH_PARTICLE[verb])
    )
