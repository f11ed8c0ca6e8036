"""Telling one person something, however far their interaction got: the one path for notices and errors."""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from bot.incidents import log_incident
from bot.rendering import Card, Gap, notice, problem
from bot.wording import Texts, error_text
from config.errors import NewsdeskError

if TYPE_CHECKING:
    from bot.services import Services

logger = logging.getLogger(__name__)

Interaction = discord.Interaction[discord.Client]

NOT_SENT = (discord.HTTPException, aiohttp.ClientError)  # Discord refused, or was not reached
ALREADY_ACKNOWLEDGED = 40060  # Discord's code


def services_of(interaction: Interaction) -> "Services":
    """What the features of the bot work with."""
    services: Services = interaction.client.services  # type: ignore[attr-defined] # NewsdeskBot has it
    return services


def texts_of(interaction: Interaction) -> Texts:
    """What the person of an interaction reads alone."""
    return services_of(interaction).texts(interaction.locale)


async def tell(interaction: Interaction, card: Callable[[Texts], Card]) -> None:
    """Show a card to the person of an interaction alone. Never raises for what Discord refuses: it is logged."""
    try:
        await _tell(interaction, card(texts_of(interaction)))
    except NOT_SENT as failure:
        logger.warning("Nobody could be told that %s failed: %s", name_of(interaction), failure)


async def report(interaction: Interaction, error: BaseException) -> None:
    """Tell the person that `error` happened: newsdesk's own kindly, any other with the id of its log entry."""
    if isinstance(error, NewsdeskError):
        logger.warning("%s failed: %s: %s", name_of(interaction), type(error).__name__, error)
        await tell(interaction, lambda texts: problem(error_text(texts, error), texts))
    else:
        incident = log_incident(name_of(interaction), error)
        await tell(interaction, lambda texts: problem(texts.say("unexpected", incident=incident), texts))


async def replace_privately(interaction: Interaction, card: Card, public: Card) -> None:
    """Put a private message in the place of the public "thinking…".

    The first message after a deferral takes the deferral's visibility, whatever it asks for, and where the
    deferral was deleted Discord may refuse the next message (its API documentation's issues 2739, 2866 and
    3087). So the deferral is completed with words that anyone may read, and removed when the private message
    is there.
    """
    await interaction.edit_original_response(view=layout_of(public))
    await interaction.followup.send(view=layout_of(card), ephemeral=True)
    await interaction.delete_original_response()


async def think(interaction: Interaction, *, is_private: bool) -> None:
    """Show "thinking…", to everyone or to the person alone.

    discord.py asks again where Discord answered 502, and is told that the first request had arrived after all.
    """
    try:
        await interaction.response.defer(ephemeral=is_private, thinking=True)
    except discord.HTTPException as failure:
        if failure.code != ALREADY_ACKNOWLEDGED:
            raise


async def _tell(interaction: Interaction, card: Card) -> None:
    if not interaction.response.is_done():
        try:
            await interaction.response.send_message(view=layout_of(card), ephemeral=True)
        except discord.HTTPException as failure:
            if failure.code != ALREADY_ACKNOWLEDGED:
                raise
        else:
            return
    flags = (await interaction.original_response()).flags
    if flags.loading and flags.ephemeral:
        await interaction.edit_original_response(view=layout_of(card))
    elif flags.loading:
        public = notice(texts_of(interaction).say("told-privately"))
        await replace_privately(interaction, card, public)
    elif interaction.response.is_done():
        await interaction.followup.send(view=layout_of(card), ephemeral=True)


def layout_of(card: Card, buttons: Sequence[discord.ui.Item[Any]] = ()) -> discord.ui.LayoutView:
    """The card as discord.py sends it, as `view`; with at most five buttons, which must be lasting ones.

    With any other button among them, discord.py would forget all lasting ones when the view times out.
    """
    frame: discord.ui.Container[Any] = discord.ui.Container(accent_colour=card.colour)
    for number, block in enumerate(card.groups):
        if number:
            frame.add_item(discord.ui.Separator(visible=block.gap is Gap.LINE))
        frame.add_item(discord.ui.TextDisplay(block.text))
    if buttons:
        frame.add_item(discord.ui.ActionRow(*buttons))
    return discord.ui.LayoutView(timeout=None).add_item(frame)


def layouts_of(
    cards: Sequence[Card], buttons: Sequence[discord.ui.Item[Any]] = ()
) -> list[discord.ui.LayoutView]:
    """The cards of an answer, a message each, with the buttons under the last."""
    *others, last = cards
    return [*map(layout_of, others), layout_of(last, buttons)]


def name_of(interaction: Interaction) -> str:
    """What a person used, for the log: "/ask", or the kind of button without what it carries."""
    if command := interaction.command:
        return f"/{command.qualified_name}"
    data: Mapping[str, object] = interaction.data or {}
    custom_id = str(data.get("custom_id", ""))
    return f"the component {custom_id.split(':', maxsplit=1)[0]}" if custom_id else "an unknown command"
