import threading

import pytest

from config.errors import LibraryBusyError
from index.pages import Choice
from ingest.feeds.polling import Poller
from ingest.feeds.subscribing import add_feed
from ingest.pipeline import Tally, ingest
from ingest.refreshing.rounds import Refresher
from ingest.web.alone import asking_alone

WALL = "<p>Subscribe to continue reading. Already a subscriber? Log in.</p>"


def current(library, stored):
    return library.library.article(stored.article.id)


def test_an_unchanged_page_costs_one_conditional_request_and_changes_nothing(
    library, site, put_page, fetch, clock, looks
) -> None:
    put_page()
    stored = fetch()
    clock.forward(days=1)
    site.requests.clear()
    assert looks() == ["unchanged"]
    assert site.asked == ["/harbour"]
    assert "if-none-match" in site.requests[0][1]
    assert current(library, stored) == stored


def test_a_changed_page_becomes_a_version_and_its_new_validators_are_kept(
    library, site, put_page, ingest_page, clock, looks, text
) -> None:
    put_page()
    stored = ingest_page()
    put_page(text=text.replace("two of its gates", "three of its gates"))
    clock.forward(days=1)
    assert looks() == ["updated"]
    changed = current(library, stored)
    assert (changed.version, "three of its gates" in changed.article.text) == (2, True)
    assert (changed.article.id, changed.article.published) == (stored.article.id, stored.article.published)
    clock.forward(days=2)
    assert looks() == ["unchanged"]
    assert site.requests[-1][1]["if-none-match"] == site.routes["/harbour"].headers["ETag"]


def test_a_page_that_says_no_date_keeps_the_one_that_its_feed_said(library, site, web, clock, looks) -> None:
    page = "<html lang=en><title>Harbour closed</title><article><p>{}</p></article></html>"
    site["/a"] = page.format("The harbour of Calder was closed on Tuesday after a storm.")
    item = f"<item><title>x</title><link>{site.url('/a')}</link><guid>1</guid><author>Ann Lee</author>"
    date = "<pubDate>Mon, 19 Jan 2026 14:00:00 +0100</pubDate></item>"
    feed = f'<rss version="2.0"><channel><title>Post</title>{item}{date}</channel></rss>'
    site["/feed.xml"] = site.Answer(feed, type="application/rss+xml")
    add_feed(library.library, site.url("/feed.xml"), web)
    Poller(library, web).poll()
    (stored,) = library.library.articles()
    clock.forward(days=1)
    assert looks() == ["unchanged"]
    site["/a"] = page.format("The harbour of Calder was closed on Wednesday after a storm.")
    clock.forward(days=2)
    assert looks() == ["updated"]
    changed = current(library, stored).article
    assert (changed.published, changed.authors) == (stored.article.published, stored.article.authors)
    assert "Wednesday" in changed.text


@pytest.mark.parametrize(
    "date", ["2026-01-19", "2026-01-19T12:00:00+01:00", "Mon, 19 Jan 2026 12:00:00 GMT", ""]
)
def test_a_site_that_knows_no_validators_is_compared_by_what_it_says(
    library, site, put_page, fetch, clock, looks, date
) -> None:
    put_page(date=date)
    site.routes["/harbour"].headers.clear()
    stored = fetch()
    clock.forward(days=2)
    assert looks() == ["unchanged"]
    assert current(library, stored) == stored


def test_gone_for_good_is_withdrawn_at_once_and_nothing_is_deleted(
    library, site, put_page, fetch, clock, looks
) -> None:
    put_page()
    stored = fetch()
    put_page(status=410)
    clock.forward(days=1)
    assert looks() == ["withdrawn"]
    marked = current(library, stored)
    assert (marked.withdrawn, marked.article) == (clock(), stored.article)


def test_a_missing_page_is_withdrawn_at_the_third_time_two_days_after_the_first(
    library, put_page, fetch, clock, looks
) -> None:
    put_page()
    stored = fetch()
    put_page(status=404)
    clock.forward(days=1)
    first = clock()
    assert looks() == ["missing"]
    clock.forward(hours=23)
    assert looks() == []
    clock.forward(hours=1)
    assert looks() == ["missing"]
    assert current(library, stored).withdrawn is None
    clock.forward(days=1)
    assert looks() == ["withdrawn"]
    assert current(library, stored).withdrawn == first
    clock.forward(days=8)
    assert looks() == ["unchanged"]
    assert current(library, stored).withdrawn == first


