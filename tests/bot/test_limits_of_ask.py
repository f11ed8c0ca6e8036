"""What `/ask` can be limited to, and what it offers while somebody types."""

from datetime import UTC, datetime

import discord
import pytest
from simcord import GuildHandle

from answer.answers import Answer
from config.errors import LibraryError
from index.articles import Article
from index.questions import Questions
from index.restriction import Restriction, Window
from index.searchable import SearchableLibrary
from tests.bot.conftest import TEXTS, Room, shown
from tests.bot.fakes import QUESTION, ScriptedAsker


@pytest.fixture
def server(room: Room) -> GuildHandle:
    return room.alice.guild


@pytest.fixture
def outlets(library: SearchableLibrary, make_article: type[Article]) -> None:
    """A library with articles of three outlets."""
    names = ("The Courier", "Courier International", "Meridian Post")
    articles = [
        make_article(f"a{number}", f"Text {number}.", outlet=name) for number, name in enumerate(names)
    ]
    library.put(library.prepare(articles))


async def test_a_time_limits_what_is_searched(room: Room, asker: ScriptedAsker) -> None:
    await room.alice.slash(room.channel, "ask", question=QUESTION, since="2026-01-06", until="8 January")
    assert asker.calls[0].restriction == Restriction(
        Window(datetime(2026, 1, 6, tzinfo=UTC), datetime(2026, 1, 8, 23, 59, 59, tzinfo=UTC))
    )


@pytest.mark.usefixtures("outlets")
async def test_an_outlet_limits_what_is_searched(room: Room, asker: ScriptedAsker) -> None:
    await room.alice.slash(room.channel, "ask", question=QUESTION, outlet="the courier")
    assert asker.calls[0].restriction == Restriction(outlets=("the courier",))


@pytest.mark.usefixtures("outlets")
@pytest.mark.parametrize(("outlet", "near"), [("The Curier", "The Courier"), ("Zeitung", "none")])
async def test_an_outlet_that_is_not_there_is_told_with_those_like_it(
    room: Room, asker: ScriptedAsker, outlet: str, near: str
) -> None:
    result = await room.alice.slash(room.channel, "ask", question=QUESTION, outlet=outlet)
    assert result.ephemeral
    assert shown(result.response) == TEXTS.say("unknown-outlet-given", near=near)
    assert asker.calls == []


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ({"since": "so*on*"}, "“so\\*on\\*”"),
        ({"since": "2026-01-06", "until": "2026-01-05"}, "ends before it begins"),
    ],
)
async def test_a_time_that_makes_no_sense_is_told_to_the_asker_alone(
    room: Room, asker: ScriptedAsker, limits: dict[str, str], words: str
) -> None:
    result = await room.alice.slash(room.channel, "ask", question=QUESTION, **limits)
    assert result.ephemeral
    assert words in shown(result.response)
    assert asker.calls == []


async def test_a_private_answer_is_for_its_asker_alone(room: Room) -> None:
    result = await room.alice.slash(room.channel, "ask", question=QUESTION, private=True)
    assert result.ephemeral
    assert QUESTION in shown(result.response)
    assert room.messages() == []


async def test_a_problem_of_a_private_question_stays_private(room: Room, asker: ScriptedAsker) -> None:
    asker.fails(LibraryError("/srv/private"))
    result = await room.alice.slash(room.channel, "ask", question=QUESTION, private=True)
    assert result.ephemeral
    assert TEXTS.say("error-library") in shown(result.response)
    assert room.messages() == []


async def offered(room: Room, option: str, typed: str) -> list[str]:
    choices = await room.bob.autocomplete(room.channel, "ask", option, typed)
    return [choice["value"] for choice in choices]


@pytest.mark.usefixtures("outlets")
async def test_outlets_of_the_library_are_offered(room: Room) -> None:
    assert await offered(room, "outlet", "cour") == ["Courier International", "The Courier"]
    assert len(await offered(room, "outlet", "")) == 3


async def test_questions_are_offered_to_those_who_could_have_read_them(
    room: Room, server: GuildHandle, asker: ScriptedAsker
) -> None:
    everyone = server.default_role
    hidden = server.create_text_channel(
        "hidden",
        overwrites={
            everyone: discord.PermissionOverwrite(view_channel=False),
            room.alice.user: discord.PermissionOverwrite(view_channel=True),
        },
    )
    await room.ask("open question")
    await room.alice.slash(hidden, "ask", question="hidden question")
    await room.alice.slash(room.channel, "ask", question="private question", private=True)

    assert await offered(room, "question", "question") == ["open question"]


async def test_where_the_library_fails_nothing_is_offered(
    room: Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_arguments: object) -> Answer:
        raise LibraryError("broken")

    monkeypatch.setattr(Questions, "recent", fail)
    assert await offered(room, "question", "") == []
    assert "No suggestions for /ask: LibraryError" in caplog.text


async def test_an_unforeseen_error_while_somebody_types_is_logged(
    room: Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_arguments: object) -> Answer:
        raise RuntimeError("broken")

    monkeypatch.setattr(Questions, "recent", fail)
    assert await offered(room, "question", "") == []
    assert "Incident" in caplog.text
