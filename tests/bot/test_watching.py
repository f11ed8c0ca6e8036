"""`/watch`: setting up, listing and ending, through the real discord.py client."""

from typing import Any

import discord
import pytest
from simcord.components import walk_components

from bot.watches.watching import choices, list_cards
from config.settings import Settings, load_settings
from index.searchable import SearchableLibrary
from index.watches import Watch, Watches
from tests.bot.conftest import TEXTS, Room, shown
from tests.bot.fakes import ASKED
from tests.conftest import CACHE

QUESTION = "When does the ferry sail?"


@pytest.fixture
def settings(tmp_path: Any) -> Settings:
    return load_settings(
        data_dir=tmp_path / "data",
        cache_dir=CACHE,
        index={"chroma_linger_seconds": 0},
        watch={"of_person": 2, "of_server": 3},
    )


@pytest.fixture
def watches(library: SearchableLibrary) -> Watches:
    return Watches(library.library)


async def watch(room: Room, who: Any = None, command: str = "add", **options: Any) -> str:
    """What somebody reads alone who uses a command."""
    if command == "add":
        options = {"question": QUESTION} | options
    result = await (who or room.alice).slash(room.channel, f"watch {command}", **options)
    assert result.response.ephemeral
    return shown(result.response)


async def test_a_question_is_watched_in_the_channel_where_it_is_asked(room: Room, watches: Watches) -> None:
    text = await watch(room, question="  When does\n the ferry sail?  ")

    assert text == TEXTS.say("watch-added", number="1", where="here")
    (added,) = watches.running()
    assert (added.question, added.owner) == (QUESTION, room.alice.id)
    assert (added.server, added.channel) == (room.alice.guild.id, room.channel.id)
    assert (added.created, added.language, added.quiet) == (ASKED, "en", None)


async def test_news_for_oneself_are_announced_by_a_direct_message(room: Room, watches: Watches) -> None:
    text = await watch(room, where="me")

    assert text == TEXTS.say("watch-added", number="1", where="me")
    (added,) = watches.running()
    assert (added.server, added.channel) == (None, None)
    (message,) = room.alice.user.dm_channel.history()
    assert QUESTION in shown(message)


async def test_who_takes_no_direct_messages_is_told_so_and_nothing_is_watched(
    room: Room, watches: Watches
) -> None:
    room.env.inject_error("POST", "/channels/*/messages", status=403, code=50007)
    assert await watch(room, where="me") == TEXTS.say("watch-no-messages")
    assert watches.running() == []


@pytest.mark.parametrize(
    ("quiet", "kept"), [("22:00-07:00", "22:00-07:00"), ("9:30 – 11:00", "09:30-11:00"), ("-", "")]
)
async def test_a_watch_has_its_own_quiet_hours(room: Room, watches: Watches, quiet: str, kept: str) -> None:
    await watch(room, quiet=quiet)
    assert [one.quiet for one in watches.running()] == [kept]


@pytest.mark.parametrize("quiet", ["at night", "25:00-07:00", "22-7", "00:00-00:00"])
async def test_hours_that_are_none_are_explained(room: Room, watches: Watches, quiet: str) -> None:
    assert await watch(room, quiet=quiet) == TEXTS.say("watch-no-hours")
    assert watches.running() == []


async def test_a_question_without_a_word_is_not_watched(room: Room, watches: Watches) -> None:
    assert await watch(room, question=" \u200b ") == TEXTS.say("empty-question")
    assert watches.running() == []


async def test_where_one_of_both_may_not_write_nothing_is_watched(room: Room, watches: Watches) -> None:
    closed = room.env.guild.create_text_channel(
        "closed", overwrites={room.env.guild.default_role: discord.PermissionOverwrite(send_messages=False)}
    )
    result = await room.alice.slash(closed, "watch add", question=QUESTION)
    assert shown(result.response) == TEXTS.say("watch-may-not-write")
    assert watches.running() == []


