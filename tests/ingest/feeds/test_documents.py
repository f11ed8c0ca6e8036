import gzip
import json

import pytest

from config.errors import InputError
from ingest.feeds.documents import MOST_ENTRIES, read_feed

ADDRESS = "https://post.example/news/feed.xml"
LONG = "<p>" + "The harbour of Calder was closed on Tuesday after a storm. " * 40 + "</p>"


def read(text: str | bytes, media_type: str | None = None) -> dict:
    data = text.encode() if isinstance(text, str) else text
    return read_feed(data, {"address": ADDRESS, "media_type": media_type})


def rss(items: str = "", channel: str = "") -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>The Calder Post</title><language>en-gb</language>{channel}{items}</channel></rss>"
    )


ITEM = """<item><title>Harbour &amp;amp; storm</title><link>/a?utm_source=rss</link><guid isPermaLink="false">g1</guid>
<pubDate>Tue, 06 Jan 2026 14:00:00 +0100</pubDate><dc:creator>Ada Quist</dc:creator>
<description>The harbour was closed.</description></item>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>The Calder Post</title>
<entry><title>Harbour &amp; storm</title>
<id>g1</id><link rel="alternate" href="/a?utm_source=rss"/><published>2026-01-06T14:00:00+01:00</published>
<author><name>Ada Quist</name></author><summary>The harbour was closed.</summary></entry></feed>"""
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "The Calder Post",
    "items": [
        {
            "id": "g1",
            "url": "/a?utm_source=rss",
            "title": "Harbour & storm",
            "date_published": "2026-01-06T14:00:00+01:00",
            "authors": [{"name": "Ada Quist"}],
            "content_text": "The harbour was closed.",
        }
    ],
}


@pytest.mark.parametrize(
    "feed", [rss(ITEM), ATOM, json.dumps(JSON_FEED), b"\xef\xbb\xbf" + json.dumps(JSON_FEED).encode()]
)
def test_every_kind_of_feed_says_the_same(feed: str | bytes) -> None:
    found = read(feed)
    assert found["title"] == "The Calder Post"
    (entry,) = found["entries"]
    assert str(entry["id"]).endswith("g1")
    assert entry["url"] == "https://post.example/a?utm_source=rss"
    assert entry["title"] == "Harbour & storm"
    assert entry["published"] in {"Tue, 06 Jan 2026 14:00:00 +0100", "2026-01-06T14:00:00+01:00"}
    assert entry["authors"] == ["Ada Quist"]
    assert entry["content"] is None


SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://post.example/about</loc></url>
<url><loc>https://post.example/a</loc><news:news><news:publication><news:name>P</news:name><news:language>en</news:language>
</news:publication><news:publication_date>2026-01-05</news:publication_date><news:title>Older</news:title></news:news></url>
<url><loc>https://post.example/b</loc><lastmod>2026-01-07</lastmod><news:news><news:publication_date>2026-01-06T14:00+01:00
</news:publication_date><news:title>Harbour</news:title></news:news></url></urlset>"""


@pytest.mark.parametrize("pack", [str.encode, lambda text: gzip.compress(text.encode())])
def test_a_news_sitemap_lists_its_news_the_newest_first(pack) -> None:
    entries = read(pack(SITEMAP))["entries"]
    assert [entry["title"] for entry in entries] == ["Harbour", "Older"]
    assert entries[0]["published"] == "2026-01-06T14:00+01:00"
    assert (entries[0]["updated"], entries[1]["language"]) == ("2026-01-07", "en")


def test_an_index_of_sitemaps_names_the_likely_ones() -> None:
    index = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://post.example/old.xml
    </loc></sitemap><sitemap><loc>https://post.example/news.xml</loc></sitemap></sitemapindex>"""
    with pytest.raises(InputError, match=r"Add one of these: https://post\.example/news\.xml\."):
        read(index)


@pytest.mark.parametrize(
    ("channel", "minutes"),
    [
        ("<ttl>90</ttl>", 90),
        ("<sy:updatePeriod>hourly</sy:updatePeriod>", 60),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 360),
        ("<ttl>soon</ttl>", None),
        ("<sy:updatePeriod>always</sy:updatePeriod>", None),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 1440),
        ("", None),
    ],
)
def test_a_feed_hints_how_often_to_ask(channel: str, minutes: int | None) -> None:
    assert read(rss(ITEM, channel))["minutes"] == minutes


@pytest.mark.parametrize(
    ("content", "is_whole"),
    [
        (LONG, True),
        ("<p>The harbour was closed.</p>", False),
        (LONG + "<p>Read more…</p>", False),
        (LONG + "<p>[...]</p>", False),
        (LONG.replace("</p>", " …</p>"), False),
    ],
)
def test_a_whole_text_is_told_from_a_summary(content: str, is_whole: bool) -> None:
    item = ITEM.replace("</item>", f"<content:encoded><![CDATA[{content}]]></content:encoded></item>")
    assert (read(rss(item))["entries"][0]["content"] is not None) is is_whole


def test_a_page_names_its_feeds_those_of_comments_last() -> None:
    page = """<html><head><link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
    <link rel="alternate" type="application/atom+xml" title="News" href="/atom.xml">
    <link rel="alternate" hreflang="de" href="/de">
    </head><body><p>Hello</body></html>"""
    assert read(page, "text/html")["feeds"] == [
        "https://post.example/atom.xml",
        "https://post.example/comments/feed",
    ]


def test_no_more_entries_are_read_than_anybody_lists() -> None:
    items = "".join(f"<item><guid>{n}</guid></item>" for n in range(MOST_ENTRIES + 10))
    assert len(read(rss(items))["entries"]) == MOST_ENTRIES


def test_nothing_outside_of_the_feed_is_opened(tmp_path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden")
    entity = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}">]>'
    feed = rss("<item><guid>1</guid><title>&x;</title></item>").replace('<?xml version="1.0"?>', entity)
    assert "hidden" not in json.dumps(read(feed))
    sitemap = SITEMAP.replace('<?xml version="1.0"?>', entity).replace("Harbour", "&x;")
    assert "hidden" not in json.dumps(read(sitemap))


@pytest.mark.parametrize("text", ["{broken", '{"version": "1"}', "", b"\x1f\x8bxx", '{"x":' * 100_000])
def test_what_is_no_feed_is_told(text: str | bytes) -> None:
    with pytest.raises(InputError):
        read(text)


@pytest.mark.parametrize("text", ["just words", "[1]", "<html><body><p>Hello</body></html>"])
def test_a_page_without_feeds_names_none(text: str) -> None:
    assert read(text) == {"feeds": []}
