"""Questions in messages, through the real discord.py client, with and without the intent for their content."""

import discord
import pytest
from simcord import ChannelHandle, GuildHandle

from config.settings import Settings
from tests.bot.conftest import TEXTS, Room, said, shown
from tests.bot.fakes import QUESTION, ScriptedAsker, answered, citation

WITH_CONTENT = pytest.mark.parametrize("settings", [{"message_content": True}], indirect=True)


@pytest.fixture
def settings(settings: Settings, request: pytest.FixtureRequest) -> Settings:
    """Settings in which a test changes some of Discord's by `indirect` parameters."""
    changes = getattr(request, "param", {})
    return settings.model_copy(update={"discord": settings.discord.model_copy(update=changes)})


def mention(room: Room) -> str:
    assert room.bot.user
    return room.bot.user.mention


def told(channel: ChannelHandle) -> list[str]:
    """What the bot says in a channel, in order: the titles of answers, the words of notices."""
    return [
        title_of(shown(message)) for message in channel.history() if message.author.bot and message.components
    ]


def title_of(text: str) -> str:
    return text.splitlines()[0].removeprefix("### ") if text.startswith("### ") else text


def last_of_the_bot(channel: ChannelHandle) -> discord.Message:
    return [message for message in channel.history() if message.author.bot][-1]


async def test_a_mention_is_answered_under_the_message(room: Room, asker: ScriptedAsker) -> None:
    asked = await room.alice.send(room.channel, f"{mention(room)} {QUESTION}")

    (answer,) = [message for message in room.messages() if message.author.bot]
    assert title_of(shown(answer)) == QUESTION
    assert answer.reference
    assert answer.reference.message_id == asked.id
    assert [call.question for call in asker.calls] == [QUESTION]


async def test_a_question_shows_at_once_that_it_is_worked_on(room: Room) -> None:
    await room.alice.send(room.channel, f"{mention(room)} {QUESTION}")

    first, *_, last = [body for body in room.sent() if body.get("components")]
    assert said(first["components"]) == TEXTS.say("searching")
    assert first["nonce"]
    assert first["enforce_nonce"] is True
    assert title_of(said(last["components"])) == QUESTION


async def test_what_people_say_to_each_other_is_left_alone(room: Room, asker: ScriptedAsker) -> None:
    await room.alice.send(room.channel, QUESTION)
    said = await room.alice.send(room.channel, "Merz said no.")
    await room.bob.send(room.channel, "I doubt it", reply_to=said)

    assert asker.calls == []
    assert told(room.channel) == []


async def test_a_reply_to_an_answer_continues_its_conversation(room: Room, asker: ScriptedAsker) -> None:
    await room.alice.send(room.channel, f"{mention(room)} {QUESTION}")
    await room.bob.send(room.channel, "And Macron?", reply_to=last_of_the_bot(room.channel))

    first, second = asker.calls
    assert second.question == "And Macron?"
    assert [turn.question for turn in second.before] == [first.question]
    assert second.before[0].citations == answered().citations


async def test_a_conversation_grows_along_its_replies(room: Room, asker: ScriptedAsker) -> None:
    await room.alice.send(room.channel, f"{mention(room)} one")
    await room.alice.send(room.channel, "two", reply_to=last_of_the_bot(room.channel))
    await room.alice.send(room.channel, "three", reply_to=last_of_the_bot(room.channel))

    assert [turn.question for turn in asker.calls[2].before] == ["one", "two"]


async def test_a_new_mention_begins_anew(room: Room, asker: ScriptedAsker) -> None:
    await room.alice.send(room.channel, f"{mention(room)} one")
    await room.alice.send(room.channel, f"{mention(room)} two")

    assert [call.before for call in asker.calls] == [(), ()]


async def test_direct_messages_need_no_mention_and_go_on_for_a_while(
    room: Room, asker: ScriptedAsker
) -> None:
    await room.alice.send_dm("one")
    await room.alice.send_dm("two")

    assert [[turn.question for turn in call.before] for call in asker.calls] == [[], ["one"]]
    assert told(room.alice.user.dm_channel) == ["one", "two"]