async def test_a_person_and_a_server_have_so_many_watches(room: Room, watches: Watches) -> None:
    for _ in range(2):
        await watch(room)
    assert await watch(room) == TEXTS.say("watch-too-many", of="person", most=2)
    await watch(room, room.bob)
    assert await watch(room, room.bob) == TEXTS.say("watch-too-many", of="server", most=3)
    assert len(watches.running()) == 3


async def test_one_sees_and_changes_ones_own_watches(room: Room, watches: Watches) -> None:
    await watch(room)
    await watch(room, room.bob, question="What of @everyone?")

    mine = await watch(room, command="list")
    assert "**1** · When does the ferry sail?" in mine
    assert "everyone" not in mine
    assert await watch(room, command="pause", watch=2) == TEXTS.say("watch-gone")
    assert await watch(room, command="delete", watch=99) == TEXTS.say("watch-gone")

    assert await watch(room, command="pause", watch=1) == TEXTS.say("watch-paused", number="1")
    assert "paused" in await watch(room, command="list")
    assert await watch(room, command="resume", watch=1) == TEXTS.say("watch-resumed", number="1")
    assert await watch(room, command="delete", watch=1) == TEXTS.say("watch-deleted", number="1")
    assert await watch(room, command="list") == TEXTS.say("watch-none")
    assert [one.number for one in watches.running()] == [2]


async def test_a_moderator_sees_and_ends_the_watches_of_the_server(room: Room, watches: Watches) -> None:
    await watch(room)
    await watch(room, where="me")
    guild = room.env.guild
    role = guild.create_role("mods", permissions=discord.Permissions(manage_messages=True))
    carol = guild.add_member(room.env.create_user("carol"), roles=[role])

    listed = await watch(room, carol, "list")
    assert "**1**" in listed
    assert "set up by somebody else" in listed
    assert "**2**" not in listed  # told to its owner alone
    assert await watch(room, carol, "delete", watch=2) == TEXTS.say("watch-gone")
    assert await watch(room, carol, "delete", watch=1) == TEXTS.say("watch-deleted", number="1")


async def test_watches_are_offered_by_number_and_words(room: Room) -> None:
    await watch(room)
    await watch(room, question="Who won the regatta?")
    offered = await room.alice.autocomplete(room.channel, "watch delete", "watch", "REGATTA")
    assert [(one["name"], one["value"]) for one in offered] == [("2: Who won the regatta?", 2)]
    assert len(await room.alice.autocomplete(room.channel, "watch delete", "watch", "")) == 2


def arrow(message: Any, emoji: str) -> str:
    """The custom id of the button with that emoji."""
    parts = [part for frame in message.components for part in walk_components(frame)]
    return next(part["custom_id"] for part in parts if part.get("emoji", {}).get("name") == emoji)


def made(number: int, **changes: Any) -> Watch:
    return Watch(number, 7, f"Question {number} " + "word " * 60, ASKED, ASKED, **changes)


def test_many_watches_are_listed_on_several_pages() -> None:
    cards = list_cards([made(number) for number in range(1, 31)], 7, TEXTS)
    assert len(cards) > 1
    assert len(choices([made(number) for number in range(1, 31)], "")) == 25
    assert all(len(choice.name) <= 100 for choice in choices([made(1)], "question"))


async def test_pages_are_turned_to_and_fro(room: Room, watches: Watches) -> None:
    for number in range(1, 31):
        wanted = made(number, server=room.env.guild.id, channel=room.channel.id)
        watches.add(wanted, most_of_person=99, most_of_server=99)
    guild = room.env.guild
    role = guild.create_role("mods", permissions=discord.Permissions(manage_messages=True))
    carol = guild.add_member(room.env.create_user("carol"), roles=[role])
    result = await carol.slash(room.channel, "watch list")
    assert "**1** ·" in shown(result.response)

    turned = await carol.click(result.response, custom_id=arrow(result.response, "▶️"))
    assert "**13** ·" in shown(turned.response)
    assert "**1** ·" not in shown(turned.response)
    back = await carol.click(turned.response, custom_id=arrow(turned.response, "◀️"))
    assert "**1** ·" in shown(back.response)
