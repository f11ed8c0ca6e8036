"""The same passage in several outlets, counted once. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from index.search import Hit
from index.stored import Passage
from index.words import words_of

_SAME = (
    0.7  # of the words of the shorter: articles of one story are cut at other places where words were added
)


@dataclass(frozen=True, slots=True)
class Told:
    """A hit, and the hits that other articles of its story owe to the same words, best first."""

    hit: Hit
    also_in: tuple[Hit, ...] = ()

    @property
    def other_outlets(self) -> tuple[str, ...]:
        """The outlets of `also_in`, each once, without the hit's own."""
        names = dict.fromkeys(other.passage.outlet for other in self.also_in)
        return tuple(name for name in names if name and name != self.hit.passage.outlet)


@dataclass(slots=True)
class _Telling:
    hit: Hit
    others: list[Hit] = field(default_factory=list)


def told_once(hits: Sequence[Hit]) -> tuple[Told, ...]:
    """The hits in their order, those that say the same in other articles of the same story behind the first."""
    told: list[_Telling] = []
    by_story: dict[int, list[_Telling]] = {}
    for hit in hits:
        of_story = by_story.setdefault(hit.passage.story, [])
        first = next((one for one in of_story if _is_same(one.hit.passage, hit.passage)), None)
        if first is None:
            of_story.append(telling := _Telling(hit))
            told.append(telling)
        else:
            first.others.append(hit)
    return tuple(Told(one.hit, tuple(one.others)) for one in told)


def _is_same(one: Passage, other: Passage) -> bool:
    """Whether two passages of one story, but not of one article, say the same."""
    if one.article == other.article:
        return False
    mine, theirs = set(words_of(one.text)), set(words_of(other.text))
    return len(mine & theirs) >= _SAME * max(1, min(len(mine), len(theirs)))
