"""Names as the library spells them: "Selenskyj" is found as "Zelensky", "Netanjahu" as "Netanyahu". Pure.

Only a name that occurs nowhere in the library is looked up in other spellings: first other transliterations, which
must occur as they are, then words that are a letter, or in long names two, away.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from unicodedata import normalize

from index.words import words_of

_SHORTEST = 5  # letters of a name that is looked up in other transliterations
_SHORTEST_ONE_AWAY = 6  # on rtqa-dev, shorter names were most often near to another person's
_SHORTEST_TWO_AWAY = 8
_MOST_VARIANTS = 96

# How English and German write the same sounds of other languages.
_SOUNDS = (
    ("tsch", "ch"),
    ("sch", "sh"),
    ("ch", "kh"),
    ("w", "v"),
    ("j", "y"),
    ("dsch", "j"),
    ("ks", "x"),
    ("ou", "u"),
    ("q", "k"),
    ("ph", "f"),
)
_ENDINGS = ("y", "yj", "yy", "ij", "iy", "ii", "i", "j")


# One sound for all ways to write it, the longer ones first.
_HEARD = (
    ("tsch", "c"), ("dsch", "j"), ("sch", "s"), ("kh", "k"), ("ch", "k"), ("sh", "s"), ("ph", "f"), ("ks", "x"),
    ("ou", "u"), ("q", "k"), ("w", "v"), ("z", "s"), ("j", "i"), ("y", "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Respelling:
    """A name as it was written, and as the library spells it."""

    written: str
    found: str


def respellings(
    question: str,
    unknown: Callable[[Iterable[str]], frozenset[str]],
    texts_near: Callable[[str, int], Sequence[str]],
) -> tuple[Respelling, ...]:
    """Other spellings of the question's names that occur nowhere.

    `unknown` picks the words (as the index holds them) that occur nowhere; `texts_near` gives texts that hold a word
    within so many edits of one.
    """
    found = []
    for written in dict.fromkeys(_names(question)):
        stems = words_of(written)
        if len(stems) == 1 and unknown(stems) and (other := _closest(written, unknown, texts_near)):
            found.append(Respelling(written, other))
    return tuple(found)


def respelled(question: str, changes: Iterable[Respelling]) -> str:
    """The question with names as the library spells them."""
    for change in changes:
        question = re.sub(rf"(?<!\w){re.escape(change.written)}(?!\w)", change.found, question)
    return question


def _names(question: str) -> Iterator[str]:
    """The words that may be names: the capitalised, or all where the question is written without capitals."""
    words = [word for word in _words(question) if len(word) >= _SHORTEST]
    has_capitals = any(letter.isupper() for letter in question[1:])
    return (word for word in words if word[0].isupper() or not has_capitals)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text)


def _closest(
    written: str,
    unknown: Callable[[Iterable[str]], frozenset[str]],
    texts_near: Callable[[str, int], Sequence[str]],
) -> str | None:
    """The name of the library that is closest to what was written; of several, the most frequent."""
    stems = {stem for variant in _variants(written.lower()) for stem in words_of(variant)}
    if known := stems - unknown(stems):
        return _most_frequent(
            (text for stem in known for text in texts_near(stem, 0)), partial(_has_stem, known)
        )
    (stem,) = words_of(written)
    for edits, shortest in ((1, _SHORTEST_ONE_AWAY), (2, _SHORTEST_TWO_AWAY)):
        if len(written) < shortest or (edits > 1 and written.islower()):
            break
        if found := _most_frequent(texts_near(stem, edits), partial(_is_near, written.lower(), edits)):
            return found
    return None


def _has_stem(stems: set[str], name: str) -> bool:
    return stems.issuperset(words_of(name))


def _is_near(written: str, edits: int, name: str) -> bool:
    lowered = name.lower()
    return lowered[0] == written[0] and edits_between(lowered, written) <= edits


def _most_frequent(texts: Iterable[str], is_meant: Callable[[str], bool]) -> str | None:
    """The most frequent word that is meant and is a name: mostly capitalised in the texts."""
    counts = Counter(word for text in texts for word in _words(text))
    names = {
        word: count
        for word, count in counts.items()
        if word[0].isupper() and count > counts[word.lower()] and is_meant(word)
    }
    return min(names, key=lambda name: (-names[name], name), default=None)


def _variants(word: str) -> set[str]:
    """Other ways to write a name's sounds."""
    variants = {word}
    for one, other in _SOUNDS:
        variants |= {variant.replace(one, other) for variant in variants}
        variants |= {variant.replace(other, one) for variant in variants}
        if len(variants) > _MOST_VARIANTS:
            break
    for one, other in (("s", "z"), ("z", "s")):
        variants |= {other + variant[1:] for variant in variants if variant.startswith(one)}
    ending = re.compile(rf"(?:{'|'.join(sorted(_ENDINGS, key=len, reverse=True))})$")
    variants |= {ending.sub(other, variant) for variant in variants for other in _ENDINGS}
    return variants - {word}


def sound_of(word: str) -> str:
    """What a name sounds like: the same for its spellings in English and German, such as Selenskyj and Zelensky."""
    plain = "".join(
        fold_letter for fold_letter in normalize("NFKD", word.casefold()) if fold_letter.isalnum()
    )
    for written, sound in _HEARD:
        plain = plain.replace(written, sound)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"i+$", "i", plain))


def edits_between(one: str, other: str) -> int:
    """Insertions, deletions, changes and swaps of neighbours that make one word the other."""
    rows = [list(range(len(other) + 1))]
    for at, letter in enumerate(one, 1):
        row = [at]
        for to, wanted in enumerate(other, 1):
            cost = min(rows[-1][to] + 1, row[-1] + 1, rows[-1][to - 1] + (letter != wanted))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == wanted:
                cost = min(cost, rows[-2][to - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
