"""Feeds and usage, as either database keeps them."""

from datetime import UTC, date, datetime, timedelta

from index.feeds import Entry, Feeds, FeedState
from index.usage import Ceilings, Spent, UsageLog

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
