"""The button "Share": shows a private answer to everyone in the channel, once."""

import asyncio

from answer.answers import Answer
from answer.standing import shown_again
from bot.answers.answer_button import AnswerButton
from bot.answers.answer_cards import name, render
from bot.client import Feature
from bot.gatekeeping.rights import may_share
from bot.rendering import notice
from bot.telling import NOT_SENT, Interaction, layouts_of, services_of, tell, texts_of
from config.errors import LibraryError
from index.questions import AskedQuestion


class ShareButton(AnswerButton, template=r"share:(\d+)"):
    """Shares the answer above it."""

    kind = "share"

    async def used(self, interaction: Interaction, asked: AskedQuestion, answer: Answer) -> None:
        """Post the answer in the language of the place, and take the button away; where that fails, it stays."""
        services = services_of(interaction)
        if not may_share(interaction.user.id, asked.person):
            await tell(interaction, lambda texts: notice(texts.say("not-yours-to-share")))
            return
        await interaction.response.defer()
        if not await services.memory.publish(asked.id):
            await tell(interaction, lambda texts: notice(texts.say("shared-already")))
            return
        try:
            answer = await asyncio.to_thread(shown_again, answer, services.library.library)
            sent = await _post(interaction, asked, answer)
        except (*NOT_SENT, LibraryError):
            await services.memory.publish(asked.id, is_private=True)
            raise
        await services.memory.attach(asked.id, sent)
        texts = texts_of(interaction)
        left = services.buttons(asked.id, answer, texts, is_private=True, is_shared=True)
        *_, last = layouts_of(render(answer, texts), left)
        await interaction.edit_original_response(view=last)


async def _post(interaction: Interaction, asked: AskedQuestion, answer: Answer) -> list[int]:
    """Show it to everyone, and by whom; the ids of the messages."""
    services = services_of(interaction)
    texts = services.public_texts(interaction.guild, interaction.locale)
    by = texts.say("shared-by", person=name(interaction.user.display_name))
    views = layouts_of(render(answer, texts, (by,)), services.buttons(asked.id, answer, texts))
    return [(await interaction.followup.send(view=view, wait=True)).id for view in views]


class Sharing(Feature):
    """Private answers made public by who asked."""

    lasting = (ShareButton,)
