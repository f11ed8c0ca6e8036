"""SIGTERM ends an ingest that says how much is stored."""

import signal

from index.library import Library
from tests.torture.commands import Command, with_batches
from tests.torture.fleet import voyage


def test_an_ingest_that_is_ended_by_sigterm_says_what_is_stored(settings, tmp_path):
    settings = with_batches(settings, 1)
    voyage(tmp_path / "voyage.jsonl", 1, 500)
    command = Command(settings, "ingest", tmp_path / "voyage.jsonl")
    assert command.listen(until="3 articles")
    command.send(signal.SIGTERM)
    assert command.end() == -signal.SIGTERM
    library = Library(settings.data_dir)
    stored = library.count()[0]
    library.close()
    assert 3 <= stored < 500
    assert f"{stored} added, 0 updated, 0 unchanged, 0 duplicate, 0 failed.\nStopped early." in command.said
    assert command.unclear() == []
