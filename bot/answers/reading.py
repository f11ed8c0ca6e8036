"""The button "In context": each quote of an answer between the sentences around it, page by page, for one person."""

import asyncio

import discord

from answer.answers import Answer, Answered, Citation
from bot.answers.answer_button import AnswerButton
from bot.answers.passages import passage_card
from bot.client import Feature
from bot.rendering import Card, notice
from bot.telling import Interaction, layout_of, services_of, tell, texts_of
from bot.wording import Texts
from index.library import Library
from index.questions import AskedQuestion


class ReadButton(AnswerButton, template=r"read:(\d+)"):
    """Opens the first page."""

    kind = "read"

    async def used(self, interaction: Interaction, asked: AskedQuestion, answer: Answer) -> None:
        """Show it to the person alone."""
        del asked
        if view := await _page(interaction, self.question, answer, 0):
            await interaction.response.send_message(view=view, ephemeral=True)


class PageButton(AnswerButton, template=r"page:(\d+):(-?\d+)"):
    """Turns to a page, counted from 0."""

    kind = "page"

    async def used(self, interaction: Interaction, asked: AskedQuestion, answer: Answer) -> None:
        """Show it in the place of the page before."""
        del asked
        (page,) = self.more
        if view := await _page(interaction, self.question, answer, page):
            await interaction.response.edit_message(view=view)


class Reading(Feature):
    """Quotes in their places."""

    lasting = (ReadButton, PageButton)


async def _page(
    interaction: Interaction, question: int, answer: Answer, page: int
) -> discord.ui.LayoutView | None:
    """A page with buttons to its neighbours; None where the answer has no such quote, and the person was told."""
    citations = answer.citations if isinstance(answer, Answered) else ()
    if not 0 <= page < len(citations):
        await tell(interaction, lambda texts: notice(texts.say("question-gone")))
        return None
    library = services_of(interaction).library.library
    card = await asyncio.to_thread(_card, citations[page], library, texts_of(interaction))
    return layout_of(card, page_buttons(question, page, len(citations)))


def _card(citation: Citation, library: Library, texts: Texts) -> Card:
    stored = library.article(citation.article, citation.version)
    return passage_card(citation, stored, library.article(citation.article), texts)


def page_buttons(question: int, page: int, pages: int) -> list[PageButton]:
    """The way to the page before and after, and between them which page this is; none for a single page."""
    if pages == 1:
        return []
    return [
        PageButton(question, page - 1, emoji="◀️", disabled=page == 0),
        PageButton(question, page, label=f"{page + 1} / {pages}", disabled=True),
        PageButton(question, page + 1, emoji="▶️", disabled=page + 1 == pages),
    ]
