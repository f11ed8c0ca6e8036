"""Servers on loopback: those that answer from a thread of their own, and the one of Chroma that a library runs."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from threading import Thread
from typing import TypeVar

import psutil

from config.settings import Settings

Server = TypeVar("Server", bound=ThreadingHTTPServer)


@contextmanager
def answering(server: Server) -> Iterator[Server]:
    """The server, at work for as long as the block runs; closed after it."""
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def chroma_server(settings: Settings) -> psutil.Process:
    """The process of Chroma's server of the library of these settings."""
    described = json.loads((settings.data_dir / "chroma" / "server.json").read_text())
    return psutil.Process(described["pid"])
