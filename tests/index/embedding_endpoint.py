"""A server on loopback that runs the bundled model, well or in one of the ways in which servers fail."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock

from index.embedding import Embedder
from index.stored import Vectors
from tests.serving import answering

SECRET = "emb-very-secret-key-0987654321"
SERVER_TEXT = f"SERVER-INTERNAL-TEXT {SECRET}"

Behaviour = Callable[["Handler", list[str]], None]
Change = Callable[[list[list[float]]], list[list[float]]]


@dataclass
class Endpoint:
    """What the server was asked, and how it behaves: one behaviour a request, the last one again and again."""

    embedder: Embedder
    behaviours: Sequence[Behaviour]
    url: str = ""
    texts: list[list[str]] = field(default_factory=list)
    keys: set[str | None] = field(default_factory=set)
    paths: set[str] = field(default_factory=set)
    most_at_once: int = 0
    under_way: int = 0
    lock: Lock = field(default_factory=Lock)
    closing: Event = field(default_factory=Event)

    def behave(self, *behaviours: Behaviour) -> None:
        """Behave so from now on."""
        with self.lock:
            self.behaviours, self.texts = behaviours, []


class Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    server: "_Server"

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))))
        texts = asked["input"] if "input" in asked else asked["inputs"]
        endpoint = self.endpoint
        with endpoint.lock:
            behaviour = endpoint.behaviours[min(len(endpoint.texts), len(endpoint.behaviours) - 1)]
            endpoint.texts.append(texts)
            endpoint.keys.add(self.headers.get("authorization"))
            endpoint.paths.add(self.path)
            endpoint.under_way += 1
            endpoint.most_at_once = max(endpoint.most_at_once, endpoint.under_way)
        self.close_connection = True
        try:
            with suppress(OSError):  # the client has left
                behaviour(self, texts)
        finally:
            with endpoint.lock:
                endpoint.under_way -= 1

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the signature of http.server
        """Say nothing."""

    @property
    def endpoint(self) -> Endpoint:
        return self.server.endpoint

    def embedded(self, texts: list[str]) -> list[list[float]]:
        vectors: Vectors = self.endpoint.embedder.embed(texts)
        return vectors.tolist()

    def give(self, body: bytes, status: int = 200, length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body) if length is None else length))
        self.send_header("connection", "close")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def vectors(self, listed: list[list[float]]) -> bytes:
        if self.path.endswith("/embed"):
            return json.dumps(listed).encode()
        data = [{"object": "embedding", "index": at, "embedding": vector} for at, vector in enumerate(listed)]
        return json.dumps({"object": "list", "data": data[::-1], "model": "m"}).encode()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    endpoint: Endpoint


@contextmanager
def serving(embedder: Embedder, *behaviours: Behaviour) -> Iterator[Endpoint]:
    """The server, for as long as the block runs."""
    server = _Server(("127.0.0.1", 0), Handler)
    server.endpoint = Endpoint(embedder, behaviours or (embeds,), f"http://127.0.0.1:{server.server_port}/v1")
    with answering(server):
        try:
            yield server.endpoint
        finally:
            server.endpoint.closing.set()


def embeds(handler: Handler, texts: list[str]) -> None:
    """What was asked for, right; OpenAI's items come in another order, which their numbers tell."""
    handler.give(handler.vectors(handler.embedded(texts)))


def changed(change: Change) -> Behaviour:
    """The right vectors, changed on their way."""
    return lambda handler, texts: handler.give(handler.vectors(change(handler.embedded(texts))))


def refuses(status: int, **headers: str) -> Behaviour:
    """An error, with words that nobody should see."""
    return lambda handler, _: handler.give(SERVER_TEXT.encode(), status, **headers)


def gives(body: bytes, *, length: int | None = None, **headers: str) -> Behaviour:
    """A successful response with this body; a `length` that is longer cuts it off."""
    return lambda handler, _: handler.give(body, length=length, **headers)


def hangs(handler: Handler, _texts: list[str]) -> None:
    """Nothing, until the test is over."""
    handler.endpoint.closing.wait(60)


def hangs_up(_handler: Handler, _texts: list[str]) -> None:
    """No response at all."""


def reads_at_most(characters: int, status: int = 413) -> Behaviour:
    """Refuses requests that hold more text."""

    def behave(handler: Handler, texts: list[str]) -> None:
        (refuses(status) if sum(map(len, texts)) > characters else embeds)(handler, texts)

    return behave
