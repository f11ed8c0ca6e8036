"""Commands, views and forms at the gate: before they run, and with words for those who are turned down."""

from collections.abc import Callable
from contextlib import suppress

import discord

from bot.gatekeeping.refusals import refusal_text
from bot.gatekeeping.rights import Visitor, Wish
from bot.incidents import log_incident
from bot.rendering import notice
from bot.telling import Interaction, report, services_of, tell

_WISH = "wish"


def wishing(wish: Wish) -> dict[object, object]:
    """The `extras` of a command that wants `wish`."""
    return {_WISH: wish}


def wish_of(interaction: Interaction) -> Wish:
    """What the command of an interaction wants; one that does not say so is taken for the most that there is.

    Whoever is still typing a question has asked nothing yet.
    """
    wish = interaction.command.extras.get(_WISH) if interaction.command else None
    is_typing = interaction.type is discord.InteractionType.autocomplete
    if wish is Wish.ASK and is_typing:
        return Wish.LOOK
    return wish if isinstance(wish, Wish) else Wish.MANAGE


async def admitted(interaction: Interaction, wish: Wish) -> bool:
    """Whether the person of an interaction is let in; if not, they have been told. Never raises.

    An interaction that Discord sends again is not let in again. discord.py drops what a check of a dynamic item
    raises, so nothing may be left to it.
    """
    try:
        services = services_of(interaction)
        if not services.take(interaction.id):
            return False
        refusal = services.gate.admit(wish, visitor_of(interaction))
        if refusal is None:
            return True
        known = known_in(interaction.guild)
        if not await _offered_nothing(interaction):
            await tell(interaction, lambda texts: notice(refusal_text(texts, refusal, known)))
    except Exception as error:  # noqa: BLE001 - the last stop: logged with its traceback, told with its id
        if await _offered_nothing(interaction):
            log_incident("suggestions", error)
        else:
            await report(interaction, error)
    return False


async def _offered_nothing(interaction: Interaction) -> bool:
    """Whether this is somebody typing, who can be told nothing but that there is nothing to choose from."""
    if interaction.type is not discord.InteractionType.autocomplete:
        return False
    with suppress(discord.HTTPException):
        await interaction.response.autocomplete([])
    return True


def visitor_of(interaction: Interaction) -> Visitor:
    """Who uses a command or a component, and where."""
    return Visitor(
        interaction.user.id,
        interaction.channel_id or 0,
        getattr(interaction.channel, "parent_id", None),
        interaction.guild_id,
        _roles(interaction.user),
        interaction.permissions.manage_messages,
    )


def author_of(message: discord.Message) -> Visitor:
    """Who wrote a message, and where."""
    author, channel = message.author, message.channel
    return Visitor(
        author.id,
        channel.id,
        getattr(channel, "parent_id", None),
        message.guild.id if message.guild else None,
        _roles(author),
        isinstance(author, discord.Member) and channel.permissions_for(author).manage_messages,
    )


def known_in(guild: discord.Guild | None) -> Callable[[int], bool]:
    """Whether an id is a role or a channel of a server."""
    return lambda id_: guild is not None and bool(guild.get_role(id_) or guild.get_channel_or_thread(id_))


def _roles(person: discord.User | discord.Member) -> frozenset[int]:
    return frozenset(role.id for role in getattr(person, "roles", ()))
