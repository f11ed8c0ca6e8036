"""The bot connected to a gateway of our own: real HTTP, real websockets, real shards."""

import asyncio
import json
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import discord
import pytest
import pytest_asyncio
from aiohttp import web

from bot.features import newsdesk_bot
from bot.running.condition import readings, state
from bot.running.health import health_pages
from config.settings import Settings
from index.searchable import SearchableLibrary
from tests.bot.fakes import ScriptedAsker
from tests.bot.rest import APPLICATION, ME, TOKEN
from tests.bot.test_health import fetch, values

RECOMMENDED = 2


class Gateway:
    """Greets whoever connects, and remembers as which shard of how many they came."""

    def __init__(self) -> None:
        self.shards: list[list[int]] = []
        self.address = ""

    def pages(self) -> web.Application:
        pages = web.Application()
        pages.add_routes([web.get("/socket", self.socket), web.get("/{path:.*}", self.told)])
        return pages

    async def told(self, request: web.Request) -> web.Response:
        limit = {"total": 1_000, "remaining": 1_000, "reset_after": 0, "max_concurrency": 1}
        url = f"ws://{self.address}/socket"
        known = {
            "/users/@me": ME,
            "/oauth2/applications/@me": APPLICATION,
            "/gateway/bot": {"url": url, "shards": RECOMMENDED, "session_start_limit": limit},
        }
        body = json.dumps(known[request.path]).encode()
        return web.Response(body=body, headers={"Content-Type": "application/json"})  # as Discord: no charset

    async def socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 40_000}})
        async for message in socket:
            await self.answer(socket, message.json())
        return socket

    async def answer(self, socket: web.WebSocketResponse, told: dict[str, Any]) -> None:
        if told["op"] == 1:
            await socket.send_json({"op": 11})
        if told["op"] == 2:
            assert told["d"]["token"] == TOKEN
            self.shards.append(told["d"]["shard"])
            ready = {"v": 10, "user": ME, "guilds": [], "session_id": "one", "shard": told["d"]["shard"],
                     "resume_gateway_url": f"ws://{self.address}/socket",
                     "application": {"id": APPLICATION["id"], "flags": 0}}  # fmt: skip
            await socket.send_json({"op": 0, "t": "READY", "s": 1, "d": ready})


@pytest_asyncio.fixture
async def gateway(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Gateway]:
    ours = Gateway()
    runner = web.AppRunner(ours.pages(), shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    ours.address = f"127.0.0.1:{runner.addresses[0][1]}"
    monkeypatch.setattr(discord.http.Route, "BASE", f"http://{ours.address}")
    monkeypatch.setattr(
        discord.gateway.DiscordWebSocket,
        "DEFAULT_GATEWAY",
        discord.gateway.yarl.URL(f"ws://{ours.address}/socket"),
    )
    yield ours
    await runner.cleanup()


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"shards": 1}, [[0, 1]]),
        # five seconds between two shards, as Discord asks for
        pytest.param({"shards": 0}, [[0, RECOMMENDED], [1, RECOMMENDED]], marks=pytest.mark.slow),
        pytest.param({"shards": 4, "shard_ids": (1, 3)}, [[1, 4], [3, 4]], marks=pytest.mark.slow),
    ],
)
async def test_the_bot_connects_with_the_shards_of_the_settings_and_is_ready(
    gateway: Gateway,
    library: SearchableLibrary,
    settings: Settings,
    chosen: dict[str, Any],
    expected: list[list[int]],
) -> None:
    sharded = settings.discord.model_copy(update=chosen)
    async with newsdesk_bot(
        ScriptedAsker(), library, settings.model_copy(update={"discord": sharded})
    ) as bot:
        metrics = bot.services.metrics
        metrics.watch(partial(readings, bot))
        async with health_pages(0, metrics, partial(state, bot)) as port:
            before = await asyncio.to_thread(fetch, port, "/ready")
            running = asyncio.create_task(bot.start(TOKEN))
            ready = asyncio.create_task(bot.wait_until_ready())
            await asyncio.wait({running, ready}, timeout=60, return_when=asyncio.FIRST_COMPLETED)
            after = await asyncio.to_thread(fetch, port, "/ready")
            now = values((await asyncio.to_thread(fetch, port, "/metrics"))[2])
            await bot.close()
            await running

    assert (before[0], after[0]) == (503, 200)
    assert sorted(gateway.shards) == expected
    told = {int(labels[0]) for name, *labels in now if name == "newsdesk_gateway_latency_seconds"}
    assert told <= {shard for shard, _ in expected}
    assert now["newsdesk_discord_responses_total", "200"] >= 2
