"""Asking the feeds that are due, and keeping at it: what `newsdesk feeds poll` and the bot both do."""

import logging
import random
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from datetime import timedelta

from config.errors import InputError, LibraryBusyError, LibraryError
from index.feeds import Entry, Feed, Feeds, FeedState
from index.searchable import SearchableLibrary
from index.stored import Duplicate
from ingest.feeds.gathering import Round, Visit, failed, visit
from ingest.pipeline import Tally, ingest
from ingest.refreshing.rounds import Refresher, Report, nobody
from ingest.web.alone import asking_alone
from ingest.web.reading import Web

log = logging.getLogger(__name__)

_LONGEST_NAP = 60.0  # seconds; a feed that was just added is asked within a minute
_AFTER_TROUBLE = 300.0
_UNTIL_ANOTHER_LOOK = 10.0  # whether the process that asks the feeds has died
_KEPT = timedelta(days=30)  # entries that a feed no longer lists are forgotten after that


@dataclass(frozen=True, slots=True)
class Polled:
    """What asking one feed brought. `feed.fault` says why it failed, where it did."""

    feed: Feed
    is_unchanged: bool
    tally: Tally
    faults: tuple[Entry, ...] = ()


class Poller:
    """Asks the feeds of a library. `chance` gives numbers from 0 to 1 that spread the requests over time."""

    def __init__(
        self,
        library: SearchableLibrary,
        web: Web,
        *,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._library = library
        self._web = web
        self._chance = chance
        self._is_stopped = threading.Event()
        self.feeds = Feeds(library.library)
        self.refresher = Refresher(library, web)

    def poll(
        self, only: Sequence[Feed] | None = None, report: Callable[[Polled], None] = lambda _polled: None
    ) -> tuple[Polled, ...]:
        """Ask the feeds that are due, or those that are given, and store what is new; blocking.

        Several hosts are asked at the same time. `report` hears of each feed when its articles are stored. Raises
        LibraryBusyError where another process does the same, LibraryError where nothing can be stored.
        """
        with asking_alone(self._library.library):
            return self._poll(self.feeds.due(self._web.clock()) if only is None else only, report)

    def run(
        self,
        wait: Callable[[float], bool],
        report: Callable[[Polled], None] = lambda _polled: None,
        report_look: Report = nobody,
    ) -> None:
        """Poll until `wait`, which is given seconds, returns True (such as `threading.Event().wait`), or `stop`.

        After each poll, some pages of stored articles are looked at again (`refresh.automatic`).
        """
        pause = 0.0
        while not wait(pause) and not self._is_stopped.is_set():
            try:
                self.poll(report=report)
                if self._web.settings.refresh.automatic:
                    self.refresher.round(report_look)
                pause = self._nap()
            except LibraryBusyError as exc:
                log.info("%s", exc)
                pause = _UNTIL_ANOTHER_LOOK
            except LibraryError as exc:
                log.error("feeds: %s", exc)  # noqa: TRY400 - an expected fault, told in a sentence
                pause = _AFTER_TROUBLE

    def stop(self) -> None:
        """End the poll that is under way after the pages that are being read; from any thread. What came is stored."""
        self._is_stopped.set()
        self.refresher.stop()

    def _nap(self) -> float:
        """Seconds until the next feed is due, at most a minute."""
        due = self.feeds.next_time()
        left = _LONGEST_NAP if due is None else (due - self._web.clock()).total_seconds()
        return min(max(1.0, left), _LONGEST_NAP)

    def _poll(self, due: Sequence[Feed], report: Callable[[Polled], None]) -> tuple[Polled, ...]:
        polled: list[Polled] = []
        is_broken_off = threading.Event()  # by Ctrl-C, or a library that cannot store
        together = Round(lambda: self._is_stopped.is_set() or is_broken_off.is_set())
        with ThreadPoolExecutor(self._web.settings.fetch.hosts, thread_name_prefix="newsdesk-feeds") as pool:
            # not kept beyond: a visit that was stored holds its articles no longer
            visits = as_completed([pool.submit(self._visit, feed, together) for feed in due])
            try:
                for done in visits:
                    if (found := done.result()) is not None:
                        polled.append(self._store(found))
                        report(polled[-1])
            except BaseException:
                is_broken_off.set()
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        return tuple(polled)

    def _visit(self, feed: Feed, together: Round) -> Visit | None:
        if together.has_ended():
            return None
        chance = self._chance()
        try:
            return visit(feed, self.feeds, self._web, chance, together)
        except LibraryError:
            raise
        except Exception as exc:  # a fault of ours, which must not keep the other feeds waiting for ever
            log.exception("feed %d could not be visited", feed.number)
            surprise = InputError(f"newsdesk has a fault ({type(exc).__name__}: {exc}). The log tells more.")
            return Visit(failed(feed, surprise, self._web, chance))

    def _store(self, found: Visit) -> Polled:
        """Store the articles, and then how the feed stands: interrupted between, the feed is just asked again."""
        tally = Tally()
        articles = [article for _, article in found.articles]
        if articles:
            batch = self._web.settings.ingest.batch_articles
            ingest(self._library, articles, tally, batch_articles=batch)
        outcomes = self._library.library.sort_out(articles)
        stored = [
            replace(entry, article=outcome.of if isinstance(outcome, Duplicate) else outcome.id)
            for (entry, _), outcome in zip(found.articles, outcomes, strict=True)
        ]
        self.feeds.record(found.feed, [*stored, *found.others])
        if found.listed is not None:
            self.feeds.forget_entries(found.feed.number, self._web.clock() - _KEPT, found.listed)
        if found.feed.fault:
            log.info("feed %d: %s", found.feed.number, found.feed.fault)
        if found.feed.state is FeedState.GONE:
            log.warning("feed %d is gone for good and will not be asked again", found.feed.number)
        return Polled(found.feed, found.listed is None and not found.feed.fault, tally, tuple(found.faults))
