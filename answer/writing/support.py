"""Whether one sentence of an article bears out a sentence that a model wrote. Pure.

A sentence is borne out if it is a shortening: its words, but for articles, pronouns and forms of "be" and "have",
stand in the article's sentence in the same order; what was left out can be left out whole; and nothing that turns,
limits or attributes the statement was lost. Dates may move where there is one, and so may who said it. It is not
understood, it is compared: a true paraphrase is refused, and that is the price.

Languages other than English and German: word for word.
"""

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from functools import lru_cache

from answer.writing.folding import fold
from answer.writing.tokens import Token, tokens_of
from answer.writing.vocabulary import ANAPHORA, PREPOSITIONS, Cue

_LANGUAGES = ("en", "de")
_FEWEST = 2  # content words: less is no statement that could be checked
_MOST_SKIPPED = 3  # words left out within a phrase
_LONGEST_TITLE = 4  # words before a name: "the German chancellor Friedrich"
_NEAR_A_NUMBER = 3
_WHOLE_PARTS = frozenset("who whom whose and but while whereas und aber sondern während dessen deren".split())
_TURNING = (Cue.DENIAL,)
_SAID = "*say"
_INTRODUCING = ":"
_MOST_ALIGNMENTS = 24
_COMMA = Token(",", ",", is_mark=True)
_ATTRIBUTION = 7  # words of "said Friedrich Merz, the German chancellor"


class Fault(Enum):
    """Why a sentence is not borne out."""

    OWN_WORDS = auto()
    LOST_CUE = auto()
    OTHER_DATE = auto()
    OTHER_VOICE = auto()
    OTHER_QUOTATION = auto()
    A_QUESTION = auto()
    TOO_LITTLE = auto()


def fault_of(sentence: str, source: str, language: str | None) -> Fault | None:
    """Why `source`, a whole sentence of an article, does not bear out `sentence`; None where it does."""
    mine, theirs = fold(sentence), fold(source)
    if _bare(mine) == _bare(theirs):
        return None
    if language not in _LANGUAGES:
        return Fault.OWN_WORDS
    if "?" in theirs and "?" not in mine:
        return Fault.A_QUESTION
    if any(said.strip(" .,") not in theirs for said in re.findall(r'"([^"]*)"', mine)):
        return Fault.OTHER_QUOTATION
    return _of_tokens(tokens_of(sentence, language), _source_tokens(source, language))


def _bare(text: str) -> str:
    return text.strip(" .!\"'")


@lru_cache(maxsize=256)
def _source_tokens(source: str, language: str) -> tuple[Token, ...]:
    return tokens_of(source, language)


def _of_tokens(sentence: Sequence[Token], source: Sequence[Token]) -> Fault | None:
    dates = {token.key for token in source if token.is_date}
    said_dates = {token.key for token in sentence if token.is_date}
    months = {f"@m{int(key[1:3])}" for key in dates if re.fullmatch(r"@\d\d-\d\d", key)}
    if not said_dates <= dates | months:
        return Fault.OTHER_DATE
    are_free = sum(not key.startswith("@y") for key in dates) <= 1
    wanted = [
        token for token in sentence if not (token.is_mark or token.is_light or (token.is_date and are_free))
    ]
    if sum(token.is_content for token in sentence) < _FEWEST:
        return Fault.TOO_LITTLE
    fault = Fault.OWN_WORDS
    for order in _orders(source, without_dates=are_free):
        for places in _alignments(wanted, order):
            if all(order[place].is_quoted for place in places):
                fault = Fault.LOST_CUE
            elif any(
                token.is_participle and token.is_passive != order[place].is_passive
                for place, token in zip(places, wanted, strict=True)
            ):
                fault = Fault.OTHER_VOICE
            elif _lost_cue(order, frozenset(places)):
                fault = Fault.LOST_CUE
            else:
                return None
    return fault


