"""Ways to send a reply: into an interaction, or under a message. Both show at once that work is done, then grow.

Nothing can ping: the client allows no mentions. Cards are Components V2, beside which Discord makes no previews of
links. An answer is an edit of one message, so a retry after Discord's 502 cannot double it; what is posted anew
carries a nonce, by which Discord drops the second.
"""

import contextlib
import logging
from collections.abc import Sequence
from typing import Any, Protocol

import discord

from bot.asking.replies import Reply
from bot.rendering import Card, notice
from bot.telling import NOT_SENT, Interaction, layout_of, layouts_of, replace_privately, think
from bot.wording import Texts

Buttons = Sequence[discord.ui.Item[Any]]

logger = logging.getLogger(__name__)

NOBODY = discord.AllowedMentions.none()  # discord.py leaves the client's own out of an edit without content


class Sending(Protocol):
    """One reply on its way to people."""

    async def begin(self) -> None:
        """Show that a question is worked on."""

    async def show(self, card: Card) -> None:
        """Show something for the time being. Never raises for what Discord refuses."""

    async def finish(self, reply: Reply, buttons: Buttons = ()) -> tuple[int, ...]:
        """Send the reply in the place of all that was shown, with the buttons under its last message.

        The ids of its messages, if others may reply to them.
        """


class IntoInteraction:
    """The reply to a command, a button or a form; a private one is seen by its asker alone."""

    def __init__(self, interaction: Interaction, texts: Texts, *, is_private: bool = False) -> None:
        self._interaction = interaction
        self._texts = texts
        self._is_private = is_private

    async def begin(self) -> None:
        """Say "thinking…"."""
        await think(self._interaction, is_private=self._is_private)

    async def show(self, card: Card) -> None:
        """Put a card in the place of "thinking…"."""
        try:
            await self._interaction.edit_original_response(view=layout_of(card))
        except NOT_SENT as failure:
            logger.warning("What is written so far could not be shown: %s", failure)

    async def finish(self, reply: Reply, buttons: Buttons = ()) -> tuple[int, ...]:
        """Send the reply; a problem to its asker alone."""
        if reply.only_to_asker and not self._is_private:
            public = notice(self._texts.say("told-privately"))
            await replace_privately(self._interaction, reply.cards[0], public)
            return ()
        first, *others = layouts_of(reply.cards, buttons)
        sent = [(await self._interaction.edit_original_response(view=first)).id]
        sent += [await self._more(view, number) for number, view in enumerate(others, 1)]
        return tuple(sent)

    async def _more(self, view: discord.ui.LayoutView, number: int) -> int:
        """Send another message: as the bot's own where it may, for Discord takes no nonce for a follow-up."""
        channel = self._interaction.channel
        if isinstance(channel, discord.abc.Messageable) and not self._is_private and self._may_post():
            nonce = f"{self._interaction.id}-{number}"
            return (await channel.send(view=view, nonce=nonce)).id
        follow_up = self._interaction.followup
        return (await follow_up.send(view=view, ephemeral=self._is_private, wait=True)).id

    def _may_post(self) -> bool:
        rights = self._interaction.app_permissions
        is_thread = isinstance(self._interaction.channel, discord.Thread)
        may_send = rights.send_messages_in_threads if is_thread else rights.send_messages
        return may_send and rights.embed_links and rights.view_channel


class UnderMessage:
    """The reply to a message. Nobody else can be kept from reading it, so problems stand there too."""

    def __init__(
        self, message: discord.Message, texts: Texts, into: discord.abc.Messageable | None = None
    ) -> None:
        """`into` is a thread where the answer goes instead of under the message."""
        self._message = message
        self._texts = texts
        self._into = into
        self._sent: discord.Message | None = None

    async def begin(self) -> None:
        """Reply that the library is searched."""
        self._sent = await self._post(layout_of(notice(self._texts.say("searching"))), 0)

    async def show(self, card: Card) -> None:
        """Put a card in the place of what was shown before."""
        if self._sent is None:
            return
        try:
            await self._sent.edit(view=layout_of(card), allowed_mentions=NOBODY)
        except NOT_SENT as failure:
            logger.warning("What is written so far could not be shown: %s", failure)

    async def finish(self, reply: Reply, buttons: Buttons = ()) -> tuple[int, ...]:
        """Put the reply in the place of what was shown before; further cards are messages of their own."""
        first, *others = layouts_of(reply.cards, buttons)
        sent = [await self._replace(first)]
        sent += [(await self._post(view, number)).id for number, view in enumerate(others, 1)]
        return tuple(sent)

    async def _replace(self, view: discord.ui.LayoutView) -> int:
        """Put the answer in the place of what was shown; where Discord refuses, nothing promises it any more."""
        if self._sent is None:
            return (await self._post(view, 0)).id
        try:
            await self._sent.edit(view=view, allowed_mentions=NOBODY)
        except discord.HTTPException:
            with contextlib.suppress(*NOT_SENT):
                await self._sent.delete()
            raise
        return self._sent.id

    async def _post(self, view: discord.ui.LayoutView, number: int) -> discord.Message:
        nonce = f"{self._message.id}-{number}"
        if self._into is not None:
            return await self._into.send(view=view, nonce=nonce)
        reference = self._message.to_reference(fail_if_not_exists=False)
        return await self._message.channel.send(view=view, nonce=nonce, reference=reference)
