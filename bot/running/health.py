"""Health and metrics of the running bot, over HTTP on loopback only: /health, /ready and /metrics."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from aiohttp import web

from bot.running.metrics import CONTENT_TYPE, Metrics
from config.errors import ConfigurationError

LOOPBACK = "127.0.0.1"


@asynccontextmanager
async def health_pages(
    port: int, metrics: Metrics, obstacles: Callable[[], Sequence[str]]
) -> AsyncIterator[int]:
    """Serve the pages while the context lasts; gives the port, which is any free one for `port` 0.

    `obstacles` says what keeps the bot from answering questions now; it is called in a thread and may block.
    Raises ConfigurationError where the port is taken.
    """
    pages = web.Application()
    pages.add_routes(_routes(metrics, obstacles))
    runner = web.AppRunner(pages, access_log=None)
    await runner.setup()
    try:
        await _listen(runner, port)
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, port: int) -> None:
    try:
        await web.TCPSite(runner, LOOPBACK, port).start()
    except OSError as exc:
        raise ConfigurationError(
            f"Port {port} of {LOOPBACK} cannot be used for health and metrics: {exc.strerror}. "
            "Set discord.health_port to a free port, or to 0 for none."
        ) from exc


def _routes(metrics: Metrics, obstacles: Callable[[], Sequence[str]]) -> list[web.RouteDef]:
    async def health(_request: web.Request) -> web.Response:
        return web.json_response({"status": "alive"})  # the event loop turns, or nobody would read this

    async def ready(_request: web.Request) -> web.Response:
        found = await asyncio.to_thread(obstacles)
        status = ("not ready", 503) if found else ("ready", 200)
        return web.json_response({"status": status[0], "obstacles": list(found)}, status=status[1])

    async def numbers(_request: web.Request) -> web.Response:
        text = await asyncio.to_thread(metrics.text)
        return web.Response(body=text, headers={"Content-Type": CONTENT_TYPE})

    return [web.get("/health", health), web.get("/ready", ready), web.get("/metrics", numbers)]
