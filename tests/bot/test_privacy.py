"""What people see and delete of what is stored about them."""

from datetime import timedelta

import pytest

from answer.keeping import kept
from bot.gatekeeping.privacy import PRUNE_HOURS, About, AboutPeople, Privacy, privacy_text
from bot.wording import texts_for
from config.sections import DiscordSettings, LlmSettings
from config.settings import Settings
from index.questions import AskedQuestion, Feedback, Forgotten, Place, Questions
from index.schema import metadata
from index.searchable import SearchableLibrary
from index.watches import Watch, Watches
from tests.bot.conftest import Room, shown
from tests.bot.fakes import ASKED, answered


@pytest.fixture
def questions(library: SearchableLibrary) -> Questions:
    return Questions(library.library)


def watch(owner: int) -> Watch:
    return Watch(0, owner, "Who won?", ASKED, ASKED)


def ask(questions: Questions, id_: int, person: int, days_ago: int = 0) -> None:
    when = ASKED - timedelta(days=days_ago)
    questions.record(AskedQuestion(id_, Place(10), person, when, "Who won?", kept(answered())))


async def test_everyone_reads_alone_what_is_stored_about_them(room: Room, questions: Questions) -> None:
    ask(questions, 1, room.alice.id)
    ask(questions, 2, room.alice.id)
    questions.save_feedback(Feedback(1, room.alice.id, is_good=True, given=ASKED))
    ask(questions, 3, room.bob.id)

    result = await room.alice.slash(room.channel, "privacy")

    assert result.ephemeral
    told = shown(result.response)
    assert "90 days, then it is deleted" in told
    assert "I keep 2 questions, 1 rating and 0 watches" in told
    assert room.messages() == []


async def test_forgetting_is_confirmed_and_deletes_only_what_is_ones_own(
    room: Room, questions: Questions
) -> None:
    ask(questions, 1, room.alice.id)
    ask(questions, 2, room.bob.id)
    questions.save_feedback(Feedback(2, room.alice.id, is_good=False, given=ASKED, reason="stale"))

    asked = await room.alice.slash(room.channel, "forget-me")
    assert asked.ephemeral
    assert questions.kept_of(room.alice.id) == Forgotten(1, 1)

    await room.alice.click(asked.response, label="Delete it")

    assert questions.kept_of(room.alice.id) == Forgotten(0, 0)
    assert questions.kept_of(room.bob.id) == Forgotten(1, 0)
    assert "Deleted: 1 question, 1 rating and 0 watches" in shown(asked.response)
    assert "Delete it" not in str(asked.response.components)


async def test_who_may_not_ask_may_still_be_forgotten(room: Room, questions: Questions) -> None:
    ask(questions, 1, room.alice.id)
    room.bot.services.gate.reload(DiscordSettings(ask_roles=(999,), ask_channels=(1,)))

    asked = await room.alice.slash(room.channel, "forget-me")
    await room.alice.click(asked.response, label="Delete it")

    assert questions.kept_of(room.alice.id) == Forgotten(0, 0)


async def test_old_questions_go_on_a_schedule(room: Room, questions: Questions) -> None:
    ask(questions, 1, 5, days_ago=89)
    ask(questions, 2, 5, days_ago=91)
    privacy = room.bot.get_cog("Privacy")
    assert isinstance(privacy, Privacy)
    assert privacy.prune.is_running()
    assert privacy.prune.hours == PRUNE_HOURS

    await privacy.prune()

    assert questions.by_id(1)
    assert questions.by_id(2) is None


@pytest.mark.simcord(check_errors=False)  # it hears of what the rounds of watches run into, too
async def test_a_library_that_fails_is_pruned_at_the_next_try(
    room: Room, library: SearchableLibrary, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    privacy = room.bot.get_cog("Privacy")
    assert isinstance(privacy, Privacy)
    library.library.close()
    for name in ("library.sqlite3-wal", "library.sqlite3-shm"):  # a round of watches may still have held them
        (settings.data_dir / name).unlink(missing_ok=True)
    (settings.data_dir / "library.sqlite3").write_bytes(b"not a database" * 500)
    await privacy.prune()
    assert "Old questions could not be deleted; the next try is in 6 h" in caplog.text


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "goes to the language model"), ("de", "geht außerdem an das Sprachmodell")],
)
def test_a_language_model_that_reads_questions_is_told(
    settings: Settings, language: str, sentence: str
) -> None:
    texts, nothing = texts_for(language), About(0, 0, 0)
    writing = settings.model_copy(update={"llm": LlmSettings(provider="ollama", model="m")})
    assert sentence not in privacy_text(texts, settings, nothing)
    assert sentence in privacy_text(texts, writing, nothing)


def test_watches_are_forgotten_with_the_rest(library: SearchableLibrary) -> None:
    watches, about = Watches(library.library), AboutPeople(library.library)
    for owner in (5, 5, 6):
        watches.add(watch(owner), most_of_person=9, most_of_server=9)
    assert about.kept_of(5) == About(0, 0, 2)
    assert about.forget(5) == About(0, 0, 2)
    assert (about.kept_of(5).watches, about.kept_of(6).watches) == (0, 1)


def test_no_other_table_knows_people() -> None:
    """Whoever adds one extends AboutPeople, and this list."""
    columns = {"person", "owner", "user", "asker", "author_id", "member"}
    knows = {table.name for table in metadata.tables.values() if columns & set(table.columns.keys())}
    assert knows == {"questions", "feedback", "watches"}
