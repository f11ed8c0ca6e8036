"""Parts that several rooms' tests use: real ones, small, in temporary folders."""

import json
import os
import shutil
import signal
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from config.sections import FetchSettings
from config.settings import Settings, load_settings
from index.articles import Article, Page, short_id
from index.embedding import Embedder, load_embedder, model_folder
from index.library import Library
from index.pages import Choice, Pages
from index.searchable import SearchableLibrary
from ingest.web.addresses import Reach
from ingest.web.fetching import Fetcher
from tests.postgres import PROGRAMS, CannotRunError, PostgresServer, running_server

CACHE = Path(__file__).parents[1] / "build" / "test-cache"  # the converted model, made once a machine


def pytest_configure() -> None:
    """Ctrl-C means what it means at a terminal: a shell lets what it starts in the background ignore it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Tests see no setting of the person who runs them."""
    for name in list(os.environ):
        if name.startswith("NEWSDESK_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with a library of their own; its Chroma server ends with its last user."""
    return load_settings(data_dir=tmp_path / "data", cache_dir=CACHE, index={"chroma_linger_seconds": 0})


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The bundled model."""
    settings = load_settings(cache_dir=CACHE)
    return load_embedder(settings.embedding, settings.cache_dir)


@pytest.fixture(scope="session")
def other_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled model with one weight changed: another model, as quick as the first."""
    source = model_folder(load_settings().embedding)
    assert source is not None
    folder = tmp_path_factory.mktemp("model") / "other"
    shutil.copytree(source, folder)
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | {"note": "another one"}))
    return folder


@pytest.fixture
def library(settings: Settings) -> Iterator[SearchableLibrary]:
    """An empty library with its real indexes."""
    opened = SearchableLibrary(settings)
    yield opened
    opened.close(stop_server_if_last=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server of this run's own."""
    if PROGRAMS is None:
        pytest.skip("PostgreSQL's server programs are not installed (Debian: apt-get install postgresql)")
    with ExitStack() as stack:
        try:
            server = stack.enter_context(running_server())
        except CannotRunError as exc:
            pytest.skip(f"PostgreSQL cannot run here: {exc}")
        yield server


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> str:
    """The address of a new library in PostgreSQL; its tables are not to be changed."""
    postgres.clear("shared")
    return postgres.url("shared")


@pytest.fixture
def postgres_database(postgres: PostgresServer) -> Iterator[str]:
    """The address of a database of this test's own, with the tables of a new library."""
    yield postgres.create("apart")
    postgres.drop("apart")


@pytest.fixture(params=["sqlite", "postgres"])
def open_library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., Library]]:
    """Opens this test's library, as often as it likes: the same tests hold for either database."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else None
    opened: list[Library] = []

    def open_(**given: Any) -> Library:
        opened.append(Library(tmp_path / "library", url=url, **given))
        return opened[-1]

    open_.arguments = (tmp_path / "library", url)  # type: ignore[attr-defined] # for another process
    yield open_
    for library in opened:
        library.close()


@pytest.fixture
def make_article() -> Callable[..., Article]:
    """Make an article from what matters to a test."""

    def make(id_: str = "a1", text: str = "The harbour was closed on Tuesday.", **fields: object) -> Article:
        values: dict[str, object] = {"title": "Harbour closed", "outlet": "The Courier", "language": "en"}
        return Article(key=f"id:{id_}", id=id_ or short_id(id_), text=text, **(values | fields))  # type: ignore[arg-type] # a test's free choice of fields

    return make


@pytest.fixture
def withdraw(library: SearchableLibrary) -> Callable[[Article], None]:
    """Mark a stored article as one whose page has been gone since 12 January 2026."""

    def withdrawing(article: Article) -> None:
        since = datetime(2026, 1, 12, tzinfo=UTC)
        pages = Pages(library.library)
        pages.keep([(article.id, replace(article, page=Page("https://news.example/a", since)))])
        (page,) = pages.chosen(Choice((article.id,)), 1)
        pages.record(replace(page, misses=3, missing_at=int(since.timestamp()), is_withdrawn=True))

    return withdrawing


@dataclass(frozen=True, slots=True)
class Answer:
    """What the site gives at a path; with an ETag or Last-Modified it answers 304 to whoever has it."""

    body: bytes | str = b""
    status: int = 200
    type: str | None = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


class Site:
    """A web site on loopback. `routes` are answers, or functions of the request that give one."""

    Answer = Answer

    def __init__(self, address: str = "127.0.0.1", port: int = 0) -> None:
        self.connections = 0
        self.routes: dict[str, Answer | Callable[[BaseHTTPRequestHandler], Answer]] = {}
        self.otherwise: Answer | Callable[[BaseHTTPRequestHandler], Answer] = Answer("gone astray", 404)
        self.requests: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.requests.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
                bare = site.routes.get(self.path.partition("?")[0], site.otherwise)
                route = site.routes.get(self.path, bare)
                answer = route if isinstance(route, Answer) else route(self)
                tags = (("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since"))
                tag, asked = next((pair for pair in tags if pair[0] in answer.headers), ("", ""))
                known = answer.status == 200 and tag != "" and self.headers.get(asked) == answer.headers[tag]
                self.send_response(304 if known else answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                if answer.type:
                    self.send_header("Content-Type", answer.type)
                self.end_headers()
                if not known:
                    self.wfile.write(answer.body if isinstance(answer.body, bytes) else answer.body.encode())

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            def verify_request(self, *_: object) -> bool:
                site.connections += 1
                return True

            def handle_error(self, *_: object) -> None:
                """Whoever was asked stopped listening: what many tests are about."""

        self.server = Server((address, port), Handler)
        self.port = self.server.server_port
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        ).start()

    def __setitem__(self, path: str, answer: object) -> None:
        self.routes[path] = Answer(answer) if isinstance(answer, str | bytes) else answer  # type: ignore[assignment] # a test's free choice

    def encrypt(self, certificate: Path, key: Path) -> None:
        """Speak HTTPS from now on."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)

    def url(self, path: str = "/", host: str = "news.example") -> str:
        return f"http://{host}:{self.port}{path}"

    @property
    def asked(self) -> list[str]:
        """The paths that were asked for, in order."""
        return [path for path, _ in self.requests]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def site() -> Iterator[Site]:
    """A web site that any host name leads to, by `fetcher`."""
    site = Site()
    yield site
    site.close()


@pytest.fixture
def sentinel(site: Site) -> Iterator[Site]:
    """A server on another address of this machine, to which no fetcher may ever connect; on the site's port."""
    sentinel = Site("127.0.0.3", site.port)
    yield sentinel
    sentinel.close()


@pytest.fixture
def make_fetcher(site: Site) -> Callable[..., Fetcher]:
    """Make a fetcher that may also ask the site on loopback, by any name."""

    def make(
        resolve: Callable[[str, int], list[str]] = lambda *_: ["127.0.0.1"], **settings: object
    ) -> Fetcher:
        reach = Reach(ports=frozenset({80, 443, site.port}), also=("127.0.0.1/32",))
        given = FetchSettings.model_validate({"pause_seconds": 0, "timeout_seconds": 5} | settings)
        return Fetcher(given, reach=reach, resolve=resolve)

    return make


@pytest.fixture
def fetcher(make_fetcher: Callable[..., Fetcher]) -> Fetcher:
    return make_fetcher()
