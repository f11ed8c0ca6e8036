"""Words, punctuation and quotations of a sentence, and the names among them. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from index.statements.lexicon import (
    INSTITUTIONS,
    MEN,
    NO_NAMES,
    PARTICLES,
    PEOPLE,
    PLACES,
    THINGS,
    TITLES,
    WOMEN,
)

QUOTED = "\x01"  # the token that stands for a quotation
_TOKEN = re.compile(
    r"\x01+|(?:[^\W\d_]\.){2,}|[^\W\d_][^\W_]*(?:[’'&.@\-–][^\W_]+)*(?:(?<=s)[’'](?=\s))?|\d(?:[\w.,:%\-]*[\w%])?|[^\w\s]"
)
_SHORTENED = frozenset(
    "dr mr mrs ms prof sen rep gov lt sgt col gen st jr sr rev hon adm maj capt cpl cmdr inc corp co ltd pres".split()
)
_ADJECTIVES = ("-based", "-led", "-born", "-backed", "-owned", "-run")
_OWNERS = frozenset(
    ("women", "men", "children", "people", "lloyd", "sotheby", "christie", "mcdonald", "moody")
)
_NO_NAME_ALONE = TITLES | PEOPLE
_GIVEN_NAMES = MEN | WOMEN
_BEGINS_INSTITUTION = INSTITUTIONS | {"chamber", "secretary", "house"}
_AGENTS = ("ist", "er", "or", "man", "woman", "ian")
_LINKING = frozenset(("of", "for", "and", "&", "the", "on"))


class Token(NamedTuple):
    """A word, a mark of punctuation, or (QUOTED) a whole quotation, with its place."""

    text: str
    low: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it is a word or a number."""
        return self.text[0].isalnum()


@dataclass(frozen=True, slots=True)
class Name:
    """Tokens first..last (both included) that are a name, without the titles before it."""

    words: tuple[str, ...]
    first: int
    last: int
    titles: tuple[str, ...] = ()
    has_article: bool = False

    @property
    def text(self) -> str:
        """As it is written, a possessive's ending left out."""
        return " ".join(self.words)

    @property
    def is_institution(self) -> bool:
        """Whether it names no person, as far as its words tell."""
        return (self.has_article and not self.titles) or _is_no_person(self.words)


@lru_cache(maxsize=4096)  # the same names come again and again
def _is_no_person(words: tuple[str, ...]) -> bool:
    lowered = [word.lower() for word in words]
    return (
        not INSTITUTIONS.isdisjoint(lowered)
        or lowered[-1] in THINGS
        or (len(words) > 1 and lowered[0] in PLACES)
        or (len(words) == 1 and words[0].isupper() and words[0].isalpha())
    )


def tokens_of(masked: str) -> list[Token]:
    """The tokens of a sentence whose quotations are masked."""
    found: list[Token] = []
    for match in _TOKEN.finditer(masked):
        text = match.group()
        if text[0] == QUOTED:
            text = QUOTED
        found.append(Token(text, text.lower(), *match.span()))
    if found and _only_opens(found):
        found[0] = found[0]._replace(text=found[0].low)
    return found


def _only_opens(tokens: Sequence[Token]) -> bool:
    """Whether the first word has a capital only because it is the first: "Referencing the war", "Experts say"."""
    first = tokens[0]
    is_alone = len(tokens) < 2 or not tokens[1].text[0].isupper()  # noqa: PLR2004 - a word behind the first
    return is_alone and (first.low in PEOPLE or first.low.endswith(("ing", "ed", "ly")))


def is_capital(token: Token) -> bool:
    """Whether a word could be part of a name: it begins with a capital, and is not one that anything begins with."""
    if not token.text[0].isupper():
        return token.text[:3] == "al-"
    return token.low not in NO_NAMES and not token.low.endswith(_ADJECTIVES)


def run_end(tokens: Sequence[Token], first: int) -> int:
    """The last token of the run of a name's words that begins at `first`, which is one."""
    last = first
    while True:
        following = last + 1
        if following >= len(tokens):
            return last
        token = tokens[following]
        if is_capital(token) and _is_open(tokens, first, last, token):
            last = following
        elif (token.text == "." and _is_shortened(tokens[last]) and _is_name_word(tokens, following + 1)) or (
            token.low in PARTICLES and _is_name_word(tokens, following + 1)
        ):
            last = following + 1
        elif token.low in _LINKING and (linked := _linked(tokens, first, last)):
            last = linked
        elif token.text == "(" and "".join(one.text for one in tokens[following : following + 4]) == "(ret.)":
            last = following + 3
        else:
            return last


