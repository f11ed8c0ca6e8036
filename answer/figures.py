"""Numbers and negations of sentences: what one says against another. Pure; English and German."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from answer.kinds import Kind
from answer.mentions import mentions
from index.words import content_words, stop_words, words_of

_NEGATIONS = frozenset(
    words_of("no not never nobody nothing none neither without kein keine keinen nicht nie niemand")
)
_ALIKE = 0.6  # of the words of the shorter that are no numbers: two sentences on the same
_VERBATIM = 0.8  # of the words of both: one sentence, and its denial
_WORDS = (
    "one/ein/eine/einen two/zwei three/drei four/vier five/fünf six/sechs seven/sieben eight/acht nine/neun ten/zehn "
    "eleven/elf twelve/zwölf thirteen/dreizehn fourteen/vierzehn fifteen/fünfzehn sixteen/sechzehn "
    "seventeen/siebzehn eighteen/achtzehn nineteen/neunzehn twenty/zwanzig"
)
_VALUES = {word: value for value, words in enumerate(_WORDS.split(), 1) for word in words.split("/")}
_TIMES = {
    "thousand": 1e3,
    "tausend": 1e3,
    "million": 1e6,
    "millionen": 1e6,
    "billion": 1e9,
    "milliarden": 1e9,
}
_NUMBER = re.compile(
    rf"(?<![\w.,$€£-])(?P<number>\d[\d.,]*\d|\d|\b(?:{'|'.join(_VALUES)})\b)(?:\s(?P<times>{'|'.join(_TIMES)})\b)?(?![\w%-])",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(r"\b(?:how many|wie viele|(?:number|toll) of)\b(?P<what>[^?.!,;]*)", re.IGNORECASE)
_UP_TO = re.compile(
    r"\b(?:in|at|on|by|for|from|during|after|since|when|while|because|according|the|bei|im|am|auf|durch|nach|seit)\b"
)
_TOLL = re.compile(
    r"\b(?:number|toll|total|tally|zahl)\b.*\b(?:to|at|is|was|stands|stood|auf|bei)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_CALENDAR = frozenset(
    words_of(
        "jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september "
        "october november december januar februar märz mai juni juli oktober dezember a.m. p.m. am pm no"
    )
)
_TIME_UNITS = frozenset(
    words_of(
        "second seconds minute minutes hour hours day days week weeks month months year years time times"
    )
)
_NEAR = 3  # words after a number in which what is counted stands


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as a text writes it, and its value."""

    text: str
    value: float


def agree(one: str, other: str) -> bool:
    """Whether no number and no negation of one text speaks against the other."""
    mine, theirs = _numbers(one), _numbers(other)
    are_same = mine <= theirs or theirs <= mine  # a dateline has a number more
    return are_same and negations_in(one) == negations_in(other)


def negations_in(text: str) -> frozenset[str]:
    """The words of a text that deny."""
    return _NEGATIONS.intersection(words_of(text))


def denies(one: str, other: str) -> bool:
    """Whether two texts have nearly the same words, but not the same negations."""
    mine, theirs = _plain_words(one), _plain_words(other)
    are_alike = len(mine & theirs) >= _VERBATIM * max(1, len(mine | theirs))
    return are_alike and negations_in(one) != negations_in(other)


def figures_apart(one: str, other: str) -> tuple[Figure, Figure] | None:
    """The numbers that stand between the same words in two texts of much the same words, but differ."""
    mine, theirs = _plain_words(one), _plain_words(other)
    if len(mine & theirs) < _ALIKE * max(1, min(len(mine), len(theirs))):
        return None
    places = _by_place(other)
    pairs = ((figure, places.get(place)) for place, figure in _by_place(one).items())
    return next(((mine, its) for mine, its in pairs if its and its.value != mine.value), None)


def disagree(one: str, other: str) -> bool:
    """Whether two texts speak of the same, but one denies it or has another number in its place."""
    return denies(one, other) or figures_apart(one, other) is not None


def counted_in(question: str) -> frozenset[str]:
    """What a question wants counted, as the index holds words; empty where it asks for no number of things."""
    found = _HOW_MANY.search(question)
    words = content_words(_UP_TO.split(found["what"])[0]) if found else []
    return frozenset() if _TIME_UNITS.intersection(words[:1]) else frozenset(words)


def figure_of(counted: frozenset[str], text: str) -> Figure | None:
    """The first number of what is counted that a text gives; None where it gives none."""
    for match in _figures(text):
        after = re.split(r"[.,;:!?()“”\"–—]", text[match.end() :], maxsplit=1)[0]
        near = words_of(after)[:_NEAR]
        is_toll = _TOLL.search(text[: match.start()]) and counted & set(words_of(text))
        if counted & set(near) or is_toll:
            return Figure(match.group(), _value(match))
    return None


def _by_place(text: str) -> dict[tuple[str, str], Figure]:
    """The figures of a text by the word before and the word after, of which one at least says what is counted."""
    found: dict[tuple[str, str], Figure] = {}
    for match in _figures(text):
        before, after = words_of(text[: match.start()])[-1:], words_of(text[match.end() :])[:1]
        place = ("".join(before), "".join(after))
        if before and after and not _CALENDAR.intersection(place) and not stop_words().issuperset(place):
            found.setdefault(place, Figure(match.group(), _value(match)))
    return found


def _figures(text: str) -> Iterator[re.Match[str]]:
    """Whole numbers that are no years."""
    every = _NUMBER.finditer(text)
    return (match for match in every if not _YEAR.fullmatch(match.group()) and _value(match).is_integer())


def _numbers(text: str) -> set[str]:
    return {mention.key for mention in mentions(text) if Kind.NUMBER in mention.kinds}


@lru_cache(maxsize=8192)  # each sentence is compared with many
def _plain_words(text: str) -> frozenset[str]:
    return frozenset(word for word in content_words(_NUMBER.sub(" ", text)) if word not in _NEGATIONS)


def _value(match: re.Match[str]) -> float:
    number = match["number"].lower()
    factor = _TIMES.get((match["times"] or "").lower(), 1.0)
    if number in _VALUES:
        return _VALUES[number] * factor
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", number):
        return float(re.sub(r"[.,]", "", number)) * factor
    return float(number.replace(",", ".", 1)) * factor if re.fullmatch(r"\d+(?:[.,]\d+)?", number) else 0.0
