"""Web addresses as a person types them."""

import json

import pytest

from ingest.web import reading

pytestmark = pytest.mark.usefixtures("web_of_tests")


@pytest.fixture
def literally(make_fetcher, monkeypatch) -> None:
    """Hosts are the addresses that they look like."""
    monkeypatch.setattr(reading, "Fetcher", lambda _settings: make_fetcher(lambda host, _port: [host]))


def test_files_and_addresses_mix_and_what_fails_is_named(newsdesk, site, tmp_path) -> None:
    site["/a"] = (
        "<html><title>Harbour</title><article><p>The harbour of Calder was closed on Tuesday.</p></article>"
    )
    file = tmp_path / "bread.txt"
    file.write_text("The bakery on Mill Lane sells rye loaves before dawn.")
    done = newsdesk("ingest", file, site.url("/a"), site.url("/b"), site.url("/a"), "--json")
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert (told["added"], told["failed"]) == (2, 1)
    assert told["failures"] == [
        {
            "source": site.url("/b"),
            "line": None,
            "reason": "There is no such page (status 404). Check the address.",
        }
    ]


def test_a_private_address_is_refused_with_a_reason(newsdesk, literally, sentinel) -> None:
    done = newsdesk("ingest", f"http://127.0.0.3:{sentinel.port}/")
    assert done.exit_code == 1
    assert "private network" in done.output
    assert sentinel.connections == 0
