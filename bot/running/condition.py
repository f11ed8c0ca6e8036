"""How the bot is: what keeps it from answering, and what its gauges show. Read in a thread, when somebody asks."""

import logging
from math import isfinite

from bot.client import NewsdeskBot
from bot.running.metrics import Readings
from config.errors import LibraryError

logger = logging.getLogger(__name__)


def obstacles(bot: NewsdeskBot) -> list[str]:
    """What keeps the bot from answering questions now; nothing if it is ready."""
    found = []
    if not bot.is_ready() or bot.is_closed():
        found.append("not connected to Discord")
    try:
        bot.services.library.library.last_change()
    except LibraryError as error:
        logger.warning("Not ready: %s", error)
        found.append("the library cannot be read")
    return found


def readings(bot: NewsdeskBot) -> Readings:
    """The gauges."""
    turns = bot.services.replies.turns
    # before the first heartbeat the latency is no number
    latency = {shard: seconds for shard, seconds in bot.latencies if isfinite(seconds)}
    return Readings(turns.running, turns.waiting, len(bot.guilds), latency, _lag(bot))


def _lag(bot: NewsdeskBot) -> dict[str, int]:
    try:
        return bot.services.library.lag()
    except LibraryError as error:
        logger.warning("How far the indexes lag behind cannot be told: %s", error)
        return {}
