"""How far several good articles agree on what a sentence mentions and says, and how well that fits the question.

One text in several outlets is one witness, so support is counted by story. Pure, but for the `Fitting` that it is
given.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from answer.kinds import Kind
from answer.mentions import Mention
from answer.sentences import Array
from index.words import words_of

_WITNESSES = 8  # stories whose support is added up
_COMMON = 7.0  # rarity above which a word is simply rare
_UNKNOWN_RARITY = 8.0
_BEST_WORDS = 3  # of a sentence
_CANDIDATES = 48  # mentions whose meaning is compared with what is asked for: the best supported ones

OF_MEANING = frozenset(("fit_to_best", "fitting_agreement_to_best"))  # columns that are told by `Fitting`

# How well each mention's meaning fits what is asked for, 0 to 1, by key; empty where that is not known.
Fitting = Callable[[Sequence[str]], Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Testimony:
    """What a sentence says that the question does not, as a witness of its story and how much that one counts."""

    story: int
    strength: float
    mentions: tuple[Mention, ...]
    words: frozenset[str]


def agreement(
    testimonies: Sequence[Testimony], wanted: Kind, rarity: Mapping[str, float], fitting: Fitting
) -> dict[str, Array]:
    """Columns of shape (n,) by name, one row a sentence; those of `OF_MEANING` only where `fitting` gives something."""
    by_name = _name_support(testimonies, rarity)
    by_word = _word_support(testimonies, rarity)
    fits = fitting(sorted(by_name, key=by_name.__getitem__, reverse=True)[:_CANDIDATES])
    of_kind = np.array(
        [max((by_name[m.key] for m in one.mentions if wanted in m.kinds), default=0.0) for one in testimonies]
    )
    tops = [sorted((by_word[word] for word in one.words), reverse=True)[:_BEST_WORDS] for one in testimonies]
    best_word = np.array([top[0] if top else 0.0 for top in tops])
    mean_word = np.array([sum(top) / len(top) if top else 0.0 for top in tops])
    columns = {
        "best_word_agreement": best_word,
        "word_agreement": mean_word,
        "wanted_agreement_to_best": to_best(of_kind),
        "best_word_agreement_to_best": to_best(best_word),
        "mention_agreement_to_best": to_best(_best_mention(testimonies, by_name)),
        "word_agreement_to_best": to_best(mean_word),
    }
    if fits:
        fitting_support = {key: by_name[key] * fit**2 for key, fit in fits.items()}
        columns["fit_to_best"] = to_best(_best_mention(testimonies, fits))
        columns["fitting_agreement_to_best"] = to_best(_best_mention(testimonies, fitting_support))
    return columns


def to_best(values: Array) -> Array:
    """The values as shares of the highest."""
    scaled: Array = values / max(float(values.max()), 1e-6)
    return scaled


def _best_mention(testimonies: Sequence[Testimony], values: Mapping[str, float]) -> Array:
    """The highest value of each testimony's mentions; 0 where none has one."""
    return np.array([max((values.get(m.key, 0.0) for m in one.mentions), default=0.0) for one in testimonies])


def _name_support(testimonies: Sequence[Testimony], rarity: Mapping[str, float]) -> dict[str, float]:
    """How strongly the stories agree on each mention; "Biden" counts for "Joe Biden" and the reverse."""
    named = _by_story((one, mention.key) for one in testimonies for mention in one.mentions)
    by_last: dict[str, list[str]] = defaultdict(list)
    for key in named:
        by_last[key.split()[-1]].append(key)
    support = {}
    for key in named:
        merged: dict[int, float] = {}
        for other in by_last[key.split()[-1]]:
            if other == key or other.endswith(f" {key}") or key.endswith(f" {other}"):
                for story, strength in named[other].items():
                    merged[story] = max(merged.get(story, 0.0), strength)
        rarest = max((rarity.get(word, _UNKNOWN_RARITY) for word in words_of(key)), default=_UNKNOWN_RARITY)
        support[key] = _weighed(merged, rarest)
    return support


def _word_support(testimonies: Sequence[Testimony], rarity: Mapping[str, float]) -> dict[str, float]:
    worded = _by_story((one, word) for one in testimonies for word in one.words)
    return {
        word: _weighed(of_stories, rarity.get(word, _UNKNOWN_RARITY)) for word, of_stories in worded.items()
    }


def _by_story(said: Iterable[tuple[Testimony, str]]) -> dict[str, dict[int, float]]:
    """For each key the strongest witness of each story."""
    support: dict[str, dict[int, float]] = defaultdict(dict)
    for one, key in said:
        support[key][one.story] = max(support[key].get(one.story, 0.0), one.strength)
    return support


def _weighed(of_stories: Mapping[int, float], rarity: float) -> float:
    strongest = sorted(of_stories.values(), reverse=True)[:_WITNESSES]
    return sum(strongest) * min(rarity, _COMMON) / _COMMON
