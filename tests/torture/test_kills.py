"""kill -9: an ingest at any moment, an ingest while tantivy commits, and Chroma's server while it is written to."""

import signal
from contextlib import ExitStack
from statistics import median

import pytest

from index.library import Library
from index.searchable import SearchableLibrary
from tests.serving import chroma_server
from tests.torture.commands import BEGIN, END, Command, tell_of_writing, with_batches
from tests.torture.fleet import Book, voyage

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

_TRIES = 20  # to hit a moment of a few milliseconds


@pytest.mark.parametrize("part", range(8))
def test_ingest_killed_at_any_moment(part, trial, settings, tmp_path):
    """In every other part a bot has the library open meanwhile; else each ingest starts and loses its own server."""
    settings = with_batches(settings, 3)
    book, durations, file = Book(), [1.0], tmp_path / "voyage.jsonl"
    with ExitStack() as stack:
        bot = stack.enter_context(SearchableLibrary(settings)) if part % 2 else None
        library = bot.library if bot else Library(settings.data_dir)
        for point in trial.points(25):
            given = voyage(file, f"{part}.{point}")
            command = Command(settings, "ingest", file)
            if point % 2:  # the moments in which something is stored
                command.listen(until="3 articles")
            moment = trial.chance.random() * durations[-1] * (0.5 if point % 2 else 1.1)
            if command.listen(seconds=moment):
                command.send(signal.SIGKILL)
            code = command.end()
            if code == 0:
                durations.append(command.took)
            trial.compare(book, library, given, len(given) if code == 0 else command.told)
            trial.expect_clear(command)
            if bot and book.texts:
                id_ = trial.chance.choice(sorted(book.texts))
                trial.expect_searchable(bot, book.texts[id_], id_)
        if bot:
            bot.close(stop_server_if_last=True)
    trial.expect_sound(settings)


@pytest.mark.parametrize("part", range(4))
def test_ingest_killed_while_tantivy_commits(part, trial, settings, tmp_path):
    settings = with_batches(settings, 32)
    book, lasted, file = Book(), [0.01], tmp_path / "voyage.jsonl"
    with SearchableLibrary(settings) as bot:
        bot.follow()
        for point in trial.points(13):
            for attempt in range(_TRIES):
                given = voyage(file, f"{part}.{point}.{attempt}", 80)
                command = Command(settings, "ingest", file, prepare=tell_of_writing)
                nth = trial.chance.randint(1, 5)
                _wait_inside(command, "keywords", nth, lasted, trial.chance)
                command.send(signal.SIGKILL)
                command.end()
                trial.compare(book, bot.library, given, command.told)
                if command.is_cut("keywords", nth):
                    break
            else:
                trial.expect(False, "unfound", "no kill came while tantivy committed")
            id_ = trial.chance.choice(sorted(book.texts))
            trial.expect_searchable(bot, book.texts[id_], id_)
            trial.expect_clear(command)
            trial.expect_sound(settings)
        bot.close(stop_server_if_last=True)


@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize("victims", [("server",), ("server", "command")], ids=["server", "both"])
def test_chroma_killed_while_it_is_written(victims, part, trial, at_sea):
    """All vectors are put anew, in thousands, by `newsdesk reindex --rebuild`; a bot has the library open."""
    lasted = [0.2]
    with SearchableLibrary(at_sea) as bot:
        bot.follow()
        for _point in trial.points(6):
            for _attempt in range(_TRIES):
                command = Command(at_sea, "reindex", "--rebuild", prepare=tell_of_writing)
                nth = trial.chance.randint(1, 3)
                _wait_inside(command, "vectors", nth, lasted, trial.chance)
                chroma_server(at_sea).kill()
                if "command" in victims:
                    command.send(signal.SIGKILL)
                command.end()
                trial.expect_clear(command)
                if command.is_cut("vectors", nth):
                    break
            else:
                trial.expect(False, "unfound", "no kill came while Chroma was written to")
            number = trial.chance.randrange(100)
            trial.expect_searchable(bot, f"Convoy {number} called at port", f"convoy-{number}")
            trial.expect_sound(at_sea)
        bot.close(stop_server_if_last=True)


def _wait_inside(command, projection, nth, lasted, chance):
    """Wait for a moment within the nth time that the projection is written."""
    while command.writes(projection) < nth and command.listen(until=f"{BEGIN} {projection}"):
        pass
    command.listen(seconds=chance.random() * median(lasted))
    ends = (line for line in command.lines if line.startswith(f"{END} {projection}"))
    lasted.extend(float(line.split()[-1]) for line in ends)
