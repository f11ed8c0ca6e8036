"""What all buttons under an answer have in common: they know their question by its id, and it may be gone."""

import re
from typing import ClassVar, Self

import discord

from answer.answers import Answer
from bot.asking.memory import answer_of
from bot.rendering import notice
from bot.telling import Interaction, services_of, tell
from bot.views import LastingButton
from index.questions import AskedQuestion


class AnswerButton(LastingButton, template=r"never-under-an-answer"):
    r"""A button under the answer to a question; it works as long as the question is kept, also after a restart.

    A subclass names itself twice: `kind = "share"`, and `template=r"share:(\d+)"`; further groups are its `more`.
    """

    kind: ClassVar[str]

    def __init__(
        self,
        question: int,
        *more: int,
        label: str | None = None,
        emoji: str | None = None,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
        disabled: bool = False,
    ) -> None:
        custom_id = ":".join(map(str, (self.kind, question, *more)))
        super().__init__(
            discord.ui.Button(label=label, emoji=emoji, style=style, disabled=disabled, custom_id=custom_id)
        )
        self.question = question
        self.more = more

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The button of a custom id."""
        return cls(*map(int, match.groups()))

    async def pressed(self, interaction: Interaction) -> None:
        """Look the question up, and go on where it is still kept."""
        asked = await services_of(interaction).memory.by_id(self.question)
        answer = answer_of(asked) if asked else None
        if asked and answer:
            await self.used(interaction, asked, answer)
        else:
            await self.missed(interaction)

    async def used(self, interaction: Interaction, asked: AskedQuestion, answer: Answer) -> None:
        """What the button does."""
        raise NotImplementedError

    async def missed(self, interaction: Interaction) -> None:
        """Say that the question is no longer kept."""
        await tell(interaction, lambda texts: notice(texts.say("question-gone")))
