"""kill -9 of an ingest: what was acknowledged is there, nothing twice, and all of it is found.

The small brother of `make torture`, which kills at more moments and in more ways.
"""

import random
import signal
from datetime import UTC, datetime

import pytest

from index.checking import check
from index.searchable import SearchableLibrary
from tests.torture.commands import BEGIN, Command, newsdesk, with_batches
from tests.torture.fleet import ARTICLES, Book, voyage

NOW = datetime(2026, 1, 10, tzinfo=UTC)
BATCH = 3
_TRIES = 20  # to hit a moment of a few milliseconds


def expect_all_found(library, book):
    id_, text = max(book.texts.items())
    result = library.search(text, asked=NOW)
    assert id_ in [hit.passage.article for hit in result.hits]
    assert result.by_meaning
    assert all(part.is_sound for part in check(library))


@pytest.mark.parametrize("kills", [3, pytest.param(20, marks=pytest.mark.slow)])
def test_kills_lose_nothing_acknowledged_and_leave_nothing_twice(set_up, tmp_path, kills):
    settings = with_batches(set_up.settings(tmp_path / "data"), BATCH)
    chance = random.Random(20260106)
    book, acknowledged_in_all = Book(), 0
    with SearchableLibrary(settings) as library:
        library.follow()  # holds the server for all rounds, as an open bot would
        for round_ in range(kills):
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
        assert acknowledged_in_all > kills * ARTICLES / 4
        expect_all_found(library, book)
        library.close(stop_server_if_last=True)


def test_a_kill_while_an_index_is_written_is_made_good_by_the_next_search(set_up, tmp_path):
    settings = with_batches(set_up.settings(tmp_path / "data"), ARTICLES)
    chance, book, file = random.Random(20260107), Book(), tmp_path / "voyage.jsonl"
    with SearchableLibrary(settings) as library:
        library.follow()
        for attempt in range(_TRIES):
            given = voyage(file, attempt)
            command = Command(settings, "ingest", file, prepare=set_up.tell_of_writing)
            command.listen(until=f"{BEGIN} {set_up.projection}")
            command.listen(seconds=chance.random() * 0.01)
            command.send(signal.SIGKILL)
            command.end()
            found = book.compare(library.library, given, command.told)
            assert (found.lost, found.twice) == (0, 0)
            expect_all_found(library, book)
            if command.is_cut(set_up.projection, 1):
                break
        else:
            pytest.fail("no kill came while the index was written")
        code, again = newsdesk(settings, "ingest", file)
        assert code == 0, again.said
        found = book.compare(library.library, given, len(given))
        assert (found.stored, found.lost, found.twice) == (len(given), 0, 0)
        expect_all_found(library, book)
        library.close(stop_server_if_last=True)
