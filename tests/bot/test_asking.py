"""`/ask`, through the real discord.py client."""

import re
import threading

import discord
import pytest
from simcord import Env

from answer.answers import Answer, Coverage
from answer.notes import KeywordsOnly
from bot.markdown import escaped
from config.errors import VectorIndexError
from tests.bot.conftest import TEXTS, Room, said, shown
from tests.bot.fakes import ASKED, QUESTION, ScriptedAsker, answered, citation, no_evidence


async def test_a_question_is_deferred_and_then_answered_for_everyone(room: Room) -> None:
    result = await room.ask()

    deferral, answer = room.env.http_requests[-2:]
    assert (deferral.path.rsplit("/", 1)[-1], deferral.json) == ("callback", {"type": 5})
    assert answer.path.endswith("/messages/@original")
    assert not result.ephemeral
    assert [message.id for message in room.messages()] == [result.response.id]


async def test_an_answer_shows_numbered_quotes_their_outlets_dates_and_links(room: Room) -> None:
    result = await room.ask()

    assert shown(result.response).startswith(
        f"### {QUESTION}\n> A ceasefire is still far off, Merz said.\n> `1` **Meridian Post** · 7 Jan 2026 · "
        "[read](https://meridian.example/merz#:~:text=A%20ceasefire,said.)\n"
    )


async def test_an_answer_ends_with_its_sources_and_what_was_searched(room: Room) -> None:
    result = await room.ask()

    assert shown(result.response).endswith(
        "\n**Sources**\n`1` Merz: ceasefire far off\n"
        "-# Meridian Post · <t:1767806400:R> · [article](https://meridian.example/merz)\n"
        "-# Searched 41 articles, 18 Dec 2025 to 19 Jan 2026."
    )


async def test_notes_of_an_answer_stand_in_small_print(room: Room, asker: ScriptedAsker) -> None:
    asker.gives(answered(notes=(KeywordsOnly(),)))

    result = await room.ask()

    assert shown(result.response).endswith(f"\n-# {escaped(str(KeywordsOnly()))}")


async def test_the_asker_gets_the_question_on_one_line_and_the_time_with_a_zone(
    room: Room, asker: ScriptedAsker
) -> None:
    await room.ask("  What did\u200b Merz say?\u202e ")

    ((question, asked, thread),) = asker.asked
    assert (question, asked) == ("What did Merz say?", ASKED)
    assert thread.startswith("ask")


async def test_an_answer_too_long_for_one_message_goes_on_in_the_next(
    room: Room, asker: ScriptedAsker
) -> None:
    quotes = [citation(number, quote=f"{number} " + "word " * 180) for number in range(1, 11)]
    asker.gives(answered(*quotes))

    await room.ask()

    texts = [shown(message) for message in room.messages()]
    assert len(texts) == 4
    assert [text.startswith(f"### {QUESTION}\n") for text in texts] == [True, False, False, False]
    assert ["-# Searched" in text for text in texts] == [False, False, False, True]
    quotes = re.findall(r"^> `(\d+)` \*\*", "\n".join(texts), re.MULTILINE)
    assert quotes == [str(number) for number in range(1, 11)]


async def test_no_evidence_says_kindly_what_the_library_covers(room: Room, asker: ScriptedAsker) -> None:
    asker.gives(no_evidence())

    result = await room.ask()

    assert not result.response.ephemeral
    assert "41 articles, 18 Dec 2025 to 19 Jan 2026" in shown(result.response)


async def test_an_empty_library_says_how_to_fill_it(room: Room, asker: ScriptedAsker) -> None:
    asker.gives(no_evidence(coverage=Coverage(0, None, None)))

    result = await room.ask()

    assert "`newsdesk ingest`" in shown(result.response)


@pytest.mark.parametrize("question", [" ", "\t \n", "\u200b\u2060", "\U000e0041"])
async def test_a_question_without_a_word_is_answered_kindly_and_privately(
    room: Room, asker: ScriptedAsker, question: str
) -> None:
    result = await room.ask(question)

    assert result.response.ephemeral
    assert shown(result.response) == TEXTS.say("empty-question")
    assert asker.asked == []


async def told_privately(room: Room, question: str = QUESTION) -> str:
    """What only the asker reads; nothing is left for the others."""
    result = await room.ask(question)
    assert room.messages() == []
    assert result.response is None
    (followup,) = result.followups
    assert followup.ephemeral
    heading, text = shown(followup).split("\n", 1)
    assert heading == "### No answer this time"
    return text


async def test_an_error_of_newsdesk_is_told_to_the_asker_alone(room: Room, asker: ScriptedAsker) -> None:
    asker.fails(VectorIndexError("Chroma at /srv/private is gone."))

    assert await told_privately(room) == TEXTS.say("error-vectors")


