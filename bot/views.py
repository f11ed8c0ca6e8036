"""Bases of views, modals and buttons: they let in only who may, and their errors reach the person who used them.

Each names its `wish`. discord.py's command tree never hears of these errors, and it only logs those of dynamic
items. So every view, modal and lasting button of newsdesk stands on one of these (a test walks them all).
"""

import re
import secrets
from typing import Any, ClassVar, Self

import discord

from bot.gatekeeping.admission import admitted
from bot.gatekeeping.rights import Wish
from bot.telling import Interaction, report

_FORM = "form:"
_OF_THIS_RUN = f"{_FORM}{secrets.token_hex(4)}:"


def is_of_another_run(custom_id: str) -> bool:
    """Whether a form was opened before the bot was started again."""
    return custom_id.startswith(_FORM) and not custom_id.startswith(_OF_THIS_RUN)


class View(discord.ui.View):
    """Buttons that live as long as the process."""

    wish: ClassVar[Wish] = Wish.LOOK

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Let the person in, or tell them why not."""
        return await admitted(interaction, self.wish)

    async def on_error(
        self, interaction: Interaction, error: Exception, item: discord.ui.Item[Any], /
    ) -> None:
        """Tell the person who pressed."""
        del item
        await report(interaction, error)


class Layout(discord.ui.LayoutView):
    """A message laid out with Components V2."""

    wish: ClassVar[Wish] = Wish.LOOK

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Let the person in, or tell them why not."""
        return await admitted(interaction, self.wish)

    async def on_error(
        self, interaction: Interaction, error: Exception, item: discord.ui.Item[Any], /
    ) -> None:
        """Tell the person who pressed."""
        del item
        await report(interaction, error)


class Modal(discord.ui.Modal):
    """A form. Unlike lasting buttons it is forgotten at a restart; `NewsdeskBot.on_interaction` says so then."""

    wish: ClassVar[Wish] = Wish.LOOK

    def __init__(self, *, title: str = discord.utils.MISSING) -> None:
        super().__init__(title=title, custom_id=f"{_OF_THIS_RUN}{secrets.token_hex(8)}")

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Let the person in, or tell them why not."""
        return await admitted(interaction, self.wish)

    async def on_error(  # type: ignore[override] # discord.py's own Modal narrows View's signature so, too
        self, interaction: Interaction, error: Exception, /
    ) -> None:
        """Tell the person who sent it."""
        await report(interaction, error)


class LastingButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"never"):
    r"""A button that works after a restart, for all that it needs is in its custom id (at most 100 characters).

    A subclass names its template, such as `template=r"share:(?P<question>\d+)"`, and is listed in `lasting` of
    its feature. It makes itself of a match in `of`, and does its work in `pressed`.
    """

    wish: ClassVar[Wish] = Wish.LOOK

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Let the person in, or tell them why not."""
        return await admitted(interaction, self.wish)

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: discord.ui.Item[Any], match: re.Match[str]
    ) -> Self:
        """The button that was pressed."""
        del interaction, item
        return cls.of(match)

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The button of a custom id that the template matched; must not fail."""
        raise NotImplementedError

    async def callback(self, interaction: Interaction) -> None:
        """Do the work, and tell the person where it fails: nobody else would."""
        try:
            await self.pressed(interaction)
        except Exception as error:  # noqa: BLE001 - the last stop: logged with its traceback, told with its id
            await report(interaction, error)

    async def pressed(self, interaction: Interaction) -> None:
        """What the button does."""
        raise NotImplementedError
