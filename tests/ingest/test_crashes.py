"""kill -9 at any moment of an ingest: what was acknowledged is there, nothing twice, both indexes right.

The small brother of `make torture`, which kills at more moments and in more ways.
"""

import random
import signal

import pytest
from pydantic import SecretStr

from index.checking import check
from index.searchable import SearchableLibrary
from tests.torture.commands import Command
from tests.torture.fleet import ARTICLES, Book, voyage

KILLS, BATCH = 20, 3


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def test_kills_lose_nothing_acknowledged_and_leave_nothing_twice(settings, tmp_path, database, request):
    if database == "postgres":
        url = SecretStr(request.getfixturevalue("postgres_url"))
        settings = settings.model_copy(update={"database_url": url})
    chance = random.Random(20260106)
    settings = settings.model_copy(
        update={"ingest": settings.ingest.model_copy(update={"batch_articles": BATCH})}
    )
    book, acknowledged_in_all = Book(), 0
    with SearchableLibrary(settings) as library:
        library.follow()  # holds the server for all rounds, as an open bot would
        for round_ in range(KILLS):
            given = voyage(tmp_path / "voyage.jsonl", round_)
            command = Command(settings, "ingest", tmp_path / "voyage.jsonl")
            until = chance.randrange(0, ARTICLES + BATCH, BATCH)
            while command.told < until and command.listen(until=f"{command.told + BATCH} articles"):
                pass
            command.listen(seconds=chance.random() * 0.05)
            command.send(signal.SIGKILL)
            command.end()
            found = book.compare(library.library, given, command.told)
            assert (found.lost, found.twice) == (0, 0), f"round {round_}"
            acknowledged_in_all += command.told
        assert acknowledged_in_all > KILLS * ARTICLES / 4
        assert all(part.is_sound for part in check(library))
        library.close(stop_server_if_last=True)
