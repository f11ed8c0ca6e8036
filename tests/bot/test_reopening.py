"""A channel that refused the bot is open again when its rights change."""

import discord
import pytest

from tests.bot.conftest import Room
from tests.bot.fakes import ASKED


@pytest.fixture
def channel(room: Room) -> discord.TextChannel:
    found = room.bot.get_channel(room.channel.id)
    assert isinstance(found, discord.TextChannel)
    return found


def is_open(room: Room, id_: int) -> bool:
    return room.bot.services.pauses.may_send(id_, ASKED)


async def test_changed_permissions_of_a_channel_open_it_and_its_threads(
    room: Room, channel: discord.TextChannel
) -> None:
    thread = await (await channel.send("talk")).create_thread(name="talk")
    for id_ in (channel.id, thread.id, 77):
        room.bot.services.pauses.forbid(id_, ASKED)

    await channel.set_permissions(channel.guild.default_role, embed_links=True)
    await room.env.settle()

    assert [is_open(room, id_) for id_ in (channel.id, thread.id, 77)] == [True, True, False]


async def test_changed_permissions_of_a_role_open_the_channels_of_its_server(
    room: Room, channel: discord.TextChannel
) -> None:
    role = await channel.guild.create_role(name="Desk")
    room.bot.services.pauses.forbid(channel.id, ASKED)
    await role.edit(name="News desk")
    await room.env.settle()
    assert not is_open(room, channel.id)

    await role.edit(permissions=discord.Permissions(embed_links=True))
    await room.env.settle()
    assert is_open(room, channel.id)


async def test_another_topic_opens_nothing(room: Room, channel: discord.TextChannel) -> None:
    room.bot.services.pauses.forbid(channel.id, ASKED)
    await channel.edit(topic="Sport")
    await room.env.settle()
    assert not is_open(room, channel.id)
