"""`/ask`: a question, and what its answer is limited to."""

from functools import cache

import discord
from discord import app_commands

from bot.asking.answering import answer
from bot.asking.inquiries import Inquiry, place_of
from bot.asking.narrowing import outlets_like, restriction_for
from bot.asking.sending import IntoInteraction
from bot.asking.suggesting import matching, suggestions, visible
from bot.client import Feature
from bot.gatekeeping.admission import wishing
from bot.gatekeeping.rights import Wish
from bot.markdown import one_line
from bot.rendering import notice
from bot.telling import Interaction, tell
from bot.translating import localised
from index.questions import Place

MAX_QUESTION = 300


class Asking(Feature):
    """The command that answers."""

    @app_commands.command(
        name=localised("command-ask"),
        description=localised("command-ask-description"),
        extras=wishing(Wish.ASK),
    )
    @app_commands.rename(
        question=localised("command-ask-question"),
        since=localised("command-ask-since"),
        until=localised("command-ask-until"),
        outlet=localised("command-ask-outlet"),
        private=localised("command-ask-private"),
    )
    @app_commands.describe(
        question=localised("command-ask-question-description"),
        since=localised("command-ask-since-description"),
        until=localised("command-ask-until-description"),
        outlet=localised("command-ask-outlet-description"),
        private=localised("command-ask-private-description"),
    )
    async def ask(
        self,
        interaction: Interaction,
        question: app_commands.Range[str, 1, MAX_QUESTION],
        since: app_commands.Range[str, 1, 40] | None = None,
        until: app_commands.Range[str, 1, 40] | None = None,
        outlet: app_commands.Range[str, 1, 100] | None = None,
        private: bool = False,
    ) -> None:
        """Answer a question for everyone in the channel, or its asker alone; tell problems to the asker alone."""
        question = one_line(question)
        if not question:
            await tell(interaction, lambda texts: notice(texts.say("empty-question")))
            return
        restriction = await restriction_for(interaction, since, until, outlet)
        if restriction is None:
            return
        inquiry = Inquiry(
            interaction.id,
            question,
            interaction.user.id,
            place_of(interaction.channel_id or 0, interaction.channel, interaction.guild_id),
            restriction,
            is_private=private,
        )
        if private:
            texts = self.services.texts(interaction.locale)
        else:
            texts = self.services.public_texts(interaction.guild, interaction.locale)
        await answer(self.services, inquiry, IntoInteraction(interaction, texts, is_private=private), texts)

    @ask.autocomplete("question")
    async def _questions(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggestions(interaction, self._asked_before(interaction, typed))

    @ask.autocomplete("outlet")
    async def _outlets(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggestions(interaction, outlets_like(interaction, typed))

    async def _asked_before(self, interaction: Interaction, typed: str) -> list[str]:
        guild, person = interaction.guild, interaction.user
        if guild is None or not isinstance(person, discord.Member):
            return []
        past = await self.services.memory.recent(guild.id, person.id)
        is_seen = cache(lambda place: sees(person, guild, place))
        return matching(visible(past, person.id, is_seen), typed)


def sees(person: discord.Member, guild: discord.Guild, place: Place) -> bool:
    """Whether a person may look into a place; not, where that is not known for sure."""
    where = guild.get_channel_or_thread(place.thread or place.channel)
    if where is None or (isinstance(where, discord.Thread) and where.is_private()):
        return False
    return where.permissions_for(person).view_channel
