"""A small server on loopback that speaks OpenAI's protocol, well or in one of the ways in which servers fail."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event
from typing import Any

from tests.serving import answering

SECRET = "sk-very-secret-key-1234567890"
PROVIDER_TEXT = "PROVIDER-INTERNAL-TEXT https://evil.example @everyone"

Behaviour = Callable[["Handler"], None]


@dataclass
class Provider:
    """What the server was asked, and how it behaves: one behaviour a request, the last one again and again."""

    behaviours: Sequence[Behaviour]
    url: str = ""
    requests: list[dict[str, Any]] = field(default_factory=list)
    closing: Event = field(default_factory=Event)


class Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    server: "_Server"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        provider = self.server.provider
        provider.requests.append(json.loads(body))
        behaviour = provider.behaviours[min(len(provider.requests), len(provider.behaviours)) - 1]
        self.close_connection = True
        with suppress(OSError):  # the client has left
            behaviour(self)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the signature of http.server
        """Say nothing."""

    @property
    def closing(self) -> Event:
        return self.server.provider.closing

    def head(self, status: int, kind: str = "text/event-stream", **headers: str) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("connection", "close")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def event(self, text: str | None, usage: dict[str, int] | None = None) -> None:
        choices = [] if text is None else [{"index": 0, "delta": {"role": "assistant", "content": text}}]
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": choices}
        self.wfile.write(f"data: {json.dumps(chunk | {'usage': usage})}\n\n".encode())
        self.wfile.flush()

    def done(self) -> None:
        self.wfile.write(b"data: [DONE]\n\n")


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    provider: Provider


@contextmanager
def serving(*behaviours: Behaviour) -> Iterator[Provider]:
    """The server, for as long as the block runs."""
    server = _Server(("127.0.0.1", 0), Handler)
    server.provider = Provider(behaviours, f"http://127.0.0.1:{server.server_port}/v1")
    with answering(server):
        try:
            yield server.provider
        finally:
            server.provider.closing.set()


def says(text: str, *, piece: int = 40, usage: dict[str, int] | None = None) -> Behaviour:
    """An answer, streamed in pieces."""

    def behave(handler: Handler) -> None:
        handler.head(200)
        for at in range(0, len(text), piece):
            handler.event(text[at : at + piece])
        handler.event(None, usage or {"prompt_tokens": 900, "completion_tokens": 50, "total_tokens": 950})
        handler.done()

    return behave


def refuses(status: int, **headers: str) -> Behaviour:
    """An error with a body that nobody should ever read."""

    def behave(handler: Handler) -> None:
        body = json.dumps({"error": {"message": f"{PROVIDER_TEXT} {SECRET}", "code": "x"}}).encode()
        handler.head(status, "application/json", content_length=str(len(body)), **headers)
        handler.wfile.write(body)

    return behave


def hangs(handler: Handler) -> None:
    """Takes the request and says nothing."""
    handler.closing.wait(30)


def hangs_after_a_piece(handler: Handler) -> None:
    handler.head(200)
    handler.event('{"sentences": [')
    handler.closing.wait(30)


def drips(handler: Handler) -> None:
    """A byte now and then, so that no wait between two bytes is ever long."""
    handler.head(200)
    for _ in range(3000):
        if handler.closing.wait(0.01):
            return
        handler.wfile.write(b" ")
        handler.wfile.flush()


def drips_words(handler: Handler) -> None:
    """A good answer's beginning, and then spaces without end."""
    handler.head(200)
    handler.event('{"sentences": [')
    for _ in range(3000):
        if handler.closing.wait(0.01):
            return
        handler.event(" ")


def cut(text: str) -> Behaviour:
    """Announces more than it sends, and closes."""

    def behave(handler: Handler) -> None:
        handler.head(200, content_length="100000")
        for at in range(0, len(text), 40):
            handler.event(text[at : at + 40])
        handler.connection.close()

    return behave


def floods(handler: Handler) -> None:
    """Ten megabytes of answer."""
    handler.head(200)
    handler.event('{"sentences": [')
    for _ in range(200):
        handler.event("x" * 50_000)
    handler.done()


def floods_without_events(handler: Handler) -> None:
    """Ten megabytes on one line."""
    handler.head(200)
    for _ in range(160):
        handler.wfile.write(b"x" * 65_536)


def unpacks(handler: Handler) -> None:
    """Says that its body is compressed, though nobody asked for that."""
    handler.head(200, content_encoding="gzip")
    handler.wfile.write(b"\x1f\x8b" + b"\0" * 100)


def speaks_html(handler: Handler) -> None:
    handler.head(200, "text/html")
    handler.wfile.write(b"<html>login please</html>")


def redirects(handler: Handler) -> None:
    handler.head(302, "text/html", location="http://127.0.0.1:9/other", content_length="0")


def wait_until(happened: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Whether something that another thread does happens in time."""
    until = time.monotonic() + seconds
    while not happened() and time.monotonic() < until:
        Event().wait(0.01)
    return happened()


def says_as_ollama(text: str) -> Behaviour:
    """An answer in Ollama's protocol."""

    def behave(handler: Handler) -> None:
        handler.head(200, "application/x-ndjson")
        common = {"model": "m", "created_at": "2026-01-01T00:00:00Z"}
        for at in range(0, len(text), 40):
            message = {"role": "assistant", "content": text[at : at + 40]}
            line = common | {"message": message, "done": False}
            handler.wfile.write(json.dumps(line).encode() + b"\n")
        last = {"message": {"role": "assistant", "content": ""}, "done": True, "done_reason": "stop"}
        counts = {"prompt_eval_count": 900, "eval_count": 50}
        handler.wfile.write(json.dumps(common | last | counts).encode() + b"\n")

    return behave
