"""`/ask`: a question and its answer."""

from contextlib import suppress
from functools import partial

import discord
from discord import app_commands

from bot.admission import wishing
from bot.client import Feature
from bot.markdown import one_line
from bot.rendering import notice
from bot.replies import Reply
from bot.rights import Wish
from bot.telling import Interaction, embed_of, replace_privately, tell, texts_of
from bot.translating import localised
from bot.wording import Texts

MAX_QUESTION = 300


class Asking(Feature):
    """The command that answers."""

    @app_commands.command(
        name=localised("command-ask"),
        description=localised("command-ask-description"),
        extras=wishing(Wish.ASK),
    )
    @app_commands.rename(question=localised("command-ask-question"))
    @app_commands.describe(question=localised("command-ask-question-description"))
    async def ask(self, interaction: Interaction, question: app_commands.Range[str, 1, MAX_QUESTION]) -> None:
        """Answer a question for everyone in the channel; tell problems to the asker alone."""
        question = one_line(question)
        if not question:
            await tell(interaction, lambda texts: notice(texts.say("empty-question")))
            return
        await interaction.response.defer(thinking=True)
        texts = self.services.public_texts(interaction.guild, interaction.locale)
        replies = self.services.replies
        await _send(
            interaction,
            await replies.to(question, texts, interaction.user.id, partial(_show_place, interaction, texts)),
        )


async def _show_place(interaction: Interaction, texts: Texts, position: int) -> None:
    with suppress(discord.HTTPException):  # the answer matters, not this
        await interaction.edit_original_response(
            embed=embed_of(notice(texts.say("in-line", position=position)))
        )


async def _send(interaction: Interaction, reply: Reply) -> None:
    first, *others = reply.cards
    if reply.only_to_asker:
        public = notice(texts_of(interaction).say("told-privately"))
        await replace_privately(interaction, first, public)
        return
    await interaction.edit_original_response(embed=embed_of(first))
    for card in others:
        await interaction.followup.send(embed=embed_of(card))
