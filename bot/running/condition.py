"""How the bot is: what keeps it from answering, and what its gauges show. Read in a thread, when somebody asks."""

import logging
from math import isfinite

from bot.client import NewsdeskBot
from bot.running.health import State
from bot.running.metrics import Readings
from config.errors import LibraryError

logger = logging.getLogger(__name__)


def state(bot: NewsdeskBot, *, is_active: bool = True) -> State:
    """What keeps the bot from answering questions now, or where it is not the active one, as soon as it is."""
    found = []
    if bot.is_closed() or not (bot.is_ready() if is_active else bot.user):
        found.append("not connected to Discord")
    try:
        bot.services.library.library.last_change()
    except LibraryError as error:
        logger.warning("Not ready: %s", error)
        found.append("the library cannot be read")
    return State(tuple(found), is_standing_by=not is_active)


def readings(bot: NewsdeskBot, *, is_active: bool = True) -> Readings:
    """The gauges."""
    turns = bot.services.replies.turns
    # before the first heartbeat the latency is no number
    latency = {shard: seconds for shard, seconds in bot.latencies if isfinite(seconds)}
    return Readings(turns.running, turns.waiting, len(bot.guilds), latency, _lag(bot), is_active)


def _lag(bot: NewsdeskBot) -> dict[str, int]:
    try:
        return bot.services.library.lag()
    except LibraryError as error:
        logger.warning("How far the indexes lag behind cannot be told: %s", error)
        return {}
