"""What passes between newsdesk and a provider, watched in one place, whichever library speaks.

llama-index and the providers' own libraries retry, follow redirects and wait in layers of their own (`OpenAILike`
made 12 requests for a question to a failing server). Here every request and every byte is counted, so that the
bounds hold whatever they do.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import httpx

from answer.notes import Reason
from answer.writing.allowance import Allowance
from answer.writing.failures import reason_of
from index.servers import CONNECT_SECONDS, seconds_to_wait

MAX_BYTES = 4 * 2**20


@dataclass(slots=True)
class Call:
    """One request to a model, as it was seen on the wire. `stopped`: nobody waits for it any more."""

    allowance: Allowance
    fault: Reason | None = None
    retry_after: float | None = None
    stopped: threading.Event = field(default_factory=threading.Event)

    def end(self, fault: Reason) -> None:
        """Note why the request failed; the first reason stands."""
        self.fault = self.fault or fault


class _StoppedError(Exception):
    """Ends a request from inside: too long, too late, or not wanted any more."""


def client_options(call: Call, connections: httpx.BaseTransport) -> dict[str, Any]:
    """How an httpx client is made so that `call` sees all that it does.

    `connections` is the transport that all clients share, and stays open.
    """
    return {"transport": Watching(call, connections), "follow_redirects": False, "trust_env": False}


class Watching(httpx.BaseTransport):
    """Sends what the allowance lets through."""

    def __init__(self, call: Call, connections: httpx.BaseTransport) -> None:
        self._call = call
        self._connections = connections

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request, and watch what comes back."""
        call = self._call
        _check(call, 0)
        if not call.allowance.requests:
            raise _StoppedError
        call.allowance.requests -= 1
        request.headers["accept-encoding"] = "identity"  # a few bytes could unpack to gigabytes
        request.extensions = {**request.extensions, "timeout": _timeouts(call.allowance.seconds)}
        try:
            response = self._connections.handle_request(request)
        except httpx.HTTPError as exc:
            call.end(_fault_of(exc, has_begun=False))
            raise
        if (fault := reason_of(response.status_code)) is not None:
            call.end(fault)
            call.retry_after = seconds_to_wait(response.headers.get("retry-after"))
        if response.headers.get("content-encoding", "identity") != "identity":
            call.end(Reason.UNREADABLE)
            response.close()
            raise _StoppedError
        response.stream = _Body(call, cast("httpx.SyncByteStream", response.stream))
        return response


class _Body(httpx.SyncByteStream):
    """A response's body that ends when the call must."""

    def __init__(self, call: Call, inner: httpx.SyncByteStream) -> None:
        self._call = call
        self._inner = inner

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        try:
            for piece in self._inner:
                size += len(piece)
                _check(self._call, size)
                yield piece
        except httpx.HTTPError as exc:
            self._call.end(_fault_of(exc, has_begun=True))
            raise

    def close(self) -> None:
        self._inner.close()


def _check(call: Call, size: int) -> None:
    """Raise where the call may not go on."""
    if size > MAX_BYTES:
        call.end(Reason.TOO_LONG)
    elif call.stopped.is_set() or not call.allowance.seconds:
        call.end(Reason.TOO_SLOW)
    else:
        return
    raise _StoppedError


def _timeouts(seconds: float) -> dict[str, float]:
    connect = min(CONNECT_SECONDS, seconds)
    return {"connect": connect, "pool": connect, "write": seconds, "read": seconds}


def _fault_of(exc: httpx.HTTPError, *, has_begun: bool) -> Reason:
    if isinstance(exc, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
        return Reason.UNREACHABLE
    if isinstance(exc, httpx.TimeoutException):
        return Reason.TOO_SLOW
    return Reason.CUT_OFF if has_begun else Reason.UNREACHABLE
