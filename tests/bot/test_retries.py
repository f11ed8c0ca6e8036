"""Requests that Discord does but answers with 502, so that discord.py makes them again: one answer each."""

import pytest

from bot.features import newsdesk_bot
from config.settings import Settings
from index.searchable import SearchableLibrary
from tests.bot.conftest import TEXTS, said
from tests.bot.fakes import ScriptedAsker
from tests.bot.wire import Wire, wired

PEOPLE = 100


def patient(settings: Settings) -> Settings:
    """Settings that let everyone wait in line for as long as it takes."""
    discord = settings.discord.model_copy(update={"longest_line": 1_000})
    answer = settings.answer.model_copy(update={"deadline_seconds": 600})
    return settings.model_copy(update={"discord": discord, "answer": answer})


@pytest.mark.slow
@pytest.mark.parametrize("lost", ["POST", "PATCH", "both"])
async def test_messages_are_answered_once_though_discord_s_answers_are_lost(
    library: SearchableLibrary, settings: Settings, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    ours = Wire()
    async with wired(newsdesk_bot(ScriptedAsker(), library, patient(settings)), ours, monkeypatch) as wire:
        ours.loses = lambda method, _path: lost in (method, "both")
        for number in range(PEOPLE):
            wire.says(number, f"question {number}")
        await wire.done()

    answers = [said(message["components"]) for message in ours.messages.values()]
    assert sorted(text.splitlines()[0] for text in answers) == sorted(
        f"### question {number}" for number in range(PEOPLE)
    )
    assert max(ours.seen.values()) == 2  # the losses happened


@pytest.mark.slow
@pytest.mark.parametrize("lost", ["POST", "PATCH", "both"])
async def test_commands_are_answered_once_though_discord_s_answers_are_lost(
    library: SearchableLibrary, settings: Settings, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    ours = Wire()
    async with wired(newsdesk_bot(ScriptedAsker(), library, patient(settings)), ours, monkeypatch) as wire:
        ours.loses = lambda method, _path: lost in (method, "both")
        for number in range(PEOPLE):
            wire.asks(number, f"question {number}")
        await wire.done()

    answers = [said(message["components"]) for message in ours.messages.values()]
    assert sorted(text.splitlines()[0] for text in answers) == sorted(
        f"### question {number}" for number in range(PEOPLE)
    )
    assert max(ours.seen.values()) == 2


@pytest.mark.slow
async def test_what_is_told_to_one_person_is_told_once_though_discord_s_answer_is_lost(
    library: SearchableLibrary, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = Wire()
    async with wired(newsdesk_bot(ScriptedAsker(), library, settings), ours, monkeypatch) as wire:
        ours.loses = lambda method, _path: method == "POST"
        wire.asks(1, " ")
        await wire.done()

    assert [said(message["components"]) for message in ours.messages.values()] == [
        TEXTS.say("empty-question")
    ]


@pytest.mark.slow
async def test_an_error_is_told_though_discord_s_answers_are_lost(
    library: SearchableLibrary, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asker = ScriptedAsker()
    asker.fails(RuntimeError("secret detail"))
    ours = Wire()
    async with wired(newsdesk_bot(asker, library, settings), ours, monkeypatch) as wire:
        ours.loses = lambda method, path: method != "POST" or path.endswith("/callback")
        wire.asks(1, "Who?")
        await wire.done()

    (told,) = [said(message["components"]) for message in ours.messages.values()]
    assert "Something went wrong" in told


async def test_where_discord_refuses_the_answer_that_is_told_and_nothing_else_is_left(
    library: SearchableLibrary, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = Wire(refuses=lambda method, _path: method == "PATCH")
    async with wired(newsdesk_bot(ScriptedAsker(), library, settings), ours, monkeypatch) as wire:
        wire.says(1, "Who?")
        await wire.done()

    (told,) = [said(message["components"]) for message in ours.messages.values()]
    assert "Something went wrong" in told
