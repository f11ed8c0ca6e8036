"""The real bot in a simulated Discord: one server, one channel, two members."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import discord
import pytest
import pytest_asyncio
from simcord import ChannelHandle, Env, InteractionResult, MemberActor
from simcord.components import walk_components

from bot.client import NewsdeskBot
from bot.features import newsdesk_bot
from bot.wording import texts_for
from config.settings import Settings
from index.searchable import SearchableLibrary
from tests.bot.fakes import ASKED, QUESTION, ScriptedAsker

TEXTS = texts_for("en")


@pytest.fixture
def asker() -> ScriptedAsker:
    return ScriptedAsker()


@pytest_asyncio.fixture
async def simcord_bot(
    asker: ScriptedAsker, library: SearchableLibrary, settings: Settings
) -> AsyncIterator[NewsdeskBot]:
    bot = newsdesk_bot(asker, library, settings, clock=lambda: ASKED)
    yield bot
    await bot.close()


@dataclass(frozen=True)
class Room:
    """Where the tests talk."""

    env: Env
    bot: NewsdeskBot
    channel: ChannelHandle
    alice: MemberActor
    bob: MemberActor

    async def ask(self, question: str = QUESTION) -> InteractionResult:
        return await self.alice.slash(self.channel, "ask", question=question)

    def messages(self) -> list[discord.Message]:
        """What the others in the channel see."""
        return self.channel.history(viewer=self.bob)

    def sent(self) -> list[dict[str, Any]]:
        """The messages that the bot gave to Discord, as they went over the wire."""
        bodies = [request.json for request in self.env.http_requests]
        return [body.get("data", body) for body in bodies if isinstance(body, dict)]


@pytest_asyncio.fixture
async def room(simcord_env: Env, simcord_bot: NewsdeskBot) -> Room:
    await simcord_bot.tree.sync()
    server = simcord_env.create_guild()
    channel = server.create_text_channel("newsroom")
    alice, bob = (server.add_member(simcord_env.create_user(name)) for name in ("alice", "bob"))
    return Room(simcord_env, simcord_bot, channel, alice, bob)


def shown(message: Any) -> str:
    """What a message of the bot says: the Markdown of its one frame, which holds everything."""
    assert (message.content, message.embeds) == ("", [])
    return said([one if isinstance(one, dict) else one.to_dict() for one in message.components])


def said(components: list[dict[str, Any]]) -> str:
    """The Markdown of the one frame of a message as it goes over the wire."""
    (frame,) = components
    is_text = discord.ComponentType.text_display.value
    return "\n".join(part["content"] for part in walk_components(frame) if part["type"] == is_text)
