"""What the library holds near a question that it does not answer."""

from collections.abc import Sequence

from answer.answers import Nearby
from index.search import Hit

MOST = 3


def nearby(hits: Sequence[Hit]) -> tuple[Nearby, ...]:
    """The articles of the best hits, each story once, that hold at least one of the question's words."""
    best: dict[int, Nearby] = {}
    for hit in hits:
        of = hit.passage
        if hit.coverage_in_article > 0:
            best.setdefault(of.story, Nearby(of.article, of.title, of.outlet, of.url, of.published))
    return tuple(best.values())[:MOST]
