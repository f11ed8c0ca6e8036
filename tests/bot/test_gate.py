"""Who is let in, before anything is deferred: through the real commands, views and forms."""

from datetime import timedelta
from typing import Any

import discord
import pytest

from bot.gatekeeping.gate import Barred, Gate, LineFull, TooOften
from bot.gatekeeping.rights import Bar, Visitor, Wish
from bot.gatekeeping.turns import Turns
from bot.running.metrics import Metrics
from bot.views import View
from config.sections import DiscordSettings
from config.settings import Settings
from index.searchable import SearchableLibrary
from index.watches import Watch, Watches
from tests.bot.conftest import Room, shown
from tests.bot.fakes import ASKED, ScriptedAsker

ALICE = Visitor(person=1, channel=10, server=100)


def gate(turns: Turns | None = None, **settings: Any) -> Gate:
    return Gate(DiscordSettings(**settings), turns or Turns(4, 100), Metrics(), clock=lambda: ASKED)


def test_a_question_past_a_limit_is_told_when_there_is_room():
    some = gate(person_limit="1/hour")
    assert some.admit(Wish.ASK, ALICE) is None
    assert some.admit(Wish.ASK, ALICE) == TooOften(ASKED + timedelta(hours=1))


def test_looking_costs_nothing_of_a_limit():
    some = gate(person_limit="1/hour")
    assert [some.admit(Wish.LOOK, ALICE) for _ in range(50)] == [None] * 50
    assert some.admit(Wish.ASK, ALICE) is None


@pytest.mark.parametrize("wish", [Wish.LOOK, Wish.ASK])
def test_who_may_not_ask_may_not_look_either(wish):
    assert gate(ask_roles=(7,)).admit(wish, ALICE) == Barred(Bar.ROLE, (7,))
    assert gate(ask_channels=(8,)).admit(wish, ALICE) == Barred(Bar.PLACE, (8,))


def test_a_question_that_is_barred_costs_nothing_of_a_limit():
    some = gate(person_limit="1/hour", ask_channels=(8,))
    some.admit(Wish.ASK, ALICE)
    some.reload(DiscordSettings(person_limit="1/hour"))
    assert some.admit(Wish.ASK, ALICE) is None


def test_the_library_is_changed_by_named_roles_only():
    assert gate().admit(Wish.MANAGE, ALICE) == Barred(Bar.DISABLED)
    assert gate(manage_roles=(7,)).admit(Wish.MANAGE, ALICE) == Barred(Bar.ROLE, (7,))


def test_everyone_may_see_and_delete_what_is_stored_about_them():
    some = gate(ask_roles=(7,), ask_channels=(8,), manage_roles=(9,), person_limit="1/day")
    assert [some.admit(Wish.PERSONAL, ALICE) for _ in range(20)] == [None] * 20


async def test_a_full_line_takes_no_question_and_counts_none():
    turns = Turns(places=1, longest=4)
    for person in range(2, 7):
        turns.join(person)
    some = gate(turns, person_limit="1/hour", longest_line=4)
    assert [some.admit(Wish.ASK, ALICE) for _ in range(3)] == [LineFull(4)] * 3


def test_changed_settings_hold_from_the_next_question_on():
    some = gate(person_limit="1/hour")
    some.admit(Wish.ASK, ALICE)
    some.reload(DiscordSettings(person_limit="2/hour", ask_roles=()))
    assert [some.admit(Wish.ASK, ALICE) is None for _ in range(3)] == [True, True, False]


