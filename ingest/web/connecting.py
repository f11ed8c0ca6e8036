"""Connections that lead only to addresses that were checked, and end when their time is over.

httpx resolves a name when it connects. Here the name is resolved once, each of its addresses is checked, and the
connection is made to one of these very addresses, so that a name that changes meanwhile (rebinding) gains
nothing. Every byte that is read or written has the time that is left of the whole request.
"""

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import httpcore
import httpx

from config.errors import ForbiddenAddressError, UnreachableError
from ingest.web.addresses import Reach

Resolve = Callable[[str, int], Sequence[str]]
_CONNECT_SECONDS = 10.0


def system_addresses(host: str, port: int) -> list[str]:
    """The IP addresses of a host, as this machine resolves names. Raises OSError and UnicodeError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


@dataclass(frozen=True, slots=True)
class Deadline:
    """The moment, of the monotonic clock, at which a request must be over."""

    at: float

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        """So many seconds from now."""
        return cls(time.monotonic() + seconds)

    def left(self, wanted: float | None = None) -> float:
        """Seconds that are left, at most those that are wanted. Raises httpcore.ReadTimeout when it is over."""
        left = self.at - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for the whole request is over")
        return left if wanted is None else min(left, wanted)


class CheckedTransport(httpx.BaseTransport):
    """What httpx sends its requests through: one connection at a time, to checked addresses, no proxies."""

    def __init__(
        self, reach: Reach, resolve: Resolve, deadline: Deadline, certificates: ssl.SSLContext
    ) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=certificates,
            max_connections=1,
            max_keepalive_connections=0,
            network_backend=_CheckedBackend(reach, resolve, deadline),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request. Raises the httpcore exceptions, which `Fetcher` translates."""
        url = request.url
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        assert isinstance(answer.stream, Iterable)  # noqa: S101 - a synchronous pool gives nothing else
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer.stream))

    def close(self) -> None:
        """Close the connection."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    """The bytes of an answer as they come."""

    def __init__(self, stream: Any) -> None:  # noqa: ANN401 - httpcore's own stream has no public type
        self._stream = stream

    def __iter__(self) -> Any:  # noqa: ANN401
        yield from self._stream

    def close(self) -> None:
        self._stream.close()


class _CheckedBackend(httpcore.NetworkBackend):
    def __init__(self, reach: Reach, resolve: Resolve, deadline: Deadline) -> None:
        self._reach = reach
        self._resolve = resolve
        self._deadline = deadline
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        del timeout, local_address
        fault: Exception | None = None
        for address in self._checked(host, port):
            try:
                left = self._deadline.left(_CONNECT_SECONDS)
                stream = self._inner.connect_tcp(address, port, left, socket_options=socket_options or ())
                return _TimedStream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as exc:
                fault = exc
        raise fault or httpcore.ConnectError(f"{host} has no address")

    def _checked(self, host: str, port: int) -> Sequence[str]:
        """The addresses of a host, all of which may be connected to. Raises ForbiddenAddressError."""
        if port not in self._reach.ports:
            raise ForbiddenAddressError(
                f"Port {port} is none of the web (80 and 443). Name the usual address."
            )
        addresses = self._resolved(host, port)
        if not all(map(self._reach.allows, addresses)):
            raise ForbiddenAddressError(
                f"{host} leads into a private network or to this machine, where newsdesk does not go."
            )
        return addresses

    def _resolved(self, host: str, port: int) -> Sequence[str]:
        """The addresses of a host, waited for no longer than the request may take: resolvers know no limit."""
        answers: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answers.put(self._resolve(host, port))
            except (OSError, UnicodeError) as exc:
                answers.put(exc)

        threading.Thread(target=ask, name="newsdesk-resolving", daemon=True).start()
        try:
            answer = answers.get(timeout=self._deadline.left(_CONNECT_SECONDS))
        except queue.Empty:
            answer = TimeoutError("no name server answered")
        if isinstance(answer, Exception):
            raise UnreachableError(
                f"The host {host} could not be found ({answer}). Check the address and this machine's network."
            ) from answer
        return answer


class _TimedStream(httpcore.NetworkStream):
    """A connection of which every step has the time that is left of the whole request."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = self._deadline.left(timeout)
        return _TimedStream(self._inner.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as httpcore declares it
        return self._inner.get_extra_info(info)
