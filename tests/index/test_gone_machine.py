"""A machine that holds a lock and whose network is cut: a network namespace, and a cable that is pulled."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index.library import Library
from tests.postgres import PROGRAMS, running_server

ROOT = Path(__file__).parents[2]
TAKEOVER_SECONDS = 30
HERE, THERE = "10.213.77.1", "10.213.77.2"
MACHINE, PLUG, OTHER_PLUG = "newsdesk-test", "newsdesk-here", "newsdesk-away"
HOLD = """
import sys, time
from contextlib import suppress
from pathlib import Path
from config.errors import LibraryError
from index.library import Library
with suppress(LibraryError), Library(Path(sys.argv[1]), url=sys.argv[2]).alone("feeds") as held:
    print("held", flush=True)
    while held.is_ours():
        time.sleep(0.01)
    print(time.monotonic(), flush=True)
"""


def ip(*arguments: str, check: bool = True) -> None:
    subprocess.run(["ip", *arguments], check=check, capture_output=True)


@pytest.fixture
def machine() -> Iterator[str]:
    """The name of a network namespace that is connected with this machine."""
    if os.geteuid() != 0 or shutil.which("ip") is None or PROGRAMS is None:
        pytest.skip("a network of the test's own needs root, ip and PostgreSQL's programs")
    try:
        ip("netns", "add", MACHINE)
        ip("link", "add", PLUG, "type", "veth", "peer", "name", OTHER_PLUG)
        ip("link", "set", OTHER_PLUG, "netns", MACHINE)
        ip("addr", "add", f"{HERE}/24", "dev", PLUG)
        ip("link", "set", PLUG, "up")
        ip("-n", MACHINE, "addr", "add", f"{THERE}/24", "dev", OTHER_PLUG)
        ip("-n", MACHINE, "link", "set", OTHER_PLUG, "up")
    except subprocess.CalledProcessError as exc:
        pytest.skip(f"no network of the test's own can be made here: {exc.stderr.decode()}")
    try:
        yield MACHINE
    finally:
        ip("link", "del", PLUG, check=False)
        ip("netns", "del", MACHINE, check=False)


@pytest.mark.slow
def test_the_lock_of_a_machine_that_is_gone_is_taken_over_and_given_up_there_before(machine, tmp_path):
    with running_server(also=HERE) as server:
        url = server.create("gone")
        away = url.replace("127.0.0.1", HERE)
        holding = ["ip", "netns", "exec", machine, sys.executable, "-c", HOLD, str(tmp_path / "away"), away]
        with (
            closing(Library(tmp_path / "here", url=url)) as store,
            subprocess.Popen(holding, cwd=ROOT, stdout=subprocess.PIPE, text=True) as holder,
        ):
            try:
                assert holder.stdout.readline() == "held\n"
                ip("link", "set", PLUG, "down")
                with store.alone("feeds", wait_seconds=TAKEOVER_SECONDS):
                    taken = time.monotonic()
                assert float(holder.stdout.readline()) < taken
            finally:
                holder.kill()
