"""The process that runs Chroma's server on loopback and ends it when no newsdesk uses it any more.

    python chroma_keeper.py STORE_FOLDER PORT USERS_FILE LINGER_SECONDS

Every newsdesk process that searches holds a shared lock on USERS_FILE; the kernel drops it however that
process ends. Once nobody has held it for LINGER_SECONDS this process ends, and Chroma, which runs inside it,
with it. It imports nothing of newsdesk, so that it starts at once.

While it serves it holds a lock on `serving.lock`, beside USERS_FILE, in which its number stands: whoever starts a
server finds one there that was started by a process that was killed before it could tell.
"""

import fcntl
import os
import signal
import sys
import threading
import time
from pathlib import Path

_LOOK_SECONDS = 0.2


def _end_when_unused(users: Path, linger_seconds: float) -> None:
    """Hold the lock exclusively while ending, so that a newcomer waits and then finds no server."""
    unused_since: float | None = None
    with users.open("a") as handle:
        while True:
            time.sleep(_LOOK_SECONDS)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                unused_since = None
                continue
            now = time.monotonic()
            unused_since = now if unused_since is None else unused_since
            if now - unused_since >= linger_seconds:
                os.kill(os.getpid(), signal.SIGTERM)
                time.sleep(10)  # Chroma ends by itself well before
                os._exit(0)
            fcntl.flock(handle, fcntl.LOCK_UN)


def main() -> None:
    """Run the server until nobody uses it."""
    store, port, users, linger = sys.argv[1:5]
    watch = threading.Thread(target=_end_when_unused, args=(Path(users), float(linger)), daemon=True)
    watch.start()
    with Path(users).with_name("serving.lock").open("a") as serving:
        fcntl.flock(serving, fcntl.LOCK_EX)
        serving.truncate(0)
        serving.write(str(os.getpid()))
        serving.flush()
        _serve(store, port)


def _serve(store: str, port: str) -> None:
    import chromadb_rust_bindings  # after the watch: what is heavy comes last

    chromadb_rust_bindings.cli(["chroma", "run", "--path", store, "--host", "127.0.0.1", "--port", port])


if __name__ == "__main__":
    main()