async def test_nothing_leaks_from_one_place_or_person_to_another(
    room: Room, asker: ScriptedAsker, server: GuildHandle
) -> None:
    other = server.create_text_channel("other")
    await room.alice.send_dm("direct of alice")
    await room.alice.send(room.channel, f"{mention(room)} open")
    await room.alice.slash(room.channel, "ask", question="alone", private=True)
    await room.bob.send_dm("direct of bob")
    await room.bob.send(other, f"{mention(room)} elsewhere")
    await room.bob.slash(room.channel, "ask", question="once more")
    await room.alice.send_dm("again")

    seen = {call.question: [turn.question for turn in call.before] for call in asker.calls}
    assert seen.pop("again") == ["direct of alice"]
    assert len(seen) == 6
    assert all(before == [] for before in seen.values())
    offered = await room.bob.autocomplete(room.channel, "ask", "question", "")
    assert {choice["value"] for choice in offered} == {"once more", "elsewhere", "open"}


async def test_an_answer_replied_to_from_another_place_is_not_continued(
    room: Room, asker: ScriptedAsker, server: GuildHandle
) -> None:
    await room.alice.send(room.channel, f"{mention(room)} one")
    asked = await room.bot.services.memory.by_message(last_of_the_bot(room.channel).id)
    assert asked
    other = server.create_text_channel("other")
    await room.alice.send(other, f"{mention(room)} unrelated")
    await room.alice.send(other, "two", reply_to=last_of_the_bot(other))

    assert [turn.question for turn in asker.calls[-1].before] == ["unrelated"]


async def test_a_mention_without_a_question_is_greeted(room: Room, asker: ScriptedAsker) -> None:
    await room.alice.send(room.channel, mention(room))
    assert told(room.channel) == [TEXTS.say("greeting")]
    assert asker.calls == []


async def test_a_long_message_is_asked_to_be_shorter(room: Room, asker: ScriptedAsker) -> None:
    await room.alice.send(room.channel, f"{mention(room)} {'word ' * 300}")
    assert told(room.channel) == [TEXTS.say("question-too-long", most=1_000)]
    assert asker.calls == []


async def test_a_bot_is_never_answered(room: Room, asker: ScriptedAsker, server: GuildHandle) -> None:
    webhook = server.create_webhook(room.channel)
    await webhook.send(f"{mention(room)} {QUESTION}")
    other = server.add_member(room.env.create_user("other bot", bot=True))
    await other.send(room.channel, f"{mention(room)} {QUESTION}")
    assert asker.calls == []


@WITH_CONTENT
async def test_with_the_intent_a_reply_to_a_command_s_answer_continues_too(
    room: Room, asker: ScriptedAsker
) -> None:
    result = await room.ask()
    assert result.response
    await room.bob.send(room.channel, "And Macron?", reply_to=result.response)

    assert [turn.question for turn in asker.calls[1].before] == [QUESTION]


async def test_without_the_intent_a_reply_to_a_command_s_answer_needs_a_mention(
    room: Room, asker: ScriptedAsker
) -> None:
    result = await room.ask()
    assert result.response
    await room.bob.send(room.channel, "And Macron?", reply_to=result.response)
    await room.bob.send(room.channel, f"{mention(room)} and Scholz?", reply_to=result.response)

    assert [call.question for call in asker.calls] == [QUESTION, "and Scholz?"]
    assert [turn.question for turn in asker.calls[1].before] == [QUESTION]


@pytest.mark.parametrize("settings", [{"open_threads": True, "message_content": True}], indirect=True)
async def test_in_a_thread_that_it_opened_the_bot_needs_no_mention(room: Room, asker: ScriptedAsker) -> None:
    await room.alice.send(room.channel, f"{mention(room)} one")
    (thread,) = room.channel.threads
    await room.bob.send(thread, "two")
    await room.alice.send(thread, "three")

    assert thread.name == "one"
    assert told(thread) == ["one", "two", "three"]
    assert [[turn.question for turn in call.before] for call in asker.calls] == [[], ["one"], ["one", "two"]]


