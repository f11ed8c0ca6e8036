"""The command line as a person types it, on a library of the test's own."""

import json

import pytest
from typer.testing import CliRunner

from cli.main import app
from ingest.web import reading


@pytest.fixture
def newsdesk(settings, monkeypatch):
    """Run a command in this process; returns typer's result."""
    monkeypatch.setenv("NEWSDESK_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("NEWSDESK_CACHE_DIR", str(settings.cache_dir))
    monkeypatch.setenv("NEWSDESK_INDEX__CHROMA_LINGER_SECONDS", "0")
    return lambda *arguments, **more: CliRunner().invoke(app, list(map(str, arguments)), **more)


@pytest.fixture
def web_of_tests(monkeypatch, fetcher) -> None:
    """What commands fetch comes from the servers of the tests."""
    monkeypatch.setattr(reading, "Fetcher", lambda _settings: fetcher)


@pytest.fixture
def harbour(tmp_path):
    file = tmp_path / "harbour.jsonl"
    lines = [
        {"_id": "h1", "title": "Harbour", "text": "The mayor, Ada Quist, said that the harbour would reopen on Monday.",
         "source": "The Post", "published": "2026-01-06T10:00:00+01:00", "url": "https://post.example/h1"},
        {"_id": "h2", "title": "Bread", "text": "The bakery on Mill Lane sells rye loaves before dawn.",
         "source": "The Post"},
    ]  # fmt: skip
    file.write_text("\n".join(map(json.dumps, lines)))
    return file
