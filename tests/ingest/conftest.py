"""What tests of reading share: a clock, and reading a file to its end."""

import gzip
import io
import json
import socket
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config.sections import FetchSettings, IngestSettings
from index.articles import Article
from ingest.files import expand
from ingest.parsers import Parsers
from ingest.readers import read
from ingest.sources import STANDARD_INPUT, Failure, Read, Source
from ingest.web.addresses import Reach
from ingest.web.fetching import Fetcher
from ingest.web.reading import Web

NOW = datetime(2026, 1, 20, 12, tzinfo=UTC)
BODY = "Allies of Ukraine met in Paris on Tuesday to discuss which security guarantees they could give."


@pytest.fixture
def now() -> datetime:
    return NOW


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **amount: float) -> None:
        self.now += timedelta(**amount)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def web(settings, fetcher, clock):
    with Web(settings, fetcher=fetcher, clock=clock) as web:
        yield web


@pytest.fixture
def body() -> str:
    return BODY


@pytest.fixture(scope="session")
def parsers() -> Iterator[Parsers]:
    """Processes that parse, shared by the tests because starting one takes half a second."""
    with Parsers(IngestSettings()) as parsers:
        yield parsers


@pytest.fixture
def read_file(tmp_path: Path, parsers: Parsers) -> Callable[..., list[Read]]:
    """Write a file (text, bytes, or values that become lines of JSON) and read it."""

    def reading(content: object, name: str = "news.jsonl", **settings: int) -> list[Read]:
        path = tmp_path / name
        data = _as_bytes(content)
        path.write_bytes(
            gzip.compress(data) if name.endswith(".gz") and isinstance(content, str | list) else data
        )
        listed = expand([str(path)])
        assert not listed.failures
        return [
            item for item, _ in read(listed.sources[0], IngestSettings.model_validate(settings), NOW, parsers)
        ]

    return reading


@pytest.fixture
def article(read_file: Callable[..., list[Read]]) -> Callable[..., Article]:
    """Read a file that holds one article."""

    def reading(content: object, name: str = "news.jsonl", **settings: int) -> Article:
        (item,) = read_file(content, name, **settings)
        assert isinstance(item, Article), item
        return item

    return reading


@pytest.fixture
def failure(read_file: Callable[..., list[Read]]) -> Callable[..., Failure]:
    """Read a file that holds nothing but one fault."""

    def reading(content: object, name: str = "news.jsonl", **settings: int) -> Failure:
        (item,) = read_file(content, name, **settings)
        assert isinstance(item, Failure), item
        return item

    return reading


@pytest.fixture
def read_stdin(parsers: Parsers) -> Callable[..., list[Read]]:
    """Read what comes through a pipe."""

    def reading(content: object, **settings: int) -> list[Read]:
        stdin = io.BytesIO(_as_bytes(content))
        source = Source(STANDARD_INPUT)
        return [
            item for item, _ in read(source, IngestSettings.model_validate(settings), NOW, parsers, stdin)
        ]

    return reading


