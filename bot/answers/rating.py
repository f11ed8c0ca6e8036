"""The buttons 👍 and 👎: what people think of an answer, kept for `newsdesk eval from-feedback`."""

import discord

from answer.answers import Answer
from bot.answers.answer_button import AnswerButton
from bot.client import Feature
from bot.gatekeeping.rights import Wish
from bot.markdown import one_line
from bot.rendering import notice
from bot.telling import Interaction, services_of, tell
from bot.views import Modal
from bot.wording import Texts
from index.questions import AskedQuestion, Feedback

MAX_REASON = 500


class GoodButton(AnswerButton, template=r"good:(\d+)"):
    """👍."""

    kind = "good"

    async def used(self, interaction: Interaction, asked: AskedQuestion, answer: Answer) -> None:
        """Keep it."""
        del answer
        await _keep(interaction, asked.id, is_good=True)


class BadButton(AnswerButton, template=r"bad:(\d+)"):
    """👎."""

    kind = "bad"

    async def used(self, interaction: Interaction, asked: AskedQuestion, answer: Answer) -> None:
        """Ask why; the form can be sent without a word."""
        del answer
        texts = services_of(interaction).texts(interaction.locale)
        await interaction.response.send_modal(ReasonForm(asked.id, texts))


class ReasonForm(Modal):
    """Asks what was wrong with an answer."""

    wish = Wish.LOOK

    def __init__(self, question: int, texts: Texts) -> None:
        super().__init__(title=texts.say("reason-title"))
        self._about = question
        self._reason: discord.ui.TextInput[Modal] = discord.ui.TextInput(
            style=discord.TextStyle.paragraph,
            required=False,
            max_length=MAX_REASON,
            placeholder=texts.say("reason-example"),
            custom_id="reason",
        )
        self.add_item(discord.ui.Label(text=texts.say("reason-question"), component=self._reason))

    async def on_submit(self, interaction: Interaction, /) -> None:
        """Keep it."""
        await _keep(interaction, self._about, is_good=False, reason=one_line(self._reason.value))


class Rating(Feature):
    """What people think of answers."""

    lasting = (GoodButton, BadButton)


async def _keep(interaction: Interaction, question: int, *, is_good: bool, reason: str = "") -> None:
    services = services_of(interaction)
    given = Feedback(question, interaction.user.id, is_good, services.clock(), reason)
    if await services.memory.save_feedback(given):
        await tell(interaction, lambda texts: notice(texts.say("thanks")))
    else:
        await tell(interaction, lambda texts: notice(texts.say("question-gone")))
