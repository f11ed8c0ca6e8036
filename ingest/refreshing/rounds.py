"""Rounds through the pages of a library: what is due, or what somebody chose, is looked at and stored."""

import logging
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import timedelta

from config.errors import InputError, LibraryError
from index.pages import KnownPage, Pages
from index.searchable import SearchableLibrary
from index.stored import Added
from ingest.identity import host_of
from ingest.pipeline import Tally, ingest
from ingest.refreshing.looking import Found, Look, failed, look
from ingest.web.alone import asking_alone
from ingest.web.reading import Web

log = logging.getLogger(__name__)

Report = Callable[[Look], None]
_STORED_TOGETHER = 16  # changed articles; what an interruption loses is fetched again


def nobody(_look: Look) -> None:
    """Report to nobody."""


@dataclass(slots=True)
class _Round:
    """What the looks of one round share: whether it has ended, and hosts that are left alone until it has."""

    ended: threading.Event
    resting: set[str]


class Refresher:
    """Looks again at the pages of a library. Whatever was reported is stored, so a round can end at any moment."""

    def __init__(self, library: SearchableLibrary, web: Web) -> None:
        self._library = library
        self._web = web
        self._is_stopped = threading.Event()
        self.pages = Pages(library.library)

    def due(self, limit: int) -> list[KnownPage]:
        """The pages whose time has come, by the settings; the longest unchecked first."""
        settings, now = self._web.settings.refresh, self._web.clock()
        oldest = now - timedelta(days=settings.days)
        return self.pages.due(now, oldest, timedelta(hours=settings.first_hours), limit)

    def round(self, report: Report = nobody) -> int:
        """Look at some of the pages that are due, as the schedule does; the number of pages that were looked at.

        Raises as `refresh` does.
        """
        due = self.due(self._web.settings.refresh.pages_per_round)
        return self.refresh(due, report) if due else 0

    def refresh(self, pages: Sequence[KnownPage], report: Report = nobody) -> int:
        """Look at pages and store what was found; blocking. The number of pages that were looked at.

        Several hosts are asked at the same time, and one that is busy or cannot be reached nothing more. `report`
        hears of each look when it is stored. Raises LibraryBusyError where another process asks the web for this
        library, LibraryError where nothing can be stored.
        """

        def told(found: Look) -> None:
            if found.found is not Found.UNCHANGED:
                log.info("article %s: %s", found.page.article, found.found.value)
            report(found)

        with asking_alone(self._library.library):
            return self._refresh(pages, told)

    def stop(self) -> None:
        """End the round that is under way after the pages that are being read; from any thread."""
        self._is_stopped.set()

    def _refresh(self, pages: Sequence[KnownPage], report: Report) -> int:
        together = _Round(threading.Event(), set())
        changed: list[Look] = []
        looked = 0
        with ThreadPoolExecutor(
            self._web.settings.fetch.hosts, thread_name_prefix="newsdesk-refresh"
        ) as pool:
            # not kept beyond: a look that was done with holds an article no longer
            looks = as_completed([pool.submit(self._look, page, together) for page in _by_turns(pages)])
            try:
                for done in looks:
                    if (found := done.result()) is None:
                        continue
                    looked += 1
                    if found.article is not None:
                        changed.append(found)
                    else:
                        self.pages.record(found.page)
                        report(found)
                    if len(changed) >= _STORED_TOGETHER:
                        self._store(changed, report)
                        changed = []
                self._store(changed, report)
            except BaseException:
                together.ended.set()
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        return looked

    def _look(self, page: KnownPage, together: _Round) -> Look | None:
        host = host_of(page.address) or ""
        if self._is_stopped.is_set() or together.ended.is_set() or host in together.resting:
            return None
        stored = self._library.library.article(page.article)
        if stored is None:  # removed meanwhile
            return None
        try:
            found = look(page, stored, self._web)
        except LibraryError:
            raise
        except Exception as exc:  # a fault of ours, which must not keep the other pages from being looked at
            log.exception("the page of article %s could not be looked at", page.article)
            surprise = InputError(f"newsdesk has a fault ({type(exc).__name__}: {exc}). The log tells more.")
            return failed(page, surprise, self._web.clock())
        if found.is_busy:
            together.resting.add(host)
        return found

    def _store(self, changed: Sequence[Look], report: Report) -> None:
        """Store what has changed as new versions; what was removed meanwhile stays removed."""
        articles = [one.article for one in changed if one.article is not None]
        outcomes = self._library.library.sort_out(articles)
        known = [
            article
            for article, outcome in zip(articles, outcomes, strict=True)
            if not isinstance(outcome, Added)
        ]
        if known:
            ingest(self._library, known, Tally(), batch_articles=self._web.settings.ingest.batch_articles)
        for one in changed:
            report(one)


def _by_turns(pages: Sequence[KnownPage]) -> list[KnownPage]:
    """The pages so that hosts take turns; those of one host stay in their order."""
    seen: Counter[str] = Counter()
    ranks = []
    for page in pages:
        host = host_of(page.address) or ""
        ranks.append(seen[host])
        seen[host] += 1
    return [page for _, page in sorted(zip(ranks, pages, strict=True), key=lambda pair: pair[0])]
