"""What people read when the gate turns them down."""

from collections.abc import Callable

from discord.utils import format_dt

from bot.gatekeeping.gate import Barred, LineFull, Refusal, TooOften
from bot.gatekeeping.rights import Bar
from bot.wording import Texts

_MOST_NAMED = 10


def refusal_text(texts: Texts, refusal: Refusal, is_known: Callable[[int], bool]) -> str:
    """Why not, and what works instead. Of roles and channels, those are named that the reader's server knows."""
    match refusal:
        case TooOften(until):
            return texts.say("refused-too-often", when=format_dt(until, "R"))
        case LineFull(waiting):
            return texts.say("refused-line-full", waiting=waiting)
        case Barred(Bar.DISABLED):
            return texts.say("refused-disabled")
        case Barred(Bar.PLACE, channels):
            named = [f"<#{channel}>" for channel in channels if is_known(channel)]
            return texts.say("refused-place", channels=_either(texts, named))
        case Barred(_, roles):
            named = [f"<@&{role}>" for role in roles if is_known(role)]
            return texts.say("refused-role", roles=_either(texts, named))


def _either(texts: Texts, named: list[str]) -> str:
    return texts.either(tuple(named[:_MOST_NAMED])) if named else "none"
