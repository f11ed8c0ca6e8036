"""The names that a question holds, with the word that leads to each: who is meant, where, about what. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from answer.mentions import fold
from answer.nations import is_nation
from index.words import stop_words, words_of

# What a phrase is about: prepositions that can stand for each other.
LEADS = {
    "topic": "about regarding concerning over on against for über zu zum zur gegen für",
    "place": "in at near from im am bei aus",
    "source": "according laut zufolge",
    "doer": "by von durch",
}
_LEAD_OF = {word: kind for kind, words in LEADS.items() for word in words.split()}
_ARTICLES = frozenset("the a an der die das den dem des ein eine einen einem einer".split())
_WITHIN = frozenset("of de van von del al bin du la".split())
_NO_NAMES = frozenset(
    "tell give show explain name list is did does do are was were has have had will would can could should if and "
    "but or also please during anything something sagte sagt hat ist war kann will wird gibt und aber i’m i'm i".split()
)
_WORD = re.compile(r"[^\s,;:?!()“”„«»\"/]+")
_POSSESSIVE = re.compile(r"[’']s?$")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text, `text[start:end]`, and what leads to it: a key of LEADS, or "" where nothing does."""

    text: str
    start: int
    end: int
    lead: str = ""

    @property
    def is_nation(self) -> bool:
        """Whether it is a country or its people."""
        return is_nation(self.text)


def names_in(text: str) -> tuple[Name, ...]:
    """The names of a question, in order: words with capitals that follow each other."""
    words = list(_WORD.finditer(text))
    names: list[list[re.Match[str]]] = []
    for at, word in enumerate(words):
        if names and _goes_on(names[-1], word, words, text):
            names[-1].append(word)
        elif _is_capital(word.group()) and not (_opens(at, text, words) and _is_common(word.group())):
            names.append([word])
    return tuple(_name(text, run, words) for run in names)


def lead_of(words: Sequence[str]) -> str:
    """What the last words before a name make of it: a key of LEADS, or ""."""
    for word in reversed(words[-3:]):
        lowered = word.lower()
        if lowered in _LEAD_OF:
            return _LEAD_OF[lowered]
        if lowered not in _ARTICLES and lowered != "to" and lowered.islower():
            return ""
    return ""


def _is_capital(word: str) -> bool:
    return word[0].isupper() or any(one.islower() and other.isupper() for one, other in pairwise(word))


def _opens(at: int, text: str, words: Sequence[re.Match[str]]) -> bool:
    return at == 0 or text[words[at - 1].end() : words[at].start()].strip()[-1:] in set(".?!:")


def _is_common(word: str) -> bool:
    stems = words_of(word)
    return word.lower() in _NO_NAMES or stop_words().issuperset(stems) or word.lower() in _LEAD_OF


def _goes_on(
    run: Sequence[re.Match[str]], word: re.Match[str], words: Sequence[re.Match[str]], text: str
) -> bool:
    """Whether a word belongs to the name before it: a capital, a number, or "of" with a capital after it."""
    before = run[-1]
    if text[before.end() : word.start()].strip() or _POSSESSIVE.search(before.group()):
        return False
    if _is_capital(word.group()) or word.group().isdigit():
        return True
    after = next((one for one in words if one.start() > word.start()), None)
    return word.group() in _WITHIN and after is not None and _is_capital(after.group())


def _name(text: str, run: Sequence[re.Match[str]], words: Sequence[re.Match[str]]) -> Name:
    start, end = run[0].start(), run[-1].end()
    plain = _POSSESSIVE.sub("", text[start:end]).rstrip(".")
    before = [word.group() for word in words if word.end() <= start]
    return Name(plain, start, start + len(plain), lead_of(before))


def is_same_name(one: str, other: str) -> bool:
    """Whether one name holds all words of the other, such as "Merz" and "Friedrich Merz"."""
    mine, theirs = set(fold(one).split()), set(fold(other).split())
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine)
