"""Who stands before or after a verb: a name, a role or a pronoun, with what it is written with. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.statements.lexicon import (
    ADVERBS,
    BEING,
    DETERMINERS,
    NEGATIONS,
    NO_NAMES,
    NO_SPEAKERS,
    OTHER_PRONOUNS,
    PEOPLE,
    PLURAL_SAYING,
    PREPOSITIONS,
    PRONOUNS,
    STOPPERS,
    TITLES,
    VERBS,
)
from index.statements.tokens import QUOTED, Name, Token, is_capital, name_in, run_end, run_start

_FURTHEST = 7  # words of a description before a name or from a determiner to its noun
_APPOSITIONS = 4  # commas between a subject and its verb
_ENDS_DESCRIPTION = PREPOSITIONS | STOPPERS | (VERBS - PLURAL_SAYING) | OTHER_PRONOUNS
_NOT_NOUNS = _ENDS_DESCRIPTION | ADVERBS | NO_NAMES | PRONOUNS | BEING | NEGATIONS
_ENDS_NOUN = PREPOSITIONS | STOPPERS | VERBS
_ENDS_PHRASE = STOPPERS | VERBS
_NO_SUBJECTS = OTHER_PRONOUNS | STOPPERS | NO_NAMES
_NO_GROUPS = ADVERBS | PREPOSITIONS | VERBS
_INDEFINITE = frozenset(("a", "an", "another", "one", "ein", "eine", "einer"))
_OPENING = frozenset(
    (",", ";", ":", ".", "(", "—", "–", "-", QUOTED, "and", "but", "while", "as", "that", "und")
)
_BEFORE_CLAUSE = _OPENING | NO_NAMES


@dataclass(frozen=True, slots=True)
class Subject:
    """Tokens first..last: a name, or a role or institution ("the minister"), or a pronoun."""

    first: int
    last: int
    name: Name | None = None
    noun: str = ""  # the head of what describes somebody, in lower case
    words: str = ""  # the description as written, without its determiner
    pronoun: str = ""

    @property
    def is_person(self) -> bool:
        """Whether a person is named with at least two words."""
        return self.name is not None and len(self.name.words) > 1 and not self.name.is_institution


def is_definite(tokens: Sequence[Token], subject: Subject) -> bool:
    """Whether a description means somebody who was told of: "the spokesman", not "a spokesman"."""
    return tokens[subject.first].low not in _INDEFINITE


def before(tokens: Sequence[Token], last: int, *, german: bool = False) -> Subject | None:
    """The subject that ends at token `last`, with what is inserted between commas after it."""
    if last < 0:
        return None
    if tokens[last].text != ",":
        return _ending(tokens, last, german=german)
    inserted = comma = last
    best: Subject | None = None
    for _ in range(_APPOSITIONS):
        comma = next((at for at in range(inserted - 1, -1, -1) if tokens[at].text in (",", QUOTED)), -1)
        if comma < 1 or tokens[comma].text == QUOTED:
            break
        described = _ending(tokens, comma - 1, german=german)
        named = after(tokens, comma + 1, last, german=german)
        if described is not None and described.is_person:
            return _widened(described, last)
        name = named.name if named is not None and inserted == last else None
        if name is not None and described is not None and _is_only_described(described, name):
            return Subject(described.first, last, name, described.noun, described.words)
        is_better = best is None or (
            best.name is None and described is not None and described.name is not None
        )
        if is_better and described is not None and _begins_clause(tokens, described.first):
            best = _widened(described, last)
        inserted = comma
    return best


def _is_only_described(subject: Subject, name: Name) -> bool:
    """Whether the name between commas is the subject's: "Its director, Beate Kolding, said"."""
    is_full = len(name.words) > 1 and not name.is_institution
    return not subject.pronoun and (is_full or (subject.name is None and bool(subject.words)))


def after(tokens: Sequence[Token], first: int, stop: int, *, german: bool = False) -> Subject | None:
    """The subject that begins at token `first`, before `stop`."""
    if first >= stop:
        return None
    if tokens[first].low in PRONOUNS:
        return Subject(first, first, pronoun=tokens[first].low)
    at = _capital_after(tokens, first, stop)
    while at < stop and is_capital(tokens[at]):
        last = min(run_end(tokens, at), stop - 1)
        if (name := name_in(tokens, at, last, german=german)) is not None:
            if last + 1 < stop and _goes_on(tokens, last + 1):
                return _noun_after(tokens, name, first, stop)
            noun, words = _description(tokens[first:at], name)
            return Subject(first, last, name, noun, words)
        at = _capital_after(tokens, last + 1, stop)
    return _described(tokens, first, at, stop, german=german) if at > first else None


