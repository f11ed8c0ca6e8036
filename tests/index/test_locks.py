"""What only one process may do at a time."""

import subprocess
import sys
from pathlib import Path

import pytest

from config.errors import LibraryBusyError

ROOT = Path(__file__).parents[2]
HOLD = """
import sys
from pathlib import Path
from index.library import Library
folder, url = sys.argv[1:]
with Library(Path(folder), url=url or None).alone("feeds"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_what_one_process_does_another_does_not_until_it_has_died(open_library):
    store = open_library()
    folder, url = open_library.arguments
    holding = [sys.executable, "-c", HOLD, str(folder), url or ""]
    with subprocess.Popen(
        holding, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(LibraryBusyError, match="feeds"), store.alone("feeds"):
            pass
        with store.alone("watches"):
            pass
        holder.kill()
    with store.alone("feeds", wait_seconds=20):
        pass


def test_what_was_done_alone_can_be_done_again_after_a_failure(open_library):
    store = open_library()
    with pytest.raises(ZeroDivisionError), store.alone("feeds"):
        raise ZeroDivisionError
    with store.alone("feeds"):
        pass
