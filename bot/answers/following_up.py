"""The button "Follow up": a form whose question goes the same way as `/ask`, with the turns before it."""

import discord

from answer.answers import Answer
from bot.answers.answer_button import AnswerButton
from bot.asking.answering import answer as give_answer
from bot.asking.inquiries import Inquiry, place_of
from bot.asking.sending import IntoInteraction
from bot.client import Feature
from bot.gatekeeping.rights import Wish
from bot.markdown import ellipted, one_line
from bot.rendering import notice
from bot.telling import Interaction, services_of, tell
from bot.views import Modal
from bot.wording import Texts
from index.questions import AskedQuestion

MAX_QUESTION = 300
MAX_PLACEHOLDER = 100


class FollowUpButton(AnswerButton, template=r"follow-up:(\d+)"):
    """Opens the form."""

    kind = "follow-up"

    async def used(self, interaction: Interaction, asked: AskedQuestion, answer: Answer) -> None:
        """Show the form in the person's language."""
        del answer
        texts = services_of(interaction).texts(interaction.locale)
        await interaction.response.send_modal(FollowUpForm(asked, texts))


class FollowUpForm(Modal):
    """Asks for the question; the answer to a private one stays private."""

    wish = Wish.ASK

    def __init__(self, before: AskedQuestion, texts: Texts) -> None:
        super().__init__(title=texts.say("follow-up-title"))
        self._before = before
        self._question: discord.ui.TextInput[Modal] = discord.ui.TextInput(
            placeholder=ellipted(one_line(before.understood or before.question), MAX_PLACEHOLDER),
            max_length=MAX_QUESTION,
            custom_id="question",
        )
        self.add_item(discord.ui.Label(text=texts.say("follow-up-question"), component=self._question))

    async def on_submit(self, interaction: Interaction, /) -> None:
        """Answer it."""
        question = one_line(self._question.value)
        if not question:
            await tell(interaction, lambda texts: notice(texts.say("empty-question")))
            return
        services = services_of(interaction)
        inquiry = Inquiry(
            interaction.id,
            question,
            interaction.user.id,
            place_of(interaction.channel_id or 0, interaction.channel, interaction.guild_id),
            before=self._before.id,
            is_private=self._before.is_private,
        )
        texts = (
            services.texts(interaction.locale)
            if inquiry.is_private
            else services.public_texts(interaction.guild, interaction.locale)
        )
        sending = IntoInteraction(interaction, texts, is_private=inquiry.is_private)
        await give_answer(services, inquiry, sending, texts)


class FollowingUp(Feature):
    """Questions that follow an answer."""

    lasting = (FollowUpButton,)
