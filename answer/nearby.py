"""What the library holds near a question that it does not answer."""

from collections.abc import Sequence
from dataclasses import replace

from answer.answers import Nearby
from answer.standing import current_articles, withdrawn_since
from index.library import Library
from index.search import Hit

MOST = 3


def nearby(hits: Sequence[Hit], library: Library) -> tuple[Nearby, ...]:
    """The articles of the best hits, each story once, that hold at least one of the question's words."""
    best: dict[int, Nearby] = {}
    for hit in hits:
        of = hit.passage
        if hit.coverage_in_article > 0:
            best.setdefault(of.story, Nearby(of.article, of.title, of.outlet, of.url, of.published))
    nearest = list(best.values())[:MOST]
    current = current_articles((one.article for one in nearest), library)
    return tuple(replace(one, withdrawn=withdrawn_since(current.get(one.article))) for one in nearest)