def _capital_after(tokens: Sequence[Token], first: int, stop: int) -> int:
    """Where a description ends: at a name, or at what cannot be part of it."""
    at = first
    while at < stop and at - first <= _FURTHEST and tokens[at].is_word and not is_capital(tokens[at]):
        if tokens[at].low in _ENDS_DESCRIPTION:
            break
        at += 1
    return at


def _described(tokens: Sequence[Token], first: int, at: int, stop: int, *, german: bool) -> Subject | None:
    """The subject that tokens first..at describe without a name, or with one behind a comma."""
    described = tokens[first:at]
    noun, words = _description(described, None)
    has_determiner = described[0].low in DETERMINERS
    if _is_thing(described) or _is_adverb(noun) or not (has_determiner or noun in PEOPLE):
        return None
    named = _apposed(tokens, at, stop, german=german)
    if named is not None:
        return Subject(first, named.last, named.name, noun, words)
    last = at - 1
    if at < stop and tokens[at].low in ("of", "for"):
        last = _phrase_end(tokens, at, stop)
        words = _text(tokens[first + has_determiner : last + 1])
    return Subject(first, last, None, noun, words)


def _apposed(tokens: Sequence[Token], at: int, stop: int, *, german: bool) -> Subject | None:
    """The name after a comma: "its head, Fiona Castellanos"."""
    if at + 1 < stop and tokens[at].text == ",":
        named = after(tokens, at + 1, stop, german=german)
        if named is not None and named.name is not None:
            return named
    return None


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether a noun follows a name: "Merz's spokesman", "Houston police chief"."""
    is_possessive = tokens[at - 1].text.endswith(("’s", "'s", "’"))
    return (
        tokens[at].is_word
        and (is_possessive or tokens[at].low not in _NOT_NOUNS)
        and not tokens[at].text[0].isdigit()
    )


def _noun_after(tokens: Sequence[Token], name: Name, first: int, stop: int) -> Subject | None:
    name_last = name.last
    rest = after(tokens, name_last + 1, stop)
    if rest is not None and rest.name is not None:
        return Subject(first, rest.last, rest.name, rest.noun, rest.words)
    at = name_last + 1
    while at < stop and tokens[at].is_word and tokens[at].low not in _ENDS_NOUN:
        at += 1
    noun = tokens[at - 1].low
    if at == name_last + 1 or _is_thing(tokens[first:at]):
        return Subject(first, at - 1, name) if name.is_institution else None
    if (named := _apposed(tokens, at, stop, german=False)) is not None:
        return Subject(first, named.last, named.name, noun, _text(tokens[first:at]))
    return Subject(first, at - 1, None, noun, _text(tokens[first:at]))


def _ending(tokens: Sequence[Token], last: int, *, german: bool) -> Subject | None:
    """The noun phrase that ends at `last`."""
    token = tokens[last]
    if (pronoun := token.low.split("’")[0].split("'")[0]) in PRONOUNS:
        return Subject(last, last, pronoun=pronoun)
    if token.text == ")":
        opened = next((at for at in range(last, max(-1, last - 12), -1) if tokens[at].text == "("), 0)
        return _ending(tokens, opened - 1, german=german) if opened else None
    if is_capital(token):
        return _named(tokens, last, german=german)
    if token.is_word and token.low not in _NO_SUBJECTS and not token.low[0].isdigit():
        return _unnamed(tokens, last, german=german)
    return None


def _named(tokens: Sequence[Token], last: int, *, german: bool) -> Subject | None:
    first = run_start(tokens, last)
    name = name_in(tokens, first, last, german=german)
    begin = _description_start(tokens, first)
    is_described = first - begin > (tokens[begin].low in DETERMINERS)
    holder = None if is_described else _holder(tokens, begin, german=german)
    if holder is not None and name is not None and tokens[holder.last].low in TITLES and len(name.words) > 1:
        return Subject(holder.first, last, Name(name.words[-2:], last - 1, last), tokens[holder.last].low)
    if holder is not None:
        return _widened(holder, last)
    if begin == first and begin > 0 and tokens[begin - 1].low in PREPOSITIONS:
        return Subject(begin, last)  # "… in Yemen said": nobody that could be told
    described = tuple(tokens[begin:first])
    if name is None:
        described = tuple(tokens[begin : last + 1])
        noun, words = _description(described, None)
        return Subject(begin, last, None, noun, words) if noun not in NO_SPEAKERS else None
    noun, words = _description(described, name)
    return Subject(begin, last, name, noun, words)


def _unnamed(tokens: Sequence[Token], last: int, *, german: bool) -> Subject | None:
    noun = tokens[last].low
    begin = last
    while begin > 0 and last - begin < _FURTHEST and tokens[begin].low not in DETERMINERS:
        previous = tokens[begin - 1]
        is_outside = not previous.is_word or previous.low in STOPPERS or previous.low in PREPOSITIONS
        if is_outside or (previous.low in NO_NAMES and previous.low not in DETERMINERS):
            break
        begin -= 1
    holder = _holder(tokens, begin, german=german)
    if holder is not None:
        return _widened(holder, last) if holder.name is not None else _lengthened(tokens, holder, last)
    if begin > 0 and tokens[begin - 1].low in PREPOSITIONS:
        return Subject(begin, last)  # "a table in the ministry said": nobody that could be told
    has_determiner = tokens[begin].low in DETERMINERS or tokens[begin].text.endswith(("’s", "'s", "s’", "s'"))
    if _is_thing(tokens[begin : last + 1]) or _is_adverb(noun) or not (has_determiner or noun in PEOPLE):
        return None
    return Subject(
        begin, last, None, noun, _text(tokens[begin + (tokens[begin].low in DETERMINERS) : last + 1])
    )


def _holder(tokens: Sequence[Token], begin: int, *, german: bool) -> Subject | None:
    """What a phrase that begins at `begin` belongs to: "Vandermeer" before "of Lamplight Relief"."""
    if begin <= 1 or tokens[begin - 1].low not in PREPOSITIONS:
        return None
    if not tokens[begin - 2].is_word and tokens[begin - 2].text != ")":
        return None
    holder = _ending(tokens, begin - 2, german=german) or _group(tokens, begin - 2)
    if holder is None or holder.pronoun or not _begins_clause(tokens, holder.first):
        return None
    return holder


def _group(tokens: Sequence[Token], last: int) -> Subject | None:
    """People without a determiner: "natives of Appalachia"; nobody, for what is not people."""
    noun = tokens[last].low
    if not noun.endswith("s") or noun in _NO_GROUPS:
        return None
    return Subject(last, last, None, noun, tokens[last].text if noun in PEOPLE else "")


def _begins_clause(tokens: Sequence[Token], first: int) -> bool:
    return first <= 0 or tokens[first - 1].low in _BEFORE_CLAUSE


def _description_start(tokens: Sequence[Token], first: int) -> int:
    """Where the description before a name begins: "lock keeper Henny Duarte"."""
    begin = first
    while begin > 0 and first - begin < _FURTHEST:
        previous = tokens[begin - 1]
        if previous.low in DETERMINERS:
            return begin - 1
        if not previous.is_word or previous.low in STOPPERS or previous.low in PREPOSITIONS:
            return begin
        if previous.low in NO_NAMES or previous.low in VERBS or previous.low in OTHER_PRONOUNS:
            return begin
        begin -= 1
    return begin


def _is_thing(described: Sequence[Token]) -> bool:
    return any(one.low in NO_SPEAKERS for one in described)


def _is_adverb(noun: str) -> bool:
    """Whether it is the "frequently" of "a frequently asked question"."""
    return noun.endswith("ly") and noun not in ("family", "assembly", "ally")


def _description(described: Sequence[Token], name: Name | None) -> tuple[str, str]:
    """The noun that says who somebody is, and all words that do."""
    words = [one for one in described if one.is_word]
    text = _text(words[1:] if words and words[0].low in DETERMINERS else words)
    if words and words[-1].low not in DETERMINERS:
        return words[-1].low, text
    if name is not None and name.titles:
        return name.titles[-1], " ".join(name.titles)
    return "", text


def _phrase_end(tokens: Sequence[Token], at: int, stop: int) -> int:
    """The last token of "of the town" or "for the company"."""
    end = at
    while end + 1 < stop and tokens[end + 1].is_word and tokens[end + 1].low not in _ENDS_PHRASE:
        if end > at and tokens[end + 1].low in PREPOSITIONS:
            break
        end += 1
    return end


def _widened(subject: Subject, last: int) -> Subject:
    return Subject(subject.first, last, subject.name, subject.noun, subject.words, subject.pronoun)


def _lengthened(tokens: Sequence[Token], subject: Subject, last: int) -> Subject:
    begin = subject.first + (tokens[subject.first].low in DETERMINERS)
    return Subject(subject.first, last, None, subject.noun, _text(tokens[begin : last + 1]))


def _text(tokens: Sequence[Token]) -> str:
    return " ".join(one.text for one in tokens if one.is_word)
