"""The preview as people run it: a process of its own, ended by a signal."""

import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.running import preview
from bot.running.preview import run_preview
from config.errors import ConfigurationError
from config.settings import Settings
from index.searchable import SearchableLibrary
from tests.bot.fakes import ScriptedAsker

ROOT = Path(__file__).parents[2]
SERVE = """
import sys

from bot.running.preview import run_preview
from config.settings import Settings
from index.searchable import SearchableLibrary
from tests.bot.fakes import ScriptedAsker

settings = Settings(_env_file=None, data_dir=sys.argv[1])
run_preview(ScriptedAsker(), SearchableLibrary(settings), settings)
print("library closed", flush=True)
"""


@contextmanager
def process(code: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A Python process that runs `code` in the project's folder; killed if it is still there afterwards."""
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", code, *arguments],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        try:
            yield running
        finally:
            running.kill()


def ended(running: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Exit code, what it still said, and its complaints."""
    assert running.stdout
    assert running.stderr
    said, complaints = running.stdout.read(), running.stderr.read()
    return running.wait(timeout=10), said, complaints


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_preview_cleanly(number: signal.Signals, tmp_path: Path) -> None:
    with process(SERVE, str(tmp_path)) as running:
        assert running.stdout
        address = re.search(r"http://127\.0\.0\.1:\d+/", running.stdout.readline())
        assert address
        with urllib.request.urlopen(address[0], timeout=10) as page:  # noqa: S310 - our own page, on loopback
            assert page.status == 200
        running.send_signal(number)
        code, said, complaints = ended(running)

    assert (code, complaints) == (0, "")
    assert said.splitlines()[-2:] == ["Stop with Ctrl-C.", "library closed"]


def test_a_taken_port_is_named(library: SearchableLibrary, settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigurationError, match=f"could not bind port {port}.*--port"):
            run_preview(ScriptedAsker(), library, settings, port=port)


def test_a_missing_extra_is_named(
    library: SearchableLibrary, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview, "PREVIEW_PACKAGES", ("simcord", "a_package_that_is_missing"))
    with pytest.raises(ConfigurationError, match=r"a_package_that_is_missing.*newsdesk\[preview\]"):
        run_preview(ScriptedAsker(), library, settings)
