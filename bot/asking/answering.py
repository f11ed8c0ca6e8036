"""The one way from an inquiry to a sent and remembered answer, whichever way somebody asked."""

import asyncio

from answer.answers import Answered
from bot.answers.answer_cards import render
from bot.asking.inquiries import Inquiry
from bot.asking.replies import Progress
from bot.asking.sending import Sending
from bot.rendering import notice
from bot.services import Services
from bot.wording import Texts


class Shown(Progress):
    """Shows people what becomes of their question while they wait."""

    def __init__(self, sending: Sending, texts: Texts) -> None:
        self._sending = sending
        self._texts = texts

    async def place(self, position: int) -> None:
        """Show the place in line."""
        await self._sending.show(notice(self._texts.say("in-line", position=position)))

    async def show(self, so_far: Answered) -> None:
        """Show the beginning of an answer."""
        await self._sending.show(render(so_far, self._texts)[0])


async def answer(services: Services, inquiry: Inquiry, sending: Sending, texts: Texts) -> None:
    """Answer an inquiry: show that it is worked on, reply whatever happens, and remember it.

    The gate has let it in. Raises discord.HTTPException where Discord refuses the reply.
    """
    await sending.begin()
    before = await services.memory.turns(inquiry.before)
    reply = await services.replies.to(inquiry, before, texts, Shown(sending, texts))
    if reply.answer is None:
        await sending.finish(reply)
        return
    recording = asyncio.create_task(services.memory.record(inquiry, reply.answer))
    try:
        buttons = services.buttons(inquiry.id, reply.answer, texts, is_private=inquiry.is_private)
        messages = await sending.finish(reply, buttons)
    finally:
        await recording
    await services.memory.attach(inquiry.id, messages)
