import gzip
import random
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from config.errors import FetchError, ForbiddenAddressError, UnreachableError, UnsuitableError
from config.sections import FetchSettings
from ingest.web.addresses import Reach
from ingest.web.fetching import PAGE, Fetcher
from ingest.web.hosts import Hosts


def test_a_page_is_fetched_with_what_caching_needs(site, fetcher: Fetcher) -> None:
    site["/a"] = site.Answer("<p>Good morning", headers={"ETag": '"1"', "X-Other": "x"})
    response = fetcher.fetch(site.url("/a"), PAGE)
    assert (response.url, response.status, response.body) == (site.url("/a"), 200, b"<p>Good morning")
    assert response.media_type == "text/html"
    assert response.headers["etag"] == '"1"'
    assert "x-other" not in response.headers


def test_an_unchanged_page_is_not_sent_again(site, fetcher: Fetcher) -> None:
    site["/a"] = site.Answer("<p>Good morning", headers={"ETag": '"1"'})
    response = fetcher.fetch(site.url("/a"), PAGE, etag='"1"', modified="Tue, 06 Jan 2026 10:00:00 GMT")
    assert (response.status, response.body) == (304, b"")
    assert site.requests[0][1]["if-modified-since"] == "Tue, 06 Jan 2026 10:00:00 GMT"


def test_newsdesk_says_who_it_is_and_asks_for_gzip_only(site, make_fetcher) -> None:
    site["/a"] = "x"
    make_fetcher(contact="https://desk.example/about").fetch(site.url("/a"), PAGE)
    headers = site.requests[0][1]
    assert headers["user-agent"].startswith("newsdesk/")
    assert headers["user-agent"].endswith("(+https://desk.example/about)")
    assert headers["accept-encoding"] == "gzip"


def test_a_status_that_is_no_success_comes_without_its_body(site, fetcher: Fetcher) -> None:
    site["/a"] = site.Answer(gzip.compress(bytes(10**6)), 503, headers={"Retry-After": "120"})
    response = fetcher.fetch(site.url("/a"), PAGE)
    assert (response.status, response.body, response.headers["retry-after"]) == (503, b"", "120")


def test_redirects_are_followed_and_tell_whether_they_are_for_ever(site, fetcher: Fetcher) -> None:
    site["/a"] = site.Answer("", 301, headers={"Location": "/b"})
    site["/b"] = site.Answer("", 308, headers={"Location": site.url("/c", "other.example")})
    site["/c"] = "here"
    site["/d"] = site.Answer("", 302, headers={"Location": "/a"})
    found = fetcher.fetch(site.url("/a"), PAGE)
    assert (found.url, found.body) == (site.url("/c", "other.example"), b"here")
    assert found.moved == found.url
    assert fetcher.fetch(site.url("/d"), PAGE).moved is None
    assert fetcher.fetch(site.url("/c"), PAGE).moved is None


def test_a_cookie_that_a_redirect_sets_is_brought_back(site, fetcher: Fetcher) -> None:
    def home(request) -> object:
        if "seen=1" in request.headers.get("Cookie", ""):
            return site.Answer("welcome")
        return site.Answer("", 302, headers={"Location": "/", "Set-Cookie": "seen=1"})

    site["/"] = home
    assert fetcher.fetch(site.url("/"), PAGE).body == b"welcome"


def test_every_hop_asks_for_permission(site, fetcher: Fetcher) -> None:
    site["/a"] = site.Answer("", 302, headers={"Location": "/b"})

    def permit(url: str) -> None:
        if url.endswith("/b"):
            raise ForbiddenAddressError("robots.txt forbids it.")

    with pytest.raises(ForbiddenAddressError):
        fetcher.fetch(site.url("/a"), PAGE, permit=permit)
    assert site.asked == ["/a"]


def test_a_circle_of_redirects_ends(site, make_fetcher) -> None:
    site["/a"] = site.Answer("", 302, headers={"Location": "/a"})
    with pytest.raises(UnsuitableError, match="more than 3 times"):
        make_fetcher(redirects=3).fetch(site.url("/a"), PAGE)
    assert len(site.asked) == 4


@pytest.mark.parametrize("kind", ["video/mp4", "application/octet-stream", "image/png; charset=x"])
def test_a_kind_that_was_not_asked_for_is_not_read(site, fetcher: Fetcher, kind: str) -> None:
    site["/a"] = site.Answer("x", type=kind)
    with pytest.raises(UnsuitableError, match="of the kind"):
        fetcher.fetch(site.url("/a"), PAGE)


def test_gzip_is_unpacked_and_other_encodings_are_refused(site, fetcher: Fetcher) -> None:
    site["/a"] = site.Answer(gzip.compress(b"good morning"), headers={"Content-Encoding": "gzip"})
    assert fetcher.fetch(site.url("/a"), PAGE).body == b"good morning"
    for encoding in ("br", "deflate", "zstd", "gzip, gzip"):
        site["/b"] = site.Answer(b"x", headers={"Content-Encoding": encoding})
        with pytest.raises(UnsuitableError, match="only gzip"):
            fetcher.fetch(site.url("/b"), PAGE)


@pytest.mark.parametrize(
    ("data", "told"), [(b"plain", "broken"), (gzip.compress(b"good morning", mtime=0)[:-9], "too early")]
)
def test_broken_gzip_is_told(site, fetcher: Fetcher, data: bytes, told: str) -> None:
    site["/a"] = site.Answer(data, headers={"Content-Encoding": "gzip"})
    with pytest.raises(UnsuitableError, match=told):
        fetcher.fetch(site.url("/a"), PAGE)


