"""Quotes become citations only after they were found, word for word, in the stored article."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from answer.answers import Citation
from answer.links import link_to
from index.library import Library

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Quote:
    """A claim that `text` stands at `start` (code points) in a version of an article; not yet checked."""

    article: str
    version: int
    start: int
    text: str
    speaker: str | None = None


def cite(quotes: Iterable[Quote], library: Library) -> tuple[Citation, ...]:
    """Check each quote against the library and number those that stand; what does not stand is dropped."""
    citations: list[Citation] = []
    for quoted in quotes:
        citation = _checked(quoted, library, marker=len(citations) + 1)
        if citation is None:
            log.error("dropped a quote that article %s does not hold at %d", quoted.article, quoted.start)
        else:
            citations.append(citation)
    return tuple(citations)


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
    )
