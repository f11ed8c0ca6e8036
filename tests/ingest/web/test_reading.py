from datetime import UTC, datetime

import pytest

from config.errors import ForbiddenAddressError, InputError, StatusError, UnreachableError
from index.articles import Article
from ingest.pipeline import Tally, ingest
from ingest.sources import Failure
from ingest.web.reading import Web

WORDS = "<p>The harbour of Calder was closed on Tuesday after a storm had torn a crane from its rails.</p>"


def page(title: str = "Harbour closed", head: str = "", body: str = WORDS) -> str:
    head = f"<head><title>{title}</title>{head}</head>"
    return f"<html lang=en>{head}<body><article><h1>{title}</h1>{body}</article></body></html>"


@pytest.fixture
def web(settings, fetcher):
    with Web(settings, fetcher=fetcher, clock=lambda: datetime(2026, 1, 20, tzinfo=UTC)) as web:
        yield web


def test_a_page_becomes_an_article(site, web) -> None:
    site["/a"] = page(
        head='<meta property="og:site_name" content="The Calder Post"><meta name="author" content="Ada Quist">'
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2026-01-06T14:00:00+01:00",'
        ' "dateModified": "2026-01-06T15:30:00+01:00"}</script>'
    )
    article = web.article(site.url("/a?utm_source=x#top"))
    assert article.title == "Harbour closed"
    assert article.text.startswith("The harbour of Calder")
    assert (article.outlet, article.authors, article.language) == ("The Calder Post", ("Ada Quist",), "en")
    assert (article.published, article.updated) == ("2026-01-06T14:00:00+01:00", "2026-01-06T15:30:00+01:00")
    assert article.url == site.url("/a")
    assert article.key == f"url:{site.url('/a')}"


def test_without_an_outlet_s_name_its_host_stands_for_it(site, web) -> None:
    site["/a"] = page()
    assert web.article(site.url("/a", "www.post.example")).outlet == "post.example"


@pytest.mark.parametrize(
    ("claimed", "url"),
    [
        ("/2026/a", "http://www.post.example:{port}/2026/a"),
        ("http://post.example/2026/a?gclid=5", "http://post.example/2026/a"),
        ("https://amp.post.example/a", "https://amp.post.example/a"),
        ("https://news.post.example/a", "https://news.post.example/a"),
        ("https://other.example/a", "http://www.post.example:{port}/a"),
        ("https://post.example.evil.example/a", "http://www.post.example:{port}/a"),
        ("https://post.example/", "http://www.post.example:{port}/a"),
        ("javascript:alert(1)", "http://www.post.example:{port}/a"),
        ("", "http://www.post.example:{port}/a"),
    ],
)
def test_a_page_names_its_own_url_within_its_site_only(site, web, claimed: str, url: str) -> None:
    site["/a"] = page(head=f'<link rel="canonical" href="{claimed}">')
    assert web.article(site.url("/a", "www.post.example")).url == url.format(port=site.port)


@pytest.mark.parametrize(
    "path", ["/a?amp", "/a?amp=1", "/a/amp", "/a/amp/", "/a?outputType=amp&utm_medium=x", "/a?x=5"]
)
def test_variants_of_a_page_are_one_article(site, web, path: str) -> None:
    site.routes[path] = site.Answer(page())
    assert web.article(site.url(path)).url == site.url("/a?x=5" if "x=5" in path else "/a")


def test_a_page_cannot_take_the_id_of_another_article(site, web) -> None:
    site["/a"] = page(head='<meta name="newsdesk:id" content="h1">')
    assert web.article(site.url("/a")).key.startswith("url:")


def test_a_redirect_ends_at_the_article_s_own_url(site, web) -> None:
    site["/short"] = site.Answer("", 302, headers={"Location": "/2026/a"})
    site["/2026/a"] = page()
    assert web.article(site.url("/short")).url == site.url("/2026/a")


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (404, "no such page"),
        (410, "no such page"),
        (403, "refuses"),
        (429, "busy"),
        (500, "fault"),
        (418, "418"),
    ],
)
def test_an_answer_that_is_no_success_says_what_it_means(site, web, status: int, told: str) -> None:
    site["/a"] = site.Answer(page(), status)
    with pytest.raises(StatusError, match=told) as fault:
        web.article(site.url("/a"))
    assert fault.value.status == status


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        ("User-agent: *\nDisallow: /private", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: newsdesk\nDisallow: /a", False),
        ("User-agent: newsdesk\nAllow: /\n\nUser-agent: *\nDisallow: /", True),
        ("User-agent: *\nDisallow: /*b=*c", True),
        ("", True),
        ("<html>no such page", True),
        ("\0\xff" * 1000, True),
    ],
)
def test_robots_txt_is_obeyed(site, web, rules: str, allowed: bool) -> None:
    site["/robots.txt"] = site.Answer(rules, type="text/plain")
    site["/a"] = page()
    if allowed:
        assert web.article(site.url("/a")).title == "Harbour closed"
    else:
        with pytest.raises(ForbiddenAddressError, match=r"robots\.txt"):
            web.article(site.url("/a"))
        assert site.asked == ["/robots.txt"]


