"""What is read, and what could not be: the values that file listing and reading hand out."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from index.articles import Article

STANDARD_INPUT = "standard input"
Format = Literal["text", "markdown", "html", "json", "jsonl", "pdf", "mail", "zip"]
BINARY: frozenset[Format] = frozenset(("pdf", "mail", "zip"))  # read as they are, whatever bytes they hold
EXTENSIONS: Mapping[str, Format] = MappingProxyType(
    {
        ".txt": "text",
        ".md": "markdown",
        ".html": "html",
        ".htm": "html",
        ".json": "json",
        ".jsonl": "jsonl",
        ".ndjson": "jsonl",
        ".pdf": "pdf",
        ".eml": "mail",
        ".zip": "zip",
    }
)
SUPPORTED = f"{', '.join(EXTENSIONS)}, each but .zip also with .gz"


@dataclass(frozen=True, slots=True)
class Source:
    """A file, a `member` of an archive, a named pipe, a web address, or (without path and URL) standard input.

    `name` is how people named it, safe to print. `size` is in bytes as it lies on disk, None for what flows.
    `format` None: the content tells, which it also does about compression where there is no size.
    """

    name: str
    path: Path | None = None
    size: int | None = None
    format: Format | None = None
    compressed: bool = False
    url: str | None = None
    member: str | None = None

    @property
    def file(self) -> Path | None:
        """Its path, within its archive if it has one, if it is a file that is there tomorrow, unlike a pipe."""
        if self.path is None or self.size is None:
            return None
        return self.path / self.member if self.member else self.path

    @property
    def place(self) -> str:
        """What no other source has."""
        return self.url or str(self.file or self.path or STANDARD_INPUT)


@dataclass(frozen=True, slots=True)
class Failure:
    """One input that could not be read: the source's name, its line where there is one, a sentence why."""

    source: str
    line: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Expansion:
    """What the arguments of one command stand for.

    `skipped` names what lies in folders, or matches patterns, and is of no supported kind.
    """

    sources: tuple[Source, ...] = ()
    failures: tuple[Failure, ...] = ()
    skipped: tuple[str, ...] = ()


Read = Article | Failure


def kind_of(path: Path) -> tuple[Format | None, bool]:
    """The format that a name promises, None for an unknown one, and whether it is compressed."""
    compressed = path.suffix.lower() == ".gz"
    suffix = Path(path.stem).suffix if compressed else path.suffix
    return EXTENSIONS.get(suffix.lower()), compressed


def printable(path: str | os.PathLike[str]) -> str:
    """The path with bytes that are not text, and characters that would disturb a terminal, escaped."""
    return "".join(
        character if character.isprintable() else ascii(character)[1:-1] for character in os.fspath(path)
    )
