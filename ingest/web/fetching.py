"""The one way in which newsdesk asks the web for anything: pages, feeds, robots.txt.

A fetch goes to public addresses on ports 80 and 443 only, checked again at every redirect, without proxies. It is
bounded in hops, bytes and time, and one host is asked one thing at a time, with a pause. Whatever goes wrong is a
FetchError.
"""

import logging
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from types import MappingProxyType

import httpcore
import httpx

from config.errors import ForbiddenAddressError, UnreachableError, UnsuitableError
from config.sections import FetchSettings
from ingest.web.addresses import PUBLIC, Reach
from ingest.web.connecting import CheckedTransport, Deadline, Resolve, system_addresses
from ingest.web.hosts import Hosts
from ingest.web.unpacking import unpacked

log = logging.getLogger(__name__)

_LONGEST_ADDRESS = 4096
_KEPT_HEADERS = frozenset(
    ("content-type", "etag", "last-modified", "cache-control", "expires", "date", "age", "retry-after")
)
_LONGEST_HEADER = 1024
_MOVED = frozenset((301, 308))
_OK = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request hopes for: its Accept header, and the media types of which an answer may be."""

    accept: str
    types: frozenset[str]


PAGE = Wanted(
    "text/html, application/xhtml+xml;q=0.9, application/pdf;q=0.5",
    frozenset(("text/html", "application/xhtml+xml", "application/pdf")),
)


@dataclass(frozen=True, slots=True)
class Response:
    """What an address gave, whatever its status; `body` is decompressed, and empty unless the status is 200.

    `url` is where the answer came from. `moved` is the address to ask from now on, where every redirect on the
    way was permanent. `headers` are those about the kind of body, caching and waiting, in lower case.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    moved: str | None = None

    @property
    def media_type(self) -> str:
        """Its kind, such as text/html; empty where it does not say."""
        return _media_type(self.headers)


def _nobody_objects(_url: str) -> None:
    """Permit every address."""


class Fetcher:
    """Fetches web addresses. Thread-safe; made once and passed to whoever asks the web."""

    def __init__(
        self,
        settings: FetchSettings,
        *,
        reach: Reach = PUBLIC,
        resolve: Resolve = system_addresses,
        hosts: Hosts | None = None,
    ) -> None:
        self._settings = settings
        self._reach = reach
        self._resolve = resolve
        self.hosts = hosts or Hosts(settings.pause_seconds)
        self.user_agent = user_agent(settings.contact)

    @cached_property
    def _certificates(self) -> ssl.SSLContext:
        return httpx.create_ssl_context()  # 20 ms

    def fetch(
        self,
        url: str,
        wanted: Wanted,
        *,
        etag: str | None = None,
        modified: str | None = None,
        permit: Callable[[str], None] = _nobody_objects,
    ) -> Response:
        """The answer to GET, after at most `fetch.redirects` redirects.

        With `etag` and `modified`, as an earlier answer gave them, an unchanged resource answers 304. `permit`
        hears each address before it is asked, and raises to refuse it. Raises FetchError: ForbiddenAddressError,
        UnsuitableError (a body of status 200 that is too large or of another kind) or UnreachableError.
        """
        headers = {"User-Agent": self.user_agent, "Accept": wanted.accept, "Accept-Encoding": "gzip"}
        headers |= {"If-None-Match": etag} if etag else {}
        headers |= {"If-Modified-Since": modified} if modified else {}
        try:
            return self._follow(_checked(url), headers, wanted, permit)
        except (httpx.TimeoutException, httpcore.TimeoutException) as exc:
            limit = self._settings.timeout_seconds
            raise UnreachableError(f"It took longer than {limit:.0f} s (fetch.timeout_seconds).") from exc
        except (httpx.HTTPError, httpcore.ProtocolError, httpcore.NetworkError, OSError) as exc:
            raise UnreachableError(f"No answer came ({_said(exc)}). Try again later.") from exc
        except (httpx.InvalidURL, httpx.StreamError, httpcore.UnsupportedProtocol, ValueError) as exc:
            raise UnsuitableError(f"Its answer cannot be read ({_said(exc)}).") from exc

    def _follow(
        self, url: httpx.URL, headers: dict[str, str], wanted: Wanted, permit: Callable[[str], None]
    ) -> Response:
        left = self._settings.timeout_seconds
        cookies = httpx.Cookies()  # some sites redirect in circles whoever does not bring them back
        permanent = True
        first = url
        for _ in range(self._settings.redirects + 1):
            permit(str(url))
            with self.hosts.turn(url.host):
                begin = time.monotonic()
                transport = CheckedTransport(
                    self._reach, self._resolve, Deadline.after(left), self._certificates
                )
                with httpx.Client(transport=transport, trust_env=False, cookies=cookies) as client:
                    response, following = self._ask(
                        client, client.build_request("GET", url, headers=headers), wanted
                    )
                    cookies = client.cookies
                left -= time.monotonic() - begin
            if following is None:
                moved = str(url) if permanent and url != first else None
                return Response(str(url), response.status, response.headers, response.body, moved)
            permanent = permanent and response.status in _MOVED
            url = _checked(str(following))
        raise UnsuitableError(f"It redirects more than {self._settings.redirects} times.")

    def _ask(
        self, client: httpx.Client, request: httpx.Request, wanted: Wanted
    ) -> tuple[Response, httpx.URL | None]:
        """The answer to one request, and where it redirects to."""
        response = client.send(request, stream=True, follow_redirects=False)
        try:
            headers = _kept(response.headers)
            url = str(request.url)
            if response.next_request is not None:
                return Response(url, response.status_code, headers), response.next_request.url
            body = self._body(response, headers, wanted) if response.status_code == _OK else b""
            log.debug("%d, %d bytes from %s", response.status_code, len(body), request.url.host)
            return Response(url, response.status_code, headers, body), None
        finally:
            response.close()

    def _body(self, response: httpx.Response, headers: Mapping[str, str], wanted: Wanted) -> bytes:
        kind = _media_type(headers)
        if kind and kind not in wanted.types:
            raise UnsuitableError(f"It is of the kind {kind[:80]}, which is not read here.")
        limit = int(self._settings.max_mb * 1_000_000)
        return unpacked(response.iter_raw(), response.headers.get("content-encoding", ""), limit)


def user_agent(contact: str) -> str:
    """How newsdesk introduces itself: its version, and whom to write to."""
    return f"newsdesk/{version('newsdesk')} ({f'+{contact}' if contact else 'a team that reads news'})"


def _checked(address: str) -> httpx.URL:
    """An address as a URL. Raises ForbiddenAddressError for what is none of the web."""
    try:
        url = httpx.URL(address.strip() if len(address) <= _LONGEST_ADDRESS else "")
        host = url.host
    except (httpx.InvalidURL, ValueError) as exc:
        raise ForbiddenAddressError(f"This is no web address ({exc}).") from exc
    if url.scheme not in {"http", "https"} or not host:
        raise ForbiddenAddressError("This is no web address. Name one that begins with https:// or http://.")
    if url.userinfo:
        raise ForbiddenAddressError("It holds a name or password, which newsdesk does not send.")
    return url


def _kept(headers: httpx.Headers) -> Mapping[str, str]:
    return MappingProxyType(
        {name: value[:_LONGEST_HEADER] for name, value in headers.items() if name in _KEPT_HEADERS}
    )


def _media_type(headers: Mapping[str, str]) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def _said(fault: Exception) -> str:
    return (str(fault) or type(fault).__name__)[:200]