@pytest.fixture
def free_folder() -> Iterator[Path]:
    """A folder that every user of the machine can reach, unlike tmp_path."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _as_bytes(content: object) -> bytes:
    if isinstance(content, bytes):
        return content
    if isinstance(content, list):
        content = "".join(line if isinstance(line, str) else json.dumps(line) + "\n" for line in content)
    assert isinstance(content, str)
    return content.encode("utf-8", "surrogatepass")


# --- addresses that lead where newsdesk must not go, and a resolver that believes them ------------------------

_PRIVATE = (
    *(
        "127.0.0.3",
        "127.1",
        "127.0.3",
        "2130706435",
        "0x7f000003",
        "0177.0.0.3",
        "0x7f.0.0.3",
        "0",
        "0.0.0.0",
    ),
    *("10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.0.1", "192.168.0.1", "192.168.178.1"),
    *("169.254.169.254", "169.254.170.2", "100.100.100.200", "168.63.129.16", "192.0.0.192", "198.18.0.1"),
    *("224.0.0.251", "239.255.255.250", "240.0.0.1", "255.255.255.255", "192.88.99.1", "203.0.113.7"),
    *("[::]", "[::1]", "[::7f00:3]", "[::ffff:127.0.0.3]", "[::ffff:7f00:3]", "[::ffff:169.254.169.254]"),
    *("[0:0:0:0:0:ffff:10.0.0.1]", "[64:ff9b::7f00:3]", "[64:ff9b::a9fe:a9fe]", "[64:ff9b:1::7f00:3]"),
    *("[2002:7f00:3::]", "[2002:a9fe:a9fe::1]", "[2001:0:7f00:3::1]", "[2001:db8::1]", "[fc00::1]"),
    *("[fd00:ec2::254]", "[fe80::1]", "[fe80::1%25lo]", "[fec0::1]", "[ff02::1]", "[100::1]", "[3fff::1]"),
)
_NAMES = (
    *(
        "localhost",
        "LOCALHOST",
        "localhost.",
        "intranet.example",
        "127-0-0-3.ips.example",
        "metadata.example",
    ),
    *("ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "①②⑦.⓪.⓪.③", "１２７.0.0.3", "two-addresses.example", "v6.example", "nat64.example"),
)
_OTHER = (
    *("file:///etc/passwd", "file://127.0.0.3/etc/passwd", "ftp://127.0.0.3/", "gopher://127.0.0.3:{port}/_x"),
    *("dict://127.0.0.3:{port}/", "ldap://127.0.0.3/", "jar:http://127.0.0.3!/", "data:text/html,<p>x", "about:blank"),
    *("javascript:alert(1)", "unix:///var/run/docker.sock", "http+unix://%2Ftmp%2Fs/x", "ws://127.0.0.3:{port}/"),
    *("//127.0.0.3:{port}/", "127.0.0.3:{port}", "http:127.0.0.3:{port}", "http:///127.0.0.3:{port}", "http://", "https://"),
    *("http://user:pass@127.0.0.3:{port}/", "http://news.example@127.0.0.3:{port}/", "http://a:b@news.example/"),
    *("http://news.example:80@127.0.0.3:{port}/", "http://127.0.0.3:{port}#@news.example/", "http://127.0.0.3:{port}?@x/"),
    *("http://127.0.0.3:{port}\\@news.example/", "http://news.example\\@127.0.0.3:{port}/",
      "http:\\\\127.0.0.3:{port}\\"),
    *("http://127.0.0.3:22/", "http://news.example:22/", "http://news.example:6379/", "http://news.example:0/"),
    *("http://news.example:65536/", "http://news.example:-1/", "http://[::1/", "http://::1/", "http://[news.example]/"),
    *("http://127.0.0.3 :{port}/", "http://127.0.0.3\t:{port}/", "http://127.0.0.3\n:{port}/", "http://127.0.0.3\0:{port}/"),
    *("http://127.0.0.3%00.news.example:{port}/", "http://%31%32%37.0.0.3:{port}/", "http://a..b/", "http://.../"),
    *("http://{long}.example/", "http://127.0.0.3:{port}/{long}{long}", "HTTP://LOCALHOST:{port}/",
      " http://127.0.0.3:{port}/ "),
)  # fmt: skip
_LEADS_TO = {
    "two-addresses.example": ["8.8.8.8", "127.0.0.3"],
    "v6.example": ["::1"],
    "nat64.example": ["64:ff9b::7f00:3"],
    "metadata.example": ["169.254.169.254"],
}


@pytest.fixture
def hostile_urls(sentinel) -> list[str]:
    """More than 150 addresses that lead to the sentinel or to other places of a private network."""
    hosts = [f"http://{host}:{sentinel.port}/" for host in (*_PRIVATE, *_NAMES)]
    plain = [f"https://{host}/feed.xml" for host in _PRIVATE]
    other = [url.replace("{port}", str(sentinel.port)).replace("{long}", "a" * 4000) for url in _OTHER]
    return hosts + plain + other


@pytest.fixture
def strict_fetcher(sentinel, gullible) -> Fetcher:
    """What users have, but for the sentinel's port, which is open so that only addresses are judged."""
    reach = Reach(ports=frozenset({80, 443, sentinel.port}))
    return Fetcher(FetchSettings(pause_seconds=0, timeout_seconds=2), reach=reach, resolve=gullible)


@pytest.fixture
def gullible():
    """A resolver that takes literal addresses as the system does, and believes hostile names."""

    def resolve(host: str, port: int) -> list[str]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
            return [str(address[0]) for *_, address in found]
        except (OSError, UnicodeError):
            return _LEADS_TO.get(host, ["127.0.0.3"])

    return resolve
