"""The child of `ingest.parsers`: parses documents that strangers made, and answers in JSON.

It may not write files, start processes with more memory than allowed, or outlive its parent: it ends when its
standard input does, and an alarm ends it where a parser hangs and nobody is left to kill it.
"""

import json
import os
import resource
import signal
import struct
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from config.errors import InputError

_SIZE = struct.Struct(">I")
_BEGUN = b"+"
Options = Mapping[str, str | None]
Task = Callable[[bytes, Options], Any]


def serve(requests: BinaryIO, answers: BinaryIO, alarm_seconds: int) -> None:
    """Answer requests until there are no more of them."""
    while head := requests.read(_SIZE.size):
        request = json.loads(requests.read(_SIZE.unpack(head)[0]))
        document = requests.read(request["size"])
        signal.alarm(alarm_seconds)
        task = _task(request["task"])
        answers.write(_BEGUN)
        answers.flush()
        answer = json.dumps(_answer(task, document, request)).encode()
        answers.write(_SIZE.pack(len(answer)) + answer)
        answers.flush()
        signal.alarm(0)


def _answer(task: Task, document: bytes, options: Options) -> dict[str, Any]:
    try:
        return {"value": task(document, options)}
    except InputError as exc:
        return {"error": str(exc)}
    except MemoryError:
        os._exit(1)  # what is left of this process is not to be trusted; the parent says what happened
    except Exception as exc:  # noqa: BLE001 - parsers raise anything on hostile input, and the next document waits
        return {"error": f"It could not be parsed ({type(exc).__name__}: {exc})."[:500]}


def _task(name: str) -> Task:
    """The function behind a task's name; loads the library that it needs."""
    match name:
        case "page":
            from ingest.pages import read_page

            return read_page
        case "feed":
            from ingest.feeds.documents import read_feed

            return read_feed
        case "pdf":
            from ingest.printed import read_pdf

            return read_pdf
        case "letter":
            from ingest.letters import read_letter

            return read_letter
        case "opml":
            from ingest.feeds.opml_reading import read_opml

            return read_opml
        case "robots":
            from ingest.web.robots_rules import judge

            return judge
        case _:
            raise ValueError(name)


def _limit(megabytes: int) -> None:
    """Bound what a parser may take; more memory than that is a MemoryError, or the end of this process."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    statistics = Path("/proc/self/statm")
    if statistics.exists():  # on Linux; elsewhere the limit means something else, and time alone is bounded
        taken = int(statistics.read_text().split()[0]) * resource.getpagesize()
        most = taken + megabytes * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    _limit(int(sys.argv[1]))
    serve(sys.stdin.buffer, sys.stdout.buffer, int(float(sys.argv[2])) + 1)
