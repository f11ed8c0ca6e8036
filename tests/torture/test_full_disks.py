"""A disk that becomes full at any moment of an ingest: it is told, nothing is lost, and it goes on afterwards."""

import shutil
import subprocess
from contextlib import ExitStack

import pytest

from index.library import Library
from index.searchable import SearchableLibrary
from tests.torture.commands import Command, newsdesk, with_batches
from tests.torture.fleet import Book, voyage
from tests.torture.test_terminations import COUNTS

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

_DISK = 60_000_000  # bytes
_ENOUGH = 3_000_000  # bytes that an ingest with its indexes needs, and more


@pytest.fixture
def disk(tmp_path):
    """A small file system of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", f"size={_DISK}", "tmpfs", str(folder)]
    if subprocess.run(mounting, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here; it takes root")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.parametrize("part", range(2))
def test_ingest_on_a_disk_that_gets_full(part, trial, settings, disk, tmp_path):
    """In one part a bot has the library open, in the other each command starts its own server, on the full disk."""
    settings = with_batches(settings, 3).model_copy(update={"data_dir": disk / "data"})
    book, file, ballast = Book(), tmp_path / "voyage.jsonl", disk / "ballast"
    with ExitStack() as stack:
        bot = stack.enter_context(SearchableLibrary(settings)) if part else None
        if bot:
            bot.follow()
        library = bot.library if bot else Library(settings.data_dir)
        for point in trial.points(15):
            given = voyage(file, f"{part}.{point}")
            room = trial.chance.randrange(_ENOUGH) if point % 3 else trial.chance.randrange(_ENOUGH // 30)
            _fill(ballast, leaving=room)
            command = Command(settings, "ingest", file)
            code = command.end()
            counts = COUNTS.search(command.said)
            told = sum(map(int, counts.groups()[:4])) if counts else 0
            ballast.unlink(missing_ok=True)
            trial.compare(book, library, given, told)
            trial.expect_clear(command)
            is_told = code == 1 and any(
                word in command.said for word in ("is full", "Free space", "Free some")
            )
            trial.expect(
                code == 0 or is_told, "unclear", f"with {room} bytes, exit code {code}: {command.said}"
            )
            code, again = newsdesk(settings, "ingest", file)
            trial.expect(code == 0, "unclear", again.said)
            trial.compare(book, library, given, len(given))
            if bot:
                id_ = trial.chance.choice(sorted(book.texts))
                trial.expect_searchable(bot, book.texts[id_], id_)
        if bot:
            bot.close(stop_server_if_last=True)
    trial.expect_sound(settings)


def _fill(ballast, *, leaving):
    free = shutil.disk_usage(ballast.parent).free
    with ballast.open("wb") as file:
        file.write(bytes(max(0, free - leaving)))