def test_robots_txt_is_asked_once_and_its_absence_allows_all(site, web) -> None:
    site["/a"] = page()
    web.article(site.url("/a"))
    web.article(site.url("/a"))
    assert site.asked == ["/robots.txt", "/a", "/a"]


def test_a_site_whose_robots_txt_is_out_of_order_is_left_alone(site, web) -> None:
    site["/robots.txt"] = site.Answer("", 503)
    site["/a"] = page()
    with pytest.raises(UnreachableError, match=r"robots\.txt"):
        web.article(site.url("/a"))


def test_a_crawl_delay_is_kept(site, web) -> None:
    site["/robots.txt"] = site.Answer("User-agent: *\nCrawl-delay: 0.01", type="text/plain")
    site["/a"] = page()
    web.article(site.url("/a"))
    assert web.fetcher.hosts._of("news.example").pause == 0.01


def test_many_addresses_give_their_articles_in_order_and_name_what_fails(site, web) -> None:
    for n in range(40):
        site[f"/{n}"] = page(f"Harbour closed {n}")
    addresses = [site.url(f"/{n}", f"host{n % 5}.example") for n in range(42)]
    read = list(web.articles(addresses))
    assert [item.title for item in read[:40] if isinstance(item, Article)] == [
        f"Harbour closed {n}" for n in range(40)
    ]
    assert [item.source for item in read[40:] if isinstance(item, Failure)] == addresses[40:]


def test_pages_are_added_to_the_library(site, web, library) -> None:
    site["/a"] = page()
    site["/b"] = page(body="<p>Subscribe to continue reading this article about the harbour of Calder.</p>")
    addresses = [site.url("/a"), site.url("/a?utm_source=mail"), site.url("/b"), site.url("/c")]
    tally = Tally()
    ingest(library, web.articles(addresses), tally, batch_articles=8)
    assert (tally.added, tally.unchanged, tally.failed) == (1, 1, 2)
    assert ["paywall" in tally.failures[0].reason, "no such page" in tally.failures[1].reason] == [True, True]
    assert [hit.passage.url for hit in library.search("harbour", asked=web.clock()).hits] == [site.url("/a")]


def test_a_pdf_is_an_article_of_its_address(site, web) -> None:
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    stream = "BT /F1 11 Tf 40 780 Td (The harbour of Calder reopens on Monday.) Tj ET"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        f"<< /Type /Page /Parent 2 0 R /Contents 3 0 R /Resources << /Font << /F1 {font} >> >> >>",
    )
    body = "".join(f"{number} 0 obj\n{content}\nendobj\n" for number, content in enumerate(objects, 1))
    site["/a.pdf"] = site.Answer(
        f"%PDF-1.4\n{body}trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n0\n%%EOF", type="application/pdf"
    )
    article = web.article(site.url("/a.pdf"), {"title": "Harbour", "published": ["2026-01-06"]})
    assert (article.title, article.text) == ("Harbour", "The harbour of Calder reopens on Monday.")
    assert (article.url, article.outlet, article.published) == (
        site.url("/a.pdf"),
        "news.example",
        "2026-01-06",
    )


def test_150_hostile_addresses_connect_to_nothing(hostile_urls, strict_fetcher, sentinel, settings) -> None:
    with Web(settings, fetcher=strict_fetcher) as web:
        read = list(web.articles(hostile_urls))
    assert all(isinstance(item, Failure) for item in read)
    assert len(read) >= 150
    assert sentinel.connections == 0


def test_a_page_that_is_none_is_told(site, web) -> None:
    site["/"] = "<html><body><script>render()</script></body></html>"
    with pytest.raises(InputError, match="No article text"):
        web.article(site.url("/"))
