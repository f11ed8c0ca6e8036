"""A Milvus server of the tests' own on loopback: Milvus Lite's, which several processes can share."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.postgres import free_port


class MilvusServer:
    """A server that can be killed, begun again, and robbed of its data."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.start()

    @property
    def uri(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [sys.executable, "-c", "from milvus_lite.cmdline import main; main()", "server"]
        given = ["--data-dir", self.folder, "--host", "127.0.0.1", "--port", str(self.port)]
        self._process = subprocess.Popen(
            [*command, *given],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
            text=True,
        )
        assert self._process.stdout is not None
        assert "listening" in self._process.stdout.readline()

    def kill(self) -> None:
        """Kill it, as `kill -9` does."""
        self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def freeze(self) -> None:
        """Let it keep its connections and answer no more."""
        self._process.send_signal(signal.SIGSTOP)

    def lose(self) -> None:
        """Lose everything that it stored."""
        self.kill()
        shutil.rmtree(self.folder)
        self.start()


@contextmanager
def running_milvus(folder: Path) -> Iterator[MilvusServer]:
    server = MilvusServer(folder)
    try:
        yield server
    finally:
        server.kill()
