"""Hostile documents, which must end in time and leave the next one to be parsed; and mutations of good ones."""

import gzip
import json
import random
import time
import zlib
from collections.abc import Callable
from contextlib import suppress

import pytest

from config.errors import InputError
from ingest.parsers import Parsers

GOOD = b"<html><title>Harbour</title><body><p>The harbour of Calder was closed on Tuesday after a storm.</p></body>"
LIMIT_SECONDS = 20
N = 200_000


def html(body: str, head: str = "") -> bytes:
    return f"<html><head><title>x</title>{head}</head><body>{body}</body></html>".encode()


def rss(items: str, channel: str = "") -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{channel}{items}</channel></rss>'.encode()


def pdf(stream: bytes, kind: bytes = b"") -> bytes:
    """A PDF of one page with this content; without a table of its objects, which readers make themselves."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(stream), kind, stream),
        b"<< /Type /Page /Parent 2 0 R /Contents 3 0 R /MediaBox [0 0 9 9] /Resources << /Font << /F1 %s >> >> >>"
        % font,
    )
    body = b"".join(
        b"%d 0 obj\n%s\nendobj\n" % (number, content) for number, content in enumerate(objects, 1)
    )
    return b"%PDF-1.4\n" + body + b"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n0\n%%EOF"


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{LAUGHS}]>'
TWICE = b"/Filter [/FlateDecode /FlateDecode]"
SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">'
LINKED = '<script type="application/ld+json">{}</script>'

DOCUMENTS: dict[str, tuple[str, Callable[[], bytes]]] = {
    # pages
    "a table of a million cells": ("page", lambda: html("<table>" + "<tr><td>x" * (5 * N) + "</table>")),
    "inline tags": ("page", lambda: html("<p>" + "<b>x</b>" * N + "</p>")),
    "open inline tags": ("page", lambda: html("<i><b>x" * (N // 2))),
    "deep divs": ("page", lambda: html("<div>" * N)),
    "deep lists": ("page", lambda: html("<ul><li>x" * (N // 2))),
    "deep tables": ("page", lambda: html("<table><tr><td>" * (N // 10))),
    "deep quotes": ("page", lambda: html("<blockquote><p>x" * (N // 10))),
    "paragraphs": ("page", lambda: html("<p>Some words of news.</p>" * N)),
    "links": ("page", lambda: html("<a href='/x'>some words</a> " * N)),
    "line breaks": ("page", lambda: html("<p>x" + "<br>" * (5 * N) + "x</p>")),
    "one long word": ("page", lambda: html("<p>" + "x" * 15_000_000 + "</p>")),
    "spaces": ("page", lambda: html("<p>x" + " " * 15_000_000 + "x</p>")),
    "comments": ("page", lambda: html("<!-- x -->" * N)),
    "an open comment": ("page", lambda: html("<!--" + "-" * 5_000_000)),
    "an attribute of 10 MB": ("page", lambda: html(f"<p class='{'x' * 10_000_000}'>x</p>")),
    "many attributes": ("page", lambda: html("<p " + " ".join(f"a{n}=1" for n in range(N)) + ">x</p>")),
    "many classes": ("page", lambda: html(f"<p class='{'paywall ' * N}'>x</p>")),
    "paywalls in paywalls": ("page", lambda: html("<div class=paywall>" * 5000 + "x")),
    "entities": ("page", lambda: html("<p>" + "&amp;" * (5 * N) + "</p>")),
    "broken entities": ("page", lambda: html("<p>" + "&#x" * (5 * N) + "</p>")),
    "laughs": ("page", lambda: BOMB.encode() + html("<p>&a9;</p>")),
    "NUL bytes": ("page", lambda: html("<p>\0" * N)),
    "angle brackets": ("page", lambda: b"<" * 10_000_000),
    "open scripts": ("page", lambda: html("<script>" * N)),
    "scripts": ("page", lambda: html("<script>var x = '<p>';</script>" * (N // 4))),
    "meta elements": ("page", lambda: html("<p>x", "<meta name=date content=2026-01-06>" * N)),
    "titles": ("page", lambda: html("<p>x", "<title>x</title>" * N)),
    "headings": ("page", lambda: html("<h1>x</h1>" * N)),
    "times": ("page", lambda: html("<article>" + "<time datetime=2026>x</time>" * N)),
    "images": ("page", lambda: html("<img src=x alt=y>" * N)),
    "forms": ("page", lambda: html("<form><input><select><option>" * (N // 10))),
    "svg": ("page", lambda: html("<svg>" + "<g>" * (N // 4))),
    "deep linked data": ("page", lambda: html("<p>x", LINKED.format("[" * 1_000_000))),
    "wide linked data": ("page", lambda: html("<p>x", LINKED.format(json.dumps([{"@type": "Article"}] * N)))),
    "a long number": ("page", lambda: html("<p>x", LINKED.format('{"wordCount": ' + "9" * 1_000_000 + "}"))),
    "linked data a hundred times": ("page", lambda: html("<p>x", LINKED.format('{"a": [1, 2, 3]}') * (N // 10))),
    "consent words": ("page", lambda: html("<p>" + "cookies consent accept partners " * N)),
    "a title for patterns": ("page", lambda: html("<p>x", f"<title>{'subscribe to ' * N}</title>")),
    "a declared codec": ("page", lambda: b"<meta charset=utf-7>" + b"+ADw-" * N),
    "bytes in no encoding": ("page", lambda: html("<p>") + bytes(range(128, 256)) * 20_000),
    "UTF-16 without a mark": ("page", lambda: ("<p>Some words of news.</p>" * 50_000).encode("utf-16-le")),
    "frames": ("page", lambda: html("<iframe srcdoc='<p>x'>" * (N // 10))),
    # feeds
    "an author of 32 KB": ("feed", lambda: rss(f"<item><guid>1</guid><author>{'a' * 32_000}</author></item>")),
    "an author of 320 KB": ("feed", lambda: rss(f"<item><guid>1</guid><author>{'a@b ' * 80_000}</author></item>")),
    "laughs in a feed": ("feed", lambda: BOMB.encode() + rss("<item><guid>1</guid><title>&a9;</title></item>")[21:]),
    "items": ("feed", lambda: rss("<item><guid>1</guid><title>x</title></item>" * N)),
    "deep items": ("feed", lambda: rss("<item>" * N)),
    "a date of 1 MB": ("feed", lambda: rss(f"<item><guid>1</guid><pubDate>{'1 ' * 500_000}</pubDate></item>")),
    "markup in a summary": ("feed", lambda: rss(f"<item><description>{'&lt;b&gt;' * N}</description></item>")),
    "open tags in a summary": ("feed", lambda: rss(f"<item><description>{'&lt;' * (5 * N)}</description></item>")),
    "a title of 5 MB": ("feed", lambda: rss(f"<item><guid>1</guid><title>{'&amp;lt;' * N}</title></item>")),
    "namespaces": ("feed", lambda: rss("".join(f'<item xmlns:n{n}="x{n}"><n{n}:a/></item>' for n in range(20_000)))),
    "relative links": ("feed", lambda: rss("<item><link>../x</link></item>" * 50_000, "<link>http://a.example/</link>")),
    "a deep JSON feed": ("feed", lambda: b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * 1_000_000),
    "a wide JSON feed": ("feed", lambda: json.dumps({"version": "jsonfeed.org", "items": [{"id": "x"}] * N}).encode()),
    "a sitemap's laughs": ("feed", lambda: bytes(BOMB + SITEMAP + "<url><loc>&a9;</loc></url></urlset>", "ascii")),
    "a sitemap's pages": ("feed", lambda: bytes(SITEMAP + "<url><loc>x</loc><n:news/></url>" * N, "ascii")),
    "a packed sitemap": ("feed", lambda: gzip.compress(b"<urlset>" + bytes(100_000_000))),
    "a page of links": ("feed", lambda: html("", "<link rel=alternate type=application/rss+xml href=/x>" * N)),
    # other documents
    "laughs in OPML": ("opml", lambda: bytes(BOMB + "<opml><outline text='&a9;' xmlUrl='x'/></opml>", "ascii")),
    "deep OPML": ("opml", lambda: b"<opml>" + b"<outline>" * N),
    "rules of robots.txt": ("robots", lambda: b"User-agent: *\n" + b"Disallow: /*a*b*c$\n" * 25_000),
    "a long rule of robots.txt": ("robots", lambda: b"User-agent: *\nDisallow: /" + b"*a" * N + b"$"),
    # mails and PDFs
    "deep parts of a mail": ("letter", lambda: b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n" * 50_000),
    "a header of 5 MB": ("letter", lambda: b"Subject: " + b"=?utf-8?q?x?= " * N + b"\r\n\r\nx"),
    "recipients": ("letter", lambda: b"From: " + b"a <a@b.example>, " * N + b"\r\n\r\nx"),
    "open comments of an address": ("letter", lambda: b"From: " + b"(" * N + b"\r\n\r\nx"),
    "headers": ("letter", lambda: b"X: y\r\n" * (5 * N) + b"\r\nx"),
    "a packed stream in a PDF": ("pdf", lambda: pdf(zlib.compress(bytes(1 << 30), 9), b"/Filter /FlateDecode")),
    "a stream packed twice": ("pdf", lambda: pdf(zlib.compress(zlib.compress(bytes(1 << 30), 9)), TWICE)),
    "operators of a PDF": ("pdf", lambda: pdf(b"BT /F1 9 Tf " + b"(x) Tj 1 1 Td " * N + b"ET")),
    "deep arrays of a PDF": ("pdf", lambda: pdf(b"[" * N)),
    "a PDF that contains itself": ("pdf", lambda: pdf(b"x").replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]")),
    "a PDF without its table": ("pdf", lambda: b"%PDF-1.4\n" + b"1 0 obj\n<< >>\nendobj\n" * N),
}  # fmt: skip
QUICK = (
    "a table of a million cells",
    "an author of 320 KB",
    "laughs in a feed",
    "a packed sitemap",
    "deep divs",
)


def ends_in_time(parsers: Parsers, name: str) -> None:
    task, document = DOCUMENTS[name]
    begin = time.monotonic()
    with suppress(InputError):
        parsers.parse(task, document(), address="https://post.example/" + "a" * 200)
    assert time.monotonic() - begin < LIMIT_SECONDS
    assert parsers.parse("page", GOOD)["title"] == "Harbour"


def test_there_are_60_hostile_documents() -> None:
    assert len(DOCUMENTS) >= 60


@pytest.mark.parametrize("name", QUICK)
def test_a_hostile_document_ends_in_time_and_the_next_is_parsed(parsers: Parsers, name: str) -> None:
    ends_in_time(parsers, name)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in DOCUMENTS if name not in QUICK])
def test_every_hostile_document_ends_in_time_and_the_next_is_parsed(parsers: Parsers, name: str) -> None:
    ends_in_time(parsers, name)


SEEDS: dict[str, bytes] = {
    "page": html(
        "<article><h1>Harbour</h1><time datetime=2026-01-06></time><p>The harbour of Calder was closed.</p>"
        "<table><tr><td>x</table><a href=x>more</a></article>",
        '<meta property="og:site_name" content="P"><link rel=canonical href=/a>'
        + LINKED.format('{"@type": "NewsArticle", "wordCount": 5, "isAccessibleForFree": false}'),
    ),
    "feed": rss(
        "<item><guid>1</guid><link>/a</link><title>x &amp;amp; y</title>"
        "<pubDate>Tue, 06 Jan 2026 14:00:00 GMT</pubDate>"
        "<description>&lt;p&gt;x</description><author>a@b.example (A)</author></item>",
        "<title>P</title><ttl>60</ttl><link>http://a.example/</link>",
    ),
    "letter": b"Subject: =?utf-8?q?x?=\r\nFrom: A <a@b.example>\r\nDate: Tue, 06 Jan 2026 14:00:00 GMT\r\n"
    b"Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b\r\n"
    b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+VGhlIGhhcmJvdXI=\r\n--b--",
    "pdf": pdf(b"BT /F1 9 Tf 9 9 Td (The harbour.) Tj ET"),
    "opml": b"<opml><body><outline text='x'><outline xmlUrl='http://a.example/'/></outline></body></opml>",
    "robots": b"User-agent: *\nDisallow: /*a$\nCrawl-delay: 5\nSitemap: /x.xml\n",
}  # fmt: skip


def mutated(seed: bytes, chance: random.Random) -> bytes:
    """The seed with some of its bytes changed, dropped, doubled, moved or followed by noise."""
    data = bytearray(seed)
    for _ in range(chance.randint(1, 12)):
        at, length = chance.randrange(len(data) + 1), chance.randint(1, 40)
        match chance.randrange(5):
            case 0:
                data[at : at + 1] = chance.randbytes(1)
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = data[at : at + length] * chance.randint(1, 50)
            case 3:
                data[at:at] = chance.choice(
                    [b"<", b">", b"&", b'"', b"\0", b"\xff\xfe", b"<![CDATA[", b"<!--", b"{", b"]"]
                )
            case 4:
                data = data[at:] + data[:at]
    return bytes(data)


def survive(parsers: Parsers, count: int) -> None:
    chance = random.Random(6)
    for _ in range(count):
        task = chance.choice(list(SEEDS))
        with suppress(InputError):
            parsers.parse(task, mutated(SEEDS[task], chance), address="https://post.example/a")


def test_200_mutations_end_in_a_value_or_a_sentence(parsers: Parsers) -> None:
    survive(parsers, 200)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_10000_mutations_end_in_a_value_or_a_sentence(parsers: Parsers) -> None:
    survive(parsers, 10_000)
