"""One page looked at again: whether its article is still there, and whether it is what is stored.

An answer of 410 says that the page is gone for good. 404 does not: servers under load and sites in repair give it for
pages that are back the next day. So an article counts as withdrawn by 404 only at the third time in a row, at least
two days after the first. The bot that marks dead links in Wikipedia asks three times as well; EDGI, which watches
pages of governments, waits for 14 days. newsdesk waits less because it removes nothing, and takes the mark back as soon
as the page answers again.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from config.errors import InputError, StatusError
from index.articles import Article
from index.pages import KnownPage
from index.stored import StoredArticle
from ingest.cleaning import clean_line
from ingest.feeds.manners import after_fault, is_transient
from ingest.refreshing.sameness import require_same_article
from ingest.web.fetching import Response
from ingest.web.reading import Web

_MISSES = 3
_MISSING_FOR = timedelta(days=2)
_BETWEEN_MISSES = timedelta(days=1)
_AFTER_FAULT = timedelta(hours=1)
_OK, _MISSING, _GONE = 200, 404, 410


class Found(StrEnum):
    """What a look at a page found."""

    UNCHANGED = "unchanged"  # also: withdrawn, and still not there
    UPDATED = "updated"
    RETURNED = "returned"  # it was withdrawn and is there again
    MISSING = "missing"  # it may come back
    WITHDRAWN = "withdrawn"
    FAILED = "failed"  # nothing to go by; `page.fault` says why


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at a page found, how the page stands now, and what is to be stored as a new version, if anything.

    `is_busy`: its host is asked nothing more for now.
    """

    found: Found
    page: KnownPage
    article: Article | None = None
    is_busy: bool = False


def look(page: KnownPage, stored: StoredArticle, web: Web) -> Look:
    """Ask for the page of an article. Never raises for what the site answers."""
    now = web.clock()
    try:
        response = web.page(page.address, etag=page.etag, modified=page.modified)
        article = None
        if response.status == _OK and page.holds_text:
            article = web.article_in(response, _known(stored.article))
            require_same_article(stored.article, article)
    except InputError as exc:
        return _without_article(page, exc, now)
    found = Found.RETURNED if page.is_withdrawn else Found.UNCHANGED
    there = _there(page, response, now)
    if article is not None:
        article = replace(article, key=stored.article.key, id=stored.article.id)
        if article.content_hash() != stored.article.content_hash():
            return Look(found if page.is_withdrawn else Found.UPDATED, there, article)
    return Look(found, there)


def failed(page: KnownPage, fault: InputError, now: datetime) -> Look:
    """A look that gave nothing to go by: the article stays as it stands."""
    faults, is_busy = page.faults + 1, is_transient(fault)
    retry_after = fault.retry_after if isinstance(fault, StatusError) else None
    retry = after_fault(now, _AFTER_FAULT, faults, retry_after, 0) if is_busy else None
    stands = replace(
        page,
        checked_at=int(now.timestamp()),
        retry_at=None if retry is None else int(retry.timestamp()),
        faults=faults,
        fault=clean_line(str(fault)),
    )
    return Look(Found.FAILED, stands, is_busy=is_busy)


def _without_article(page: KnownPage, fault: InputError, now: datetime) -> Look:
    if isinstance(fault, StatusError) and fault.status in {_MISSING, _GONE}:
        return _missed(page, now, is_for_good=fault.status == _GONE)
    return failed(page, fault, now)


def _missed(page: KnownPage, now: datetime, *, is_for_good: bool) -> Look:
    at, misses = int(now.timestamp()), page.misses + 1
    since = page.missing_at or at
    has_lasted = misses >= _MISSES and at - since >= _MISSING_FOR.total_seconds()
    is_withdrawn = page.is_withdrawn or is_for_good or has_lasted
    stands = replace(
        page,
        checked_at=at,
        retry_at=None if is_withdrawn else at + int(_BETWEEN_MISSES.total_seconds()),
        misses=misses,
        missing_at=since,
        is_withdrawn=is_withdrawn,
        faults=0,
        fault=None,
    )
    if page.is_withdrawn:
        return Look(Found.UNCHANGED, stands)
    return Look(Found.WITHDRAWN if is_withdrawn else Found.MISSING, stands)


def _there(page: KnownPage, response: Response, now: datetime) -> KnownPage:
    is_answer = response.status == _OK
    return replace(
        page,
        address=response.moved or page.address,
        etag=response.headers.get("etag") if is_answer else page.etag,
        modified=response.headers.get("last-modified") if is_answer else page.modified,
        checked_at=int(now.timestamp()),
        retry_at=None,
        misses=0,
        missing_at=None,
        is_withdrawn=False,
        faults=0,
        fault=None,
    )


def _known(article: Article) -> dict[str, Any]:
    """What the page need not say: a feed may have said it when the article came."""
    return {
        "title": article.title,
        "outlet": article.outlet,
        "authors": list(article.authors),
        "language": article.language,
        "published": [article.published],
        "updated": [article.updated],
    }
