"""A Chroma server of somebody else's, behind a proxy that speaks TLS and wants a token."""

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from config.errors import ConfigurationError
from config.settings import Settings
from index.chroma_server import ChromaServer
from index.searchable import SearchableLibrary
from index.vectors import address_of
from tests.serving import answering

TOKEN = "chroma-very-secret-token-5544"
NOW = datetime(2026, 1, 10, tzinfo=UTC)

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="makes a certificate with openssl")


@contextmanager
def proxy(target: str, certificate: Path, key: Path) -> Iterator[str]:
    """Hands requests with the token on to `target`."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            if self.headers.get("authorization") != f"Bearer {TOKEN}":
                self.answer(401, f"<h1>No. You said {self.headers.get('authorization')}</h1>".encode())
                return
            headers = {"content-type": "application/json"}
            response = httpx.request(self.command, target + self.path, content=body, headers=headers)
            self.answer(response.status_code, response.content)

        do_GET = do_POST = do_PUT = do_DELETE = handle_one  # noqa: N815 - the names of http.server

        def answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    with answering(server):
        yield f"https://127.0.0.1:{server.server_port}"


@pytest.fixture
def url(tmp_path, monkeypatch):
    """The address of the proxy, whose certificate this process trusts."""
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    names = ["-subj", "/CN=here", "-addext", "subjectAltName=IP:127.0.0.1"]
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-out", certificate, "-keyout", key]
    subprocess.run([*make, *names], check=True, capture_output=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    server = ChromaServer(tmp_path / "elsewhere", linger_seconds=0, start_seconds=30)
    host, port = server.address()
    with proxy(f"http://{host}:{port}", certificate, key) as url:
        yield url
    server.leave(stop_if_last=True)


@pytest.fixture
def opened(settings, url):
    """Open the library on that server, with settings of the index."""

    def open_(**index: object) -> SearchableLibrary:
        given = settings.model_dump() | {"index": {"chroma_url": url, "chroma_token": TOKEN} | index}
        return SearchableLibrary(Settings.model_validate(given))

    return open_


def searched(library: SearchableLibrary, make_article) -> bool:
    """Whether a stored article is found, by its meaning too."""
    library.put(library.prepare([make_article("ferry", "A ferry hit the pier at Sundmark.")]))
    found = library.search("Which ferry crashed?", asked=NOW)
    assert found.hits[0].passage.article == "ferry"
    return found.by_meaning


def test_a_server_behind_tls_and_a_token_is_searched_and_made_anew(opened, make_article):
    with opened() as library:
        assert searched(library, make_article)
        library.rebuild()
        assert library.vectors.ids() == {1}


def test_a_wrong_token_costs_meaning_and_says_which_setting_to_change(opened, make_article, caplog):
    with opened(chroma_token="wrong-token-123") as library:
        assert not searched(library, make_article)
    assert "index.chroma_token" in caplog.text
    assert "wrong-token-123" not in caplog.text


def test_a_certificate_that_nobody_vouches_for_costs_meaning(opened, make_article, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    with opened() as library:
        assert not searched(library, make_article)


def test_a_token_that_cannot_be_sent_is_refused_and_not_repeated(opened):
    with (
        opened(chroma_token="né") as library,
        pytest.raises(ConfigurationError, match=r"index\.chroma_token") as error,
    ):
        library.follow()
    assert "né" not in str(error.value)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://chroma.example/", ("chroma.example", 8000, False)),
        ("https://chroma.example/", ("chroma.example", 443, True)),
        ("https://chroma.example:8443/", ("chroma.example", 8443, True)),
    ],
)
def test_an_address_without_a_port_means_the_usual_one(url, address):
    assert address_of(url) == address
