"""A channel that refused the bot is tried again as soon as somebody changes what is allowed there."""

from collections.abc import Iterable

import discord
from discord.ext import commands

from bot.client import Feature


class Reopening(Feature):
    """Listens for changed rights; without it, a channel stays closed until its pause is over."""

    @commands.Cog.listener()
    async def on_guild_channel_update(
        self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        """A channel's own permissions were changed."""
        if before.overwrites != after.overwrites:
            self._open([after])

    @commands.Cog.listener()
    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        """A role's permissions were changed: perhaps one of the bot's."""
        if before.permissions != after.permissions:
            self._open(after.guild.channels)

    @commands.Cog.listener()
    async def on_member_update(self, before: discord.Member, after: discord.Member) -> None:
        """The bot got another role; of others Discord does not tell it."""
        if after == after.guild.me and before.roles != after.roles:
            self._open(after.guild.channels)

    def _open(self, channels: Iterable[discord.abc.GuildChannel]) -> None:
        for channel in channels:
            self.services.pauses.allow(channel.id)
            for thread in getattr(channel, "threads", ()):
                self.services.pauses.allow(thread.id)
