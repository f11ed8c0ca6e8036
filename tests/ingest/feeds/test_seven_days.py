"""A week of news on the test site: feeds of all kinds that publish, correct, fail, move and end."""

import email.utils
import html
import json
import random
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler
from itertools import pairwise

import pytest

from index.feeds import FeedState
from ingest.feeds.polling import Poller
from ingest.feeds.subscribing import add_feed

HOURS = 7 * 24
LISTED = 20  # articles in a feed, the newest
CORRECTED_AFTER = 3.0  # hours
CAUGHT_UP_AFTER = 26  # hours without news, for feeds that had backed off to a day


@dataclass(frozen=True, slots=True)
class Outlet:
    """A site whose feed, of a `kind`, lists an article every `every` hours. What happens to it happens at an hour."""

    name: str
    kind: str = "rss"
    every: float = 1e9
    corrects: bool = False  # every third article
    fails: tuple[float, float] = (1e9, 1e9)
    gone_at: float = 1e9
    moved_at: float = 1e9
    tag: str = "ETag"
    lists: str = ""  # the outlet whose articles it lists, if not its own


@dataclass(frozen=True, slots=True)
class News:
    """An article as it stands at some hour."""

    path: str
    title: str
    text: str
    published: datetime
    revision: int


OUTLETS = (
    Outlet("hourly", every=1),
    Outlet("daily", "atom", every=24),
    Outlet("corrects", every=6, corrects=True),
    Outlet("json", "json", every=5, corrects=True),
    Outlet("sitemap", "sitemap", every=7, tag="Last-Modified"),
    Outlet("fails", every=8, fails=(10, 31)),
    Outlet("gone", "atom", every=12, gone_at=20),
    Outlet("moved", every=12, moved_at=15),
    Outlet("quiet"),
    Outlet("mirror", every=1, lists="hourly"),
)


class Week:
    """The site at each moment of the simulated time, and who asked what, when, and what it got."""

    def __init__(self, site, clock, hours: float) -> None:
        self.site, self.clock, self.hours = site, clock, hours
        self.begin = clock()
        self.asked: list[tuple[datetime, str, str, int]] = []  # when, host, path, status
        self.unchanged: list[int] = []  # statuses of answers whose feed was as before
        self._bodies: dict[str, str] = {}
        site.otherwise = self.answer

    def news(self, outlet: Outlet, hour: float) -> list[News]:
        """What an outlet has published by an hour, the newest first."""
        found = []
        for n in range(int(min(hour, self.hours) / outlet.every) + 1):
            revision = int(outlet.corrects and n % 3 == 0 and hour >= n * outlet.every + CORRECTED_AFTER)
            name = outlet.lists or outlet.name
            text = f"Storm {n} closed the harbour of {name} for {n + 2} hours, and {n * 7 + revision} ships waited."
            at = self.begin + timedelta(hours=n * outlet.every)
            found.append(News(f"/{name}/{n}", f"Storm {n} of {name}", text, at, revision))
        return found[::-1]

    def answer(self, request: BaseHTTPRequestHandler) -> object:
        host = request.headers["Host"].partition(".")[0]
        outlet = next(each for each in OUTLETS if each.name == host)
        hour = (self.clock() - self.begin) / timedelta(hours=1)
        answer = (
            self._feed(outlet, request.path, hour)
            if "feed" in request.path
            else self._page(request.path, hour)
        )
        tag = answer.headers.get(outlet.tag)
        known = tag and tag in {
            request.headers.get("If-None-Match"),
            request.headers.get("If-Modified-Since"),
        }
        status = 304 if known else answer.status
        if answer.status == 200 and "feed" in request.path:
            if self._bodies.get(host) == answer.body:
                self.unchanged.append(status)
            self._bodies[host] = answer.body
        self.asked.append((self.clock(), host, request.path, status))
        return answer

    def _feed(self, outlet: Outlet, path: str, hour: float):
        if outlet.fails[0] <= hour < outlet.fails[1]:
            return self.site.Answer("", 500)
        if hour >= outlet.gone_at:
            return self.site.Answer("", 410)
        if hour >= outlet.moved_at and path == "/feed":
            return self.site.Answer("", 301, headers={"Location": "/new-feed"})
        listed = self.news(outlet, hour)[:LISTED]
        body = written(
            outlet.kind,
            [(self.site.url(one.path, f"{one.path.split('/')[1]}.example"), one) for one in listed],
        )
        stamp = max(one.published + timedelta(hours=CORRECTED_AFTER * one.revision) for one in listed)
        tags = {"ETag": f'"{hash(body)}"', "Last-Modified": email.utils.format_datetime(stamp)}
        kind = "application/feed+json" if outlet.kind == "json" else "application/xml"
        return self.site.Answer(body, type=kind, headers={outlet.tag: tags[outlet.tag]})

    def _page(self, path: str, hour: float):
        for outlet in OUTLETS:
            for one in self.news(outlet, hour):
                if one.path == path:
                    head = f"<title>{one.title}</title><meta property='og:site_name' content='{outlet.name}'>"
                    return self.site.Answer(
                        f"<html lang=en>{head}<article><h1>{one.title}</h1><p>{one.text}</p></article>"
                    )
        return self.site.Answer("", 404)


