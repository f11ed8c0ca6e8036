"""What the features of the bot work with, made once and passed to all of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import discord

from answer.answers import Answer, Asker
from bot.asking.memory import Memory
from bot.asking.once import Once
from bot.asking.replies import Replies
from bot.gatekeeping.gate import Gate
from bot.gatekeeping.pauses import Pauses
from bot.gatekeeping.taken import Taken
from bot.running.metrics import Metrics
from bot.wording import Texts, texts_for
from config.settings import Settings
from index.searchable import SearchableLibrary
from ingest.web.reading import Web


class Buttons(Protocol):
    """Makes the buttons that stand under an answer."""

    def __call__(
        self,
        question: int,
        answer: Answer,
        texts: Texts,
        *,
        is_private: bool = False,
        is_shared: bool = False,
    ) -> Sequence[discord.ui.Item[Any]]:
        """The buttons under the `answer` to a question; `is_shared` is a private one that everyone has seen."""
        ...


@dataclass(frozen=True, slots=True)
class Services:
    """Everything but Discord. What blocks (`asker`, `library`, `web`) belongs in a thread, never on the event loop."""

    settings: Settings
    asker: Asker
    library: SearchableLibrary
    replies: Replies
    memory: Memory
    buttons: Buttons
    gate: Gate
    once: Once
    taken: Taken
    pauses: Pauses
    metrics: Metrics
    web: Web
    clock: Callable[[], datetime]

    def take(self, event: int) -> bool:
        """Whether an event of this id is this process's to answer, and comes for the first time.

        The current task is then let finish, also where the bot ends meanwhile.
        """
        is_first = self.once.is_first(event)
        if is_first:
            self.taken.take()
        return is_first

    def texts(self, locale: discord.Locale | str | None) -> Texts:
        """What a person with `locale` reads alone."""
        return texts_for(locale, self.settings.discord.language)

    def public_texts(self, guild: discord.Guild | None, locale: discord.Locale | None = None) -> Texts:
        """What everyone in `guild` reads; in direct messages what a person with `locale` reads.

        Discord says "en-US" for every server that is no community and so could not choose; there the
        settings speak.
        """
        if guild is None:
            return self.texts(locale)
        return self.texts(guild.preferred_locale if "COMMUNITY" in guild.features else None)
