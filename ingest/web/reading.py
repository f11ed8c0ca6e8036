"""From web addresses to articles: permitted, fetched, parsed apart, and named when they fail."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType, TracebackType
from typing import Any

from config.errors import InputError, StatusError
from config.settings import Settings
from index.articles import Article, Page
from ingest.fields import article_from
from ingest.identity import direct_address
from ingest.parsers import Parsers
from ingest.sources import Failure, Read, printable
from ingest.web.fetching import PAGE, Fetcher, Response
from ingest.web.robots import Robots

NOTHING: Mapping[str, Any] = MappingProxyType({})
_OK, _UNCHANGED = 200, 304
_DATES = frozenset(("published", "updated"))
_AHEAD = 4  # pages that wait to be stored, for each host that is asked at the same time


def _now() -> datetime:
    return datetime.now(UTC)


class Web(AbstractContextManager["Web"]):
    """All that reading from the web needs: a fetcher, parsers, robots.txt. Thread-safe. Close it (or use `with`).

    Made once for a command or a bot. Nothing is asked or started before the first address.
    """

    def __init__(
        self, settings: Settings, *, fetcher: Fetcher | None = None, clock: Callable[[], datetime] = _now
    ) -> None:
        self.settings = settings
        self.fetcher = fetcher or Fetcher(settings.fetch)
        self.parsers = Parsers(settings.ingest)
        self.clock = clock
        self._robots = Robots(self.fetcher, self.parsers)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    def close(self) -> None:
        """End the processes that parse."""
        self.parsers.close()

    def article(self, address: str, also: Mapping[str, Any] = NOTHING) -> Article:
        """The article at a web address; `also` are fields for what its page does not say of itself.

        Raises FetchError where nothing can be had from there (StatusError for an answer that is no success), and
        InputError for a page without an article: a paywall's teaser, a request for consent, a home page of links.
        """
        return self.article_in(self.page(address), also)

    def page(self, address: str, *, etag: str | None = None, modified: str | None = None) -> Response:
        """What an address gives: status 200, or 304 where it is as it was when it gave `etag` and `modified`.

        Raises FetchError (StatusError for any other status).
        """
        response = self.fetcher.fetch(
            direct_address(address), PAGE, etag=etag, modified=modified, permit=self._robots.permit
        )
        if response.status != _OK and not (response.status == _UNCHANGED and (etag or modified)):
            raise StatusError(response.status, response.headers.get("retry-after"))
        return response

    def article_in(self, response: Response, also: Mapping[str, Any] = NOTHING) -> Article:
        """The article of what `page` gave. Raises InputError as `article` does."""
        if response.media_type == "application/pdf":
            fields = self.parsers.parse("pdf", response.body) | {"url": response.url}
            article = self._merged(fields, also)
        else:
            article = self._article(response.body, response.url, also)
        tags = response.headers.get("etag"), response.headers.get("last-modified")
        return replace(article, page=Page(response.url, self.clock(), *tags))

    def article_of_markup(self, markup: str, address: str, also: Mapping[str, Any]) -> Article:
        """The article of HTML that was got otherwise (in a feed); `address` is that of its page, which is not asked.

        Raises InputError as `article` does.
        """
        page = f"<html><body><article>{markup}</article></body></html>"
        article = self._article(page.encode("utf-8", "replace"), address, also)
        return replace(article, page=Page(address, self.clock(), holds_text=False))

    def _article(self, page: bytes, address: str, also: Mapping[str, Any]) -> Article:
        return self._merged(self.parsers.parse("page", page, address=address), also)

    def _merged(self, fields: dict[str, Any], also: Mapping[str, Any]) -> Article:
        for name, value in also.items():
            if name in _DATES:  # the first that can be read counts
                fields[name] = [*fields.get(name, ()), *value]
            else:
                fields[name] = fields.get(name) or value
        return article_from(fields, self.clock())

    def articles(self, addresses: Iterable[str]) -> Iterator[Read]:
        """The articles at addresses, in their order, and a Failure for each that gives none.

        Several hosts are asked at the same time, each for one page at a time, and not far ahead of the reader.
        """
        hosts = self.settings.fetch.hosts
        waiting: deque[Future[Read]] = deque()
        with ThreadPoolExecutor(hosts, thread_name_prefix="newsdesk-fetching") as pool:
            try:
                for address in addresses:
                    waiting.append(pool.submit(self._read, address))
                    if len(waiting) > hosts * _AHEAD:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            finally:
                pool.shutdown(wait=False, cancel_futures=True)

    def _read(self, address: str) -> Read:
        try:
            return self.article(address)
        except InputError as exc:
            return Failure(printable(address), None, str(exc))