def written(kind: str, listed: list[tuple[str, News]]) -> str:
    """A feed of a kind."""
    match kind:
        case "json":
            items = [
                {
                    "id": url,
                    "url": url,
                    "title": one.title,
                    "summary": one.text,
                    "date_published": one.published.isoformat(),
                }
                for url, one in listed
            ]
            return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": items})
        case "atom":
            entries = "".join(
                f"<entry><id>{url}</id><link href='{url}'/><title>{one.title}</title><summary>{one.text}</summary>"
                f"<published>{one.published.isoformat()}</published></entry>"
                for url, one in listed
            )
            return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>x</title>{entries}</feed>"
        case "sitemap":
            pages = "".join(
                f"<url><loc>{url}</loc><n:news><n:publication_date>{one.published.isoformat()}</n:publication_date>"
                f"<n:title>{one.title}</n:title></n:news></url>"
                for url, one in listed
            )
            spaces = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'"
            return f"<urlset {spaces}>{pages}</urlset>"
        case _:
            items = "".join(
                f"<item><guid>{url}</guid><link>{url}</link><title>{one.title}</title>"
                f"<description>{html.escape(one.text)}</description>"
                f"<pubDate>{email.utils.format_datetime(one.published)}</pubDate></item>"
                for url, one in listed
            )
            return f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>"


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_a_week_of_news_arrives_once_in_full_and_politely(site, library, web, clock) -> None:
    week = Week(site, clock, HOURS)
    end = clock() + timedelta(hours=HOURS + CAUGHT_UP_AFTER)
    for outlet in OUTLETS:
        add_feed(library.library, site.url("/feed", f"{outlet.name}.example"), web)
    week.asked.clear()
    poller = Poller(library, web, chance=random.Random(7).random)
    while clock() < end:
        poller.poll()
        clock.now = max(poller.feeds.next_time(), clock() + timedelta(minutes=1))

    listed = {
        one.path: one for outlet in OUTLETS for one in week.news(outlet, min(HOURS, outlet.gone_at - 2))
    }
    stored = {
        one.article.url.partition("example:")[2].partition("/")[2]: one.article
        for one in all_articles(library)
    }
    assert set(stored) == {path[1:] for path in listed}, "all of it, and nothing else"
    for path, one in listed.items():
        assert stored[path[1:]].text == one.text, "as it was corrected"
        assert stored[path[1:]].published[:16] == one.published.isoformat()[:16]
    assert week.unchanged.count(304) >= 0.95 * len(week.unchanged) > 0
    asked_pages = Counter(path for _, _, path, _ in week.asked if "feed" not in path and "robots" not in path)
    assert {path: count for path, count in asked_pages.items() if count > 1 + listed[path].revision} == {}, (
        "nothing twice"
    )
    for outlet in OUTLETS:
        times = [
            when
            for when, host, path, status in week.asked
            if host == outlet.name and "feed" in path and status != 301
        ]
        gaps = [later - earlier for earlier, later in pairwise(times)]
        assert not gaps or min(gaps) >= timedelta(minutes=60), outlet.name
    gone = [status for _, host, path, status in week.asked if host == "gone" and "feed" in path]
    assert gone.count(410) == 1
    assert [feed.state for feed in poller.feeds.all() if "gone" in feed.address] == [FeedState.GONE]
    assert [path for _, host, path, _ in week.asked if host == "moved"].count("/new-feed") > 5
    assert sum(status == 301 for *_, status in week.asked) == 1


def all_articles(library):
    offset = 0
    while page := library.library.articles(limit=200, offset=offset):
        yield from page
        offset += len(page)
