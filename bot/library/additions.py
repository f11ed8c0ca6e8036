"""Articles that are added from Discord: read, embedded and stored in a thread, one addition after the other."""

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from bot.services import Services
from config.errors import NewsdeskError
from ingest.pipeline import Tally, ingest
from ingest.sources import Read
from ingest.web.reading import Web

logger = logging.getLogger(__name__)

SHOW_SECONDS = 3.0  # between two edits of a message; Discord takes about one a second


@dataclass(slots=True)
class Addition:
    """One addition on its way: `read` counts what was read so far, `tally` what became of it.

    `fault` is why it stopped early; what the tally counts is stored nevertheless.
    """

    read: int = 0
    is_begun: bool = False
    fault: NewsdeskError | None = None
    tally: Tally = field(default_factory=Tally)


class Additions:
    """Adds to one library. Made once; `close` it before the library."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="library")
        self._is_closing = threading.Event()

    async def add(
        self, items: Callable[[Web], Iterable[Read]], show: Callable[[Addition], Awaitable[None]]
    ) -> Addition:
        """Add what `items` reads, in a thread; `show` hears of the progress now and then. Never raises for it."""
        addition = Addition()
        loop = asyncio.get_running_loop()
        work = loop.run_in_executor(self._thread, self._add, items, addition)
        shown = None
        while not work.done():
            await asyncio.wait([work], timeout=SHOW_SECONDS)
            now = addition.is_begun, addition.read, addition.tally.articles
            if not work.done() and now != shown:
                shown = now
                await show(addition)
        await work
        return addition

    async def close(self) -> None:
        """Stop after the article that is being read; what was stored stays."""
        self._is_closing.set()
        await asyncio.to_thread(self._thread.shutdown, wait=True, cancel_futures=True)

    def _add(self, items: Callable[[Web], Iterable[Read]], addition: Addition) -> None:
        addition.is_begun = True
        try:
            ingest(
                self._services.library,
                self._counted(items(self._services.web), addition),
                addition.tally,
                batch_articles=self._services.settings.ingest.batch_articles,
            )
        except NewsdeskError as error:
            logger.warning("An addition from Discord stopped: %s: %s", type(error).__name__, error)
            addition.fault = error

    def _counted(self, items: Iterable[Read], addition: Addition) -> Iterator[Read]:
        for item in items:
            if self._is_closing.is_set():
                return
            addition.read += 1
            yield item
