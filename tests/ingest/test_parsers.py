"""Parsing in processes with limits: what hostile documents cannot do."""

import os
import time
from collections.abc import Iterator

import psutil
import pytest

from config.errors import InputError
from config.sections import IngestSettings
from ingest.parsers import Parsers

PAGE = b"<html><title>Harbour</title><body><p>The harbour of Calder was closed on Tuesday after a storm.</p></body>"
TABLE = b"<table>" + b"<tr><td>x" * 200_000 + b"</table>"


@pytest.fixture
def hasty() -> Iterator[Parsers]:
    """Parsers that give a document three seconds."""
    with Parsers(IngestSettings(parse_seconds=3)) as parsers:
        yield parsers


def children() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if is_parser(child)]


def is_parser(process: psutil.Process) -> bool:
    try:
        return "ingest.parsing_process" in process.cmdline()
    except psutil.Error:  # ended meanwhile
        return False


def test_a_process_is_used_again(hasty: Parsers) -> None:
    hasty.parse("page", PAGE)
    before = {child.pid for child in children()}
    assert hasty.parse("page", PAGE)["text"].startswith("The harbour")
    assert {child.pid for child in children()} == before


def test_a_document_that_takes_too_long_is_stopped_and_the_next_is_parsed(hasty: Parsers) -> None:
    begin = time.monotonic()
    with pytest.raises(InputError, match="more than 3 s or 1024 MB"):
        hasty.parse("page", TABLE)
    assert time.monotonic() - begin < 20
    assert hasty.parse("page", PAGE)["title"] == "Harbour"


def test_a_process_that_was_killed_is_replaced(hasty: Parsers) -> None:
    before = {child.pid for child in children()}
    hasty.parse("page", PAGE)
    (child,) = [child for child in children() if child.pid not in before]
    child.kill()
    child.wait()
    assert hasty.parse("page", PAGE)["title"] == "Harbour"


def test_closing_leaves_no_process_behind() -> None:
    before = {child.pid for child in children()}
    with Parsers(IngestSettings()) as parsers:
        parsers.parse("page", PAGE)
        started = {child.pid for child in children()} - before
    assert started
    assert not any(psutil.pid_exists(pid) for pid in started)


def test_a_refusal_is_told_in_its_own_words(parsers: Parsers) -> None:
    with pytest.raises(InputError, match="No article text was found"):
        parsers.parse("page", b"<html></html>")


def test_no_secret_of_the_environment_reaches_a_parser(monkeypatch) -> None:
    monkeypatch.setenv("NEWSDESK_DISCORD__TOKEN", "secret")
    with Parsers(IngestSettings()) as parsers:
        before = {child.pid for child in children()}
        parsers.parse("page", PAGE)
        (child,) = [child for child in children() if child.pid not in before]
        assert not any(name.startswith("NEWSDESK") for name in child.environ())


@pytest.mark.skipif(not os.path.exists("/proc/self/limits"), reason="needs Linux")  # noqa: PTH110
def test_a_parser_may_neither_write_files_nor_take_all_memory() -> None:
    with Parsers(IngestSettings(parse_mb=300)) as parsers:
        before = {child.pid for child in children()}
        parsers.parse("page", PAGE)
        (child,) = [child for child in children() if child.pid not in before]
        assert child.rlimit(psutil.RLIMIT_FSIZE) == (0, 0)
        assert child.rlimit(psutil.RLIMIT_AS)[0] < 1_000_000_000