def test_many_looks_in_a_row_do_not_withdraw_a_missing_page(
    library, put_page, fetch, clock, refresher
) -> None:
    put_page()
    stored = fetch()
    put_page(status=404)
    for _ in range(5):
        clock.forward(hours=2)
        refresher.refresh(refresher.pages.chosen(Choice(), 10))
    assert current(library, stored).withdrawn is None


@pytest.mark.parametrize("by_hand", [False, True])
def test_a_page_that_answers_again_is_unmarked(
    library, site, put_page, fetch, ingest_page, clock, looks, by_hand
) -> None:
    put_page()
    stored = fetch()
    put_page(status=410)
    clock.forward(days=1)
    looks()
    put_page()
    clock.forward(days=4)
    if by_hand:
        ingest_page()
    else:
        assert looks() == ["returned"]
    assert current(library, stored) == stored


def test_a_missing_page_that_was_back_in_between_begins_anew(put_page, fetch, clock, refresher) -> None:
    put_page()
    fetch()
    found = []
    for status in (404, 404, 200, 404, 404, 404):
        put_page(status=status)
        clock.forward(days=1)
        refresher.refresh(refresher.pages.chosen(Choice(), 1), lambda look: found.append(look.found.value))
    assert found == ["missing", "missing", "unchanged", "missing", "missing", "withdrawn"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"status": 403}, "refuses"),
        ({"status": 500}, "fault"),
        ({"text": WALL}, "paywall"),
        (
            {"text": "The harbour of Calder was closed on Tuesday after a storm broke."},
            "Only 12 of the article's 39",
        ),
        ({"text": "Ten rye loaves were baked on Mill Lane, " * 3 + "and none was sold."}, "Another text"),
        ({"text": ""}, "No article text"),
        ({"text": "x", "type": "image/png"}, "of the kind image/png"),
    ],
)
def test_what_gives_no_article_or_another_one_changes_nothing_and_is_told(
    library, site, put_page, fetch, clock, refresher, change, reason
) -> None:
    put_page()
    stored = fetch()
    put_page(**change)
    clock.forward(days=1)
    told = []
    refresher.refresh(refresher.due(10), told.append)
    ((found, fault),) = [(look.found, look.page.fault) for look in told]
    assert found == "failed"
    assert reason in fault
    assert current(library, stored) == stored
    assert stored.article.url.startswith("http")
    put_page()
    clock.forward(days=3)
    told.clear()
    refresher.refresh(refresher.due(10), told.append)
    assert [(look.found, look.page.faults) for look in told] == [("unchanged", 0)]
    assert "if-none-match" in site.requests[-1][1], "what failed has not taken the validators' place"


def test_an_article_that_has_moved_stays_the_same_article(
    library, site, put_page, ingest_page, clock, looks, text
) -> None:
    put_page()
    stored = ingest_page()
    put_page("/2026/harbour", text.replace("two", "three"))
    site["/harbour"] = site.Answer("", 301, headers={"Location": "/2026/harbour"})
    clock.forward(days=1)
    assert looks() == ["updated"]
    moved = current(library, stored)
    assert (moved.version, moved.article.url) == (2, site.url("/2026/harbour"))
    assert len(library.library.articles()) == 1


