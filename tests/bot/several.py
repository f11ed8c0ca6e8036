"""Several bots in processes of their own, on one Discord of ours: real HTTP, real websockets, real signals."""

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.bot.rest import APPLICATION, ME, TOKEN
from tests.bot.wire import Wire, message_event

ROOT = Path(__file__).parents[2]
TAKEOVER_SECONDS = 30
PATIENCE_SECONDS = 60  # for what has no bar of its own, on a busy machine
GUILD = {
    "id": "700", "name": "The Daily Desk", "owner_id": "100001", "roles": [], "channels": [], "threads": [],
    "members": [], "emojis": [], "stickers": [], "features": [], "member_count": 2, "preferred_locale": "en-US",
    "verification_level": 0, "default_message_notifications": 0, "explicit_content_filter": 0, "mfa_level": 0,
    "system_channel_flags": 0, "premium_tier": 0, "nsfw_level": 0, "afk_timeout": 300, "unavailable": False,
}  # fmt: skip
BOT = """
import json, sys, urllib.request
import discord
from bot.running.run import run_bot
from config.logs import start_logging
from config.settings import load_settings
from index.searchable import SearchableLibrary
from tests.bot.fakes import ScriptedAsker, answered

place, given = sys.argv[1:]
discord.http.Route.BASE = f"http://{place}"
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = discord.gateway.yarl.URL(f"ws://{place}/gateway")

def answer(question):
    if question == "wait":
        urllib.request.urlopen(f"http://{place}/wait").read()
    return answered(question=question)

settings = load_settings(**json.loads(given))
start_logging(settings)
with SearchableLibrary(settings) as library:
    run_bot(ScriptedAsker(answer), library, settings, lambda: settings)
"""


@dataclass
class Bot:
    """A bot in a process of its own, by the name that stands in every address it asks."""

    name: str
    process: "subprocess.Popen[str]"

    def says(self, words: str) -> None:
        """Wait until its log says so."""
        assert self.process.stderr
        lines = []
        for line in self.process.stderr:
            lines.append(line)
            if words in line:
                return
        raise AssertionError(lines)


