"""`newsdesk` commands in processes forked from one that has imported everything, so that hundreds can be killed.

An import takes longer than a small ingest. The processes run the command itself (`cli.main.main`); two things are
different in them: progress is told after every batch instead of every ten seconds, and on request they say
when they begin and end to write a projection, so that a kill can be aimed.
"""

import multiprocessing
import os
import select
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from config.settings import Settings

ROOT = Path(__file__).parents[2]
BEGIN, END = "writes:", "wrote:"  # with the projection's name: what an aimed kill listens for
UNCLEAR = ("Traceback", "panicked", "Exception ignored", "Process ForkServer")

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(
    [
        "cli.main",
        "ingest.pipeline",
        "ingest.files",
        "ingest.web.reading",
        "index.searchable",
        "index.vectors",
        "index.milvus_keywords",
        "index.openvino_embedder",
        "index.checking",
        "answer.desk",
        "tests.torture.commands",
    ]
)
os.environ["PYTHONPATH"] = f"{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"  # for what is preloaded


def nothing() -> None:
    """Prepare nothing in the child."""


class Command:
    """A command under way. What it says (both outputs together) is in `lines`, as far as it was listened to."""

    def __init__(self, settings: Settings, *arguments: object, prepare: Callable[[], None] = nothing) -> None:
        self.lines: list[str] = []
        self.took = 0.0
        self._begun = ""
        self._output, writing = FORKS.Pipe(duplex=False)
        given = (list(map(str, arguments)), _environment(settings), writing, prepare)
        self._process = FORKS.Process(target=_run, args=given)
        self.began = time.monotonic()
        self._process.start()
        writing.close()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    @property
    def said(self) -> str:
        return "\n".join(line for line in self.lines if not line.startswith((BEGIN, END)))

    @property
    def told(self) -> int:
        """How many articles it has reported as stored while it ran."""
        numbers = [line.split()[0] for line in self.lines if " articles, " in line and " a second" in line]
        return max([0, *map(int, numbers)])

    def listen(self, *, seconds: float = 240.0, until: str | None = None) -> bool:
        """Read its lines until one begins with `until`, so many seconds passed or it ended: is it going on?"""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self._output], [], [], left)[0]:
                data = os.read(self._output.fileno(), 1 << 16)
                if not data:
                    return False
                *whole, self._begun = (self._begun + data.decode(errors="replace")).split("\n")
                self.lines += whole
                if until is not None and any(line.startswith(until) for line in whole):
                    return True
        return True

    def send(self, signal: int) -> None:
        """Send a signal, if it still lives."""
        with suppress(ProcessLookupError):  # it may end just now
            if self._process.is_alive():
                os.kill(self.pid, signal)

    def end(self, seconds: float = 240.0) -> int:
        """Wait for its end: the exit code, or a signal's number, negative."""
        assert not self.listen(seconds=seconds), f"does not end: {self.lines}"
        self._process.join()
        self.took = time.monotonic() - self.began
        self._output.close()
        if self._begun:
            self.lines.append(self._begun)
        assert self._process.exitcode is not None
        return self._process.exitcode

    def writes(self, projection: str) -> int:
        """How often it has begun to write a projection."""
        return sum(line.startswith(BEGIN) for line in self._marks(projection))

    def is_cut(self, projection: str, nth: int) -> bool:
        """Whether the nth writing of a projection was begun and has not ended (it may have begun another since)."""
        marks = self._marks(projection)
        begun = [at for at, line in enumerate(marks) if line.startswith(BEGIN)]
        after = marks[begun[nth - 1] + 1 :] if len(begun) >= nth else [END]
        return not after or after[0].startswith(BEGIN)

    def _marks(self, projection: str) -> list[str]:
        return [
            line for line in self.lines if line.startswith((f"{BEGIN} {projection}", f"{END} {projection}"))
        ]

    def unclear(self) -> list[str]:
        """Lines that no person should see."""
        return [line for line in self.lines if any(mark in line for mark in UNCLEAR)]


def with_batches(settings: Settings, articles: int) -> Settings:
    """The settings, with so many articles in a transaction."""
    ingest = settings.ingest.model_copy(update={"batch_articles": articles})
    return settings.model_copy(update={"ingest": ingest})


def newsdesk(
    settings: Settings, *arguments: object, prepare: Callable[[], None] = nothing
) -> tuple[int, Command]:
    """The exit code of a command that ran to its end, and the command for what it said."""
    command = Command(settings, *arguments, prepare=prepare)
    return command.end(), command


def _environment(settings: Settings) -> dict[str, str]:
    return {
        "NEWSDESK_DATA_DIR": str(settings.data_dir),
        "NEWSDESK_CACHE_DIR": str(settings.cache_dir),
        "NEWSDESK_DATABASE_URL": settings.database_url.get_secret_value() if settings.database_url else "",
        "NEWSDESK_INGEST__BATCH_ARTICLES": str(settings.ingest.batch_articles),
        "NEWSDESK_INDEX__ENGINE": settings.index.engine,
        "NEWSDESK_INDEX__MILVUS_URI": settings.index.milvus_uri,
        "NEWSDESK_INDEX__CHROMA_LINGER_SECONDS": str(settings.index.chroma_linger_seconds),
    }


def _run(
    arguments: list[str], environment: dict[str, str], output: Connection, prepare: Callable[[], None]
) -> None:
    from cli import progress
    from cli.main import main

    for number in (1, 2):
        os.dup2(output.fileno(), number)
    output.close()  # or a server that the command starts would keep it open
    os.environ.update(environment)
    os.chdir("/")
    sys.argv = ["newsdesk", *arguments]
    progress._LINE_SECONDS = 0
    prepare()
    main()


class _Told:
    """Another object, which says when one of its methods begins and ends."""

    def __init__(self, inner: object, method: str, name: str) -> None:
        self._inner, self._method, self._name = inner, method, name

    def __getattr__(self, name: str) -> object:
        found = getattr(self._inner, name)
        if name == "writer":
            return lambda **options: _Told(found(**options), "commit", self._name)
        return _telling(found, self._name) if name == self._method else found


def _telling(function: Callable, name: str) -> Callable:
    def told(*arguments: object, **options: object) -> object:
        os.write(2, f"{BEGIN} {name}\n".encode())
        began = time.monotonic()
        result = function(*arguments, **options)
        os.write(2, f"{END} {name} {time.monotonic() - began:.6f}\n".encode())
        return result

    return told


def tell_of_writing() -> None:
    """In the child: say when tantivy commits and when vectors are put into Chroma."""
    from index.keywords import KeywordIndex
    from index.vectors import VectorIndex

    write = KeywordIndex._write
    KeywordIndex._write = lambda self, index, *rest: write(self, _Told(index, "", "keywords"), *rest)
    VectorIndex._put = _telling(VectorIndex._put, "vectors")


def tell_of_milvus() -> None:
    """In the child: say when passages are put into Milvus."""
    from index.milvus import MilvusIndex

    MilvusIndex._upsert = _telling(MilvusIndex._upsert, "milvus")
