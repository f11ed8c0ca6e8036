"""What has become of quoted articles since: looked up when an answer is given, and whenever it is shown again.

A withdrawn article may still be quoted, with a mark. Pages vanish for many reasons, most of which say nothing about
what stood there: a quarter of all pages of the last ten years are gone (Pew Research Center, 2024). Citations of
research are marked, not taken away, even where a paper was retracted (COPE's guidelines). What must not be quoted is
removed by a person, with `newsdesk remove`. Where another article of the same story says the same and still stands,
that one is cited (`Library.story_of`).
"""

from collections.abc import Iterable
from dataclasses import replace

from answer.answers import Answer, Answered, Citation, Newer, Standing
from index.library import Library
from index.restriction import Restriction
from index.stored import StoredArticle


def as_they_stand(citations: Iterable[Citation], library: Library) -> tuple[Citation, ...]:
    """The citations with what has become of their articles by now. Raises LibraryError."""
    cited = tuple(citations)
    ids = [one.article for one in cited] + [other.article for one in cited for other in one.also_in]
    current = current_articles(ids, library)
    return tuple(
        replace(
            one,
            standing=standing_of(one.quote, one.version, current.get(one.article)),
            also_in=tuple(
                replace(other, withdrawn=withdrawn_since(current.get(other.article))) for other in one.also_in
            ),
        )
        for one in cited
    )


def shown_again(answer: Answer, library: Library) -> Answer:
    """An answer that was kept, with what has become of its articles since. Raises LibraryError."""
    if not isinstance(answer, Answered):
        return answer
    return replace(answer, citations=as_they_stand(answer.citations, library))


def current_articles(ids: Iterable[str], library: Library) -> dict[str, StoredArticle]:
    """The articles of these ids that the library holds, in their current versions."""
    wanted = tuple(set(ids))
    found = library.articles(Restriction(articles=wanted), limit=len(wanted)) if wanted else []
    return {stored.article.id: stored for stored in found}


def standing_of(quote: str, version: int, current: StoredArticle | None) -> Standing | None:
    """What has become of an article since a version of it was quoted; None where it is as it was. Pure."""
    if current is None:
        return Standing(is_removed=True)
    withdrawn = withdrawn_since(current)
    newer = None
    if current.version > version:
        newer = Newer(current.version, current.stored_at.isoformat(), quote in current.article.text)
    return Standing(withdrawn, newer) if withdrawn or newer else None


def withdrawn_since(stored: StoredArticle | None) -> str | None:
    """Since when an article is no longer at its address (ISO 8601)."""
    return stored.withdrawn.isoformat() if stored and stored.withdrawn else None
