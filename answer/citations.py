"""Quotes become citations only after they were found, word for word, in the stored article.

What several articles of one story say is cited once, from the one that was published first.
"""

import logging
from collections.abc import Callable, Iterable, Sequence

from answer.answers import Citation
from answer.links import link_to
from answer.quotes import Quote
from answer.retelling import retold
from index.library import Library
from index.restriction import Restriction

log = logging.getLogger(__name__)


def cite(
    quotes: Iterable[Quote], library: Library, restriction: Restriction = Restriction()
) -> tuple[Citation, ...]:
    """Check each quote against the library and number those that stand; what does not stand is dropped.

    Another article of a quote's story, within the restriction, may be cited in its place or beside it.
    """
    citing = Citing(library, restriction)
    for quoted in _widest(tuple(quotes)):
        citing.add(quoted)
    return citing.citations


def _widest(quotes: Sequence[Quote]) -> Iterable[Quote]:
    """The quotes without those that stand within another, which takes the first one's place."""
    return dict.fromkeys(
        max((other for other in quotes if _holds(other, one)), key=lambda other: len(other.text))
        for one in quotes
    )


def _holds(one: Quote, other: Quote) -> bool:
    is_same_text = (one.article, one.version) == (other.article, other.version)
    return (
        is_same_text and one.start <= other.start and one.text.startswith(other.text, other.start - one.start)
    )


class Citing:
    """Citations that are collected one by one, numbered from 1 in the order in which they are first used."""

    def __init__(self, library: Library, restriction: Restriction = Restriction()) -> None:
        self._library = library
        self._restriction = restriction
        self._citations: list[Citation] = []

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All that stand so far."""
        return tuple(self._citations)

    def add(self, quoted: Quote, fits: Callable[[str], bool] = lambda _: True) -> int | None:
        """The number of the citation that has this quote; None where the library does not hold it.

        The same words in another article of the story are cited in its place only if they fit too.
        """
        marker = len(self._citations) + 1
        if _checked(quoted, self._library, marker) is None:
            log.error("dropped a quote that article %s does not hold at %d", quoted.article, quoted.start)
            return None
        told = retold(quoted, self._library.story_of(quoted.article, self._restriction))
        if not fits(told.text):
            told = quoted
        citation = _checked(told, self._library, marker)
        if citation is None:
            return None
        for other in self._citations:
            if _covers(other, citation):
                return other.marker
        self._citations.append(citation)
        return marker


def _covers(one: Citation, other: Citation) -> bool:
    """Whether a quote stands within another one."""
    is_same_text = (one.article, one.version) == (other.article, other.version)
    return is_same_text and one.start <= other.start and other.end <= one.end


def _checked(quoted: Quote, library: Library, marker: int) -> Citation | None:
    stored = library.article(quoted.article, quoted.version)
    end = quoted.start + len(quoted.text)
    if stored is None or quoted.start < 0 or not quoted.text.strip():
        return None
    if stored.article.text[quoted.start : end] != quoted.text:
        return None
    article = stored.article
    return Citation(
        marker=marker,
        quote=quoted.text,
        article=article.id,
        version=quoted.version,
        title=article.title,
        outlet=article.outlet,
        published=article.published,
        url=article.url,
        link=link_to(article.url, quoted.text),
        start=quoted.start,
        end=end,
        speaker=quoted.speaker,
        also_in=quoted.also_in,
    )
