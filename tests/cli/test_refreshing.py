"""`newsdesk refresh` as a person types it."""

import json
import os
import signal
import threading

import numpy as np
import pytest

from cli.main import app
from cli.session import Terminated, end_on_sigterm
from index.library import Library
from index.stored import IndexedArticle
from ingest.web.reading import Web

pytestmark = pytest.mark.usefixtures("web_of_tests")

PAGE = (
    "<html lang=en><title>Harbour closed</title><article><p>{} of Calder was closed on Tuesday.</p></article>"
)


@pytest.fixture
def put(settings, fetcher, site, embedder, make_article):
    """Bring pages of the site, and an article of a file, into the library as if they had been ingested; ids by path."""

    def putting(*paths: str) -> list[str]:
        with Web(settings, fetcher=fetcher) as web:
            fetched = [web.article(site.url(path)) for path in paths]
        nothing = np.zeros((0, embedder.identity.dimensions), dtype=np.float32)
        articles = [*fetched, make_article("bread", "The bakery on Mill Lane sells rye loaves before dawn.")]
        library = Library(settings.data_dir)
        library.put([IndexedArticle(article, (), nothing) for article in articles], embedder.identity)
        library.close()
        return [article.id for article in fetched]

    return putting


def test_what_was_just_fetched_is_not_due_and_what_came_from_files_has_no_page(newsdesk, put, site) -> None:
    site["/a"] = PAGE.format("The harbour")
    put("/a")
    site.requests.clear()
    assert "No page is due" in newsdesk("refresh").output
    assert "no page, because they came from files" in newsdesk("refresh", "--since", "2000-01-01").output
    assert site.asked == []


def test_a_dry_run_asks_nothing(newsdesk, put, site) -> None:
    site["/a"] = PAGE.format("The harbour")
    (id_,) = put("/a")
    site.requests.clear()
    done = newsdesk("refresh", id_, "--dry-run")
    assert (done.exit_code, site.asked) == (0, [])
    assert f"Harbour closed  ({site.url('/a')})" in done.output
    assert "Would look at 1 page." in done.output


def test_each_outcome_is_told_and_shown_with_the_article(newsdesk, put, site) -> None:
    site["/a"] = PAGE.format("The harbour")
    (id_,) = put("/a")
    assert "1 page: 1 unchanged, 0 updated" in newsdesk("refresh", id_).output
    site["/a"] = PAGE.format("The main harbour")
    changed = newsdesk("refresh", id_)
    assert (changed.exit_code, "has changed; stored as a new version" in changed.output) == (0, True)
    site["/a"] = site.Answer("", 410)
    gone = newsdesk("refresh", id_, "--json")
    first, last = map(json.loads, gone.stdout.splitlines())
    assert (first["found"], last["withdrawn"], last["complete"]) == ("withdrawn", 1, True)
    site["/a"] = site.Answer("", 403)
    refused = newsdesk("refresh", id_)
    assert refused.exit_code == 1
    assert "If you may read it, save the page and ingest the file." in refused.output
    (listed,) = (
        one
        for one in map(json.loads, newsdesk("articles", "list", "--json").stdout.splitlines())
        if one["url"]
    )
    assert listed["withdrawn"].startswith("20")
    assert "(no longer" in newsdesk("articles", "list").output
    assert "no longer at its address since" in newsdesk("articles", "show", id_).output
    assert "no longer at its address since" in newsdesk("articles", "history", id_).output


def test_an_article_without_a_page_is_refused_plainly(newsdesk, put) -> None:
    put()
    assert "came from a file" in str(newsdesk("refresh", "bread").exception)
    assert "no such article" in str(newsdesk("refresh", "nowhere").exception)


@pytest.fixture
def ended_by_sigterm():
    """SIGTERM as the command line takes it, for one test."""
    before = signal.getsignal(signal.SIGTERM)
    end_on_sigterm()
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.mark.usefixtures("ended_by_sigterm")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_command_that_is_stopped_keeps_what_was_found_and_goes_on_from_there(
    newsdesk, put, site, monkeypatch, capsys, number
) -> None:
    monkeypatch.setenv("NEWSDESK_FETCH__HOSTS", "1")
    paths = ("/a", "/b", "/c")
    for path in paths:
        site[path] = PAGE.format(f"The pier {path[1:]}")
    ids = put(*paths)
    there, was_interrupted = site.routes["/b"], threading.Event()

    def interrupt(_request):
        if not was_interrupted.is_set():
            was_interrupted.set()
            os.kill(os.getpid(), number)
        return there

    site["/b"] = interrupt
    with pytest.raises((SystemExit, Terminated)):
        app(["refresh", *ids])
    said = capsys.readouterr()
    assert "Stopped early. What is counted is stored" in said.err
    assert "3 pages" not in said.out + said.err
    assert "3 pages: 3 unchanged" in newsdesk("refresh", *ids).output
