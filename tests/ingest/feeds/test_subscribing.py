import html

import pytest

from config.errors import InputError, UsageError
from index.feeds import Feeds
from ingest.feeds.opml import written
from ingest.feeds.subscribing import add_feed, find_feed, import_feeds
from ingest.web.reading import Web

PAGE = "<html><head>{}</head><body><p>Hello</p></body></html>"
LINK = '<link rel="alternate" type="application/rss+xml" href="{}">'


@pytest.fixture
def add(site, library, web):
    return lambda path: add_feed(library.library, site.url(path), web)


def test_a_feed_is_added_once(site, publish, add) -> None:
    publish("harbour")
    first, again = add("/feed.xml"), add("/feed.xml")
    assert (first.feed.title, first.feed.address, first.is_new) == (
        "The Calder Post",
        site.url("/feed.xml"),
        True,
    )
    assert (again.feed.number, again.is_new) == (first.feed.number, False)


def test_a_site_names_its_feeds(site, publish, add) -> None:
    publish("harbour", path="/news.xml")
    site["/"] = PAGE.format(LINK.format("/broken.xml") + LINK.format("/news.xml") + LINK.format("/sport.xml"))
    added = add("/")
    assert added.feed.address == site.url("/news.xml")
    assert added.others == (site.url("/broken.xml"), site.url("/sport.xml"))


def test_the_usual_places_are_tried_where_a_page_names_none(site, publish, add) -> None:
    publish("harbour", path="/atom.xml")
    site["/"] = PAGE.format("")
    assert add("/").feed.address == site.url("/atom.xml")


def test_a_site_without_a_feed_says_so(site, add) -> None:
    site["/"] = PAGE.format("")
    with pytest.raises(InputError, match="No feed was found"):
        add("/")


def test_a_missing_page_is_told(add) -> None:
    with pytest.raises(InputError, match="no such page"):
        add("/feed.xml")


def test_a_feed_is_meant_by_number_address_or_title(site, publish, add, library) -> None:
    publish("harbour")
    feed = add("/feed.xml").feed
    for given in (
        str(feed.number),
        feed.address,
        feed.address + "#x",
        "the calder post",
        " The Calder Post ",
    ):
        assert find_feed(library.library, given).number == feed.number
    with pytest.raises(UsageError, match="feeds list"):
        find_feed(library.library, "sport")


def test_lists_come_back_as_they_were_written(publish, add, library, web) -> None:
    publish("harbour")
    add("/feed.xml")
    opml = written(Feeds(library.library).all()).encode()
    assert import_feeds(library.library, opml, web) == (0, ())
    Feeds(library.library).remove(1)
    assert import_feeds(library.library, opml, web) == (1, ())
    (feed,) = Feeds(library.library).all()
    assert feed.title == "The Calder Post"


def test_a_list_of_another_reader_is_read_with_its_folders(library, web) -> None:
    opml = b"""<opml version="1.0"><body><outline text="News"><outline text="A &amp; B" xmlUrl="https://a.example/feed"/>
    <outline title="C" text="c" xmlURL=" https://c.example/feed "/></outline><outline text="X" xmlUrl="file:///etc/passwd"/>
    </body></opml>"""
    assert import_feeds(library.library, opml, web) == (2, ("file:///etc/passwd",))
    assert [feed.title for feed in Feeds(library.library).all()] == ["A & B", "C"]


@pytest.mark.parametrize("opml", [b"", b"<html/>", b"<opml/>", b"<opml><body>", b"\0"])
def test_what_is_no_list_is_told(library, web, opml: bytes) -> None:
    with pytest.raises(InputError):
        import_feeds(library.library, opml, web)


def test_hostile_feeds_that_a_page_names_connect_to_nothing(
    site, hostile_urls, gullible, make_fetcher, sentinel, settings, library
) -> None:
    fetcher = make_fetcher(
        lambda host, port: ["127.0.0.1"] if host == "news.example" else gullible(host, port)
    )
    with Web(settings, fetcher=fetcher) as web:
        for start in range(0, len(hostile_urls), 20):
            links = "".join(LINK.format(html.escape(url)) for url in hostile_urls[start : start + 20])
            site["/"] = PAGE.format(links)
            with pytest.raises(InputError):
                add_feed(library.library, site.url("/"), web)
    assert sentinel.connections == 0


def test_150_hostile_addresses_connect_to_nothing(
    hostile_urls, strict_fetcher, sentinel, settings, library
) -> None:
    with Web(settings, fetcher=strict_fetcher) as web:
        for url in hostile_urls:
            with pytest.raises(InputError):
                add_feed(library.library, url, web)
    assert sentinel.connections == 0
