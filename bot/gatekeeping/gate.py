"""The one place where a wish is let in or turned down, before anything is deferred or looked up.

None lets in. A refusal is a value; `bot/gatekeeping/refusals.py` has its words. Commands, views and forms are
checked before they run (`bot/gatekeeping/admission.py`), because they name their wish; what listens to messages
calls `admit` itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.gatekeeping.limits import Limits
from bot.gatekeeping.rights import Bar, Visitor, Wish, bar_to_asking, bar_to_managing
from bot.gatekeeping.turns import Turns
from bot.running.metrics import Metrics
from config.sections import DiscordSettings


@dataclass(frozen=True, slots=True)
class Barred:
    """Not this person, or not here; `instead` are the roles or channels that are let in."""

    bar: Bar
    instead: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TooOften:
    """Past a limit; from `until` on there is room again."""

    until: datetime


@dataclass(frozen=True, slots=True)
class LineFull:
    """So many questions wait that no more are taken."""

    waiting: int


Refusal = Barred | TooOften | LineFull


class Gate:
    """Decides by the settings, which may change while the bot runs."""

    def __init__(
        self, settings: DiscordSettings, turns: Turns, metrics: Metrics, clock: Callable[[], datetime]
    ) -> None:
        self._turns = turns
        self._metrics = metrics
        self._clock = clock
        self.reload(settings)

    def reload(self, settings: DiscordSettings) -> None:
        """Decide by other settings from now on; what was counted so far is forgotten."""
        self._settings = settings
        self._limits = Limits(settings)
        self._turns.longest = settings.longest_line

    @property
    def answer_channels(self) -> frozenset[int]:
        """The channels in which no mention is needed."""
        return frozenset(self._settings.answer_channels)

    def admit(self, wish: Wish, visitor: Visitor) -> Refusal | None:
        """Let `visitor` in, or say why not. A question that is let in counts for the limits."""
        match wish:
            case Wish.PERSONAL:
                return None
            case Wish.LOOK:
                return self._barred(bar_to_asking(visitor, self._settings), self._settings.ask_roles)
            case Wish.ASK:
                return self._counted(self._question(visitor))
            case Wish.MANAGE:
                bar = bar_to_managing(visitor, self._settings)
                return self._counted(self._barred(bar, self._settings.manage_roles))

    def _question(self, visitor: Visitor) -> Refusal | None:
        if refusal := self._barred(bar_to_asking(visitor, self._settings), self._settings.ask_roles):
            return refusal
        if not self._turns.has_room(visitor.person):
            return LineFull(self._turns.waiting)
        until = self._limits.take(visitor, self._clock())
        return TooOften(until) if until else None

    def _barred(self, bar: Bar | None, roles: tuple[int, ...]) -> Barred | None:
        if bar is None:
            return None
        return Barred(bar, self._settings.ask_channels if bar is Bar.PLACE else roles)

    def _counted(self, refusal: Refusal | None) -> Refusal | None:
        if refusal:
            self._metrics.refused.labels(reason_of(refusal)).inc()
        return refusal


def reason_of(refusal: Refusal) -> str:
    """The word for a refusal in the metrics."""
    match refusal:
        case Barred(bar):
            return bar.name.lower()
        case TooOften():
            return "limit"
        case LineFull():
            return "line_full"
