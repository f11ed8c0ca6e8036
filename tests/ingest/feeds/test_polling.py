import json
import threading

import pytest
from filelock import FileLock

from config.errors import LibraryBusyError
from config.sections import FeedsSettings
from index.articles import digest
from index.feeds import FeedState
from ingest.feeds.polling import Poller
from ingest.feeds.subscribing import add_feed
from ingest.web.reading import Web

LONG = "<p>" + "The whole text of the feed says that the harbour was closed on Tuesday. " * 30 + "</p>"


def brought(polled) -> list[tuple[int, int]]:
    return [(each.tally.added, each.tally.updated) for each in polled]


def titles(library) -> list[str]:
    return sorted(stored.article.title for stored in library.library.articles())


def only(poller):
    (summary,) = poller.feeds.summaries()
    return summary


def test_what_a_feed_lists_is_fetched_from_its_pages(library, site, publish, subscribe, poller) -> None:
    publish("harbour", "bridge")
    subscribe()
    assert brought(poller.poll()) == [(2, 0)]
    assert titles(library) == ["bridge closed", "harbour closed"]
    stored = library.library.articles()[0].article
    assert stored.published == "2026-01-06T14:00:00+01:00"
    assert stored.url in {site.url("/harbour"), site.url("/bridge")}
    summary = only(poller)
    assert (summary.articles, summary.waiting, summary.failed) == (2, 0, 0)
    assert summary.feed.title == "The Calder Post"


def test_a_feed_is_asked_at_its_time_and_an_unchanged_one_costs_one_request(
    site, publish, subscribe, poller, clock
) -> None:
    publish("harbour")
    subscribe()
    poller.poll()
    assert poller.poll() == ()
    clock.forward(minutes=59)
    assert poller.poll() == ()
    site.requests.clear()
    clock.forward(minutes=1)
    (polled,) = poller.poll()
    assert polled.is_unchanged
    assert site.asked == ["/feed.xml"]
    assert "if-none-match" in site.requests[0][1]


def test_only_what_is_new_is_fetched(library, site, publish, subscribe, poller, clock) -> None:
    publish("harbour")
    subscribe()
    poller.poll()
    publish("harbour", "bridge")
    site.requests.clear()
    clock.forward(hours=1)
    assert brought(poller.poll()) == [(1, 0)]
    assert site.asked == ["/feed.xml", "/bridge"]


def test_a_change_that_the_feed_announces_becomes_a_version(
    library, publish, subscribe, poller, clock
) -> None:
    publish("harbour")
    subscribe()
    poller.poll()
    publish("harbour", harbour="The harbour of Calder has reopened on Wednesday.")
    clock.forward(hours=1)
    assert brought(poller.poll()) == [(0, 1)]
    (stored,) = library.library.articles()
    assert (stored.version, "reopened" in stored.article.text) == (2, True)


def test_state_survives_a_restart(library, site, publish, subscribe, web, poller, clock) -> None:
    publish("harbour")
    subscribe()
    poller.poll()
    clock.forward(hours=1)
    site.requests.clear()
    (polled,) = Poller(library, web, chance=lambda: 0.0).poll()
    assert polled.is_unchanged
    assert site.asked == ["/feed.xml"]


def test_the_whole_text_is_taken_from_a_feed_of_the_article_s_own_site(
    library, site, subscribe, poller
) -> None:
    def feed(link: str) -> str:
        entry = {
            "id": "1",
            "url": link,
            "title": "Harbour",
            "content_html": LONG,
            "date_published": "2026-01-06",
        }
        version = "https://jsonfeed.org/version/1"
        return json.dumps({"version": version, "title": "The Calder Post", "items": [entry]})

    site["/feed.xml"] = site.Answer(feed(site.url("/a")), type="application/feed+json")
    site["/other.xml"] = site.Answer(feed(site.url("/a", "other.example")), type="application/feed+json")
    subscribe()
    subscribe("/other.xml")
    assert [each.tally.added for each in poller.poll()].count(1) == 1
    (stored,) = library.library.articles()
    assert stored.article.text.startswith("The whole text of the feed")
    assert (stored.article.outlet, stored.article.url, stored.article.published) == (
        "The Calder Post",
        site.url("/a"),
        "2026-01-06",
    )
    assert (
        site.asked.count("/a") == 1
    )  # the other feed speaks for a page that is not its own, so the page is asked


