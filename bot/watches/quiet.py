"""When a watch may speak: not in quiet hours, not too often, and a day has so many messages. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from config.watch_section import WatchSettings

_HOURS = re.compile(r"\s*([01]?\d|2[0-3]):([0-5]\d)\s*[-–]\s*([01]?\d|2[0-3]):([0-5]\d)\s*")


@dataclass(frozen=True, slots=True)
class Hours:
    """A span of each day; it may pass midnight."""

    begin: time
    end: time

    @classmethod
    def parse(cls, written: str) -> "Hours | None":
        """The hours that a person or a setting writes, such as "22:00-7:00"; None for anything else.

        Hours that end as they begin could be all or none, so they are none.
        """
        if not (found := _HOURS.fullmatch(written)):
            return None
        first, second, third, fourth = map(int, found.groups())
        hours = cls(time(first, second), time(third, fourth))
        return hours if hours.begin != hours.end else None

    def __str__(self) -> str:
        return f"{self.begin:%H:%M}-{self.end:%H:%M}"

    def hold(self, at: time) -> bool:
        """Whether a time of day lies in the span."""
        if self.begin < self.end:
            return self.begin <= at < self.end
        return at >= self.begin or at < self.end


class Rhythm:
    """When a watch may send its next message, by the settings and by when its last ones were begun."""

    def __init__(self, settings: WatchSettings) -> None:
        self._settings = settings
        self._zone = ZoneInfo(settings.time_zone)

    def is_due(self, quiet: str | None, begun: Sequence[datetime], at: datetime) -> bool:
        """Whether a message may be sent at `at`; `begun` are the earlier ones of `since(at)`, oldest first."""
        if self._is_quiet(quiet, at) or self.left_today(begun, at) <= 0:
            return False
        pause = timedelta(minutes=self._settings.bundle_minutes)
        return not begun or at - begun[-1] >= pause

    def left_today(self, begun: Sequence[datetime], at: datetime) -> int:
        """How many messages the day has left."""
        day = at.astimezone(self._zone).date()
        today = sum(one.astimezone(self._zone).date() == day for one in begun)
        return self._settings.messages_per_day - today

    def since(self, at: datetime) -> datetime:
        """From when on earlier messages matter: two days hold every day and every pause."""
        return at - timedelta(days=2)

    def _is_quiet(self, quiet: str | None, at: datetime) -> bool:
        hours = Hours.parse(self._settings.quiet_hours if quiet is None else quiet)
        return hours is not None and hours.hold(at.astimezone(self._zone).time())
