"""The button 🗑️: takes an answer away, with all its messages and what is kept of it."""

import contextlib

import discord

from answer.answers import Answer
from bot.answers.answer_button import AnswerButton
from bot.client import Feature
from bot.gatekeeping.admission import visitor_of
from bot.gatekeeping.rights import Wish, may_delete
from bot.rendering import notice
from bot.telling import Interaction, services_of, tell
from index.questions import AskedQuestion


class DeleteButton(AnswerButton, template=r"delete:(\d+)"):
    """Deletes the answer above it."""

    kind = "delete"
    wish = Wish.PERSONAL  # `may_delete` decides: a moderator need not be somebody who may ask

    async def used(self, interaction: Interaction, asked: AskedQuestion, answer: Answer) -> None:
        """Delete it for who asked and for moderators; tell others why not."""
        del answer
        if not may_delete(visitor_of(interaction), asked.person):
            await tell(interaction, lambda texts: notice(texts.say("not-yours-to-delete")))
            return
        memory = services_of(interaction).memory
        messages = await memory.messages(asked.id)
        await _delete(interaction, messages)
        await memory.delete(asked.id)

    async def missed(self, interaction: Interaction) -> None:
        """Nobody knows any more who asked: moderators may still delete the message."""
        if may_delete(visitor_of(interaction), asker=None):
            await _delete(interaction, ())
        else:
            await super().missed(interaction)


class Deleting(Feature):
    """Answers that are not wanted any more."""

    lasting = (DeleteButton,)


async def _delete(interaction: Interaction, messages: tuple[int, ...]) -> None:
    """Delete the message with the button and the others of the answer, as far as they are still there."""
    await interaction.response.defer()
    own = interaction.message.id if interaction.message else None
    channel = interaction.client.get_partial_messageable(interaction.channel_id or 0)
    for message in messages:
        if message != own:
            with contextlib.suppress(discord.NotFound):
                await channel.get_partial_message(message).delete()
    await interaction.delete_original_response()