@pytest.mark.parametrize("settings", [{"open_threads": True}], indirect=True)
async def test_without_the_intent_a_thread_is_told_once_to_mention_the_bot(
    room: Room, asker: ScriptedAsker
) -> None:
    await room.alice.send(room.channel, f"{mention(room)} one")
    (thread,) = room.channel.threads
    await room.bob.send(thread, "two")
    await room.bob.send(thread, "two?")
    await room.bob.send(thread, f"{mention(room)} two")

    assert told(thread) == ["one", TEXTS.say("mention-needed"), "two"]
    assert [turn.question for turn in asker.calls[1].before] == ["one"]


@pytest.mark.parametrize("settings", [{"message_content": True, "answer_channels": (1,)}], indirect=True)
async def test_a_chosen_channel_is_answered_without_a_mention(room: Room) -> None:
    await room.alice.send(room.channel, "not here")
    chosen = room.bot.services.settings.discord.model_copy(update={"answer_channels": (room.channel.id,)})
    room.bot.services.gate.reload(chosen)

    await room.alice.send(room.channel, QUESTION)

    assert told(room.channel) == [QUESTION]


@pytest.mark.parametrize("settings", [{"language": "de"}], indirect=True)
async def test_where_a_server_did_not_choose_the_settings_say_the_language(room: Room) -> None:
    await room.alice.send(room.channel, f"{mention(room)} Wer ist Merz?")
    assert "Durchsucht: 41 Artikel, 18.12.2025 bis 19.01.2026." in shown(last_of_the_bot(room.channel))


async def test_a_community_chooses_its_language(room: Room, server: GuildHandle) -> None:
    guild = room.bot.get_guild(server.id)
    assert guild
    guild.features.append("COMMUNITY")
    guild.preferred_locale = discord.Locale.german
    assert room.bot.services.public_texts(guild).language == "de"
    assert room.bot.services.public_texts(None, discord.Locale.german).language == "de"


async def test_the_claim_of_a_message_is_checked_for_whoever_wants_to_know(
    room: Room, asker: ScriptedAsker
) -> None:
    claim = await room.bob.send(room.channel, "**Merz** said no. <https://x.example>")
    result = await room.alice.context_menu(room.channel, "Check this", claim)

    assert result.response
    assert result.response.ephemeral
    assert title_of(shown(result.response)) == "Merz said no."
    assert asker.calls[0].question == "Merz said no."


async def test_the_claim_of_posted_news_is_that_of_its_embed(
    room: Room, asker: ScriptedAsker, server: GuildHandle
) -> None:
    webhook = server.create_webhook(room.channel)
    news = discord.Embed(title="Harbour closed", description="It **stays** closed until Easter.")
    posted = await webhook.send(embeds=[news])
    await room.alice.context_menu(room.channel, "Check this", posted)
    assert [call.question for call in asker.calls] == ["Harbour closed It stays closed until Easter."]


async def test_a_message_without_words_cannot_be_checked(room: Room, asker: ScriptedAsker) -> None:
    claim = await room.bob.send(room.channel, "https://x.example/only-a-link")
    result = await room.alice.context_menu(room.channel, "Check this", claim)

    assert result.response
    assert shown(result.response) == TEXTS.say("nothing-to-check")
    assert asker.calls == []


@WITH_CONTENT
async def test_a_bare_mention_in_a_reply_checks_what_is_replied_to(room: Room, asker: ScriptedAsker) -> None:
    claim = await room.bob.send(room.channel, "Merz said no.")
    await room.alice.send(room.channel, mention(room), reply_to=claim)
    assert [call.question for call in asker.calls] == ["Merz said no."]


async def test_without_the_intent_a_bare_mention_in_a_reply_says_how_to_check(
    room: Room, asker: ScriptedAsker
) -> None:
    claim = await room.bob.send(room.channel, "Merz said no.")
    await room.alice.send(room.channel, mention(room), reply_to=claim)
    assert told(room.channel) == [TEXTS.say("nothing-to-check")]


