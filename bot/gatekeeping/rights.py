"""Who may ask, look after the library, or take an answer away. Pure decisions over Discord's ids.

Roles and channels come from the settings and from nowhere else: whoever invites the bot to a server of their own
is an administrator there, and that must not open the library to them.
"""

import enum
from dataclasses import dataclass

from config.sections import DiscordSettings


@dataclass(frozen=True, slots=True)
class Visitor:
    """Someone who wants something, and where: Discord's ids.

    `channel` is where it happens; a thread's `parent` is the channel that it belongs to. `server` is None in a
    direct message. `is_moderator` is whether they may delete other people's messages there.
    """

    person: int
    channel: int
    parent: int | None = None
    server: int | None = None
    roles: frozenset[int] = frozenset()
    is_moderator: bool = False


class Wish(enum.Enum):
    """What someone wants of the bot; every command, view and form names its own."""

    ASK = "have a question answered"
    LOOK = "look at what is there already: the pages of an answer, suggestions while typing"
    MANAGE = "change the library"
    PERSONAL = "see, change or delete what is one's own, which everyone may everywhere"


class Bar(enum.Enum):
    """Why someone may not do what they want."""

    PLACE = "not in this channel"
    ROLE = "not without one of the roles"
    DISABLED = "nobody may"


def bar_to_asking(visitor: Visitor, settings: DiscordSettings) -> Bar | None:
    """What keeps `visitor` from asking here; None if nothing does.

    A direct message belongs to no server, so it is open only where neither list is set.
    """
    if settings.ask_channels and {visitor.channel, visitor.parent}.isdisjoint(settings.ask_channels):
        return Bar.PLACE
    if settings.ask_roles and visitor.roles.isdisjoint(settings.ask_roles):
        return Bar.ROLE
    return None


def bar_to_managing(visitor: Visitor, settings: DiscordSettings) -> Bar | None:
    """What keeps `visitor` from changing the library; None if nothing does."""
    if not settings.manage_roles:
        return Bar.DISABLED
    return Bar.ROLE if visitor.roles.isdisjoint(settings.manage_roles) else None


def may_share(person: int, asker: int) -> bool:
    """Whether a person may show everyone the answer that `asker` got privately."""
    return person == asker


def may_delete(visitor: Visitor, asker: int | None) -> bool:
    """Whether `visitor` may delete an answer that the person `asker` got; None where that is no longer known."""
    return visitor.person == asker or visitor.is_moderator
