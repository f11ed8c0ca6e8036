"""Two processes that ask the same feeds: one at a time, and the other goes on when it is killed."""

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from config.settings import load_settings
from index.searchable import SearchableLibrary
from ingest.feeds.subscribing import add_feed

ROOT = Path(__file__).parents[3]
TAKEOVER_SECONDS = 30
PATIENCE_SECONDS = 100  # for processes to start on a busy machine
POLL = """
import json, sys, threading
from config.logs import start_logging
from config.settings import load_settings
from index.searchable import SearchableLibrary
from ingest.feeds.polling import Poller
from ingest.web.addresses import Reach
from ingest.web.fetching import Fetcher
from ingest.web.reading import Web

port, given = sys.argv[1:]
settings = load_settings(**json.loads(given))
start_logging(settings)
reach = Reach(ports=frozenset({int(port)}), also=("127.0.0.1/32",))
fetcher = Fetcher(settings.fetch, reach=reach, resolve=lambda *_: ["127.0.0.1"])
with SearchableLibrary(settings) as library, Web(settings, fetcher=fetcher) as web:
    Poller(library, web, chance=lambda: 0.0).run(
        threading.Event().wait, report=lambda polled: print(f"added {polled.tally.added}", flush=True)
    )
"""


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_who_is_killed_in_the_midst_of_asking_the_feeds_is_followed_by_the_other_and_nothing_is_twice(
    request, site, publish, settings, web, tmp_path, database
):
    publish("harbour")
    page, asked, go_on = site.routes["/harbour"], threading.Semaphore(0), threading.Event()

    def slowly(_request):
        asked.release()
        go_on.wait(PATIENCE_SECONDS)
        return page

    site["/harbour"] = slowly
    given = {
        "data_dir": str(tmp_path / "data"),
        "cache_dir": str(settings.cache_dir),
        "log_level": "info",
        "index": {"chroma_linger_seconds": 0},
        "fetch": {"pause_seconds": 0, "timeout_seconds": PATIENCE_SECONDS},
    }
    if database == "postgres":
        given["database_url"] = request.getfixturevalue("postgres_url")
    with SearchableLibrary(load_settings(**given)) as library:
        add_feed(library.library, site.url("/feed.xml"), web)
        running = []
        try:
            running.append(poll(site.port, given))
            assert asked.acquire(timeout=PATIENCE_SECONDS)
            running.append(poll(site.port, given))
            says(running[1], "Another newsdesk is asking")
            running[0].kill()
            assert asked.acquire(timeout=TAKEOVER_SECONDS)
            go_on.set()
            assert running[1].stdout.readline() == "added 1\n"
        finally:
            go_on.set()
            for process in running:
                process.kill()
                process.communicate()
        assert [stored.version for stored in library.library.articles()] == [1]


def says(process: "subprocess.Popen[str]", words: str) -> None:
    """Wait until its log says so; it is ended where that takes too long."""
    ending = threading.Timer(PATIENCE_SECONDS, process.kill)
    ending.start()
    lines = []
    for line in process.stderr:
        lines.append(line)
        if words in line:
            ending.cancel()
            return
    raise AssertionError(lines)


def poll(port: int, given: dict[str, object]) -> "subprocess.Popen[str]":
    command = [sys.executable, "-W", "ignore", "-c", POLL, str(port), json.dumps(given)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
