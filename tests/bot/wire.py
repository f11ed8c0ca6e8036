"""The bot on a wire: events go into discord.py as the gateway would bring them, requests come out over real HTTP.

simcord stands in for discord.py's HTTP client; here it is the real one, with its retries. Everything happens in
direct messages and in interactions there, which need no server.
"""

import asyncio
import itertools
import json
import threading
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from time import perf_counter
from typing import Any

import discord
import pytest

from bot.client import NewsdeskBot
from tests.bot.rest import ME, TOKEN, Discord, on_loopback, served

FIRST_ID = 1_400_000_000_000_000_000
DEFERRED = discord.InteractionResponseType.deferred_channel_message.value


@dataclass
class Wire(Discord):
    """Discord's side: keeps messages, does what a request asks and then, if `loses` says so, answers 502."""

    loses: Callable[[str, str], bool] = lambda _method, _path: False
    refuses: Callable[[str, str], bool] = lambda _method, _path: False
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    acknowledged: dict[str, float] = field(default_factory=dict)
    seen: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    ids: Iterator[int] = field(default_factory=lambda: itertools.count(FIRST_ID + 1_000_000))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, method: str, path: str, token: str, body: Any) -> tuple[int, Any]:
        path = path.partition("?")[0]
        if self.refuses(method, path):
            return 400, {"code": 50035, "message": "Invalid Form Body"}
        with self.lock:
            answer = self._do(method, path.split("/")[1:], body)
            self.seen[method, path, json.dumps(body, sort_keys=True)] += 1
            is_first = self.seen[method, path, json.dumps(body, sort_keys=True)] == 1
        return (502, {}) if is_first and self.loses(method, path) else answer

    def _do(self, method: str, parts: list[str], body: Any) -> tuple[int, Any]:
        match method, parts:
            case "GET", ["users" | "oauth2", *_]:
                return 200, self._of_application(parts)
            case _, ["channels", channel, "messages", *id_]:
                return 200, self._in_channel(method, channel, id_, body)
            case "POST", ["interactions", id_, token, "callback"]:
                return self._acknowledged(id_, token, body)
            case _, ["webhooks", "42", token, *_]:
                return 200, self._of_interaction(method, token, body)
        return 404, {"code": 0, "message": f"{method} {parts}"}

    def _in_channel(self, method: str, channel: str, id_: list[str], body: Any) -> Any:
        match method:
            case "POST":
                assert body["enforce_nonce"] is True
                return self._kept(f"{channel}-{body['nonce']}", channel, body)
            case "PATCH":
                return self._edited(id_[0], body)
            case "DELETE":
                self.messages = {key: one for key, one in self.messages.items() if one["id"] != id_[0]}
        return None

    def _acknowledged(self, id_: str, token: str, body: Any) -> tuple[int, Any]:
        if token in self.acknowledged:
            return 400, {"code": 40060, "message": "Interaction has already been acknowledged."}
        self.acknowledged[token] = perf_counter()
        loading = {"flags": discord.MessageFlags(loading=True).value}
        self._kept(token, "9", loading if body["type"] == DEFERRED else body["data"])
        return 200, {"interaction": {"id": id_, "type": 2}}

    def _of_interaction(self, method: str, token: str, body: Any) -> Any:
        match method:
            case "GET":
                return self.messages[token]
            case "PATCH":
                return self._edited(self.messages[token]["id"], body)
            case "DELETE":
                return self.messages.pop(token, None)
        return self._kept(f"{token}-{next(self.ids)}", "9", body)

    def _kept(self, key: str, channel: str, body: dict[str, Any]) -> dict[str, Any]:
        """A message, made once however often it is asked for under the same key."""
        facts = {
            "id": str(next(self.ids)), "channel_id": channel, "author": ME, "type": 0,
            "timestamp": "2026-01-12T09:30:00+00:00", "edited_timestamp": None, "tts": False, "pinned": False,
            "mention_everyone": False, "mentions": [], "mention_roles": [], "attachments": [], "embeds": [],
            "content": "", "components": body.get("components", []), "flags": body.get("flags", 0),
        }  # fmt: skip
        return self.messages.setdefault(key, facts)

    def _edited(self, id_: str, body: dict[str, Any]) -> dict[str, Any]:
        (message,) = (one for one in self.messages.values() if one["id"] == id_)
        message |= {"flags": 0}
        message |= {key: value for key, value in body.items() if key in ("components", "flags", "content")}
        return message


def message_event(number: int, text: str) -> dict[str, Any]:
    """A direct message of person and in channel `number`."""
    return {
        "id": str(FIRST_ID + number), "channel_id": str(500_000 + number), "type": 0, "content": text,
        "author": {"id": str(100_000 + number), "username": f"p{number}", "discriminator": "0", "avatar": None},
        "timestamp": "2026-01-12T09:30:00+00:00", "edited_timestamp": None, "tts": False, "pinned": False,
        "mention_everyone": False, "mentions": [], "mention_roles": [], "attachments": [], "embeds": [],
        "components": [], "flags": 0, "channel_type": 1,
    }  # fmt: skip


def ask_event(number: int, question: str) -> dict[str, Any]:
    """`/ask` in the direct messages of person `number`."""
    person = {"id": str(100_000 + number), "username": f"p{number}", "discriminator": "0", "avatar": None}
    return {
        "id": str(FIRST_ID + number), "application_id": "42", "type": 2, "token": f"token{number}", "version": 1,
        "channel_id": str(500_000 + number), "channel": {"id": str(500_000 + number), "type": 1},
        "user": person, "locale": "en-US", "app_permissions": "0", "entitlements": [], "attachment_size_limit": 0,
        "authorizing_integration_owners": {}, "context": 1,
        "data": {"id": "77", "name": "ask", "type": 1,
                 "options": [{"name": "question", "type": 3, "value": question}]},
    }  # fmt: skip


@dataclass(frozen=True)
class Wired:
    """The bot on the wire."""

    bot: NewsdeskBot

    def says(self, number: int, text: str) -> None:
        """A person writes a direct message."""
        self.bot._connection.parse_message_create(message_event(number, text))

    def asks(self, number: int, question: str) -> None:
        """A person uses `/ask`."""
        self.bot._connection.parse_interaction_create(ask_event(number, question))

    async def done(self) -> None:
        """Everything that the events began has ended."""
        while tasks := [task for task in asyncio.all_tasks() if _is_an_event(task)]:
            await asyncio.gather(*tasks)


def _is_an_event(task: asyncio.Task[Any]) -> bool:
    return task.get_name().startswith(("discord.py: ", "CommandTree-invoker"))


@asynccontextmanager
async def wired(bot: NewsdeskBot, ours: Wire, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Wired]:
    """The bot, logged in to a Discord on loopback; closed at the end."""
    with on_loopback(ours, monkeypatch):
        async with bot:
            await bot.login(TOKEN)
            yield Wired(bot)


def serve(pipe: Connection) -> None:
    """Be Discord in a process of its own: give the address, then, when told to end, what was acknowledged and kept."""
    ours = Wire()
    with served(ours) as address:
        pipe.send(address)
        pipe.recv()
        pipe.send((ours.acknowledged, list(ours.messages.values())))
