import pytest

from config.errors import InputError
from ingest.pages import page_fields

WORDS = "The harbour of Calder was closed on Tuesday after a storm had torn a crane from its rails. "
ADDRESS = "https://post.example/2026/harbour"


def page(body: str, head: str = "", title: str = "Harbour closed") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{body}</article></body>"


def refused(html: str, address: str = ADDRESS) -> str:
    with pytest.raises(InputError) as told:
        page_fields(html, address)
    return str(told.value)


LINKED = (
    '<script type="application/ld+json">'
    '{"@type": "NewsArticle", "isAccessibleForFree": %s, "wordCount": %s}</script>'
)


@pytest.mark.parametrize(
    "html",
    [
        page(f"<p>{WORDS * 2}</p>", LINKED % ("false", 0)),
        page(f"<p>{WORDS * 2}</p>", LINKED % ('"False"', 900)),
        page(f"<p>{WORDS * 40}</p>", LINKED % ("false", 2000)),
        page(f"<p>{WORDS * 2}</p>", '<meta property="article:content_tier" content="locked">'),
        page(f"<p>{WORDS * 2}</p><p>Subscribe to continue reading.</p>"),
        page(f"<p>{WORDS * 2}</p><p>This article is only available to subscribers.</p>"),
        page(f"<p>{WORDS * 2}</p><p>Dieser Artikel ist nur für Abonnenten verfügbar.</p>"),
        page(f"<p>{WORDS * 2}</p><div class='c-paywall'><p>Already a subscriber? Log in</p></div>"),
    ],
)
def test_a_paywall_s_teaser_is_no_article(html: str) -> None:
    assert "behind a paywall" in refused(html)


@pytest.mark.parametrize(
    "html",
    [
        page(f"<p>{WORDS * 2}</p>", LINKED % ("true", 900)),
        page(f"<p>{WORDS * 40}</p>", LINKED % ("false", 600)),
        page(f"<p>{WORDS * 40}</p><p>Subscribe to continue reading.</p>"),
        page(f"<p>{WORDS * 2}</p><div id='paywall'></div>"),
        page(f"<p>{WORDS * 2}</p>", '<meta property="article:content_tier" content="free">'),
        page(f"<p>The council wants sites to ask for consent before they set a cookie. {WORDS * 3}</p>"),
        page(f"<p>A subscriber of the library said so. {WORDS}</p>", title="Library wants more members"),
    ],
)
def test_an_article_in_full_is_one_whatever_stands_around_it(html: str) -> None:
    assert "harbour" in str(page_fields(html, ADDRESS)["text"])


COOKIES = (
    "<p>We and our 842 partners store cookies on your device. With your consent we use them for advertising. "
    "You can accept all cookies, or reject all of them. Our partners rely on legitimate interest.</p>"
)


@pytest.mark.parametrize(
    ("html", "address"),
    [
        (page(COOKIES, title="We value your privacy"), ADDRESS),
        (page(COOKIES, title="Courier"), ADDRESS),
        (
            page("<form><button>Accept all</button><button>Reject all</button></form>"),
            "https://consent.post.example/m",
        ),
        (page(f"<p>{WORDS}</p>"), "https://www.post.example/consent/?next=/a"),
    ],
)
def test_a_request_for_consent_is_no_article(html: str, address: str) -> None:
    assert "asks for consent" in refused(html, address)


@pytest.mark.parametrize(
    "html",
    [
        page("<p>Checking your browser before accessing post.example.</p>", title="Just a moment..."),
        page("<p>Please enable JavaScript and cookies to continue</p>", title="post.example"),
        page("", title="Are you a robot?"),
    ],
)
def test_a_check_for_robots_is_no_article(html: str) -> None:
    assert "checks for robots" in refused(html)


def test_a_saved_page_is_believed() -> None:
    assert page_fields(page(f"<p>{WORDS}</p><p>Subscribe to continue reading.</p>"))["text"]
