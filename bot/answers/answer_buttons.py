"""Which buttons stand under an answer."""

import discord

from answer.answers import Answer, Answered
from bot.answers.answer_button import AnswerButton
from bot.answers.deleting import DeleteButton
from bot.answers.following_up import FollowUpButton
from bot.answers.rating import BadButton, GoodButton
from bot.answers.reading import ReadButton
from bot.answers.sharing import ShareButton
from bot.wording import Texts


def buttons_under(
    question: int, answer: Answer, texts: Texts, *, is_private: bool = False, is_shared: bool = False
) -> list[AnswerButton]:
    """The buttons for the last message of an answer, at most five.

    A private answer can be shared, once; nobody needs to delete it, for Discord lets its reader dismiss it.
    """
    buttons: list[AnswerButton] = []
    if isinstance(answer, Answered):
        buttons.append(
            ReadButton(question, label=texts.say("button-read"), style=discord.ButtonStyle.primary)
        )
    buttons.append(FollowUpButton(question, label=texts.say("button-follow-up")))
    if is_private and not is_shared:
        buttons.append(ShareButton(question, label=texts.say("button-share")))
    buttons += [GoodButton(question, emoji="👍"), BadButton(question, emoji="👎")]
    if not is_private:
        buttons.append(DeleteButton(question, emoji="🗑️"))
    return buttons
