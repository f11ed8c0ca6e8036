"""`newsdesk refresh` as a person types it."""

import json

import pytest
from typer.testing import CliRunner

from cli.main import app
from ingest.web import reading

PAGE = (
    "<html lang=en><title>Harbour closed</title><article><p>{} of Calder was closed on Tuesday.</p></article>"
)


@pytest.fixture
def newsdesk(settings, monkeypatch, fetcher, site, tmp_path):
    """Run a command in this process, on a library with an article of the web and one of a file."""
    monkeypatch.setenv("NEWSDESK_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("NEWSDESK_CACHE_DIR", str(settings.cache_dir))
    monkeypatch.setenv("NEWSDESK_INDEX__CHROMA_LINGER_SECONDS", "0")
    monkeypatch.setattr(reading, "Fetcher", lambda _settings: fetcher)
    site["/a"] = PAGE.format("The harbour")

    def run(*arguments):
        return CliRunner().invoke(app, list(map(str, arguments)))

    file = tmp_path / "bread.jsonl"
    file.write_text('{"_id": "bread", "text": "The bakery on Mill Lane sells rye loaves before dawn."}')
    run("ingest", site.url("/a"), file)
    return run


def id_of(newsdesk) -> str:
    listed = map(json.loads, newsdesk("articles", "list", "--json").stdout.splitlines())
    return next(one["id"] for one in listed if one["url"])


def test_what_is_due_is_looked_at_and_what_was_just_fetched_is_not(newsdesk, site) -> None:
    site.requests.clear()
    assert "No page is due" in newsdesk("refresh").output
    assert "no page, because they came from files" in newsdesk("refresh", "--since", "2000-01-01").output
    assert site.asked == []


def test_a_dry_run_asks_nothing(newsdesk, site) -> None:
    site.requests.clear()
    done = newsdesk("refresh", id_of(newsdesk), "--dry-run")
    assert (done.exit_code, site.asked) == (0, [])
    assert f"Harbour closed  ({site.url('/a')})" in done.output
    assert "Would look at 1 page." in done.output


def test_each_outcome_is_told_and_shown_with_the_article(newsdesk, site) -> None:
    id_ = id_of(newsdesk)
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
    answer = json.loads(newsdesk("ask", "Was the main harbour of Calder closed?", "--json").stdout)
    (citation,) = answer["citations"]
    assert citation["standing"] == {"withdrawn": listed["withdrawn"], "newer": None, "is_removed": False}
    asked = newsdesk("ask", "Was the main harbour of Calder closed?").output
    assert "no longer at its address since" in asked


def test_an_article_without_a_page_is_refused_plainly(newsdesk) -> None:
    assert "came from a file" in str(newsdesk("refresh", "bread").exception)
    assert "no such article" in str(newsdesk("refresh", "nowhere").exception)
