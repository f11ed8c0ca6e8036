"""The bytes of a source: decompressed, in UTF-8 where they were UTF-16, and never more at once than allowed."""

import codecs
import gzip
import io
import itertools
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from config.errors import InputError
from ingest.archives import open_member
from ingest.encodings import by_mark, refuse_binary
from ingest.sources import BINARY, Source

CHUNK = 1 << 18
BLANK_LINES = 1000  # how far to look for a first line that says something
GZIP_MARK = b"\x1f\x8b"


class Stream:
    """A source being read, from its start to its end once; `done` counts the bytes taken from the source."""

    def __init__(self, counter: "_Counter", buffered: io.BufferedReader) -> None:
        self._counter = counter
        self._buffered = buffered
        self._ahead: list[bytes] = []

    @property
    def done(self) -> int:
        """Bytes consumed of what lies on disk or came through the pipe: still compressed, if it was."""
        return self._counter.done

    def first_line(self, limit: int) -> bytes:
        """The first line that is not blank, up to `limit` bytes of it; all of it remains to be read."""
        line = b""
        while len(self._ahead) < BLANK_LINES and (line := self._buffered.readline(limit)):
            self._ahead.append(line)
            if not line.isspace():
                break
        return line

    def whole(self, limit: int) -> bytes:
        """Everything. Raises InputError if that is more than `limit` bytes."""
        ahead = b"".join(self._ahead)
        data = ahead + self._buffered.read(max(0, limit + 1 - len(ahead)))
        if len(data) > limit:
            raise InputError(
                f"It is larger than {limit // 1_000_000} MB. Raise ingest.max_file_mb, or put many articles "
                "into one .jsonl file, which may have any size."
            )
        return data

    def lines(self, limit: int) -> Iterator[tuple[int, bytes | None]]:
        """Lines that are not blank, with their numbers from 1; None for one of more than `limit` bytes."""
        for number in itertools.count(1):
            line = self._line(limit + 1)
            if not line:
                return
            if len(line) > limit and not line.endswith(b"\n"):
                self._skip_line()
                yield number, None
            elif not line.isspace():
                yield number, line

    def _line(self, limit: int) -> bytes:
        """The next line, or its first `limit` bytes."""
        line = b""
        while self._ahead and not line.endswith(b"\n"):
            line += self._ahead.pop(0)
        if not line.endswith(b"\n"):
            line += self._buffered.readline(limit - len(line))
        return line

    def _skip_line(self) -> None:
        while (rest := self._buffered.readline(CHUNK)) and not rest.endswith(b"\n"):
            pass


@contextmanager
def opened(source: Source, stdin: io.BufferedIOBase | None = None) -> Iterator[Stream]:
    """Open a source for reading; `stdin` stands in for standard input, which is not closed.

    Raises InputError for what is empty or no text, and the FILE_FAULTS of ingest.faults, here and on reading.
    """
    if source.path is None:
        yield _stream(source, stdin or cast("io.BufferedIOBase", sys.stdin.buffer))
    else:
        with open_member(source) if source.member else source.path.open("rb") as file:
            yield _stream(source, cast("io.BufferedIOBase", file))


def _stream(source: Source, raw: "io.BufferedIOBase | BinaryIO") -> Stream:
    counter = _Counter(cast("io.BufferedIOBase", raw))
    buffered = _buffered(counter)
    if source.compressed or (source.size is None and buffered.peek(2).startswith(GZIP_MARK)):
        buffered = _buffered(gzip.GzipFile(fileobj=buffered, mode="rb"))
    head = buffered.peek(CHUNK)
    if not head:
        raise InputError("It is empty. Nothing was read from it.")
    if source.format in BINARY:
        return Stream(counter, buffered)
    if encoding := by_mark(head):
        buffered = _buffered(_Recoded(buffered, encoding))
    else:
        refuse_binary(head)
    return Stream(counter, buffered)


def _buffered(raw: io.RawIOBase | io.BufferedIOBase) -> io.BufferedReader:
    return io.BufferedReader(cast("io.RawIOBase", raw), CHUNK)


class _Counter(io.RawIOBase):
    """Passes bytes on as they come (a pipe's first line is not kept waiting) and counts them."""

    def __init__(self, raw: io.BufferedIOBase) -> None:
        self._raw = raw
        self.done = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # CPython passes a memoryview
        count = self._raw.readinto1(buffer)
        self.done += count
        return count


class _Recoded(io.RawIOBase):
    """Bytes in another encoding, read as UTF-8."""

    def __init__(self, raw: io.BufferedReader, encoding: str) -> None:
        self._raw = raw
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._ready = codecs.BOM_UTF8  # so that no declaration inside the text is believed

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # CPython passes a memoryview
        while not self._ready:
            chunk = self._raw.read1(CHUNK)
            self._ready = self._decoder.decode(chunk, final=not chunk).encode("utf-8", "surrogatepass")
            if not chunk:
                break
        count = min(len(buffer), len(self._ready))
        buffer[:count], self._ready = self._ready[:count], self._ready[count:]
        return count