class TestOnDiscord:
    """A refusal is the first response, for the asker alone; nothing was deferred, nothing asked."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        discord_settings = settings.discord.model_copy(update={"person_limit": "1/minute"})
        return settings.model_copy(update={"discord": discord_settings})

    async def test_a_refusal_comes_before_deferring_and_only_to_the_asker(
        self, room: Room, asker: ScriptedAsker
    ) -> None:
        await room.ask()
        result = await room.ask()

        callback = room.env.http_requests[-1]
        assert callback.json["type"] == discord.InteractionResponseType.channel_message.value
        assert result.response.ephemeral
        until = int((ASKED + timedelta(minutes=1)).timestamp())
        assert f"<t:{until}:R>" in shown(result.response)
        assert len(asker.asked) == 1
        assert len(room.messages()) == 1

    async def test_others_are_not_limited_by_one(self, room: Room, asker: ScriptedAsker) -> None:
        for _ in range(5):
            await room.ask()
        await room.bob.slash(room.channel, "ask", question="And what about Bob?")
        assert [question for question, _, _ in asker.asked][1:] == ["And what about Bob?"]

    async def test_changed_rights_hold_without_a_restart(self, room: Room, asker: ScriptedAsker) -> None:
        room.bot.services.gate.reload(DiscordSettings(ask_channels=(1,)))
        result = await room.ask()
        assert result.response.ephemeral
        assert "I answer no questions here" in shown(result.response)

        room.bot.services.gate.reload(DiscordSettings(ask_channels=(room.channel.id,)))
        await room.ask()
        assert len(asker.asked) == 1

    async def test_the_roles_and_channels_that_would_do_are_named_if_the_server_has_them(
        self, room: Room
    ) -> None:
        desk = room.env.guild.create_role("Desk")
        room.bot.services.gate.reload(DiscordSettings(ask_roles=(desk.id, 999)))
        told = shown((await room.ask()).response)
        assert f"<@&{desk.id}>" in told
        assert "999" not in told

        room.bot.services.gate.reload(DiscordSettings(ask_channels=(999,)))
        told = shown((await room.ask()).response)
        assert "999" not in told
        assert "Whoever runs the bot knows where" in told

    async def test_a_thread_counts_as_its_channel(self, room: Room, asker: ScriptedAsker) -> None:
        room.bot.services.gate.reload(DiscordSettings(ask_channels=(room.channel.id,)))
        message = await room.alice.send(room.channel, "Let us talk")
        await message.create_thread(name="talk")
        (thread,) = room.channel.threads
        await room.alice.slash(thread, "ask", question="And in here?")
        assert len(asker.asked) == 1

    async def test_typing_is_offered_only_what_the_command_would_do(
        self, room: Room, library: SearchableLibrary, make_article: Any
    ) -> None:
        library.put(library.prepare([make_article()]))
        everyone = room.env.guild.default_role.id

        async def offered() -> list[dict[str, Any]]:
            return await room.alice.autocomplete(room.channel, "library remove", "article", "harbour")

        assert await offered() == []  # may ask, and may not manage
        room.bot.services.gate.reload(DiscordSettings(manage_roles=(everyone,)))
        assert len(await offered()) == 1

    async def test_who_may_not_ask_still_finds_their_own_watches_while_typing(
        self, room: Room, library: SearchableLibrary
    ) -> None:
        watch = Watch(0, room.alice.id, "Who won?", ASKED, ASKED)
        Watches(library.library).add(watch, most_of_person=9, most_of_server=9)
        room.bot.services.gate.reload(DiscordSettings(ask_roles=(999,)))
        found = await room.alice.autocomplete(room.channel, "watch delete", "watch", "")
        assert [choice["name"] for choice in found] == ["1: Who won?"]

    async def test_a_button_is_only_for_those_who_may_look(self, room: Room) -> None:
        presses: list[int] = []

        class Door(View):
            @discord.ui.button(label="open", custom_id="open")
            async def open(self, interaction: Any, button: discord.ui.Button[Any]) -> None:
                presses.append(interaction.user.id)
                await interaction.response.defer()

        channel = room.bot.get_channel(room.channel.id)
        assert isinstance(channel, discord.TextChannel)
        message = await channel.send("look", view=Door())
        room.bot.services.gate.reload(DiscordSettings(ask_roles=(999,)))
        result = await room.alice.click(message, label="open")
        assert result.response.ephemeral
        assert "certain role" in shown(result.response)
        assert presses == []

    async def test_a_broken_rule_is_told_and_lets_nobody_in(
        self, room: Room, asker: ScriptedAsker, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(_self: Gate, _wish: Wish, _visitor: Visitor) -> None:
            raise RuntimeError("broken")

        monkeypatch.setattr(Gate, "admit", fail)
        result = await room.ask()
        assert "Something went wrong" in shown(result.response)
        assert asker.asked == []

    async def test_what_is_turned_down_is_counted_by_its_reason(self, room: Room) -> None:
        await room.ask()
        await room.ask()
        room.bot.services.gate.reload(DiscordSettings(ask_channels=(1,)))
        await room.ask()
        text = room.bot.services.metrics.text().decode()
        assert 'newsdesk_refused_total{reason="limit"} 1.0' in text
        assert 'newsdesk_refused_total{reason="place"} 1.0' in text
        assert "newsdesk_questions_total 1.0" in text
        assert 'newsdesk_answers_total{outcome="answered"} 1.0' in text
