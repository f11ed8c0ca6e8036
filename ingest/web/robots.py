"""robots.txt: asked once a day for each site, and obeyed for pages (RFC 9309)."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from config.errors import FetchError, ForbiddenAddressError, InputError, UnreachableError
from ingest.parsers import Parsers
from ingest.web.fetching import Fetcher, Wanted

ROBOTS = Wanted("text/plain, */*;q=0.1", frozenset(("text/plain", "text/html", "text/x-robots")))
_KEPT_SECONDS = 24 * 3600.0
_RETRY_SECONDS = 600.0  # after an answer that was none
_READ = 500 * 1024  # bytes; what RFC 9309 asks a reader to read at least
_LONGEST_DELAY = 30.0
_MOST_SITES = 10_000


@dataclass(frozen=True, slots=True)
class _Rules:
    """What a site said: its robots.txt, nothing (all is allowed), or no answer (nothing is)."""

    text: bytes | None
    until: float
    fault: str = ""


class Robots:
    """Permits or refuses pages. Thread-safe; `clock` is in seconds."""

    def __init__(
        self, fetcher: Fetcher, parsers: Parsers, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._fetcher = fetcher
        self._parsers = parsers
        self._clock = clock
        self._lock = threading.Lock()
        self._sites: dict[str, _Rules] = {}

    def permit(self, url: str) -> None:
        """Return if newsdesk may ask for a page.

        Raises ForbiddenAddressError if robots.txt forbids it, UnreachableError if the site did not tell.
        """
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        rules = self._rules(site)
        if rules.text is None:
            raise UnreachableError(rules.fault)
        if not rules.text.strip():
            return
        try:
            verdict = self._parsers.parse("robots", rules.text, address=url)
        except InputError as exc:
            raise ForbiddenAddressError(f"The robots.txt of {parts.hostname} cannot be read. {exc}") from exc
        if not verdict["allowed"]:
            raise ForbiddenAddressError(f"The robots.txt of {parts.hostname} asks newsdesk not to read it.")
        self._fetcher.hosts.slow_down(parts.hostname or "", min(verdict["delay"], _LONGEST_DELAY))

    def _rules(self, site: str) -> _Rules:
        with self._lock:
            known = self._sites.get(site)
        if known is None or known.until < self._clock():
            known = self._asked(site)
            with self._lock:
                if len(self._sites) >= _MOST_SITES:
                    self._sites.clear()
                self._sites[site] = known
        return known

    def _asked(self, site: str) -> _Rules:
        """Ask a site. An answer of 4xx allows all; one of 5xx, or none, forbids all for a while."""
        later = self._clock() + _RETRY_SECONDS
        try:
            answer = self._fetcher.fetch(f"{site}/robots.txt", ROBOTS)
        except ForbiddenAddressError:
            raise
        except UnreachableError as exc:
            return _Rules(None, later, str(exc))
        except FetchError:  # something else than a robots.txt stands there
            return _Rules(b"", later)
        if answer.status >= 500 or answer.status == 429:  # noqa: PLR2004 - HTTP
            return _Rules(
                None, later, f"Its robots.txt cannot be had (status {answer.status}). Try again later."
            )
        is_text = answer.media_type != "text/html"  # a page that says in words that there is none
        return _Rules(answer.body[:_READ] if is_text else b"", self._clock() + _KEPT_SECONDS)
