"""A feed on the test site, and a poller."""

from collections.abc import Callable

import pytest

from ingest.feeds.polling import Poller
from ingest.feeds.subscribing import add_feed


@pytest.fixture
def poller(library, web) -> Poller:
    return Poller(library, web, chance=lambda: 0.0)


@pytest.fixture
def subscribe(site, library, web) -> Callable[..., object]:
    """Add the feed at a path of the site."""
    return lambda path="/feed.xml", **more: add_feed(library.library, site.url(path, **more), web).feed


@pytest.fixture
def publish(site) -> Callable[..., None]:
    """Make the site's feed list articles: each name is a page, and its text, if given, is what the page says."""

    def publishing(*names: str, path: str = "/feed.xml", etag: str | None = None, **texts: str) -> None:
        items = ""
        for name in names:
            text = texts.get(name, f"The {name} of Calder was closed on Tuesday after a storm.")
            site[f"/{name}"] = (
                f"<html lang=en><title>{name} closed</title>"
                f"<article><h1>{name} closed</h1><p>{text}</p></article></html>"
            )
            items += (
                f"<item><title>{name} closed</title><link>{site.url(f'/{name}')}</link><guid>{name}</guid>"
                f"<description>{text[:60]}</description><pubDate>Tue, 06 Jan 2026 14:00:00 +0100</pubDate></item>"
            )
        feed = f'<rss version="2.0"><channel><title>The Calder Post</title>{items}</channel></rss>'
        headers = {"ETag": etag or f'"{hash(feed)}"'}
        site[path] = site.Answer(feed, type="application/rss+xml", headers=headers)

    return publishing
