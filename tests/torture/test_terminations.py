"""SIGTERM at any moment of an ingest: it ends as asked, and says how much is stored."""

import re
import signal

import pytest

from index.library import Library
from tests.torture.commands import Command, with_batches
from tests.torture.fleet import Book, voyage

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

COUNTS = re.compile(
    r"^(\d+) added, (\d+) updated, (\d+) unchanged, (\d+) duplicate, (\d+) failed\.$", re.MULTILINE
)


@pytest.mark.parametrize("part", range(2))
def test_ingest_ended_by_sigterm(part, trial, settings, tmp_path):
    settings = with_batches(settings, 3)
    book, durations, file = Book(), [1.0], tmp_path / "voyage.jsonl"
    library = Library(settings.data_dir)
    for point in trial.points(25):
        given = voyage(file, f"{part}.{point}")
        command = Command(settings, "ingest", file)
        if point % 2:
            command.listen(until="3 articles")
        if command.listen(seconds=trial.chance.random() * durations[-1] * (0.5 if point % 2 else 1.1)):
            command.send(signal.SIGTERM)
        code = command.end(60)
        counts = COUNTS.search(command.said)
        told = sum(map(int, counts.groups())) if counts else 0
        if code == 0:
            durations.append(command.took)
        found = trial.compare(book, library, given, told)
        trial.expect(found.stored == told, "unclear", f"{found.stored} stored, but: {command.said}")
        trial.expect(code in {0, -signal.SIGTERM}, "unclear", f"exit code {code}: {command.said}")
        trial.expect(not counts or code == 0 or "Stopped early" in command.said, "unclear", command.said)
        trial.expect_clear(command)
    library.close()
    trial.expect_sound(settings)
