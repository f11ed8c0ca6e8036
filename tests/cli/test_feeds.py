"""`newsdesk feeds` as a person types it."""

import json

import pytest

pytestmark = pytest.mark.usefixtures("web_of_tests")

FEED = """<rss version="2.0"><channel><title>The Calder Post</title><item><title>Harbour closed</title>
<link>{}</link><guid>1</guid><pubDate>Tue, 06 Jan 2026 14:00:00 +0100</pubDate></item></channel></rss>"""


@pytest.fixture
def newsdesk(newsdesk, site):
    """The same beside a site with a feed."""
    site["/"] = '<link rel=alternate type="application/rss+xml" href="/feed.xml"><body><p>The Calder Post'
    site["/feed.xml"] = site.Answer(FEED.format(site.url("/a")), type="text/xml", headers={"ETag": '"1"'})
    site["/a"] = (
        "<title>Harbour closed</title><article><p>The harbour of Calder was closed on Tuesday.</p></article>"
    )
    return newsdesk


def test_a_feed_is_added_polled_shown_and_removed(newsdesk, site) -> None:
    assert "There are no feeds yet" in newsdesk("feeds", "list").output
    assert (
        f"Added 1, The Calder Post ({site.url('/feed.xml')})"
        in newsdesk("feeds", "add", site.url("/")).output
    )
    polled = newsdesk("feeds", "poll")
    assert (polled.exit_code, "The Calder Post: 1 added." in polled.output) == (0, True)
    assert "No feed is due; the next one in " in newsdesk("feeds", "poll").output
    assert "unchanged" in newsdesk("feeds", "poll", "1").output
    (told,) = map(json.loads, newsdesk("feeds", "list", "--json").stdout.splitlines())
    assert (told["articles"], told["faults"], told["newest"]) == (1, 0, "2026-01-06T13:00:00+00:00")
    listed = newsdesk("feeds", "list").output
    assert f"1  The Calder Post  ({site.url('/feed.xml')})" in listed
    assert "asked moments ago, next in" in listed
    assert "1 article, the newest" in listed
    assert "Its articles stay" in newsdesk("feeds", "remove", "The Calder Post").output
    assert (
        "1 articles" in newsdesk("articles", "list").output
        or "Harbour" in newsdesk("articles", "list").output
    )


def test_a_paused_feed_is_not_polled_until_it_is_resumed(newsdesk, site) -> None:
    newsdesk("feeds", "add", site.url("/feed.xml"))
    assert "Paused The Calder Post" in newsdesk("feeds", "pause", 1).output
    assert "There are no feeds to ask" in newsdesk("feeds", "poll").output
    assert "Resumed" in newsdesk("feeds", "resume", 1).output
    assert "1 added" in newsdesk("feeds", "poll").output


def test_what_fails_is_named_and_ends_in_1(newsdesk, site) -> None:
    assert "no such page" in newsdesk("feeds", "add", site.url("/nowhere")).output
    newsdesk("feeds", "add", site.url("/feed.xml"))
    site["/feed.xml"] = site.Answer("", 500)
    done = newsdesk("feeds", "poll", "--json")
    assert (done.exit_code, "fault (status 500)" in json.loads(done.stdout)["fault"]) == (1, True)
    unknown = newsdesk("feeds", "remove", "99")
    assert "feeds list" in str(unknown.exception)


def test_lists_are_exported_and_imported(newsdesk, site, tmp_path) -> None:
    newsdesk("feeds", "add", site.url("/feed.xml"))
    file = tmp_path / "feeds.opml"
    file.write_text(newsdesk("feeds", "export").stdout)
    newsdesk("feeds", "remove", 1)
    assert "Added 1 feed," in newsdesk("feeds", "import", file).output
    missing = newsdesk("feeds", "import", tmp_path / "missing.opml")
    assert "not there" in str(missing.exception)
