"""The menu command "Check this": what the library says on a claim in somebody's message."""

from collections.abc import Sequence

import discord
from discord import app_commands

from bot.asking.answering import answer
from bot.asking.heard import claim_in
from bot.asking.inquiries import Inquiry, place_of
from bot.asking.sending import IntoInteraction
from bot.client import Feature
from bot.gatekeeping.admission import wishing
from bot.gatekeeping.rights import Wish
from bot.rendering import notice
from bot.telling import Interaction, tell
from bot.translating import localised


class Checking(Feature):
    """The command in the menu of a message."""

    def menus(self) -> Sequence[app_commands.ContextMenu]:
        """The one menu command."""
        name = localised("command-check")
        return (app_commands.ContextMenu(name=name, callback=self.check, extras=wishing(Wish.ASK)),)

    async def check(self, interaction: Interaction, message: discord.Message) -> None:
        """Answer the claim of a message privately: whoever wrote it need not be corrected in public."""
        claim = claim_in(words_of(message))
        if not claim:
            await tell(interaction, lambda texts: notice(texts.say("nothing-to-check")))
            return
        place = place_of(interaction.channel_id or 0, interaction.channel, interaction.guild_id)
        inquiry = Inquiry(interaction.id, claim, interaction.user.id, place, is_private=True)
        texts = self.services.texts(interaction.locale)
        await answer(self.services, inquiry, IntoInteraction(interaction, texts, is_private=True), texts)


def words_of(message: discord.Message) -> str:
    """What a message says: its text, else the title and the description of its first embed, as of posted news."""
    embeds = (f"{embed.title or ''}\n{embed.description or ''}" for embed in message.embeds)
    return message.clean_content or next(embeds, "")