def _orders(source: Sequence[Token], *, without_dates: bool) -> Iterator[list[Token]]:
    """The source as it is, with who said it in front or behind, and with its first part behind."""
    tokens = [token for token in source if not (without_dates and token.is_date)]
    yield tokens
    parts = list(_parts(tokens))
    for at, part in enumerate(parts):
        rest = [token for other in parts[:at] + parts[at + 1 :] for token in other]
        words = [token for token in part if not token.is_mark]
        says = [token for token in words if token.key == _SAID]
        if says and len(words) <= _ATTRIBUTION and len(parts) > 1:
            who = [token for token in words if token.key != _SAID]
            for attribution in (words, [*who, says[0]], [says[0], *who]):
                yield [*attribution, _COMMA, *rest]
                yield [*rest, _COMMA, *attribution]
        elif at == 0 and len(parts) > 1 and part[-1].exact == ",":
            yield [*rest, _COMMA, *words]


def _parts(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """What stands between marks, with the mark that ends it."""
    part: list[Token] = []
    for token in tokens:
        part.append(token)
        if token.is_mark:
            yield part
            part = []
    if part:
        yield part


def _alignments(wanted: Sequence[Token], source: Sequence[Token]) -> Iterator[tuple[int, ...]]:
    """Places in the source, rising, that mean what is wanted and between which all may be left out; a few ways."""
    ways: list[tuple[int, ...]] = [()]
    for token in wanted:
        longer = [
            (*way, place)
            for way in ways
            for place in range(way[-1] + 1 if way else 0, len(source))
            if token.means(source[place])
            and (_may_skip(source, way[-1], place) if way else _may_begin(source, place))
        ]
        ways = longer[:_MOST_ALIGNMENTS]
    yield from (way for way in ways if way and _may_end(source, way[-1]))


def _may_begin(source: Sequence[Token], place: int) -> bool:
    """Whether what stands before may be left out: another clause, or words that only describe what follows."""
    before = place
    while before and not (source[before - 1].is_mark or source[before - 1].is_boundary):
        before -= 1
    if any(token.exact == _INTRODUCING for token in source[:place]):
        return False  # "Write: the mayor has fled"
    phrase = list(source[before:place])
    while phrase and phrase[0].is_light:
        phrase.pop(0)
    return len(phrase) <= _LONGEST_TITLE and not any(token.is_light for token in phrase)


def _may_end(source: Sequence[Token], place: int) -> bool:
    following = source[place + 1] if place + 1 < len(source) else None
    return following is None or following.is_date or not following.is_content


def _may_skip(source: Sequence[Token], place: int, following: int) -> bool:
    """Whether what stands between two places may be left out."""
    between = source[place + 1 : following]
    if not any(token.is_content or token.is_boundary for token in between):
        return True
    enclosed = list(between)
    while enclosed[-1].is_light:
        enclosed.pop()
    if enclosed[0].is_mark and enclosed[-1].is_mark:
        return True
    content = [token for token in between if token.is_content and not token.is_date]
    is_place = between[0].exact in PREPOSITIONS
    return (
        (between[0].is_light or between[0].is_date)
        and len(content) <= _MOST_SKIPPED
        and not any(token.is_mark or token.is_boundary for token in between)
        and not any(token.is_number or token.cue or (token.is_name and not is_place) for token in content)
    )


def _lost_cue(source: Sequence[Token], kept: frozenset[int]) -> bool:
    """Whether a word that turns, limits or attributes the statement was left out."""
    for start, end in _part_ranges(source):
        if kept.isdisjoint(range(start, end)) and _is_apart(source[start:end]):
            continue
        if any(_is_lost(source, place, kept) for place in range(start, end) if place not in kept):
            return True
    return False


def _part_ranges(source: Sequence[Token]) -> Iterator[tuple[int, int]]:
    start = 0
    for place, token in enumerate(source):
        if token.is_mark:
            yield start, place
            start = place + 1
    yield start, len(source)


def _is_apart(part: Sequence[Token]) -> bool:
    """Whether a part that is left out as a whole says nothing about the rest."""
    return (
        bool(part)
        and part[0].exact in _WHOLE_PARTS
        and not any(token.exact in ANAPHORA or token.cue in _TURNING for token in part)
    )


def _is_lost(source: Sequence[Token], place: int, kept: frozenset[int]) -> bool:
    """Whether leaving this word out changes the statement; "more than" does where its number is kept."""
    cue = source[place].cue
    if cue is not Cue.DEGREE:
        return cue is not None
    near = range(place + 1, min(place + 1 + _NEAR_A_NUMBER, len(source)))
    return any(source[other].is_number and other in kept for other in near)
