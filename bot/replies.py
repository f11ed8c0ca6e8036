"""From a question to a reply, whatever happens: in a thread, under a deadline, never on the event loop."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from answer.answers import Asker
from bot.incidents import log_incident
from bot.rendering import Card, problem, render
from bot.wording import Texts, error_text
from config.errors import NewsdeskError
from config.settings import Settings

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reply:
    """What is sent: at least one card, to everyone in the channel or only to the person who asked."""

    cards: tuple[Card, ...]
    only_to_asker: bool = False


def now() -> datetime:
    """The time here and now, with its zone."""
    return datetime.now().astimezone()


class Replies:
    """Asks `asker` for Discord. Questions beyond `settings.discord.workers` wait, within their deadline."""

    def __init__(self, asker: Asker, settings: Settings, clock: Callable[[], datetime] = now) -> None:
        self._asker = asker
        self._clock = clock
        self._deadline = settings.answer.deadline_seconds
        self._threads = ThreadPoolExecutor(settings.discord.workers, thread_name_prefix="ask")

    async def to(self, question: str, texts: Texts) -> Reply:
        """The reply to `question`, said in `texts`. Never raises: errors become replies to the asker alone."""
        try:
            async with asyncio.timeout(self._deadline):
                return Reply(await self._cards(question, texts))
        except TimeoutError:
            logger.warning("A question took longer than %g s", self._deadline)
            message = texts.say("timed-out")
        except NewsdeskError as error:
            logger.warning("A question failed: %s: %s", type(error).__name__, error)
            message = error_text(texts, error)
        except Exception as error:  # noqa: BLE001 - the last stop: logged with its traceback, told with its id
            message = texts.say("unexpected", incident=log_incident("/ask", error))
        return Reply((problem(message, texts),), only_to_asker=True)

    async def close(self) -> None:
        """Drop the questions that wait, and let those that run finish, so that the library can be closed."""
        await asyncio.to_thread(self._threads.shutdown, wait=True, cancel_futures=True)

    async def _cards(self, question: str, texts: Texts) -> tuple[Card, ...]:
        ask = partial(self._asker.ask, question, asked=self._clock())
        answer = await asyncio.get_running_loop().run_in_executor(self._threads, ask)
        return render(answer, texts)
