"""Subscribing to feeds: by their own address, by that of a site that has some, and from lists of other readers."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from config.errors import InputError, StatusError, UsageError
from index.feeds import Feed, Feeds
from index.library import Library
from ingest.feeds.gathering import FEED, read_document
from ingest.identity import canonical_url
from ingest.web.fetching import Response
from ingest.web.reading import Web

_OK = 200
# Where sites have their feed whose pages do not name it; each is one request
_USUAL_PLACES = (
    "/feed",
    "/rss.xml",
    "/feed.xml",
    "/atom.xml",
    "/rss",
    "/index.xml",
    "/feed.json",
    "/news-sitemap.xml",
)


@dataclass(frozen=True, slots=True)
class Subscribed:
    """A feed that is asked from now on; `is_new` is False for one that was there. `others` are more of its site."""

    feed: Feed
    is_new: bool
    others: tuple[str, ...] = ()


def add_feed(library: Library, address: str, web: Web) -> Subscribed:
    """Add the feed at an address, or the first one that the page there names; blocking, some seconds.

    It is asked once, to see that it is a feed; its articles come with the next poll, which is due at once. Raises
    InputError where there is no feed, with what to do.
    """
    asked, response, document, others = _found(address, web)
    url = response.moved or canonical_url(asked) or asked
    new = Feeds(library).add(url, document["title"], web.clock())
    if new is not None:
        return Subscribed(new, is_new=True, others=others)
    return Subscribed(find_feed(library, url), is_new=False, others=others)


def import_feeds(library: Library, opml: bytes, web: Web) -> tuple[int, tuple[str, ...]]:
    """Add the feeds of an OPML list, without asking them: how many are new, and the addresses that are none.

    Raises InputError for what is no list.
    """
    feeds = Feeds(library)
    added, refused = 0, []
    for each in web.parsers.parse("opml", opml):
        address = canonical_url(each["address"])
        if address is None:
            refused.append(each["address"])
        else:
            added += feeds.add(address, each["title"], web.clock()) is not None
    return added, tuple(refused)


def find_feed(library: Library, given: str) -> Feed:
    """The feed that a person means: by its number, its address, or its title. Raises UsageError."""
    feeds = Feeds(library).all()
    given = given.strip()
    exact = [feed for feed in feeds if given == str(feed.number) or canonical_url(given) == feed.address]
    named = [feed for feed in feeds if given.casefold() == feed.title.casefold()]
    if len(found := exact or named) == 1:
        return found[0]
    raise UsageError(f"There is no feed {given!r}. `newsdesk feeds list` shows their numbers.")


def _found(address: str, web: Web) -> tuple[str, Response, dict[str, Any], tuple[str, ...]]:
    """The address that was asked, its answer that is a feed, what that says, and the site's other feeds."""
    response = _asked(address, web)
    document = web.parsers.parse(
        "feed", response.body, address=response.url, media_type=response.headers.get("content-type")
    )
    if "feeds" not in document:
        return address, response, document, ()
    named = tuple(document["feeds"])
    for candidate in named or (urljoin(response.url, place) for place in _USUAL_PLACES):
        try:
            answer = _asked(candidate, web)
            others = tuple(url for url in named if url != candidate)
            return candidate, answer, read_document(answer, web), others
        except InputError:
            continue
    raise InputError(
        "No feed was found there: the page names none. Look for RSS on the site, and add that address."
    )


def _asked(address: str, web: Web) -> Response:
    response = web.fetcher.fetch(address, FEED)
    if response.status != _OK:
        raise StatusError(response.status, response.headers.get("retry-after"))
    return response
