"""The button "Share": shows a private answer to everyone in the channel, once."""

from answer.answers import Answer
from bot.answer_button import AnswerButton
from bot.answer_cards import name, render
from bot.client import Feature
from bot.rendering import notice
from bot.rights import may_share
from bot.telling import Interaction, layouts_of, services_of, tell, texts_of
from index.questions import AskedQuestion


class ShareButton(AnswerButton, template=r"share:(\d+)"):
    """Shares the answer above it."""

    kind = "share"

    async def used(self, interaction: Interaction, asked: AskedQuestion, answer: Answer) -> None:
        """Take the button away, and post the answer in the language of the place."""
        services = services_of(interaction)
        if not may_share(interaction.user.id, asked.person):
            await tell(interaction, lambda texts: notice(texts.say("not-yours-to-share")))
            return
        own = texts_of(interaction)
        left = services.buttons(asked.id, answer, own, is_private=True, is_shared=True)
        *_, last = layouts_of(render(answer, own), left)
        await interaction.response.edit_message(view=last)
        if not await services.memory.publish(asked.id):
            await tell(interaction, lambda texts: notice(texts.say("shared-already")))
            return
        texts = services.public_texts(interaction.guild, interaction.locale)
        shared = render(answer, texts, (texts.say("shared-by", person=name(interaction.user.display_name)),))
        views = layouts_of(shared, services.buttons(asked.id, answer, texts))
        sent = [(await interaction.followup.send(view=view, wait=True)).id for view in views]
        await services.memory.attach(asked.id, sent)


class Sharing(Feature):
    """Private answers made public by who asked."""

    lasting = (ShareButton,)