def test_a_page_beyond_the_limit_is_refused(site, make_fetcher) -> None:
    site["/a"] = b"x" * 100_000
    site["/b"] = site.Answer(gzip.compress(b"x" * 100_001), headers={"Content-Encoding": "gzip"})
    fetcher = make_fetcher(max_mb=0.1)
    assert len(fetcher.fetch(site.url("/a"), PAGE).body) == 100_000
    with pytest.raises(UnsuitableError, match="larger than"):
        fetcher.fetch(site.url("/b"), PAGE)


def test_proxies_of_the_environment_are_ignored(site, fetcher: Fetcher, monkeypatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://192.0.2.1:9")
    site["/a"] = "x"
    assert fetcher.fetch(site.url("/a"), PAGE).body == b"x"


@contextmanager
def raw_server(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server that treats each connection as a test wants, byte by byte."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            try:
                while True:
                    connection, _ = listening.accept()
                    with connection:
                        answer(connection)
            except OSError:
                pass

        threading.Thread(target=serve, daemon=True).start()
        yield listening.getsockname()[1]


def drip(head: bytes) -> Callable[[socket.socket], None]:
    ended = threading.Event()

    def answer(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(head)
        while True:
            connection.sendall(b"x")
            ended.wait(0.01)

    return answer


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nX-Slow: ",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9999999\r\n\r\n",
    ],
)
def test_an_answer_that_drips_for_ever_is_given_up_in_time(site, make_fetcher, head: bytes) -> None:
    with raw_server(drip(head)) as port:
        site.port = port
        begin = time.monotonic()
        with pytest.raises(FetchError):
            make_fetcher(timeout_seconds=0.3).fetch(site.url("/"), PAGE)
        assert time.monotonic() - begin < 3


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\0" * 5000,
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100_000,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\nContent-Type: text/html\r\n\r\ncut off",
        b"HTTP/1.1 999999 OK\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://[::1\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://\xff\xfe\xfd.example/\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://" + b"a" * 70_000 + b"/\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://a..b/\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://x:99999/\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.6\r\n",
    ],
)
def test_a_broken_answer_is_an_error_that_people_can_read(site, make_fetcher, answer: bytes) -> None:
    with raw_server(lambda connection: (connection.recv(4096), connection.sendall(answer))[0]) as port:
        site.port = port
        with pytest.raises(FetchError) as told:
            make_fetcher().fetch(site.url("/"), PAGE)
        assert str(told.value).endswith((".", ")"))


@pytest.mark.parametrize("seed", range(20))
def test_random_bytes_raise_nothing_else(site, make_fetcher, seed: int) -> None:
    noise = random.Random(seed).randbytes(300)
    answer = b"HTTP/1.1 200 OK\r\n" + noise + b"\r\n\r\n" if seed % 2 else noise
    with raw_server(lambda connection: (connection.recv(4096), connection.sendall(answer))[0]) as port:
        site.port = port
        with pytest.raises(FetchError):
            make_fetcher(timeout_seconds=1).fetch(site.url("/"), PAGE)


def test_a_host_that_is_not_found_may_be_found_later(make_fetcher) -> None:
    def resolve(*_: object) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(UnreachableError, match=r"news\.example could not be found"):
        make_fetcher(resolve).fetch("http://news.example/", PAGE)


def test_a_name_server_that_does_not_answer_is_not_waited_for(make_fetcher) -> None:
    silent = threading.Event()
    with pytest.raises(UnreachableError):
        make_fetcher(lambda *_: silent.wait(20) or [], timeout_seconds=0.2).fetch(
            "http://news.example/", PAGE
        )
    silent.set()


def test_nobody_at_home_is_told(site, make_fetcher) -> None:
    with raw_server(lambda _: None) as port:
        site.port = port
    with pytest.raises(UnreachableError, match="No answer"):
        make_fetcher().fetch(site.url("/"), PAGE)


def test_the_next_address_of_a_host_is_tried(site) -> None:
    site["/a"] = "x"
    reach = Reach(frozenset({site.port}), also=("127.0.0.0/8",))
    fetcher = Fetcher(FetchSettings(), reach=reach, resolve=lambda *_: ["127.0.0.9", "127.0.0.1"])
    assert fetcher.fetch(site.url("/a"), PAGE).body == b"x"


def test_a_host_is_asked_one_thing_at_a_time_with_a_pause() -> None:
    waited: list[float] = []
    now = [100.0]
    hosts = Hosts(2.0, clock=lambda: now[0], wait=waited.append)
    with hosts.turn("a.example"):
        assert not hosts._turns["a.example"].lock.acquire(blocking=False)
    now[0] += 0.5
    with hosts.turn("b.example"), hosts.turn("a.example"):
        pass
    assert waited == [1.5]


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes a certificate with openssl")
def test_https_is_checked_against_the_host_s_name_though_an_address_is_connected_to(
    site, make_fetcher, tmp_path, monkeypatch
) -> None:
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    names = ["-subj", "/CN=news.example", "-addext", "subjectAltName=DNS:news.example"]
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-out",
        certificate,
        "-keyout",
        key,
        *names,
    ]
    subprocess.run(made, check=True, capture_output=True)
    site["/a"] = "<p>Good morning"
    site.encrypt(certificate, key)
    with pytest.raises(UnreachableError, match="certificate verify failed"):
        make_fetcher().fetch(site.url("/a").replace("http:", "https:"), PAGE)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert make_fetcher().fetch(site.url("/a").replace("http:", "https:"), PAGE).body == b"<p>Good morning"
    with pytest.raises(UnreachableError, match=r"not valid for 'other\.example'"):
        make_fetcher().fetch(site.url("/a", "other.example").replace("http:", "https:"), PAGE)