@dataclass
class Several(Wire):
    """Discord, with a gateway for many; what happens at it is told in `events`: who, what, and the shard."""

    events: list[tuple[str, str, int]] = field(default_factory=list)
    sockets: dict[str, list[web.WebSocketResponse]] = field(default_factory=dict)
    happened: threading.Condition = field(default_factory=threading.Condition)
    go_on: threading.Event = field(default_factory=threading.Event)
    posted: Callable[[str, str, str], None] = lambda _who, _method, _path: None
    posts: list[tuple[str, str]] = field(default_factory=list)
    numbers: int = 0
    address: str = ""
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)

    def wait_for(self, *event: object, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until something has happened."""
        with self.happened:
            assert self.happened.wait_for(lambda: event in self.events, seconds), self.events

    def wait_until(self, is_so: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until something is so; looked at whenever something happens."""
        with self.happened:
            assert self.happened.wait_for(is_so, seconds), (self.events, self.posts)

    def say(self, text: str) -> None:
        """A person writes to the bot: every process that is connected hears of it."""
        self.numbers += 1
        event = {
            "op": 0,
            "t": "MESSAGE_CREATE",
            "s": self.numbers + 9,
            "d": message_event(self.numbers, text),
        }
        for socket in [one for some in self.sockets.values() for one in some]:
            asyncio.run_coroutine_threadsafe(socket.send_json(event), self.loop).result(10)

    def answers(self) -> list[str]:
        """The first lines of what stands in all channels."""
        return sorted(
            json.dumps(one["components"]).split("### ")[-1].split("\\n")[0] for one in self.messages.values()
        )

    def most_at_once(self) -> int:
        """How many processes were connected for a shard at the same time, at most."""
        now: dict[int, int] = {}
        most = 0
        for _, what, shard in self.events:
            now[shard] = now.get(shard, 0) + {"connected": 1, "left": -1}.get(what, 0)
            most = max(most, now[shard])
        return most

    def pages(self) -> web.Application:
        pages = web.Application()
        routes = [web.get("/{who}/gateway", self._gateway), web.get("/{who}/wait", self._wait)]
        pages.add_routes([*routes, web.route("*", "/{who}/{path:.*}", self._rest)])
        return pages

    def tell(self, who: str, what: str, shard: int) -> None:
        with self.happened:
            self.events.append((who, what, shard))
            self.happened.notify_all()

    async def _wait(self, request: web.Request) -> web.Response:
        self.tell(request.match_info["who"], "waits", 0)
        await asyncio.to_thread(self.go_on.wait, PATIENCE_SECONDS)
        return web.Response()

    async def _rest(self, request: web.Request) -> web.Response:
        who, path = request.match_info["who"], f"/{request.match_info['path']}"
        body = await request.json() if request.can_read_body else None
        status, answer = self.answer(request.method, path, "", body)
        if request.method in ("POST", "PATCH"):
            self.posted(who, request.method, path)
            with self.happened:
                self.posts.append((who, f"{request.method} {path}"))
                self.happened.notify_all()
        content = json.dumps(answer).encode()
        return web.Response(status=status, body=content, headers={"Content-Type": "application/json"})

    def _do(self, method: str, parts: list[str], body: Any) -> tuple[int, Any]:
        match method, parts:
            case "POST", ["users", "@me", "channels"]:
                owner = {"id": body["recipient_id"], "username": "p", "discriminator": "0", "avatar": None}
                return 200, {"id": "5001", "type": 1, "recipients": [owner]}
            case "GET", ["users", id_] if id_ != "@me":
                return 200, {"id": id_, "username": "p", "discriminator": "0", "avatar": None}
            case "GET", ["channels", channel, "messages"]:
                return 200, [one for one in self.messages.values() if one["channel_id"] == channel]
        return super()._do(method, parts, body)

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        who = request.match_info["who"]
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 40_000}})
        shard = None
        try:
            async for message in socket:
                told = message.json()
                if told["op"] == 1:
                    await socket.send_json({"op": 11})
                elif told["op"] == 2:
                    shard = told["d"]["shard"][0]
                    self.sockets.setdefault(who, []).append(socket)
                    self.tell(who, "connected", shard)
                    await self._welcome(socket, who, told["d"]["shard"])
        finally:
            if shard is not None:
                self.sockets[who].remove(socket)
                self.tell(who, "left", shard)
        return socket

    async def _welcome(self, socket: web.WebSocketResponse, who: str, shard: list[int]) -> None:
        url = f"ws://{self.address}/{who}/gateway"
        guilds = [{"id": GUILD["id"], "unavailable": True}]
        ready = {"v": 10, "user": ME, "guilds": guilds, "session_id": who, "resume_gateway_url": url, "shard": shard,
                 "application": {"id": APPLICATION["id"], "flags": 0}}  # fmt: skip
        await socket.send_json({"op": 0, "t": "READY", "s": 1, "d": ready})
        await socket.send_json({"op": 0, "t": "GUILD_CREATE", "s": 2, "d": GUILD})


@contextmanager
def several() -> Iterator[tuple[Several, Callable[..., Bot]]]:
    """Discord, and a function that starts a bot by its name with some settings; all of them end with the context."""
    ours = Several()
    runner = web.AppRunner(ours.pages(), shutdown_timeout=0.1)

    async def serve() -> None:
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()

    thread = threading.Thread(target=ours.loop.run_forever)
    thread.start()
    asyncio.run_coroutine_threadsafe(serve(), ours.loop).result(10)
    ours.address = f"127.0.0.1:{runner.addresses[0][1]}"
    bots: list[Bot] = []

    def start(name: str, **given: Any) -> Bot:
        given["discord"] = {"token": TOKEN} | given.get("discord", {})
        command = [sys.executable, "-W", "ignore", "-c", BOT, f"{ours.address}/{name}", json.dumps(given)]
        process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
        bots.append(Bot(name, process))
        return bots[-1]

    try:
        yield ours, start
    finally:
        ours.go_on.set()
        for bot in bots:
            bot.process.kill()
            bot.process.communicate()
        asyncio.run_coroutine_threadsafe(runner.cleanup(), ours.loop).result(30)
        ours.loop.call_soon_threadsafe(ours.loop.stop)
        thread.join()
        ours.loop.close()