def run_start(tokens: Sequence[Token], last: int) -> int:
    """The first token of the run of a name's words that ends at `last`."""
    for first in range(max(0, last - 12), last + 1):
        if is_capital(tokens[first]) and run_end(tokens, first) >= last:
            return first
    return last


def name_in(tokens: Sequence[Token], first: int, last: int, *, german: bool = False) -> Name | None:
    """The name in a run: what follows the last title; None where nothing is left."""
    start = first
    for at in range(first, last):
        if tokens[at].low in TITLES and not (at + 1 == last and tokens[last].low in INSTITUTIONS):
            start = at + 1
    if start > first and tokens[start].low in _LINKING:  # "Secretary of State Antony Blinken"
        start = max(start + 1, last - 1)
    if first == start == 0 and last > 1 and _is_occupation(tokens[0].low):
        start = 1
    while start <= last and not tokens[start].is_word:
        start += 1
    words = [tokens[at] for at in range(start, last + 1)]
    if german and len(words) > 2 and not any(one.low in PARTICLES for one in words):  # noqa: PLR2004 - given, family
        start = last - 1
        words = words[-2:]
    joined = _joined(words)
    if not joined or (len(joined) == 1 and joined[0].lower().rstrip(".") in _NO_NAME_ALONE):
        return None
    titles = tuple(tokens[at].low for at in range(first, start) if tokens[at].is_word)
    has_article = first > 0 and tokens[first - 1].low == "the"
    return Name(joined, first, last, titles, has_article)


def _is_occupation(low: str) -> bool:
    """Whether a word before a full name, with which the sentence opens, says what somebody is: "Cyclist"."""
    return low.endswith(_AGENTS) and low not in _GIVEN_NAMES


def names_of(tokens: Sequence[Token], *, german: bool = False) -> Iterator[Name]:
    """The names of a sentence, outside quotations, in order."""
    at = 0
    while at < len(tokens):
        if tokens[at].text[0].isupper() and is_capital(tokens[at]):  # the first half alone is quick
            last = run_end(tokens, at)
            if (name := name_in(tokens, at, last, german=german)) is not None:
                yield name
            at = last
        at += 1


def _joined(words: Sequence[Token]) -> tuple[str, ...]:
    joined: list[str] = []
    for word in words:
        if word.text == "." and joined:
            joined[-1] += "."
        elif word.text == "(":  # "Tarrow (ret.)"
            break
        elif word.is_word or word.text == "&":
            joined.append(word.text)
    if joined:
        joined[-1] = re.sub(r"[’']s?$", "", joined[-1])
    return tuple(one for one in joined if one)


def _is_open(tokens: Sequence[Token], first: int, last: int, following: Token) -> bool:
    """Whether a name goes on with the next word: not behind a possessive, but in "Railway Workers’ Federation"."""
    if not tokens[last].text.endswith(("’s", "'s", "’", "'")):
        return True
    is_part = tokens[last].text[-1] in "’'" or tokens[first].low == "st"
    return (is_part and following.low in INSTITUTIONS) or tokens[last].low[:-2] in _OWNERS


def _is_shortened(token: Token) -> bool:
    return token.low in _SHORTENED or len(token.text) == 1


def _is_name_word(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and is_capital(tokens[at])


def _linked(tokens: Sequence[Token], first: int, last: int) -> int | None:
    """Where an institution's name goes on after "of", "for" or "and"; None where it does not."""
    following = last + 2
    if following < len(tokens) and tokens[following].low == "the":
        following += 1
    if not _is_name_word(tokens, following):
        return None
    link = tokens[last + 1].low
    begins = any(tokens[at].low in _BEGINS_INSTITUTION for at in range(first, last + 1))
    if link == "&" or (link in ("of", "for", "on") and begins):
        return following
    if link == "and":
        end = following
        while _is_name_word(tokens, end + 1):
            end += 1
        is_long = any(tokens[at].low in ("of", "for") for at in range(first, last + 1))
        if (tokens[end].low in INSTITUTIONS and end > following) or (begins and is_long):
            return end
    return None
