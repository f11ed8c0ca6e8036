"""How often may people ask: by person, by channel and by server. Pure: the time is passed in.

The buckets are discord.py's own `Cooldown`, which counts in windows that begin with the first question.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from discord.app_commands import Cooldown

from bot.gatekeeping.rights import Visitor
from config.sections import DiscordSettings

_SECONDS = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400}
_CROWDED = 10_000  # buckets that are kept before those whose window has passed are dropped


@dataclass(frozen=True, slots=True)
class Rate:
    """So many questions in so many seconds."""

    number: int
    seconds: int

    @classmethod
    def parse(cls, written: str) -> "Rate | None":
        """The rate that a setting such as "10/minute" gives; None for an empty one, which sets no limit."""
        if not written:
            return None
        number, unit = written.split("/")
        return cls(int(number), _SECONDS[unit])


class Limits:
    """Remembers who asked where, and says when someone may ask again."""

    def __init__(self, settings: DiscordSettings) -> None:
        self._rates = {
            "person": Rate.parse(settings.person_limit),
            "channel": Rate.parse(settings.channel_limit),
            "server": Rate.parse(settings.server_limit),
        }
        self._buckets: dict[tuple[str, int], Cooldown] = {}

    def take(self, visitor: Visitor, at: datetime) -> datetime | None:
        """Count a question and return None; or, past a limit, count nothing and return when to try again."""
        seconds = at.timestamp()
        buckets = list(self._of(visitor, seconds))
        wait = max((bucket.get_retry_after(seconds) for bucket in buckets), default=0.0)
        if wait > 0:
            return at + timedelta(seconds=ceil(wait))
        for bucket in buckets:
            bucket.update_rate_limit(seconds)
        return None

    def _of(self, visitor: Visitor, seconds: float) -> Iterable[Cooldown]:
        if len(self._buckets) > _CROWDED:
            self._buckets = {
                key: bucket
                for key, bucket in self._buckets.items()
                if bucket.get_tokens(seconds) < bucket.rate
            }
        places = {"person": visitor.person, "channel": visitor.channel, "server": visitor.server}
        for kind, id_ in places.items():
            rate = self._rates[kind]
            if rate is not None and id_ is not None:
                yield self._buckets.setdefault((kind, id_), Cooldown(rate.number, rate.seconds))
