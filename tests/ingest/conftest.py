"""What tests of reading share: a clock, and reading a file to its end."""

import gzip
import io
import json
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from config.sections import IngestSettings
from index.articles import Article
from ingest.files import expand
from ingest.parsers import Parsers
from ingest.readers import read
from ingest.sources import STANDARD_INPUT, Failure, Read, Source

NOW = datetime(2026, 1, 20, 12, tzinfo=UTC)
BODY = "Allies of Ukraine met in Paris on Tuesday to discuss which security guarantees they could give."


@pytest.fixture
def now() -> datetime:
    return NOW


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
