"""`/privacy` and `/forget-me`: what is stored about people, and how they are rid of it. What is old goes by itself."""

import asyncio
import logging
import re
from dataclasses import dataclass
from typing import ClassVar, Self

import discord
from discord import app_commands
from discord.ext import commands, tasks

from bot.client import Feature, NewsdeskBot
from bot.gatekeeping.admission import wishing
from bot.gatekeeping.rights import Wish
from bot.rendering import notice
from bot.telling import Interaction, layout_of, services_of, texts_of
from bot.translating import localised
from bot.views import LastingButton
from bot.wording import Texts
from config.errors import LibraryError
from config.settings import Settings
from index.library import Library
from index.questions import Questions
from index.watches import Watches

logger = logging.getLogger(__name__)

PRUNE_HOURS = 6


@dataclass(frozen=True, slots=True)
class About:
    """How much is stored about a person."""

    questions: int
    feedback: int
    watches: int


class AboutPeople:
    """All stores of a library that know people. Its methods block, and raise LibraryError."""

    def __init__(self, library: Library) -> None:
        self._questions = Questions(library)
        self._watches = Watches(library)

    def kept_of(self, person: int) -> About:
        """How much is stored about a person."""
        kept = self._questions.kept_of(person)
        return About(kept.questions, kept.feedback, len(self._watches.of_person(person)))

    def forget(self, person: int) -> About:
        """Delete it; returns how much it was."""
        watches = self._watches.forget(person)
        gone = self._questions.forget(person)
        return About(gone.questions, gone.feedback, watches)


class Forget(LastingButton, template="forget"):
    """Deletes what is kept about the person who presses."""

    wish: ClassVar[Wish] = Wish.PERSONAL

    def __init__(self, label: str | None = None) -> None:
        super().__init__(discord.ui.Button(style=discord.ButtonStyle.danger, label=label, custom_id="forget"))

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The button."""
        del match
        return cls()

    async def pressed(self, interaction: Interaction) -> None:
        """Delete it, and say how much it was."""
        await interaction.response.defer()
        about = AboutPeople(services_of(interaction).library.library)
        gone = await asyncio.to_thread(about.forget, interaction.user.id)
        said = texts_of(interaction).say(
            "forgotten", questions=gone.questions, feedback=gone.feedback, watches=gone.watches
        )
        await interaction.edit_original_response(view=layout_of(notice(said)))


class Privacy(Feature):
    """What is kept about people, for as long as the settings say, and no longer than they want."""

    lasting = (Forget,)

    def __init__(self, bot: NewsdeskBot) -> None:
        super().__init__(bot)
        self._about = AboutPeople(bot.services.library.library)
        self._settings = bot.services.settings

    @app_commands.command(
        name=localised("command-privacy"),
        description=localised("command-privacy-description"),
        extras=wishing(Wish.PERSONAL),
    )
    async def privacy(self, interaction: Interaction) -> None:
        """Say what is stored, how long, and how much of it is about whoever asks."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        about = await asyncio.to_thread(self._about.kept_of, interaction.user.id)
        told = notice(privacy_text(texts_of(interaction), self._settings, about))
        await interaction.edit_original_response(view=layout_of(told))

    @app_commands.command(
        name=localised("command-forget-me"),
        description=localised("command-forget-me-description"),
        extras=wishing(Wish.PERSONAL),
    )
    async def forget_me(self, interaction: Interaction) -> None:
        """Ask whether they mean it."""
        texts = texts_of(interaction)
        sure = layout_of(notice(texts.say("forget-sure")), [Forget(texts.say("forget-button"))])
        await interaction.response.send_message(view=sure, ephemeral=True)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Begin to delete what is too old; only a bot that is running does, not one that tells its commands."""
        if not self.prune.is_running():
            self.prune.start()

    async def cog_unload(self) -> None:
        """Stop deleting."""
        self.prune.cancel()

    @tasks.loop(hours=PRUNE_HOURS)
    async def prune(self) -> None:
        """Delete what was asked too long ago."""
        days = self._settings.discord.keep_questions_days
        try:
            gone = await self.services.memory.prune(self.services.clock(), days)
        except LibraryError as error:
            logger.warning(
                "Old questions could not be deleted; the next try is in %d h: %s", PRUNE_HOURS, error
            )
            return
        if gone:
            logger.info("Deleted %d questions that were older than %d days", gone, days)


def privacy_text(texts: Texts, settings: Settings, about: About) -> str:
    """What is stored about people, and how much about this one."""
    return texts.say(
        "privacy",
        days=settings.discord.keep_questions_days,
        questions=about.questions,
        feedback=about.feedback,
        watches=about.watches,
        model="none" if settings.llm.provider == "none" else "some",
    )
