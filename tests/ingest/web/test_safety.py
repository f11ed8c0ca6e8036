"""The bars of safety: hostile addresses, names that change, chains of redirects, compression bombs."""

import gzip
import itertools
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest

from config.errors import FetchError
from config.sections import FetchSettings
from ingest.web.addresses import Reach
from ingest.web.fetching import PAGE, Fetcher

MB = 1 << 20


def test_the_sentinel_would_notice(sentinel) -> None:
    reach = Reach(frozenset({sentinel.port}), also=("127.0.0.3/32",))
    Fetcher(FetchSettings(), reach=reach).fetch(f"http://127.0.0.3:{sentinel.port}/", PAGE)
    assert sentinel.connections == 1


def test_150_hostile_addresses_connect_to_nothing(hostile_urls, strict_fetcher, sentinel) -> None:
    assert len(hostile_urls) >= 150
    for url in hostile_urls:
        with pytest.raises(FetchError):
            strict_fetcher.fetch(url, PAGE)
    assert sentinel.connections == 0


@pytest.mark.parametrize("run", range(50))
def test_a_name_that_changes_its_address_gains_nothing(site, make_fetcher, sentinel, run: int) -> None:
    """Ten ways of changing, in five patterns of redirects to oneself."""
    public, private = "127.0.0.1", ("127.0.0.3", "::ffff:127.0.0.3")[run % 2]
    answers: list[list[str]] = [
        [[public], [private]],
        [[public], [public, private]],
        [[public], [private, public]],
        [[public, private]],
        [[private]],
    ][run % 5]
    asked: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return answers[min(len(asked), len(answers)) - 1]

    hops = run // 10
    for hop in range(hops + 1):
        site[f"/{hop}"] = site.Answer(
            "", 302, headers={"Location": site.url(f"/{hop + 1}", "changing.example")}
        )
    fetcher = make_fetcher(resolve, timeout_seconds=2)
    with pytest.raises(FetchError):
        fetcher.fetch(site.url("/0", "changing.example"), PAGE)
    assert sentinel.connections == 0
    assert len(asked) <= len(site.asked) + 1  # a name is resolved once for each connection


CHAINS = list(
    itertools.product(
        (1, 2, 4, 5),
        (
            "http://127.0.0.3:{port}/",
            "//127.0.0.3:{port}/",
            "http://[::ffff:127.0.0.3]:{port}/",
            "http://u:p@127.0.0.3:{port}/",
            "http://2130706435:{port}/",
        ),
    )
)


@pytest.mark.parametrize(("hops", "target"), CHAINS)
def test_20_chains_of_redirects_end_before_the_private_network(
    site, make_fetcher, gullible, sentinel, hops: int, target: str
) -> None:
    assert len(CHAINS) == 20
    for hop in range(hops):
        site[f"/{hop}"] = site.Answer(
            "", (301, 302, 303, 307, 308)[hop % 5], headers={"Location": f"/{hop + 1}"}
        )
    site[f"/{hops}"] = site.Answer("", 302, headers={"Location": target.format(port=sentinel.port)})

    def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"] if host == "news.example" else gullible(host, port)

    with pytest.raises(FetchError):
        make_fetcher(resolve).fetch(site.url("/0"), PAGE)
    assert sentinel.connections == 0


@cache
def zeros(size: int) -> bytes:
    """gzip data of so many zero bytes."""
    machine = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(machine.compress(bytes(MB)) for _ in range(size // MB)) + machine.flush()


ENCODED = {"Content-Encoding": "gzip"}
BOMBS: dict[str, tuple[Callable[[], bytes], dict[str, str]]] = {
    "1 GiB": (lambda: zeros(1024 * MB), ENCODED),
    "20 MiB": (lambda: zeros(20 * MB), ENCODED),
    "nested": (lambda: gzip.compress(zeros(1024 * MB)), ENCODED),
    "members": (lambda: zeros(10 * MB) * 100, ENCODED),
    "incompressible": (lambda: gzip.compress(zlib.compress(bytes(range(256)), 0) * 100_000, 0), ENCODED),
    "cut off": (lambda: zeros(1024 * MB)[:-20], ENCODED),
    "plain": (lambda: b"<p>" * (20 * MB), {}),
    "wrong length": (lambda: zeros(1024 * MB), ENCODED | {"Content-Length": "12"}),
} | {
    encoding: (lambda: zeros(1024 * MB), {"Content-Encoding": encoding})
    for encoding in ("x-gzip", "deflate", "br", "gzip, gzip")
}


@pytest.fixture
def growth() -> Callable[[], int]:
    """How far this process's memory has peaked above where it was, in bytes."""

    def resident(name: str) -> int:
        line = next(
            line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(name)
        )
        return int(line.split()[1]) * 1024

    Path("/proc/self/clear_refs").write_text("5")  # the peak starts anew
    before = resident("VmRSS")
    return lambda: resident("VmHWM") - before


@pytest.mark.parametrize("kind", BOMBS)
def test_12_compression_bombs_do_no_harm(site, make_fetcher, kind: str, request) -> None:
    make_body, headers = BOMBS[kind]
    site["/bomb"] = site.Answer(make_body(), headers=headers)
    fetcher = make_fetcher(timeout_seconds=30)
    grown = request.getfixturevalue("growth")
    begin = time.monotonic()
    with suppress(FetchError):
        assert len(fetcher.fetch(site.url("/bomb"), PAGE).body) <= 15_000_000
    assert grown() < 100 * MB
    assert time.monotonic() - begin < 30