def test_a_page_is_looked_at_when_its_article_has_become_twice_as_old(
    site, put_page, fetch, clock, looks
) -> None:
    put_page(date="2026-01-20T11:00:00Z")
    fetch()
    site.requests.clear()
    begin, times = clock(), []
    for _ in range(5 * 24):
        clock.forward(hours=1)
        times += [(clock() - begin).total_seconds() // 3600] * len(looks())
    assert times == [6, 13, 27, 55, 111]


def test_one_round_is_bounded_and_begins_with_what_was_not_looked_at_for_longest(
    site, put_page, fetch, clock, web, library
) -> None:
    for number in range(5):
        put_page(f"/{number}", f"Storm {number} closed the harbour of Calder for {number + 2} days.")
        fetch(f"/{number}")
        clock.forward(seconds=1)
    clock.forward(days=2)
    site.requests.clear()
    settings = web.settings.refresh.model_copy(update={"pages_per_round": 2})
    web.settings = web.settings.model_copy(update={"refresh": settings})
    refresher = Refresher(library, web)
    assert [refresher.round() for _ in range(4)] == [2, 2, 1, 0]
    assert [*map(sorted, (site.asked[:2], site.asked[2:4], site.asked[4:]))] == [
        ["/0", "/1"],
        ["/2", "/3"],
        ["/4"],
    ]


def test_a_busy_host_is_asked_nothing_more_in_a_round(site, put_page, fetch, clock, refresher, web) -> None:
    for number in range(4):
        put_page(f"/{number}", f"Storm {number} closed the harbour of Calder for {number + 2} days.")
        fetch(f"/{number}")
    for number in range(4):
        put_page(f"/{number}", status=503)
    clock.forward(days=2)
    site.requests.clear()
    fetch_one = web.settings.fetch.model_copy(update={"hosts": 1})
    web.settings = web.settings.model_copy(update={"fetch": fetch_one})
    assert refresher.refresh(refresher.due(10)) == 1
    assert len(site.asked) == 1
    assert len(refresher.due(10)) == 3


def test_an_interrupted_round_keeps_what_was_found_and_goes_on(put_page, fetch, clock, refresher) -> None:
    for number in range(4):
        put_page(f"/{number}", f"Storm {number} closed the harbour of Calder for {number + 2} days.")
        fetch(f"/{number}")
    clock.forward(days=2)
    told = []

    def interrupt(look) -> None:
        told.append(look.page.article)
        if len(told) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        refresher.refresh(refresher.due(10), interrupt)
    left = {page.article for page in refresher.due(10)}
    assert left
    assert left.isdisjoint(told)


def test_an_article_that_is_removed_meanwhile_stays_removed(
    library, site, put_page, fetch, clock, refresher, text
) -> None:
    put_page()
    stored = fetch()
    changed = site.Answer(site.routes["/harbour"].body.replace("two", "three"))

    def remove_and_answer(_request):
        library.library.remove([stored.article.id])
        return changed

    site["/harbour"] = remove_and_answer
    clock.forward(days=1)
    refresher.refresh(refresher.due(10))
    assert library.library.articles() == []


def test_one_process_at_a_time_asks_the_web(library, put_page, fetch, clock, refresher) -> None:
    put_page()
    fetch()
    clock.forward(days=1)
    with asking_alone(library.library), pytest.raises(LibraryBusyError, match="refresh"):
        refresher.refresh(refresher.due(10))
    assert refresher.refresh(refresher.due(10)) == 1


@pytest.mark.parametrize("automatic", [True, False])
def test_whoever_polls_the_feeds_looks_at_pages_too_if_the_setting_is_on(
    library, site, web, put_page, fetch, clock, automatic
) -> None:
    put_page()
    stored = fetch()
    put_page(status=410)
    clock.forward(days=1)
    settings = web.settings.refresh.model_copy(update={"automatic": automatic})
    web.settings = web.settings.model_copy(update={"refresh": settings})
    told = []
    rounds = iter([False, True])
    Poller(library, web).run(lambda _seconds: next(rounds), report_look=told.append)
    assert [look.found.value for look in told] == (["withdrawn"] if automatic else [])
    assert (current(library, stored).withdrawn is not None) is automatic


def test_a_stopped_poller_asks_for_no_further_page(library, site, web, put_page, fetch, clock) -> None:
    put_page()
    fetch()
    clock.forward(days=1)
    site.requests.clear()
    poller = Poller(library, web)
    poller.stop()
    poller.run(threading.Event().wait)
    assert poller.refresher.refresh(poller.refresher.due(10)) == 0
    assert site.asked == []


def test_the_page_of_an_article_that_a_feed_held_whole_is_looked_for_but_not_read(
    library, site, web, clock, looks
) -> None:
    words = "<p>" + "The whole text of the feed says that the harbour was closed on Tuesday. " * 30 + "</p>"
    item = (
        f"<item><title>x</title><link>{site.url('/a')}</link><guid>1</guid><description><![CDATA[{words}]]>"
    )
    feed = f'<rss version="2.0"><channel><title>Post</title>{item}</description></item></channel></rss>'
    site["/feed.xml"] = site.Answer(feed, type="application/rss+xml")
    site["/a"] = "<html><title>x</title><article><p>Something else is written on the page.</p></article>"
    add_feed(library.library, site.url("/feed.xml"), web)
    Poller(library, web).poll()
    (stored,) = library.library.articles()
    clock.forward(days=1)
    assert looks() == ["unchanged"]
    assert current(library, stored) == stored
    site["/a"] = site.Answer("", 410)
    clock.forward(days=2)
    assert looks() == ["withdrawn"]


def test_articles_of_files_have_no_page(library, make_article, refresher) -> None:
    ingest(library, [make_article("a", url="http://news.example/a")], Tally(), batch_articles=8)
    assert refresher.pages.chosen(Choice(), 10) == []
    assert refresher.pages.without(Choice()) == 1
