import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.errors import InputError
from ingest.fields import Fields
from ingest.pages import page_fields

BODY = "<p>Friedrich Merz said that a ceasefire was still far off.</p><p>“It is far off,” he said — <b>truly</b>.</p>"
MOMENT = "2026-01-06T14:00:00+01:00"


def page(head: str = "", body: str = BODY, html: str = "<html>") -> Fields:
    return page_fields(f"<!DOCTYPE html>{html}<head><title>Merz sees no ceasefire</title>{head}</head>{body}")


def linked(data: object) -> str:
    return (
        f'<script type="application/ld+json">{data if isinstance(data, str) else json.dumps(data)}</script>'
    )


def test_text_and_title_are_found_and_the_frame_of_the_page_is_not() -> None:
    fields = page(
        body="<nav><a href=/>Home</a> <a href=/x>Sport</a></nav><article><h1>Merz sees no ceasefire</h1>"
        f"{BODY}</article><footer>© 2019 The Courier</footer>"
    )
    assert fields["title"] == "Merz sees no ceasefire"
    assert fields["text"] == (
        "Friedrich Merz said that a ceasefire was still far off.\n“It is far off,” he said — truly."
    )


def test_what_the_page_says_about_itself_is_read() -> None:
    fields = page(
        '<meta property="og:site_name" content="The Harbour Courier">'
        '<meta name="author" content="Margit Oldenkamp">'
        '<meta name="newsdesk:id" content="courier-1">'
        '<link rel="canonical" href="https://courier.example/a?id=5&amp;utm_source=x">',
        html="<html lang='en-GB'>",
    )
    assert fields["outlet"] == "The Harbour Courier"
    assert fields["authors"] == "Margit Oldenkamp"
    assert fields["id"] == "courier-1"
    assert fields["url"] == "https://courier.example/a?id=5"
    assert fields["language"] == "en-GB"


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (f'<meta property="article:published_time" content="{MOMENT}">', ""),
        (f'<meta name="date" content="{MOMENT}">', ""),
        (f'<meta itemprop="datePublished" content="{MOMENT}">', ""),
        (linked({"@type": "NewsArticle", "datePublished": MOMENT}), ""),
        (linked([{"@type": ["Thing", "NewsArticle"], "datePublished": MOMENT}]), ""),
        (linked({"@graph": [{"@type": "WebSite"}, {"@type": "WebPage", "datePublished": MOMENT}]}), ""),
        ("", f"<article><time datetime='{MOMENT}'>today</time></article>"),
        (
            "",
            f"<aside><time datetime='2020-01-01'></time></aside><main><time datetime='{MOMENT}'></time></main>",
        ),
        ("", f"<time datetime='2020-01-01'>old</time><time pubdate datetime='{MOMENT}'>today</time>"),
        ("", f"<span itemprop='datePublished' content='{MOMENT}'></span>"),
    ],
)
def test_the_publication_time_is_read_with_its_zone(head: str, body: str) -> None:
    published = page(head, body + BODY)["published"]
    assert isinstance(published, list)
    assert published[0] == MOMENT


def test_the_day_in_the_address_is_the_last_resort() -> None:
    link = '<link rel="canonical" href="https://courier.example/2026/01/06/merz">'
    assert page(link)["published"] == ["2026-01-06"]


@pytest.mark.parametrize(
    "body",
    [
        "<footer>© 2019 The Courier</footer>",
        "<p>On 5 March 2018 it rained.</p>",
        "<aside><time datetime='2020-01-01'>A related article</time></aside>",
        linked({"@type": "Event", "datePublished": "2020-01-01"}),
        linked("{broken"),
        linked("[" * 100_000),
    ],
)
def test_a_date_that_is_not_stated_as_the_articles_own_stays_unknown(body: str) -> None:
    assert page(body=BODY + body)["published"] == []


@pytest.mark.parametrize(
    "head",
    [
        f'<meta property="article:modified_time" content="{MOMENT}">',
        linked({"@type": "NewsArticle", "dateModified": MOMENT}),
    ],
)
def test_the_time_of_the_last_change_is_read(head: str) -> None:
    assert page(head)["updated"] == [MOMENT]


@pytest.mark.parametrize(
    "html",
    [
        BODY,
        f"<div class=story>{BODY}</div>",
        f"<?xml version='1.0' encoding='iso-8859-1'?><html lang='en'><body>{BODY}</body></html>",
    ],
)
def test_a_fragment_and_an_xml_page_are_read_as_well(html: str) -> None:
    assert "far off" in str(page_fields(html)["text"])


@pytest.mark.parametrize(
    "html",
    [
        "<html></html>",
        "<!-- nothing -->",
        "<html><body><script>render()</script></body></html>",
        "<html><body>" + "<div>" * 5000 + "</body></html>",
    ],
)
def test_a_page_without_article_text_says_so(html: str) -> None:
    with pytest.raises(InputError, match=r"No article text|could not be parsed"):
        page_fields(html)


PIECES = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<html lang=x>",
            "<table><tr><td>",
            "<script>",
            "<!--",
            "<time datetime=5>",
            "<h1>",
            "</",
        ),
        *(
            "<meta name=date",
            "&#0;",
            "&#xd800;",
            "<?xml encoding='x'?>",
            "<article>",
            "<![CDATA[",
            'content="',
            ">",
        ),
        *(
            "some words ",
            "<title>",
            "<link rel=canonical href=//x>",
            '<script type="application/ld+json">[',
            "\0",
        ),
    ]
)


@settings(max_examples=50, deadline=None)
@given(st.lists(PIECES, max_size=20).map("".join))
def test_broken_html_is_read_or_refused_but_never_raises_anything_else(html: str) -> None:
    with suppress(InputError):
        assert page_fields(html)["text"]
