"""What people ask stands in no log, however it goes."""

import io
import logging
from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from answer.answers import Answer
from answer.desk import desk_of
from config.errors import LibraryBusyError, LibraryError
from config.logs import start_logging
from config.sections import DiscordSettings
from config.settings import Settings
from index.searchable import SearchableLibrary
from tests.bot.conftest import Room
from tests.bot.fakes import ASKED, ScriptedAsker, answered, no_evidence

SECRET = "Quibbleworth"  # part of every question


@pytest.fixture
def log(settings: Settings) -> Iterator[io.StringIO]:
    """All that newsdesk logs at its most talkative, as it would be written."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    start_logging(settings.model_copy(update={"log_level": "debug", "log_format": "json"}))
    (handler,) = root.handlers
    assert isinstance(handler, logging.StreamHandler)
    written = io.StringIO()
    handler.setStream(written)
    yield written
    root.handlers[:] = before
    root.setLevel(level)


@pytest.mark.simcord(check_errors=False)
async def test_questions_stand_in_no_log_whatever_becomes_of_them(
    room: Room, asker: ScriptedAsker, log: io.StringIO
) -> None:
    def fail(error: Exception) -> Answer:
        raise error

    scripts = (
        lambda question: answered(question=question),
        lambda question: no_evidence(question=question),
        lambda _question: fail(LibraryBusyError("the library is busy")),
        lambda _question: fail(LibraryError("/srv/library.sqlite3 is damaged")),
        lambda _question: fail(RuntimeError("unforeseen")),
    )
    room.bot.services.gate.reload(DiscordSettings(person_limit=""))
    for number in range(50):
        asker.script = scripts[number % len(scripts)]
        await room.ask(f"What did {SECRET} say, number {number}?")
    await room.alice.send(room.channel, f"<@{room.bot.user.id}> and {SECRET}?")
    room.bot.services.gate.reload(DiscordSettings(person_limit="1/hour"))
    for _ in range(3):
        await room.ask(f"May I ask about {SECRET}?")

    assert "Incident" in log.getvalue()
    assert SECRET not in log.getvalue()


def test_a_failing_database_does_not_repeat_what_it_was_given(library: SearchableLibrary) -> None:
    with pytest.raises((LibraryError, DBAPIError)) as failure, library.library.writing() as db:
        db.execute(text("INSERT INTO nowhere VALUES (:question)"), {"question": SECRET})
    seen = [failure.value, failure.value.__cause__]
    assert not any(SECRET in str(error) for error in seen)


def test_the_desk_logs_no_question(
    library: SearchableLibrary, settings: Settings, make_article, log: io.StringIO
) -> None:
    library.put(library.prepare([make_article()]))
    desk_of(library, settings).ask(f"Was the harbour closed, {SECRET}?", asked=ASKED)
    assert SECRET not in log.getvalue()