async def test_what_others_see_for_a_moment_says_nothing_of_the_error(
    room: Room, asker: ScriptedAsker
) -> None:
    asker.fails(VectorIndexError("/srv/private/path is broken"))

    await told_privately(room)

    ephemeral = discord.MessageFlags(ephemeral=True).value
    public = [body for body in room.sent() if body.get("components") and not body["flags"] & ephemeral]
    assert [said(body["components"]) for body in public] == [TEXTS.say("told-privately")]


async def test_an_unexpected_error_is_logged_with_an_id_that_the_asker_gets(
    room: Room, asker: ScriptedAsker, caplog: pytest.LogCaptureFixture
) -> None:
    asker.fails(RuntimeError("secret detail"))

    text = await told_privately(room)

    (incident,) = re.findall(r"\(id ([0-9a-f]{8})\)", text)
    assert "secret detail" not in text
    assert "Traceback" not in text
    (record,) = (record for record in caplog.records if incident in record.getMessage())
    assert record.exc_info[1].args == ("secret detail",)
    assert QUESTION not in caplog.text


async def test_a_question_that_takes_too_long_is_told_to_the_asker_alone(
    room: Room, asker: ScriptedAsker
) -> None:
    asker.fails(TimeoutError())

    assert await told_privately(room) == TEXTS.say("timed-out")


@pytest.mark.simcord(settle_timeout=0.3)
async def test_the_event_loop_answers_others_while_a_question_is_worked_on(
    room: Room, asker: ScriptedAsker
) -> None:
    go_on = threading.Event()

    def hold_the_first(question: str) -> Answer:
        if question == "first":
            assert go_on.wait(timeout=30)
        return answered(question=question)

    asker.script = hold_the_first

    def titles() -> list[str]:
        messages = room.channel.history(viewer=room.bob)
        return [shown(message).splitlines()[0] for message in messages if message.components]

    try:
        with pytest.raises(TimeoutError, match="running native work"):  # simcord's way to say: still at work
            await room.alice.slash(room.channel, "ask", question="first")
        with pytest.raises(TimeoutError, match="running native work"):
            await room.bob.slash(room.channel, "ask", question="second")
        assert titles() == ["### second"]
    finally:
        go_on.set()
    await room.env.settle(timeout=10)
    assert titles() == ["### first", "### second"]


@pytest.mark.parametrize("status", [400, 404])
async def test_a_message_that_discord_refuses_is_told_to_the_asker(
    room: Room, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    room.env.inject_error("PATCH", "/webhooks/*/*/messages/@original", status=status, code=50035)

    text = await told_privately(room)

    assert "Something went wrong" in text
    assert "Incident" in caplog.text
    assert len(room.env.errors) == 1


async def test_an_answer_that_breaks_off_stays_and_the_asker_is_told(
    room: Room, asker: ScriptedAsker
) -> None:
    asker.gives(answered(*(citation(number, quote="word " * 180) for number in range(1, 11))))
    room.env.inject_error("POST", "/channels/*/messages", status=400, code=50035)

    result = await room.ask()

    (message,) = room.messages()
    assert shown(message).startswith(f"### {QUESTION}")
    (followup,) = result.followups
    assert followup.ephemeral
    assert "Something went wrong" in shown(followup)
    assert len(room.env.errors) == 1


async def test_a_command_that_discord_no_longer_knows_well_is_explained(room: Room) -> None:
    room.bot.tree.clear_commands(guild=None)

    result = await room.ask()

    assert result.response.ephemeral
    assert shown(result.response) == TEXTS.say("command-changed")
    assert len(room.env.errors) == 1


async def test_an_interaction_that_ran_out_is_logged_and_nothing_else(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    room.env.inject_error("POST", "/interactions/*/*/callback", status=404, code=10062, times=None)

    await room.ask()

    assert "Nobody could be told" in caplog.text
    assert room.messages() == []
    assert len(room.env.errors) == 1


async def test_a_listener_that_fails_is_logged_with_an_id(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    @room.bot.event
    async def on_message(_message: discord.Message) -> None:
        raise ValueError("broken listener")

    await room.alice.send(room.channel, "hello")

    assert re.search(r"Incident [0-9a-f]{8} in on_message", caplog.text)
    assert len(room.env.errors) == 1


async def test_commands_are_not_synced_at_start(simcord_env: Env) -> None:
    assert [request for request in simcord_env.http_requests if request.method == "PUT"] == []


async def test_the_bot_asks_for_no_privileged_intent_and_may_mention_nobody(room: Room) -> None:
    intents = room.bot.intents
    assert not intents & discord.Intents(message_content=True, members=True, presences=True)
    assert room.bot.allowed_mentions.to_dict() == {"parse": []}
