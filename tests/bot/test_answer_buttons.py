"""The buttons under an answer: for whom, in which language, after a restart, and when the question is gone."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import discord
import pytest
import pytest_asyncio
from simcord import InteractionResult, MemberActor

from bot.features import newsdesk_bot
from config.sections import DiscordSettings
from config.settings import Settings
from index.articles import Article
from index.questions import Feedback, Questions
from index.searchable import SearchableLibrary
from tests.bot.conftest import TEXTS, Room, shown
from tests.bot.fakes import ASKED, QUESTION, ScriptedAsker, answered, citation, no_evidence

TEXT = (
    "Leaders met in Paris on Tuesday. A ceasefire is still far off, Merz said. Talks go on next week. "
    "Warsaw will be the host."
)
QUOTE = "A ceasefire is still far off, Merz said."


@pytest.fixture
def article(library: SearchableLibrary, make_article: type[Article]) -> Article:
    """The article that the answers cite."""
    stored = make_article("merz-paris", TEXT, title="Merz: ceasefire far off", outlet="Meridian Post")
    library.put(library.prepare([stored]))
    return stored


@pytest.fixture
def questions(library: SearchableLibrary) -> Questions:
    return Questions(library.library)


def cited(marker: int = 1, **changes: Any) -> Any:
    start = TEXT.index(QUOTE)
    return citation(marker, quote=QUOTE, **({"start": start, "end": start + len(QUOTE)} | changes))


def public(room: Room) -> list[discord.Message]:
    """What everyone in the channel sees."""
    return [message for message in room.messages() if not message.flags.ephemeral]


async def press(who: MemberActor, message: Any, kind: str) -> InteractionResult:
    """Press the button of this kind under a message."""
    (custom_id,) = [one for one in buttons(message) if one.startswith(f"{kind}:")]
    return await who.click(message, custom_id=custom_id)


def buttons(message: Any) -> list[str]:
    frames = [one if isinstance(one, dict) else one.to_dict() for one in message.components]
    rows = [part for frame in frames for part in frame["components"] if part["type"] == 1]
    return [button["custom_id"] for row in rows for button in row["components"]]


def kinds(message: Any) -> list[str]:
    return [custom_id.split(":")[0] for custom_id in buttons(message)]


def told(result: InteractionResult) -> str:
    """What the person who pressed reads alone."""
    message = result.response or result.followups[0]
    assert message.ephemeral
    return shown(message)


@pytest_asyncio.fixture
async def answer(room: Room, asker: ScriptedAsker) -> Any:
    """The message of an answer with two quotes that everyone sees."""
    asker.gives(answered(cited(1), citation(2, article="gone", title="Gone")))
    return (await room.ask()).response


@pytest_asyncio.fixture
async def private(room: Room, asker: ScriptedAsker) -> Any:
    """The message of an answer that alice alone sees."""
    asker.gives(answered(cited(1)))
    return (await room.alice.slash(room.channel, "ask", question=QUESTION, private=True)).response


@pytest_asyncio.fixture
async def restart(
    room: Room, asker: ScriptedAsker, library: SearchableLibrary, settings: Settings
) -> AsyncIterator[Any]:
    """Start the bot again: a new one, on the same library."""
    started = []

    async def again() -> None:
        bot = newsdesk_bot(asker, library, settings, clock=lambda: ASKED)
        started.append(bot)
        await room.env.restart_bot(bot)

    yield again
    for bot in started:
        await bot.close()


class TestWhichButtons:
    async def test_an_answer_can_be_read_continued_rated_and_deleted(self, answer: Any) -> None:
        assert kinds(answer) == ["read", "follow-up", "good", "bad", "delete"]

    async def test_a_private_answer_can_be_shared_instead_of_deleted(self, private: Any) -> None:
        assert kinds(private) == ["read", "follow-up", "share", "good", "bad"]

    async def test_where_nothing_was_found_there_is_nothing_to_read(
        self, room: Room, asker: ScriptedAsker
    ) -> None:
        asker.gives(no_evidence())
        assert kinds((await room.ask()).response) == ["follow-up", "good", "bad", "delete"]

    async def test_the_last_message_of_a_long_answer_has_the_buttons(
        self, room: Room, asker: ScriptedAsker
    ) -> None:
        asker.gives(answered(*(citation(number, quote="word " * 180) for number in range(1, 8))))
        await room.ask()
        messages = room.messages()
        assert [bool(buttons(message)) for message in messages] == [False] * (len(messages) - 1) + [True]

    async def test_a_problem_has_no_buttons(self, room: Room, asker: ScriptedAsker) -> None:
        asker.fails(TimeoutError())
        assert buttons((await room.ask()).followups[0]) == []


@pytest.mark.usefixtures("article")
class TestReading:
    async def test_a_quote_is_shown_between_its_sentences_to_who_pressed_alone(
        self, room: Room, answer: Any
    ) -> None:
        page = await press(room.bob, answer, "read")
        lines = told(page).splitlines()
        assert lines[0] == "### Merz: ceasefire far off"
        assert lines[1].startswith("`1` · Meridian Post · 7 Jan 2026 · <t:1767806400:R> · [article](https://")
        assert lines[2:] == [
            "Leaders met in Paris on Tuesday.",
            f"> {QUOTE}",
            "Talks go on next week. Warsaw will be the host.",
        ]

    async def test_pages_turn_in_their_place(self, room: Room, answer: Any) -> None:
        page = await press(room.bob, answer, "read")
        question = buttons(answer)[0].split(":")[1]
        assert buttons(page.response) == [f"page:{question}:{number}" for number in (-1, 0, 1)]

        turned = await room.bob.click(page.response.message, custom_id=f"page:{question}:1")
        assert turned.response.id == page.response.id
        text = told(turned)
        assert text.startswith("### Gone\n")
        assert text.endswith(f"\n-# {TEXTS.say('article-removed')}")

    async def test_a_newer_version_is_pointed_out(
        self, room: Room, answer: Any, library: SearchableLibrary, make_article: type[Article]
    ) -> None:
        changed = make_article(
            "merz-paris", f"Corrected. {TEXT}", title="Merz: ceasefire far off", outlet="Meridian Post"
        )
        library.put(library.prepare([changed]))
        text = told(await press(room.bob, answer, "read"))
        assert "\nLeaders met in Paris on Tuesday.\n> " in text  # of the version that is quoted
        assert "newer version of this article" in text
        assert text.endswith("The quote still stands in it.")

        library.put(library.prepare([make_article("merz-paris", "Withdrawn.", title="Merz")]))
        assert told(await press(room.bob, answer, "read")).endswith("These words no longer stand in it.")

    async def test_a_withdrawn_article_is_marked(
        self, room: Room, answer: Any, article: Article, withdraw: Any
    ) -> None:
        withdraw(article)
        text = told(await press(room.bob, answer, "read"))
        assert f"> {QUOTE}\n" in text
        assert text.endswith(TEXTS.say("article-withdrawn", day="12 Jan 2026"))

    async def test_an_article_that_is_gone_still_shows_its_quote(
        self, room: Room, answer: Any, library: SearchableLibrary
    ) -> None:
        library.library.remove(["merz-paris"])
        text = told(await press(room.bob, answer, "read"))
        assert f"> {QUOTE}\n" in text
        assert text.endswith(TEXTS.say("article-removed"))

    async def test_a_single_quote_has_no_pages_to_turn(self, room: Room, private: Any) -> None:
        assert buttons((await press(room.alice, private, "read")).response) == []


class TestFollowingUp:
    async def test_a_follow_up_is_answered_with_the_turns_before_it(
        self, room: Room, answer: Any, asker: ScriptedAsker
    ) -> None:
        form = await press(room.bob, answer, "follow-up")
        asker.script = lambda question: answered(question=question)
        result = await room.bob.submit_modal(form, {"question": " And about\u200b Greenland?"})

        assert not result.response.ephemeral
        assert shown(result.response).startswith("### And about Greenland?\n")
        assert kinds(result.response) == ["read", "follow-up", "good", "bad", "delete"]
        assert asker.calls[-1].question == "And about Greenland?"
        assert [turn.question for turn in asker.calls[-1].before] == [QUESTION]

    async def test_a_follow_up_of_a_private_answer_stays_private(self, room: Room, private: Any) -> None:
        form = await press(room.alice, private, "follow-up")
        result = await room.alice.submit_modal(form, {"question": "And then?"})
        assert result.response.ephemeral
        assert room.messages() == []

    async def test_an_empty_follow_up_is_explained(
        self, room: Room, answer: Any, asker: ScriptedAsker
    ) -> None:
        form = await press(room.bob, answer, "follow-up")
        result = await room.bob.submit_modal(form, {"question": "\u200b \u2060"})
        assert told(result) == TEXTS.say("empty-question")
        assert len(asker.calls) == 1


class TestSharing:
    async def test_sharing_posts_the_answer_for_everyone_and_takes_the_button_away(
        self, room: Room, private: Any
    ) -> None:
        result = await press(room.alice, private, "share")

        (message,) = public(room)
        assert f"> {QUOTE}\n" in shown(message)
        assert shown(message).endswith("-# Shared by alice.")
        assert kinds(message) == ["read", "follow-up", "good", "bad", "delete"]
        assert kinds(result.response) == ["read", "follow-up", "good", "bad"]

    async def test_what_became_of_an_article_since_is_told(
        self, room: Room, private: Any, article: Article, library: SearchableLibrary, withdraw: Any
    ) -> None:
        changed = replace(article, text=TEXT.replace("far off", "near"))
        library.put(library.prepare([changed]))
        withdraw(changed)
        await press(room.alice, private, "share")
        (message,) = public(room)
        assert f"> {QUOTE}\n" in shown(message)
        assert ", without these words · no longer at its address since 12 Jan 2026\n" in shown(message)

    async def test_sharing_twice_posts_once(self, room: Room, private: Any) -> None:
        share = next(one for one in buttons(private) if one.startswith("share:"))
        await room.alice.click(private, custom_id=share)
        channel = room.bot.get_channel(room.channel.id)
        assert isinstance(channel, discord.TextChannel)
        old = await channel.send(
            view=discord.ui.View().add_item(discord.ui.Button(custom_id=share, label="x"))
        )
        await room.alice.click(old, label="x")
        assert len(public(room)) == 2  # the shared answer, and the old button

    async def test_an_answer_that_could_not_be_posted_can_be_shared_again(
        self, room: Room, private: Any
    ) -> None:
        room.env.inject_error("POST", "/webhooks/*", status=400, code=50035)
        assert "Something went wrong" in shown((await press(room.alice, private, "share")).followups[-1])
        assert public(room) == []

        await press(room.alice, private, "share")
        assert len(public(room)) == 1

    async def test_nobody_else_shares_it(self, room: Room, private: Any) -> None:
        share = next(one for one in buttons(private) if one.startswith("share:"))
        channel = room.bot.get_channel(room.channel.id)
        assert isinstance(channel, discord.TextChannel)
        forged = await channel.send(
            view=discord.ui.View().add_item(discord.ui.Button(custom_id=share, label="x"))
        )
        assert told(await room.bob.click(forged, label="x")) == TEXTS.say("not-yours-to-share")


class TestRating:
    async def test_thumbs_are_kept_with_their_reason_and_the_last_one_counts(
        self, room: Room, answer: Any, questions: Questions
    ) -> None:
        assert told(await press(room.bob, answer, "good")) == TEXTS.say("thanks")
        form = await press(room.bob, answer, "bad")
        assert told(await room.bob.submit_modal(form, {"reason": " the wrong\nminister "})) == TEXTS.say(
            "thanks"
        )

        ((asked, given),) = questions.feedback_rows()
        assert asked.question == QUESTION
        assert given == Feedback(asked.id, room.bob.id, False, ASKED, "the wrong minister")

    async def test_a_reason_can_be_left_out(self, room: Room, answer: Any, questions: Questions) -> None:
        form = await press(room.bob, answer, "bad")
        await room.bob.submit_modal(form, {"reason": ""})
        ((_, given),) = questions.feedback_rows()
        assert (given.is_good, given.reason) == (False, "")


class TestDeleting:
    async def test_who_asked_deletes_all_messages_and_what_is_kept(
        self, room: Room, asker: ScriptedAsker, questions: Questions
    ) -> None:
        asker.gives(answered(*(citation(number, quote="word " * 180) for number in range(1, 8))))
        await room.ask()
        last = room.messages()[-1]
        question = int(buttons(last)[0].split(":")[1])
        assert questions.by_id(question)

        await press(room.alice, last, "delete")

        assert room.messages() == []
        assert questions.by_id(question) is None

    async def test_others_are_told_that_they_may_not(self, room: Room, answer: Any) -> None:
        assert told(await press(room.bob, answer, "delete")) == TEXTS.say("not-yours-to-delete")
        assert len(public(room)) == 1

    async def test_who_may_no_longer_ask_still_deletes_their_own(self, room: Room, answer: Any) -> None:
        room.bot.services.gate.reload(DiscordSettings(ask_roles=(999,)))
        await press(room.alice, answer, "delete")
        assert public(room) == []

    async def test_a_moderator_deletes_also_what_is_no_longer_kept(
        self, room: Room, answer: Any, questions: Questions
    ) -> None:
        questions.forget(room.alice.id)
        assert told(await press(room.alice, answer, "delete")) == TEXTS.say("question-gone")

        server = room.alice.guild
        role = server.create_role("Moderators", permissions=discord.Permissions(manage_messages=True))
        carol = server.add_member(room.env.create_user("carol"), roles=[role])
        await press(carol, answer, "delete")
        assert public(room) == []


@pytest.mark.usefixtures("article")
class TestAfterARestart:
    async def test_every_button_still_works(
        self, room: Room, answer: Any, restart: Any, asker: ScriptedAsker, questions: Questions
    ) -> None:
        await restart()

        page = await press(room.bob, answer, "read")
        assert f"> {QUOTE}\n" in told(page)
        await restart()
        turned = await room.bob.click(page.response.message, custom_id=buttons(page.response)[2])
        assert told(turned).startswith("### Gone\n")

        form = await press(room.bob, answer, "follow-up")
        await room.bob.submit_modal(form, {"question": "And then?"})
        assert [turn.question for turn in asker.calls[-1].before] == [QUESTION]

        await press(room.bob, answer, "good")
        assert len(questions.feedback_rows()) == 1
        await press(room.alice, answer, "delete")
        assert len(public(room)) == 1  # the follow-up

    async def test_a_private_answer_can_still_be_shared(self, room: Room, private: Any, restart: Any) -> None:
        await restart()
        await press(room.alice, private, "share")
        assert len(public(room)) == 1

    async def test_a_form_that_was_open_says_that_it_is_lost(
        self, room: Room, answer: Any, restart: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        form = await press(room.bob, answer, "follow-up")
        monkeypatch.setattr("bot.views._OF_THIS_RUN", "form:another:")
        await restart()
        assert told(await room.bob.submit_modal(form, {"question": "And then?"})) == TEXTS.say("form-expired")


@pytest.mark.parametrize("kind", ["read", "follow-up", "good", "bad"])
async def test_a_question_that_is_no_longer_kept_is_explained(
    room: Room, answer: Any, questions: Questions, kind: str
) -> None:
    questions.forget(room.alice.id)
    assert told(await press(room.bob, answer, kind)) == TEXTS.say("question-gone")


async def test_feedback_on_a_question_that_went_meanwhile_is_explained(
    room: Room, answer: Any, questions: Questions
) -> None:
    form = await press(room.bob, answer, "bad")
    questions.forget(room.alice.id)
    assert told(await room.bob.submit_modal(form, {"reason": "wrong"})) == TEXTS.say("question-gone")


@pytest.mark.parametrize("kind", ["read", "follow-up", "good", "delete"])
async def test_a_library_that_fails_is_told(room: Room, answer: Any, kind: str, monkeypatch: Any) -> None:
    def broken(_self: Questions, _id: int) -> None:
        raise discord.ClientException("secret detail")

    monkeypatch.setattr(Questions, "by_id", broken)
    text = told(await press(room.bob, answer, kind))
    assert "Something went wrong" in text
    assert "secret" not in text
