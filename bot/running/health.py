"""Health and metrics of the running bot, over HTTP: /health, /ready and /metrics."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from bot.running.metrics import CONTENT_TYPE, Metrics
from config.errors import ConfigurationError

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class State:
    """What keeps the bot from answering questions, and whether it stands by for another one that does."""

    obstacles: Sequence[str] = ()
    is_standing_by: bool = False

    @property
    def said(self) -> str:
        """In a word or two. One that stands by is as good as ready, or nobody could be replaced by it."""
        if self.obstacles:
            return "not ready"
        return "standing by" if self.is_standing_by else "ready"


@asynccontextmanager
async def health_pages(
    port: int, metrics: Metrics, state: Callable[[], State], host: str = LOOPBACK
) -> AsyncIterator[int]:
    """Serve the pages while the context lasts; gives the port, which is any free one for `port` 0.

    `state` is called in a thread and may block. Raises ConfigurationError where the port is taken.
    """
    pages = web.Application()
    pages.add_routes(_routes(metrics, state))
    runner = web.AppRunner(pages, access_log=None)
    await runner.setup()
    try:
        await _listen(runner, host, port)
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, host: str, port: int) -> None:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as exc:
        raise ConfigurationError(
            f"Port {port} of {host} cannot be used for health and metrics: {exc.strerror}. "
            "Set discord.health_port to a free port, or to 0 for none, and discord.health_host to an address of this "
            "machine."
        ) from exc


def _routes(metrics: Metrics, state: Callable[[], State]) -> list[web.RouteDef]:
    async def health(_request: web.Request) -> web.Response:
        return web.json_response({"status": "alive"})  # the event loop turns, or nobody would read this

    async def ready(_request: web.Request) -> web.Response:
        now = await asyncio.to_thread(state)
        told = {"status": now.said, "obstacles": list(now.obstacles)}
        return web.json_response(told, status=503 if now.obstacles else 200)

    async def numbers(_request: web.Request) -> web.Response:
        text = await asyncio.to_thread(metrics.text)
        return web.Response(body=text, headers={"Content-Type": CONTENT_TYPE})

    return [web.get("/health", health), web.get("/ready", ready), web.get("/metrics", numbers)]
