"""`/quotes`: what somebody said, in time order, so that a change of mind can be seen."""

import asyncio
from functools import partial

from discord import app_commands

from answer.answers import Citation
from answer.speeches import NobodyQuoted, SeveralPeople, Speech, Speeches, statements_of
from bot.answers.answer_cards import name
from bot.asking.narrowing import outlets_like, restriction_for
from bot.asking.suggesting import matching, suggestions
from bot.client import Feature, NewsdeskBot
from bot.gatekeeping.admission import wishing
from bot.gatekeeping.rights import Wish
from bot.lists import AT_ONCE, pages, story_block
from bot.markdown import one_line
from bot.paging import show_pages
from bot.rendering import Block, Card, notice
from bot.telling import Interaction, tell
from bot.translating import localised
from bot.wording import Texts
from index.library import Library
from index.statements.stored import speakers

_MOST = 100  # statements: twenty pages


class Statements(Feature):
    """The command."""

    def __init__(self, bot: NewsdeskBot) -> None:
        super().__init__(bot)
        self._places = asyncio.Semaphore(AT_ONCE)

    @app_commands.command(
        name=localised("command-quotes"),
        description=localised("command-quotes-description"),
        extras=wishing(Wish.ASK),
    )
    @app_commands.rename(
        speaker=localised("command-quotes-speaker"),
        about=localised("command-quotes-about"),
        since=localised("command-ask-since"),
        until=localised("command-ask-until"),
        outlet=localised("command-ask-outlet"),
    )
    @app_commands.describe(
        speaker=localised("command-quotes-speaker-description"),
        about=localised("command-quotes-about-description"),
        since=localised("command-ask-since-description"),
        until=localised("command-ask-until-description"),
        outlet=localised("command-ask-outlet-description"),
    )
    async def quotes(
        self,
        interaction: Interaction,
        speaker: app_commands.Range[str, 1, 100],
        about: app_commands.Range[str, 1, 200] | None = None,
        since: app_commands.Range[str, 1, 40] | None = None,
        until: app_commands.Range[str, 1, 40] | None = None,
        outlet: app_commands.Range[str, 1, 100] | None = None,
    ) -> None:
        """Show statements, oldest first, to everyone in the channel."""
        if not (speaker := one_line(speaker)):
            await tell(interaction, lambda texts: notice(texts.say("quotes-empty")))
            return
        wanted = await restriction_for(interaction, since, until, outlet)
        if wanted is None:
            return
        await interaction.response.defer(thinking=True)
        topic = one_line(about or "") or None
        look = partial(statements_of, self.services.library, speaker, topic, wanted, _MOST)
        async with self._places:
            found = await asyncio.to_thread(look)
        texts = self.services.public_texts(interaction.guild, interaction.locale)
        await show_pages(interaction, quotes_cards(found, topic, texts), private=False)

    @quotes.autocomplete("speaker")
    async def _speakers(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggestions(interaction, self._quoted(typed))

    @quotes.autocomplete("outlet")
    async def _outlets(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggestions(interaction, outlets_like(interaction, typed))

    async def _quoted(self, typed: str) -> list[str]:
        return matching(await asyncio.to_thread(_quoted, self.services.library.library), typed)


def quotes_cards(
    found: Speeches | SeveralPeople | NobodyQuoted, about: str | None, texts: Texts
) -> tuple[Card, ...]:
    """Statements, a few to a page; or why there are none, and who is quoted."""
    match found:
        case Speeches():
            return _speeches(found, about, texts)
        case SeveralPeople(asked, people):
            said = texts.say("quotes-several", asked=name(asked), people=_people(people, texts))
        case NobodyQuoted(asked, people):
            known = _people(people, texts) if people else "none"
            said = texts.say("quotes-nobody", asked=name(asked), people=known)
    lines = [texts.say("quotes-unread", number=found.unread)] if found.unread else []
    return pages(found.asked, (Block(said),), lines)


def _quoted(library: Library) -> list[str]:
    """Who is quoted, by name, those first who are quoted most."""
    return [one for one, _ in speakers(library).most_common() if one[:1].isupper()]


def _speeches(found: Speeches, about: str | None, texts: Texts) -> tuple[Card, ...]:
    title = texts.say(
        "quotes-title", speaker=found.speaker, about=about or "", topic="one" if about else "none"
    )
    lines = []
    if found.total > len(found.speeches):
        lines.append(texts.say("quotes-newest", shown=len(found.speeches), total=found.total))
    if found.others:
        lines.append(texts.say("quotes-others", people=", ".join(map(name, found.others))))
    if found.unread:
        lines.append(texts.say("quotes-unread", number=found.unread))
    if not found.speeches:
        return pages(title, (Block(texts.say("quotes-not-on-topic", number=found.ever)),), lines)
    blocks = (story_block(_citation(one, number), texts) for number, one in enumerate(found.speeches, 1))
    return pages(title, blocks, lines)


def _citation(speech: Speech, marker: int) -> Citation:
    return Citation(
        marker=marker,
        quote=speech.sentence,
        article=speech.article,
        version=speech.version,
        title=speech.title,
        outlet=speech.outlet,
        published=speech.published,
        url=speech.url,
        link=speech.link,
        start=speech.start,
        end=speech.end,
        speaker=speech.speaker,
        also_in=speech.also_in,
        standing=speech.standing,
    )


def _people(people: tuple[tuple[str, int], ...], texts: Texts) -> str:
    return ", ".join(texts.say("quotes-person", person=name(one), number=times) for one, times in people)
