"""Rounds of all watches: look at what came into the library, from whatever process, and tell what answers.

Telling survives a crash: a message is begun in the library before it is sent, and one that is not known to have
arrived is looked for among the bot's own messages before it is sent again. So nothing is told twice, and nothing is
lost but where the bot may not read what it wrote.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

import discord

from answer.answers import Citation
from answer.citations import cite
from answer.quotes import Quote
from answer.standing import as_they_stand
from answer.watching import Lookout
from bot.incidents import log_incident
from bot.running.place import lock_of
from bot.telling import layout_of
from bot.watches.quiet import Rhythm
from bot.watches.watch_messages import buttons, is_message, news_cards, undeliverable_card
from bot.wording import texts_for
from config.errors import LibraryBusyError, NewsdeskError
from index.database import Held
from index.watches import Watch, Watches, WatchMessage

if TYPE_CHECKING:
    from bot.client import NewsdeskBot

logger = logging.getLogger(__name__)

_CLOCKS_DIFFER = timedelta(minutes=2)  # this machine's and Discord's
_LOOKED_THROUGH = 200  # messages among which one that was begun is looked for
T = TypeVar("T")


class WatchRounds:
    """Looks and tells for the watches of this process: those of the servers that it is connected for."""

    def __init__(self, bot: "NewsdeskBot") -> None:
        self._bot = bot
        services = bot.services
        self._services = services
        self._settings = services.settings.watch
        self._rhythm = Rhythm(services.settings.watch)
        self._library = services.library
        self._watches = Watches(services.library.library)
        self._lookout = Lookout(services.library, services.settings.answer)
        self._alone: Held | None = None
        self._one_at_a_time = asyncio.Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="watch")

    async def round(self) -> None:
        """Look once, and tell what is due. Never raises: what fails is logged, and tried in the next round."""
        async with self._one_at_a_time:
            await self._guarded(self._round)

    async def close(self) -> None:
        """Let the search that runs finish, so that the library can be closed."""
        await asyncio.to_thread(self._thread.shutdown, wait=True, cancel_futures=True)

    async def _guarded(self, step: Callable[[], Awaitable[None]]) -> None:
        try:
            await step()
        except NewsdeskError as error:
            logger.warning("A round of watches failed: %s: %s", type(error).__name__, error)
        except Exception as error:  # noqa: BLE001 - the last stop: logged with its traceback
            log_incident("a round of watches", error)

    async def _round(self) -> None:
        """Unless another process that is connected for the same servers is at it: both would tell what is begun."""
        alone = self._library.library.alone(lock_of("watches", self._bot.shard_ids or ()))
        try:
            self._alone = await self._run(alone.__enter__)
        except LibraryBusyError:
            return
        try:
            await self._guarded(self._look)
            await self._guarded(self._tell)
        finally:
            await self._run(alone.__exit__, None, None, None)

    async def _look(self) -> None:
        last = await self._run(self._library.library.last_change)
        for watch in await self._run(self._watches.running):
            if watch.seen < last and self._is_ours(watch):
                await self._run(self._look_for, watch, last)

    def _look_for(self, watch: Watch, last: int) -> None:
        at = self._services.clock()
        articles = self._watches.new_articles(watch)
        told: Collection[int] = self._watches.told_stories(watch.number) if articles else ()
        found = self._lookout.news(watch.question, asked=at, articles=articles, told=told)
        self._watches.save(watch, last, found, at)

    async def _tell(self) -> None:
        for message in await self._run(self._watches.unfinished):
            if self._is_ours(message.watch) and not await self._has_arrived(message):
                await self._send(message)
        waiting = await self._run(self._watches.waiting)
        for watch in await self._run(self._watches.running) if waiting else ():
            if watch.number in waiting and self._is_ours(watch):
                await self._tell_of(watch)

    async def _tell_of(self, watch: Watch) -> None:
        at = self._services.clock()
        begun = await self._run(self._watches.begun_since, watch.number, self._rhythm.since(at))
        if self._rhythm.is_due(watch.quiet, begun, at) and self._may_send(watch):
            message = await self._run(self._watches.begin, watch, self._settings.stories_per_message, at)
            if message is not None:
                await self._send(message, is_last_today=self._rhythm.left_today(begun, at) == 1)

    async def _send(self, message: WatchMessage, *, is_last_today: bool = False) -> None:
        watch = message.watch
        citations = await self._run(self._cite, message)
        if self._alone is None or not self._alone.is_ours():
            return  # whoever is at it now looks for the message, and tells
        if not citations:  # the articles were removed meanwhile
            await self._run(self._watches.finish, message.number, 0)
            return
        texts = texts_for(watch.language)
        cards = news_cards(watch, citations, texts, is_last_today=is_last_today)
        try:
            place = await self._place(watch)
            for number, card in enumerate(cards):
                # the first has the buttons, by which it is found again: what is begun is not told twice
                sent = await place.send(
                    view=layout_of(card, () if number else buttons(watch.number, message.number, texts)),
                    nonce=f"watch-{message.number}-{number}",
                )
        except (discord.Forbidden, discord.NotFound):
            await self._give_up(watch)
        except (discord.HTTPException, OSError) as failure:
            logger.warning("A message of watch %d was not sent, and waits: %s", watch.number, failure)
        else:
            self._services.pauses.allow(_address(watch))
            await self._run(self._watches.finish, message.number, sent.id)

    def _cite(self, message: WatchMessage) -> tuple[Citation, ...]:
        quotes = (Quote(one.id, one.version, one.start, one.text) for one in message.findings)
        return as_they_stand(cite(quotes, self._library.library), self._library.library)

    async def _has_arrived(self, message: WatchMessage) -> bool:
        """Whether a message that was begun is there; also where nobody can tell, for nothing is told twice."""
        watch = message.watch
        try:
            place = await self._place(watch)
            history = place.history(after=message.begun - _CLOCKS_DIFFER, limit=_LOOKED_THROUGH)
            sent = [one.id async for one in history if is_message(one, watch.number, message.number)]
        except discord.HTTPException as failure:
            if not isinstance(failure, (discord.Forbidden, discord.NotFound)):
                return True  # Discord is out of order: the next round looks again
            logger.warning("A message of watch %d may not have arrived: %s", watch.number, failure)
            sent = [0]
        if sent:
            await self._run(self._watches.finish, message.number, sent[0])
        return bool(sent)

    async def _give_up(self, watch: Watch) -> None:
        """Pause a watch whose messages Discord refuses, and tell its owner, once."""
        await self._run(self._watches.pause, watch.number, "undeliverable")
        self._services.pauses.forbid(_address(watch), self._services.clock())
        logger.warning("Watch %d is paused: Discord does not let the bot tell it", watch.number)
        if watch.channel is None:
            return
        try:
            owner = await self._owner(watch)
            await owner.send(view=layout_of(undeliverable_card(watch, texts_for(watch.language))))
        except discord.HTTPException as failure:
            logger.warning("The owner of watch %d could not be told: %s", watch.number, failure)

    async def _place(self, watch: Watch) -> "discord.PartialMessageable | discord.DMChannel":
        if watch.channel is not None:
            return self._bot.get_partial_messageable(watch.channel, guild_id=watch.server)
        owner = await self._owner(watch)
        return owner.dm_channel or await owner.create_dm()

    async def _owner(self, watch: Watch) -> discord.User:
        return self._bot.get_user(watch.owner) or await self._bot.fetch_user(watch.owner)

    def _may_send(self, watch: Watch) -> bool:
        return self._services.pauses.may_send(_address(watch), self._services.clock())

    def _is_ours(self, watch: Watch) -> bool:
        """Whether this process is connected for the server of a watch; direct messages come to the first shard."""
        shards = self._bot.shard_ids
        return not shards or ((watch.server or 0) >> 22) % (self._bot.shard_count or 1) in shards

    async def _run(self, work: Callable[..., T], *arguments: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *arguments)


def _address(watch: Watch) -> int:
    """Under which id the pauses know where a watch speaks."""
    return watch.channel or watch.owner