@pytest.mark.parametrize("settings", [{"person_limit": "2/minute"}], indirect=True)
async def test_who_asks_too_often_is_told_once_and_briefly(room: Room, asker: ScriptedAsker) -> None:
    for number in range(5):
        await room.alice.send(room.channel, f"{mention(room)} {number}")

    assert [call.question for call in asker.calls] == ["0", "1"]
    refusals = [text for text in told(room.channel) if text not in ("0", "1")]
    assert len(refusals) == 1
    await room.env.advance_time(60)
    assert [text for text in told(room.channel) if text not in ("0", "1")] == []


LACKING = [
    ({"embed_links": False}, "Embed Links"),
    ({"read_message_history": False}, "Read Message History"),
    ({"send_messages": False}, "Send Messages"),
]


@pytest.mark.parametrize(("denied", "named"), LACKING)
async def test_a_right_that_the_bot_lacks_is_named_once(
    room: Room, asker: ScriptedAsker, server: GuildHandle, denied: dict[str, bool], named: str
) -> None:
    channel = await _forbidding(room, server, denied)
    for _ in range(5):
        await room.alice.send(channel, f"{mention(room)} {QUESTION}")

    where = room.alice.user.dm_channel if "send_messages" in denied else channel
    words = [message.content for message in where.history() if message.author.bot]
    assert len(words) == 1
    assert named in words[0]
    assert asker.calls == []


async def test_a_refusal_that_discord_gives_anyway_is_not_repeated(room: Room, asker: ScriptedAsker) -> None:
    room.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, times=None)
    for _ in range(5):
        await room.alice.send(room.channel, f"{mention(room)} {QUESTION}")

    posts = [request for request in room.env.http_requests if request.path.endswith("/messages")]
    assert len(posts) == 1


async def test_an_error_is_told_under_the_message(room: Room, asker: ScriptedAsker) -> None:
    asker.fails(RuntimeError("secret detail"))
    await room.alice.send(room.channel, f"{mention(room)} {QUESTION}")

    text = shown(last_of_the_bot(room.channel))
    assert "Something went wrong" in text
    assert "secret" not in text


@pytest.mark.simcord(check_errors=False)
async def test_an_answer_that_discord_refuses_is_told_under_the_message(room: Room) -> None:
    room.env.inject_error("PATCH", "/channels/*/messages/*", status=400, code=50035)
    await room.alice.send(room.channel, f"{mention(room)} {QUESTION}")

    assert "Something went wrong" in shown(last_of_the_bot(room.channel))


async def test_an_answer_that_somebody_deletes_meanwhile_is_let_go(room: Room, asker: ScriptedAsker) -> None:
    room.env.inject_error("PATCH", "/channels/*/messages/*", status=404, code=10008)
    await room.alice.send(room.channel, f"{mention(room)} {QUESTION}")
    assert told(room.channel) == []


async def test_an_answer_grows_while_it_is_written(room: Room, asker: ScriptedAsker) -> None:
    asker.grows = lambda show: show(answered(question="growing", text="Merz sees none. [1]"))
    await room.alice.send(room.channel, f"{mention(room)} {QUESTION}")

    titles = [title_of(said(body["components"])) for body in room.sent() if body.get("components")]
    searching = TEXTS.say("searching")
    # the answer may come before the first edit
    assert titles in ([searching, "growing", QUESTION], [searching, QUESTION])


async def test_a_long_answer_is_several_messages_with_nonces_of_their_own(
    room: Room, asker: ScriptedAsker
) -> None:
    asker.gives(answered(*(citation(number, quote="word " * 180) for number in range(1, 11))))
    await room.alice.send(room.channel, f"{mention(room)} {QUESTION}")

    nonces = [body["nonce"] for body in room.sent() if body.get("nonce")]
    assert len(nonces) == len(set(nonces)) == len(told(room.channel)) > 2
    await room.alice.send(room.channel, "And?", reply_to=last_of_the_bot(room.channel))
    assert len(asker.calls[1].before) == 1


async def _forbidding(room: Room, server: GuildHandle, denied: dict[str, bool]) -> ChannelHandle:
    """A channel in which the bot lacks some rights."""
    assert server.me
    return server.create_text_channel(
        "forbidden", overwrites={server.me: discord.PermissionOverwrite(**denied)}
    )


@pytest.fixture
def server(room: Room) -> GuildHandle:
    return room.alice.guild