def test_an_article_in_two_feeds_is_fetched_once(library, site, publish, subscribe, poller) -> None:
    publish("harbour")
    publish("harbour", path="/world.xml")
    subscribe()
    subscribe("/world.xml", host="world.example")
    poller.poll(poller.feeds.all()[:1])
    poller.poll(poller.feeds.all()[1:])
    assert site.asked.count("/harbour") == 1
    assert [summary.articles for summary in poller.feeds.summaries()] == [1, 1]


def test_faults_back_off_and_end_with_an_answer(site, publish, subscribe, poller, clock) -> None:
    publish("harbour")
    feed = subscribe()
    site["/feed.xml"] = site.Answer("", 500)
    waits = []
    for _ in range(3):
        (polled,) = poller.poll()
        waits.append((polled.feed.next_at - clock().timestamp()) / 3600)
        clock.forward(seconds=polled.feed.next_at - clock().timestamp())
    assert waits == [1, 2, 4]
    assert (only(poller).feed.faults, "fault" in (only(poller).feed.fault or "")) == (3, True)
    publish("harbour")
    assert brought(poller.poll()) == [(1, 0)]
    assert (only(poller).feed.faults, only(poller).feed.fault) == (0, None)
    assert feed.number == only(poller).feed.number


def test_retry_after_is_kept(site, publish, subscribe, poller, clock) -> None:
    publish("harbour")
    subscribe()
    site["/feed.xml"] = site.Answer("", 429, headers={"Retry-After": "36000"})
    (polled,) = poller.poll()
    assert polled.feed.next_at - clock().timestamp() == 36_000


def test_a_feed_that_is_gone_is_not_asked_again(site, publish, subscribe, poller, clock) -> None:
    publish("harbour")
    subscribe()
    site["/feed.xml"] = site.Answer("", 410)
    (polled,) = poller.poll()
    assert polled.feed.state is FeedState.GONE
    clock.forward(days=30)
    assert poller.poll() == ()


def test_a_feed_that_moved_for_good_is_asked_at_its_new_address(
    site, publish, subscribe, poller, clock
) -> None:
    publish("harbour")
    subscribe()
    publish("harbour", path="/new.xml")
    site["/feed.xml"] = site.Answer("", 301, headers={"Location": "/new.xml"})
    poller.poll()
    assert only(poller).feed.address == site.url("/new.xml")
    site.requests.clear()
    clock.forward(hours=1)
    poller.poll()
    assert site.asked == ["/new.xml"]


def test_a_page_that_fails_is_named_and_tried_again(library, site, publish, subscribe, poller, clock) -> None:
    publish("harbour", "bridge")
    subscribe()
    site["/bridge"] = site.Answer("", 503)
    (polled,) = poller.poll()
    assert [(entry.url, "busy" in (entry.fault or "")) for entry in polled.faults] == [
        (site.url("/bridge"), True)
    ]
    assert (only(poller).articles, only(poller).waiting) == (1, 1)
    site["/bridge"] = "<html><title>Bridge</title><p>The bridge of Calder was closed on Tuesday.</p></html>"
    clock.forward(hours=1)
    (polled,) = poller.poll()
    assert polled.tally.added == 1
    assert (only(poller).articles, only(poller).waiting) == (2, 0)


def test_a_host_that_is_busy_is_asked_nothing_more_in_this_poll(site, publish, subscribe, poller) -> None:
    publish("harbour", "bridge", "ferry")
    subscribe()
    site["/harbour"] = site.Answer("", 503, headers={"Retry-After": "7200"})
    poller.poll()
    assert not {"/bridge", "/ferry"} & set(site.asked)
    assert only(poller).waiting == 3


