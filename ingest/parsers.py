"""Parsing in processes of their own, with limits on time and memory, so that no document can hold up the others.

A page can keep trafilatura busy for half a minute, a feed feedparser, a PDF anything, and none of them can be
interrupted. So whatever comes in a format that strangers can make difficult is parsed by `parsing_process`, which
is killed when it takes too long, and replaced. A process lives for many documents: starting one costs more than
parsing most pages.
"""

import io
import json
import logging
import os
import select
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from types import TracebackType
from typing import IO, Any

from config.errors import InputError
from config.sections import IngestSettings

log = logging.getLogger(__name__)

_SIZE = struct.Struct(">I")
_START_SECONDS = 60.0  # to start Python and load a library; both are trusted
_LARGEST_RESULT = 64_000_000
_DOCUMENTS = 2000  # after which a process is replaced, because parsers keep some memory of each


class Parsers(AbstractContextManager["Parsers"]):
    """Parses documents in at most as many processes as there are cores. Thread-safe. Close it (or use `with`)."""

    def __init__(self, settings: IngestSettings) -> None:
        """No process is started before the first document."""
        self._settings = settings
        most = os.cpu_count() or 1
        self._places = threading.BoundedSemaphore(most)
        self._idle: list[_Process] = []
        self._lock = threading.Lock()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    def close(self) -> None:
        """End the idle processes."""
        with self._lock:
            idle, self._idle = self._idle, []
        for process in idle:
            process.end()

    def parse(self, task: str, document: bytes, **options: str | None) -> Any:  # noqa: ANN401 - JSON of the task's choice
        """What a task of `ingest.parsing_process` makes of a document: a value that JSON knows.

        Raises InputError for what the task refuses, and for a document that needs more time or memory than
        `ingest.parse_seconds` and `ingest.parse_mb` allow.
        """
        with self._places, self._process() as process:
            answer = process.ask(task, document, options, self._settings.parse_seconds)
        if answer is None:
            raise InputError(
                f"Parsing it took more than {self._settings.parse_seconds:.0f} s or "
                f"{self._settings.parse_mb} MB of memory, and was stopped. Save its text as .txt."
            )
        if "error" in answer:
            raise InputError(str(answer["error"]))
        return answer["value"]

    @contextmanager
    def _process(self) -> Iterator["_Process"]:
        """An idle process, or a new one; ended afterwards where it is spent or something went wrong."""
        process = self._idle_one() or _Process(self._settings)
        try:
            yield process
        except BaseException:
            process.end()
            raise
        if process.is_usable:
            with self._lock:
                self._idle.append(process)
        else:
            process.end()

    def _idle_one(self) -> "_Process | None":
        with self._lock:
            while self._idle:
                process = self._idle.pop()
                if process.is_usable:  # one may have been killed meanwhile, by whoever needed memory
                    return process
                process.end()
        return None


class _Process:
    """One child. It gets requests by its standard input and answers by its standard output."""

    def __init__(self, settings: IngestSettings) -> None:
        limits = [str(settings.parse_mb), str(settings.parse_seconds + _START_SECONDS)]
        # only what Python needs: no token of this process's environment is lent to a parser
        surroundings = {
            name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TZ") if name in os.environ
        }
        self._child = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-P", "-m", "ingest.parsing_process", *limits],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=surroundings | {"PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))},
            bufsize=0,
            start_new_session=True,  # Ctrl-C in a terminal is for the parent, which ends its children
        )
        self._requests, self._answers = map(_raw, (self._child.stdin, self._child.stdout))
        self._documents = 0
        self._has_failed = False

    @property
    def is_usable(self) -> bool:
        """Whether it lives and may take another document."""
        return not self._has_failed and self._documents < _DOCUMENTS and self._child.poll() is None

    def ask(
        self, task: str, document: bytes, options: dict[str, str | None], seconds: float
    ) -> dict[str, Any] | None:
        """The answer to one document; None where the child had to be stopped, or ended by itself."""
        self._documents += 1
        head = json.dumps({"task": task, "size": len(document)} | options).encode()
        try:
            begin = time.monotonic() + _START_SECONDS
            self._write(_SIZE.pack(len(head)) + head, begin)
            self._write(document, begin)
            self._read(1, begin)  # it has loaded what it needs, and begins
            end = time.monotonic() + seconds
            (size,) = _SIZE.unpack(self._read(_SIZE.size, end))
            return dict(json.loads(self._read(min(size, _LARGEST_RESULT), end)))
        except (OSError, EOFError, ValueError) as exc:
            log.info("a document ended the process that parsed it (%s)", type(exc).__name__)
            self._has_failed = True
            return None

    def end(self) -> None:
        """Kill the child; there is nothing that it could leave half done."""
        self._child.kill()
        self._requests.close()
        self._answers.close()
        self._child.wait()

    def _write(self, data: bytes, until: float) -> None:
        """Send all of it. Raises OSError where the child has ended or takes too long."""
        rest = memoryview(data)
        while rest:
            _wait(self._requests, select.POLLOUT, until)
            rest = rest[self._requests.write(rest) or 0 :]

    def _read(self, size: int, until: float) -> bytes:
        """So many bytes. Raises EOFError where the child has ended, OSError where it takes too long."""
        data = bytearray()
        while len(data) < size:
            _wait(self._answers, select.POLLIN, until)
            piece = self._answers.read(size - len(data))
            if not piece:
                raise EOFError
            data += piece
        return bytes(data)


def _raw(pipe: IO[bytes] | None) -> io.FileIO:
    assert isinstance(pipe, io.FileIO)  # noqa: S101 - Popen makes such pipes where it does not buffer
    os.set_blocking(pipe.fileno(), False)
    return pipe


def _wait(pipe: io.FileIO, event: int, until: float) -> None:
    """Wait until a pipe is ready, by the monotonic clock. Raises TimeoutError."""
    waiting = select.poll()
    waiting.register(pipe, event)
    if not waiting.poll(max(0.0, until - time.monotonic()) * 1000):
        raise TimeoutError
