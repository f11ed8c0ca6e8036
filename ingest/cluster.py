"""Workers in a Ray cluster: the same blocks as the processes of one machine do, by the same functions.

Ray's tasks, not Ray Data: what is stored already is known to the command alone, between reading and embedding; the
articles are stored in their order; and a block that kills its workers is to fail alone, where Ray Data would try it
again for ever or give up all.
"""

import os
import re
import secrets
import signal
import socket
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, redirect_stdout, suppress
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

from config.errors import ClusterError, ConfigurationError, NewsdeskError
from ingest.workers import Given, Result, Task, WorkerDiedError

LOCAL = "local"  # what people write instead of an address to have a cluster started
_CONNECT_SECONDS = 10.0
_OBJECTS_BYTES = 256_000_000  # of blocks under way in a cluster that is started here; more is spilled to disk


class Cluster:
    """A Ray cluster that is connected to; one that was started here ends with it."""

    def __init__(self, address: str, places: int | None) -> None:
        """`places`: blocks at the same time, each on one core; None: as many as the cluster has cores now.

        Raises ConfigurationError.
        """
        with ExitStack() as stack:
            stack.enter_context(redirect_stdout(sys.stderr))  # Ray prints to it that a worker died
            if address == LOCAL:
                folder = stack.enter_context(
                    TemporaryDirectory(prefix="newsdesk-", ignore_cleanup_errors=True)
                )
                self._ray = _imported(_for_this_user())
                given = {
                    "include_dashboard": False,
                    "object_store_memory": _OBJECTS_BYTES,
                    "_temp_dir": folder,
                }
                _begin(self._ray, address, **given)
            else:
                self._ray = _imported({})
                _reach(address)
                _begin(self._ray, address)
            stack.callback(self._ray.shutdown)
            self._left = stack.pop_all()
        self.threads = 1
        self.places = places or max(1, int(self._ray.cluster_resources().get("CPU", 1)))
        self._remote = self._ray.remote(num_cpus=1, max_retries=0)(_done)
        self._lock = threading.Lock()
        self._under_way: dict[int, Any] = {}  # by the thread that waits for it
        self._is_stopped = False

    def do(self, task: Task[Given, Result], given: Sequence[Given]) -> list[Result]:
        """What a task makes of what it is given, on one core of the cluster."""
        from ray.exceptions import RayError, RayTaskError

        me = threading.get_ident()
        try:
            with self._lock:
                if self._is_stopped:
                    raise WorkerDiedError
                self._under_way[me] = self._remote.remote(task, given)
            found: list[Result] = self._ray.get(self._under_way[me])
        except RayTaskError as exc:
            raise _explained(exc.cause) from exc
        except (RayError, ConnectionError) as exc:
            if isinstance(exc, ConnectionError) or not self._ray.is_initialized():
                raise ClusterError(
                    "The connection to the Ray cluster is lost. See whether it still runs."
                ) from exc
            raise WorkerDiedError from exc
        finally:
            with self._lock:
                self._under_way.pop(me, None)
        return found

    def stop(self) -> None:
        """End what is under way."""
        with self._lock, suppress(ConnectionError):
            self._is_stopped = True
            for reference in self._under_way.values():
                self._ray.cancel(reference, force=True)

    def close(self) -> None:
        """Leave the cluster, or end it."""
        self._left.close()


def _done(task: Task[Given, Result], given: Sequence[Given]) -> list[Result]:
    return task(given)


def _for_this_user() -> dict[str, str]:
    """The environment of a cluster that listens on loopback alone (on Linux as well), to whoever knows its token."""
    return {
        "RAY_AUTH_MODE": "token",
        "RAY_AUTH_TOKEN": secrets.token_hex(32),
        "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",
    }


def _imported(environment: Mapping[str, str]) -> ModuleType:
    """Ray, which reads its environment when it is imported.

    Else it tells its maker how it is used, and starts a cluster of its own where a connection is lost.
    """
    os.environ |= {"RAY_USAGE_STATS_ENABLED": "0", "RAY_ENABLE_AUTO_CONNECT": "0", **environment}
    try:
        import ray
    except ImportError as exc:
        raise ConfigurationError("--ray needs Ray. Install it: pip install 'newsdesk[ray]'.") from exc
    return ray


def _reach(address: str) -> None:
    """Look whether anybody listens: Ray itself takes two minutes to say that nobody does."""
    named = re.fullmatch(r"(?:ray://)?\[?(?P<host>[^/]+?)\]?:(?P<port>\d{1,5})", address)
    if named is None and address != "auto":
        raise ConfigurationError(_unusable(address, "it is no address"))
    if named:
        try:
            socket.create_connection((named["host"], int(named["port"])), _CONNECT_SECONDS).close()
        except (OSError, OverflowError) as exc:
            raise ConfigurationError(_unusable(address, str(exc))) from exc


def _unusable(address: str, reason: str) -> str:
    return (
        f"The Ray cluster {address} cannot be used ({reason.rstrip('.')}). Give HOST:6379 on a machine of the cluster, "
        f"ray://HOST:10001 elsewhere, or {LOCAL} to start one here."
    )


def _begin(ray: ModuleType, address: str, **given: object) -> None:
    """Connect, and keep this process's own way to end at SIGTERM, which Ray replaces. Raises ConfigurationError."""
    handler = signal.getsignal(signal.SIGTERM)
    try:
        ray.init(address, log_to_driver=False, configure_logging=False, **given)
    except (OSError, ValueError, RuntimeError) as exc:
        raise ConfigurationError(_unusable(address, str(exc).partition("\n")[0])) from exc
    signal.signal(signal.SIGTERM, handler)


def _explained(cause: BaseException) -> NewsdeskError:
    """What went wrong in a task, for people."""
    if isinstance(cause, NewsdeskError):
        return cause
    return ConfigurationError(
        f"A worker of the Ray cluster failed ({type(cause).__name__}: {cause}). Install the same newsdesk[ray] on all "
        "of its machines."
    )
