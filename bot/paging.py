"""Long lists, a page at a time, with buttons to turn them."""

from contextlib import suppress
from typing import ClassVar

import discord

from bot.gatekeeping.rights import Wish
from bot.rendering import Card
from bot.telling import Interaction, layout_of
from bot.views import Layout

_SECONDS = 840  # Discord takes edits of the message for 15 minutes


async def show_pages(interaction: Interaction, cards: tuple[Card, ...], *, private: bool) -> None:
    """Show the first card, with buttons where there are more; in the place of "thinking…" if that is shown."""
    view = layout_of(cards[0]) if len(cards) == 1 else Pages(interaction, cards)
    if interaction.response.is_done():
        await interaction.edit_original_response(view=view)
    else:
        await interaction.response.send_message(view=view, ephemeral=private)


class Pages(Layout):
    """Turns the pages for the person who asked; others get pages of their own, which only they see."""

    wish: ClassVar[Wish] = Wish.PERSONAL  # what is shown already is only turned

    def __init__(self, interaction: Interaction, cards: tuple[Card, ...], at: int = 0) -> None:
        super().__init__(timeout=_SECONDS)
        self._interaction = interaction
        self._cards = cards
        self._show(at)

    async def on_timeout(self) -> None:
        """Take the buttons away: they would do nothing."""
        with suppress(discord.HTTPException):  # the message is gone, or the time is up
            await self._interaction.edit_original_response(view=layout_of(self._cards[self._at]))

    def _show(self, at: int) -> None:
        self._at = at
        last = len(self._cards) - 1
        buttons = (
            _Turn(at - 1, emoji="◀️", disabled=at == 0),
            _Turn(at, label=f"{at + 1} / {last + 1}", disabled=True),
            _Turn(at + 1, emoji="▶️", disabled=at == last),
        )
        self.clear_items()
        for item in layout_of(self._cards[at], buttons).children:
            self.add_item(item)

    async def turn(self, interaction: Interaction, to: int) -> None:
        """Show another page."""
        if interaction.user.id == self._interaction.user.id:
            self._show(to)
            await interaction.response.edit_message(view=self)
        else:
            own = Pages(interaction, self._cards, to)
            await interaction.response.send_message(view=own, ephemeral=True)


class _Turn(discord.ui.Button[Pages]):
    def __init__(
        self, to: int, *, label: str | None = None, emoji: str | None = None, disabled: bool
    ) -> None:
        super().__init__(label=label, emoji=emoji, disabled=disabled)
        self._to = to

    async def callback(self, interaction: Interaction) -> None:
        if self.view is not None:
            await self.view.turn(interaction, self._to)
