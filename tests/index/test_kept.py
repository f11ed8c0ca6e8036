"""Feeds and usage, as either database keeps them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from index.articles import Page
from index.feeds import Entry, Feeds, FeedState
from index.pages import Choice, Pages
from index.usage import Ceilings, Spent, UsageLog
from tests.index.test_library import put

NOON = datetime(2026, 1, 10, 12, tzinfo=UTC)
TODAY = NOON.date()


def test_usage_adds_up_and_its_ceiling_holds(open_library):
    log = UsageLog(open_library())
    assert log.of(TODAY) == Spent()
    assert log.reserve(TODAY, "m", Spent(1, 100, 50, 0.5), Ceilings(tokens=200))
    assert not log.reserve(TODAY, "m", Spent(1, 100, 50, 0.5), Ceilings(tokens=200))
    log.correct(TODAY, "m", Spent(1, 100, 50, 0.5), Spent(1, 80, 20, 0.25))
    assert log.of(TODAY) == Spent(1, 80, 20, 0.25)
    assert [type(value) for value in (log.of(TODAY).tokens, log.of(TODAY).cost)] == [int, float]
    assert log.by_model(date(2026, 1, 1)) == [("m", Spent(1, 80, 20, 0.25))]


def test_a_feed_and_its_entries_come_back_as_they_were_recorded(open_library):
    feeds = Feeds(open_library())
    feed = feeds.add("https://courier.example/feed", "Courier", NOON)
    assert feeds.add(feed.address, "again", NOON) is None
    assert [one.number for one in feeds.due(NOON)] == [feed.number]
    entry = Entry("e1", "https://courier.example/1", "One", None, "f", 5, retry_at=7, tries=1, fault="gone")
    feeds.record(feed, [entry])
    feeds.record(feed, [entry, Entry("e2", "https://courier.example/2", "Two", "2026", "f", 5, article="a1")])
    assert feeds.known(feed.number, ["e1", "e3"]) == {"e1": entry}
    assert feeds.waiting(feed.number, NOON) == [entry]
    (summary,) = feeds.summaries()
    assert (summary.articles, summary.waiting, summary.failed) == (1, 1, 0)
    feeds.forget_entries(feed.number, NOON, ["e2"])
    assert set(feeds.known(feed.number, ["e1", "e2"])) == {"e2"}
    feeds.set_state(feed.number, FeedState.PAUSED, NOON)
    assert feeds.next_time() is None
    feeds.set_state(feed.number, FeedState.ACTIVE, NOON + timedelta(hours=1))
    assert feeds.next_time() == NOON + timedelta(hours=1)
    feeds.remove(feed.number)
    assert feeds.all() == []


def test_a_page_is_due_again_and_what_was_found_there_is_recorded(open_library, make_article):
    library = open_library()
    pages = Pages(library)
    put(library, make_article(page=Page("https://courier.example/1", NOON), published=NOON.isoformat()))
    pages.keep([("a1", make_article(page=Page("https://courier.example/1", NOON)))])
    first = timedelta(hours=6)
    long_ago = NOON - timedelta(days=9)
    assert pages.due(NOON, long_ago, first, 9) == []
    (page,) = pages.due(NOON + first, long_ago, first, 9)
    assert (page.article, page.address) == ("a1", "https://courier.example/1")
    later = int((NOON + first).timestamp())
    pages.record(replace(page, checked_at=later, misses=2, missing_at=later, is_withdrawn=True))
    (page,) = pages.chosen(Choice(outlets=("the courier",), since=long_ago), 9)
    assert (page.misses, page.is_withdrawn) == (2, True)
    assert library.article("a1").withdrawn == NOON + first
    assert [stored.article.id for stored in library.story_of("a1")] == ["a1"]
    put(library, make_article("file", "Not of the web."))
    assert pages.without(Choice()) == 1
