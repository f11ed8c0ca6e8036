"""Starts, joins, watches and leaves the Chroma server of a data directory.

All newsdesk processes of one data directory share one server (design: two processes on one PersistentClient
path silently go wrong). Which port it listens on and which folder it serves stands in `server.json`; starting
and replacing it happens under a file lock.
"""

import fcntl
import json
import logging
import os
import re
import shutil
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

import httpx
import psutil
from filelock import FileLock

from config.errors import VectorIndexError

log = logging.getLogger(__name__)

_KEEPER = Path(__file__).with_name("chroma_keeper.py")
_STORE = re.compile(r"store-[1-9]\d{0,8}")
_LOOK_SECONDS = 0.05
_BEAT_SECONDS = 5.0
_END_SECONDS = 10.0
_KILLED_SECONDS = 20.0  # a machine that is busy takes its time to clear a large process away
_LEAST_FREE = 10_000_000  # bytes: an empty store takes less than one million, and a transaction as much again


@dataclass(frozen=True, slots=True)
class Running:
    """A server that was started: its process, its port on loopback, the folder that it serves."""

    pid: int
    started: float
    port: int
    store: str


class ChromaServer:
    """This process's hold on the shared server. `address` starts it where it does not run."""

    def __init__(self, folder: Path, *, linger_seconds: float, start_seconds: float) -> None:
        """Take part in the server of `folder`; nothing is created or started yet."""
        self._folder = folder
        self._linger_seconds = linger_seconds
        self._start_seconds = start_seconds
        self._users: IO[str] | None = None
        self._joined: Running | None = None
        self._state = folder / "server.json"
        self._lock = FileLock(folder / "start.lock")

    def address(self) -> tuple[str, int]:
        """Host and port of a server that answers. Raises VectorIndexError where it cannot be started.

        A server that ends over its folder gets a fresh one, if it starts with that.
        """
        self._joined = None
        with self._translating():
            self._hold()
            with self._lock:
                running = self._running()
                if running is None or not _answers(running.port):
                    self._stop(running)
                    running = self._start(self._newest()) or self._start_afresh()
        self._joined = running
        return "127.0.0.1", running.port

    def has_died(self) -> bool:
        """Whether the server that `address` gave last runs no more."""
        with self._translating(), self._lock:
            return self._joined is not None and self._joined != self._running()

    def replace_store(self) -> None:
        """Serve a fresh, empty folder from now on and delete the old one (which was found damaged).

        Nothing is done where another process has replaced it since this one asked for the address.
        """
        with self._translating():
            self._hold()
            with self._lock:
                running = self._running()
                if running is None or self._joined is None or self._joined.store == running.store:
                    self._stop(running)
                    self._start_afresh()

    def leave(self, *, stop_if_last: bool = False) -> None:
        """Give up this process's hold; the server ends after lingering, or at once if nobody else holds it."""
        if self._users is None:
            return
        fcntl.flock(self._users, fcntl.LOCK_UN)
        if stop_if_last:
            self._stop_unused()
        self._users.close()
        self._users = None

    def _stop_unused(self) -> None:
        assert self._users is not None  # noqa: S101 - called by leave() only
        try:
            fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return
        with self._lock:
            self._stop(self._running())

    def _hold(self) -> None:
        """Take the shared lock that keeps the server alive; waits for one that is just ending."""
        file = self._folder / "users.lock"
        if self._users is not None and not _is_file_at(self._users, file):  # the folder was deleted meanwhile
            self._users.close()
            self._users = None
        if self._users is None:
            if not self._folder.is_dir():
                self._folder.unlink(missing_ok=True)  # something else in its place
                self._folder.mkdir(parents=True)
            self._users = file.open("a")
            fcntl.flock(self._users, fcntl.LOCK_SH)

    def _running(self) -> Running | None:
        """The server that server.json names, if that very process lives."""
        try:
            running = Running(**json.loads(self._state.read_text()))
            alive = abs(psutil.Process(running.pid).create_time() - running.started) < 1
        except (OSError, ValueError, TypeError, psutil.Error):
            return None
        return running if alive and _lives(running.pid) else None

    def _newest(self) -> Path:
        """The newest folder of vectors, or the first one that is to be."""
        return max(self._stores(), key=_number, default=self._folder / "store-1")

    def _stores(self) -> list[Path]:
        return [path for path in self._folder.glob("store-*") if _STORE.fullmatch(path.name)]

    def _start_afresh(self) -> Running:
        """Start with an empty folder, and delete those before it, which is not done where that does not start."""
        fresh = self._folder / f"store-{_number(self._newest()) + 1}"
        running = self._start(fresh)
        if running is None:
            _delete(fresh)
            raise VectorIndexError(self._why_not())
        for old in self._stores():
            if old != fresh:
                _delete(old)
        return running

    def _why_not(self) -> str:
        """What to tell of a server that does not start."""
        if shutil.disk_usage(self._folder).free < _LEAST_FREE:
            return (
                f"The disk that holds {self._folder} is full, so that Chroma's server does not start. Free some space; "
                "the next command goes on. Keyword search still answers."
            )
        return (
            f"Chroma's server did not start; see {self._folder / 'server.log'}. Keyword search still answers."
        )

    def _start(self, store: Path) -> Running | None:
        """Start the server; None where it ends at once. Raises VectorIndexError where it takes too long."""
        self._end_orphan()
        port = _free_port()
        arguments = [str(store), str(port), str(self._folder / "users.lock"), str(self._linger_seconds)]
        pid = _spawn(arguments, self._folder / "server.log")
        until = time.monotonic() + self._start_seconds
        while not _answers(port):
            if not _lives(pid):
                _end(pid)
                return None
            if time.monotonic() > until:
                _end(pid)
                raise VectorIndexError(
                    f"Chroma's server did not start within {self._start_seconds:.0f} s; see "
                    f"{self._folder / 'server.log'}. Keyword search still answers."
                )
            time.sleep(_LOOK_SECONDS)
        running = Running(pid, psutil.Process(pid).create_time(), port, str(store))
        try:
            part = self._state.with_suffix(".part")
            part.write_text(json.dumps(asdict(running)))
            part.replace(self._state)
        except OSError:  # nobody would find it
            _end(pid)
            raise
        log.info("started Chroma's server, process %d, port %d", pid, port)
        return running

    def _end_orphan(self) -> None:
        """End a server whose starter was killed before it could name it: two on one folder would ruin it."""
        with (self._folder / "serving.lock").open("a+") as serving:
            try:
                fcntl.flock(serving, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                serving.seek(0)
                if (pid := serving.read().strip()).isdigit():
                    log.warning("ended a server of Chroma that nobody had named, process %s", pid)
                    _end(int(pid))

    def _stop(self, running: Running | None) -> None:
        if running is not None:
            _end(running.pid)
            self._state.unlink(missing_ok=True)

    @contextmanager
    def _translating(self) -> Iterator[None]:
        try:
            yield
        except OSError as exc:
            raise VectorIndexError(
                f"The vector index cannot be kept in {self._folder} ({exc}). Free space on the disk, or check the "
                "folder's permissions. Keyword search still answers."
            ) from exc


def _is_file_at(opened: IO[str], path: Path) -> bool:
    """Whether an open file is still the one that its path leads to."""
    try:
        return os.path.samestat(os.fstat(opened.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _number(store: Path) -> int:
    return int(store.name.removeprefix("store-"))


def _delete(store: Path) -> None:
    if store.is_dir() and not store.is_symlink():
        shutil.rmtree(store, ignore_errors=True)
    else:
        store.unlink(missing_ok=True)


def _spawn(arguments: list[str], output: Path) -> int:
    """Start the keeper in a session of its own, so that Ctrl-C in a terminal does not reach it."""
    to_output = (os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    return os.posix_spawn(
        sys.executable,
        [sys.executable, "-P", str(_KEEPER), *arguments],
        os.environ | {"ANONYMIZED_TELEMETRY": "False", "RUST_LOG": "error"},
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(output), *to_output),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ],
        setsid=True,
    )


def _lives(pid: int) -> bool:
    """Whether the process runs; reaps it where it is ours and has ended."""
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    try:
        return (
            psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
        )  # its parent, another newsdesk, has yet to reap it
    except psutil.NoSuchProcess:
        return False


def _end(pid: int) -> None:
    """Ask the process to end, then make it."""
    for number, seconds in ((signal.SIGTERM, _END_SECONDS), (signal.SIGKILL, _KILLED_SECONDS)):
        until = time.monotonic() + seconds
        while _lives(pid) and time.monotonic() < until:
            with suppress(ProcessLookupError):
                os.kill(pid, number)
            time.sleep(_LOOK_SECONDS)
    if _lives(pid):
        log.warning("Chroma's server, process %d, was killed and has not ended yet", pid)


def _answers(port: int) -> bool:
    try:
        beat = httpx.get(f"http://127.0.0.1:{port}/api/v2/heartbeat", timeout=_BEAT_SECONDS, trust_env=False)
    except httpx.HTTPError:
        return False
    return beat.is_success


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