def test_a_paywall_is_told_and_not_asked_for_again(site, publish, subscribe, poller, clock) -> None:
    publish("harbour", harbour="Subscribe to continue reading this article about the harbour.")
    subscribe()
    (polled,) = poller.poll()
    assert "paywall" in (polled.faults[0].fault or "")
    assert (only(poller).waiting, only(poller).failed) == (0, 1)
    clock.forward(hours=1)
    poller.poll()
    assert site.asked.count("/harbour") == 1


def test_many_new_entries_come_in_portions(library, site, publish, subscribe, poller, clock) -> None:
    names = [f"harbour{n}" for n in range(5)]
    publish(*names)
    subscribe()
    feeds = poller._web.settings.feeds.model_copy(update={"entries_per_poll": 2})
    poller._web.settings = poller._web.settings.model_copy(update={"feeds": feeds})
    counts = []
    for _ in range(3):
        counts.append(poller.poll()[0].tally.added)
        clock.forward(hours=1)
    assert counts == [2, 2, 1]


def test_robots_txt_is_obeyed_for_pages(site, publish, subscribe, poller) -> None:
    site["/robots.txt"] = site.Answer("User-agent: *\nDisallow: /harbour", type="text/plain")
    publish("harbour", "bridge")
    subscribe()
    (polled,) = poller.poll()
    assert polled.tally.added == 1
    assert "robots.txt" in (polled.faults[0].fault or "")
    assert "/harbour" not in site.asked


def test_what_is_no_feed_any_more_is_a_fault(site, publish, subscribe, poller) -> None:
    publish("harbour")
    subscribe()
    site["/feed.xml"] = "<html><body><p>We have moved.</body></html>"
    (polled,) = poller.poll()
    assert "not a feed" in (polled.feed.fault or "")


def test_only_one_process_polls_at_a_time(settings, poller) -> None:
    with (
        FileLock(settings.data_dir / "feeds.lock"),
        pytest.raises(LibraryBusyError, match="asking the feeds"),
    ):
        poller.poll()


def test_paused_feeds_are_left_alone_and_resumed_ones_asked_at_once(
    site, publish, subscribe, poller, clock
) -> None:
    publish("harbour")
    feed = subscribe()
    poller.feeds.set_state(feed.number, FeedState.PAUSED, clock())
    clock.forward(days=2)
    assert poller.poll() == ()
    poller.feeds.set_state(feed.number, FeedState.ACTIVE, clock())
    assert brought(poller.poll()) == [(1, 0)]


def test_a_feed_removed_meanwhile_stays_removed(publish, subscribe, poller) -> None:
    publish("harbour")
    feed = subscribe()
    due = poller.feeds.due(poller._web.clock())
    poller.feeds.remove(feed.number)
    poller.poll(due)
    assert poller.feeds.all() == []


def test_a_fault_of_newsdesk_in_one_feed_does_not_stop_the_others(
    site, publish, subscribe, poller, web, monkeypatch
) -> None:
    publish("harbour")
    publish("bridge", path="/other.xml")
    subscribe()
    subscribe("/other.xml")
    fetch = web.fetcher.fetch

    def surprising(url: str, *rest: object, **more: object) -> object:
        if url.endswith("/other.xml"):
            raise RuntimeError("a surprise")
        return fetch(url, *rest, **more)

    monkeypatch.setattr(web.fetcher, "fetch", surprising)
    polled = {each.feed.address: each for each in poller.poll()}
    assert polled[site.url("/feed.xml")].tally.added == 1
    assert "a surprise" in (polled[site.url("/other.xml")].feed.fault or "")


ODD = ("\ud800", "\0", 5, 1e999, True, None, [], {}, ["x"], {"x": "\udfff"}, "x" * 100_000)
FIELDS = ("title", "date_published", "date_modified", "language", "authors", "summary", "content_html", "url")


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_odd_values_in_a_feed_are_lived_with(site, subscribe, poller, odd: object) -> None:
    items = [{"id": name, "url": site.url("/a"), name: odd} for name in FIELDS] + [{"id": odd, "url": odd}]
    feed = {"version": "https://jsonfeed.org/version/1", "title": odd, "items": items}
    site["/feed.xml"] = site.Answer(json.dumps(feed), type="application/feed+json")
    subscribe()
    (polled,) = poller.poll()
    assert polled.feed.fault is None
    assert len(poller.feeds.known(polled.feed.number, list(map(digest, FIELDS)))) == len(FIELDS)


