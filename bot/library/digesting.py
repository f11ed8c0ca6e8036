"""`/digest`: what is new on a topic, a sentence of each story."""

import asyncio
from functools import partial

from discord import app_commands

from answer.digest import Digest, digest
from bot.answers.answer_cards import name
from bot.asking.narrowing import outlets_like, restriction_for
from bot.asking.suggesting import suggestions
from bot.client import Feature, NewsdeskBot
from bot.gatekeeping.admission import wishing
from bot.gatekeeping.rights import Wish
from bot.lists import AT_ONCE, pages, story_block
from bot.markdown import one_line
from bot.paging import show_pages
from bot.rendering import Block, Card, notice
from bot.telling import Interaction, tell
from bot.translating import localised
from bot.wording import Texts, note_text, searched

MAX_TOPIC = 200
_MOST = 25  # stories: five pages


class Digesting(Feature):
    """The command."""

    def __init__(self, bot: NewsdeskBot) -> None:
        super().__init__(bot)
        self._places = asyncio.Semaphore(AT_ONCE)

    @app_commands.command(
        name=localised("command-digest"),
        description=localised("command-digest-description"),
        extras=wishing(Wish.ASK),
    )
    @app_commands.rename(
        topic=localised("command-digest-topic"),
        since=localised("command-ask-since"),
        outlet=localised("command-ask-outlet"),
    )
    @app_commands.describe(
        topic=localised("command-digest-topic-description"),
        since=localised("command-digest-since-description"),
        outlet=localised("command-ask-outlet-description"),
    )
    async def digest(
        self,
        interaction: Interaction,
        topic: app_commands.Range[str, 1, MAX_TOPIC],
        since: app_commands.Range[str, 1, 40] | None = None,
        outlet: app_commands.Range[str, 1, 100] | None = None,
    ) -> None:
        """Show what is new, to everyone in the channel."""
        if not (topic := one_line(topic)):
            await tell(interaction, lambda texts: notice(texts.say("digest-empty")))
            return
        wanted = await restriction_for(interaction, since, None, outlet)
        if wanted is None:
            return
        await interaction.response.defer(thinking=True)
        look = partial(
            digest,
            self.services.library,
            topic,
            asked=self.services.clock(),
            since=wanted.window.start if wanted.window else None,
            outlets=wanted.outlets,
            most=_MOST,
        )
        async with self._places:
            found = await asyncio.to_thread(look)
        texts = self.services.public_texts(interaction.guild, interaction.locale)
        await show_pages(interaction, digest_cards(found, texts), private=False)

    @digest.autocomplete("outlet")
    async def _outlets(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggestions(interaction, outlets_like(interaction, typed))


def digest_cards(found: Digest, texts: Texts) -> tuple[Card, ...]:
    """The stories, a few to a page; or what was searched where there are none."""
    lines = [searched(texts, found.coverage), *(name(note_text(texts, note)) for note in found.notes)]
    if found.more:
        lines.append(texts.say("digest-more", number=found.more))
    title = texts.say("digest-title", topic=found.topic)
    if found.items:
        return pages(title, (story_block(item, texts) for item in found.items), lines)
    nothing = Block(texts.say("digest-nothing", newest=texts.day(found.newest) if found.newest else "none"))
    return pages(title, (nothing,), lines)
