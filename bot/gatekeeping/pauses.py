"""Keeping away from the number of refusals after which Discord bans the address. Pure: the time is passed in.

Discord bans for a while whoever collects 10,000 answers of 401, 403 and 429 within 10 minutes (its documentation:
"Invalid Request Limit"). What the bot sends unasked (watches, digests) is what could repeat a refusal for ever,
so a channel that refuses once is left alone for a while, and near the limit nothing is sent unasked at all.
"""

import logging
from collections import deque
from datetime import datetime, timedelta

logger = logging.getLogger(__name__)

REFUSALS = frozenset({401, 403, 429})
BUDGET = 5_000  # half of what Discord allows; the rest is for what people ask
WINDOW = timedelta(minutes=10)
FIRST_PAUSE = timedelta(minutes=15)
LONGEST_PAUSE = timedelta(hours=24)


class Pauses:
    """Knows which channels refuse the bot, and how many refusals there were of late."""

    def __init__(self) -> None:
        self._until: dict[int, datetime] = {}
        self._length: dict[int, timedelta] = {}
        self._refusals: deque[datetime] = deque(maxlen=BUDGET)

    def forbid(self, channel: int, at: datetime) -> None:
        """The bot may not send to `channel`: leave it alone, longer each time."""
        if self.is_closed(channel, at):
            return
        length = min(self._length.get(channel, FIRST_PAUSE / 2) * 2, LONGEST_PAUSE)
        self._length[channel] = length
        self._until[channel] = at + length
        logger.warning(
            "Discord does not let the bot send to channel %d; nothing is sent there unasked for %s. "
            "`newsdesk doctor` says which permission is missing.",
            channel,
            length,
        )

    def allow(self, channel: int) -> None:
        """Something arrived in `channel`: it is open again."""
        self._until.pop(channel, None)
        self._length.pop(channel, None)

    def count(self, status: int, at: datetime) -> None:
        """Take note of an answer of Discord's."""
        if status in REFUSALS:
            self._refusals.append(at)

    def is_closed(self, channel: int, at: datetime) -> bool:
        """Whether `channel` refused the bot a short time ago."""
        return self._until.get(channel, at) > at

    def may_send(self, channel: int, at: datetime) -> bool:
        """Whether to send something unasked to `channel` now."""
        return not self.is_closed(channel, at) and self.spent(at) < BUDGET

    def spent(self, at: datetime) -> int:
        """How many refusals there were in the last 10 minutes, up to `BUDGET`."""
        while self._refusals and self._refusals[0] <= at - WINDOW:
            self._refusals.popleft()
        return len(self._refusals)