def test_it_goes_on_until_it_is_stopped(publish, subscribe, poller, clock) -> None:
    publish("harbour")
    subscribe()
    naps: list[float] = []

    def wait(seconds: float) -> bool:
        naps.append(seconds)
        clock.forward(seconds=seconds)
        return len(naps) > 63

    seen = []
    poller.run(wait, seen.append)
    assert naps[:2] == [0, 60]
    assert len(seen) == 2  # within 62 minutes


def test_a_poll_that_is_stopped_ends_soon_and_the_rest_comes_the_next_time(
    library, site, publish, subscribe, web
) -> None:
    publish("harbour", "bridge", "ferry")
    subscribe()
    poller = Poller(library, web, chance=lambda: 0.0)
    page = site.routes["/bridge"]

    def stop(_request: object) -> object:
        poller.stop()
        return page

    site["/bridge"] = stop
    assert brought(poller.poll()) == [(2, 0)]
    assert "/ferry" not in site.asked
    again = Poller(library, web)
    again.poll(again.feeds.all())
    assert len(titles(library)) == 3


def test_a_poll_that_is_broken_off_is_made_again(library, site, publish, subscribe, poller) -> None:
    publish("harbour", "bridge")
    subscribe()

    def interrupt(_polled: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        poller.poll(report=interrupt)
    assert len(titles(library)) == 2
    assert poller.poll(poller.feeds.all())[0].is_unchanged


def test_entries_that_are_no_longer_listed_are_forgotten_in_time(publish, subscribe, poller, clock) -> None:
    publish("harbour", "bridge")
    feed = subscribe()
    poller.poll()
    publish("bridge")
    clock.forward(days=31)
    poller.poll()
    assert only(poller).articles == 1
    assert poller.feeds.waiting(feed.number, clock()) == []


def test_150_hostile_links_of_a_feed_connect_to_nothing(
    site, hostile_urls, gullible, make_fetcher, sentinel, settings, library, clock
) -> None:
    items = [{"id": str(n), "url": url, "title": "x"} for n, url in enumerate(hostile_urls)]
    feed = json.dumps({"version": "https://jsonfeed.org/version/1", "items": items})
    site["/feed.json"] = site.Answer(feed, type="application/feed+json")
    fetcher = make_fetcher(
        lambda host, port: ["127.0.0.1"] if host == "news.example" else gullible(host, port)
    )
    all_at_once = settings.model_copy(update={"feeds": FeedsSettings(entries_per_poll=1000)})
    with Web(all_at_once, fetcher=fetcher, clock=clock) as web:
        added = add_feed(library.library, site.url("/feed.json"), web).feed
        (polled,) = Poller(library, web).poll([added])
    assert polled.tally.articles == 0
    assert only(Poller(library, web)).failed + only(Poller(library, web)).waiting >= 150
    assert sentinel.connections == 0


def test_150_hostile_feeds_connect_to_nothing(
    hostile_urls, strict_fetcher, sentinel, settings, library, clock
) -> None:
    with Web(settings, fetcher=strict_fetcher, clock=clock) as web:
        poller = Poller(library, web)
        for url in hostile_urls:
            poller.feeds.add(url, "", clock())
        polled = poller.poll()
    assert len(polled) >= 150
    assert all(each.feed.fault for each in polled)
    assert sentinel.connections == 0


def test_several_feeds_of_one_host_are_asked_one_at_a_time(site, publish, subscribe, poller) -> None:
    lock, most = threading.Lock(), [0, 0]

    def counted(answer):
        def give(_request):
            with lock:
                most[0] += 1
                most[1] = max(most)
            with lock:
                most[0] -= 1
            return answer

        return give

    for n in range(6):
        publish("harbour", path=f"/{n}.xml")
        subscribe(f"/{n}.xml")
        site.routes[f"/{n}.xml"] = counted(site.routes[f"/{n}.xml"])
    poller.poll()
    assert most[1] == 1
