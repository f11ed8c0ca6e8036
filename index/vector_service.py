"""Keeps search by meaning going: starts or joins the server, checks what it holds, follows the log.

The work is done in a thread of its own. Whoever searches waits a little for it and then does without, so a
server that is starting, gone or being rebuilt costs hits, never an answer.
"""

import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as WorkTimeoutError
from threading import Lock
from typing import TYPE_CHECKING

from config.errors import DamagedVectorsError, LibraryError, VectorIndexError
from index.chroma_server import ChromaServer
from index.following import follow, no_preparation, nothing
from index.library import Library
from index.restriction import Restriction
from index.stored import Vectors

if TYPE_CHECKING:
    from index.milvus import MilvusIndex
    from index.vectors import VectorIndex  # slow to import, see SearchableLibrary

log = logging.getLogger(__name__)

_RETRY_SECONDS = 20.0  # a server that failed is tried again after this
_SAMPLE = 100


class VectorService:
    """Search by meaning over one library, as long as the server can be had."""

    def __init__(
        self, library: Library, vectors: "VectorIndex | MilvusIndex", server: ChromaServer | None
    ) -> None:
        """`server` is None for one that somebody else runs (index.chroma_url)."""
        self._library = library
        self._vectors = vectors
        self._server = server
        self._position = -1
        self._is_checked = False
        self._retry_at = 0.0
        self._guard = Lock()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="newsdesk-vectors")
        self._work: Future[None] | None = None

    @property
    def position(self) -> int:
        """The last change of the library that is known to be in the index; negative where nothing is known."""
        return self._position

    def search(
        self, vector: Vectors, limit: int, restriction: Restriction, *, wait_seconds: float
    ) -> list[tuple[int, float]] | None:
        """Passage ids with their cosine similarity, best first; None where meaning cannot be searched now."""
        for _attempt in range(2):  # the server may have been replaced since the last question
            if not self.ready(wait_seconds):
                return None
            try:
                return self._vectors.search(vector, limit, restriction)
            except VectorIndexError as exc:
                log.warning("search by meaning failed: %s", exc)
                self._position = -1
                self._is_checked = False
        return None

    def ready(self, wait_seconds: float) -> bool:
        """Whether the index holds all that the library does, within `wait_seconds`."""
        work = self._pending()
        if work is None:
            return self._is_current()
        try:
            work.result(timeout=wait_seconds)
        except WorkTimeoutError:
            return False
        except LibraryError as exc:
            log.warning("the vector index is not available: %s", exc)
            return False
        return self._is_current()

    def follow(self, progress: Callable[[int, int], None] = nothing) -> None:
        """Bring the index up to date now and wait for it. Raises VectorIndexError where it cannot be."""
        self._bring_up(progress)

    def rebuild(self, progress: Callable[[int, int], None] = nothing) -> None:
        """Throw the index away and make it again from the library's vectors."""
        self._is_checked = False
        self._make_anew(progress)

    def ids(self) -> set[int]:
        """The ids of the passages that the index holds. Raises VectorIndexError."""
        return self._vectors.ids()

    def unfound(self, sample: Sequence[int]) -> int:
        """How many of these passages, which must be in the index, it has lost. Raises VectorIndexError."""
        return self._vectors.unfound(sample)

    def close(self, *, stop_server_if_last: bool = False) -> None:
        """Finish the work at hand and leave the server."""
        self._worker.shutdown(wait=True, cancel_futures=True)
        self._vectors.close()
        if self._server is not None:
            self._server.leave(stop_if_last=stop_server_if_last)

    def _is_current(self) -> bool:
        return self._position >= 0 and self._position >= self._library.last_change()

    def _pending(self) -> "Future[None] | None":
        """The work under way, begun now where there is some to do and no failure just before."""
        with self._guard:
            if self._work is not None and not self._work.done():
                return self._work
            if self._is_current() or time.monotonic() < self._retry_at:
                return None
            self._work = self._worker.submit(self._bring_up)
            return self._work

    def _bring_up(self, progress: Callable[[int, int], None] = nothing) -> None:
        try:
            if not self._follow(progress):
                log.warning(
                    "the vector index has lost vectors or is damaged, and is made anew from the library"
                )
                self._make_anew(progress)
        except LibraryError:
            self._position = -1
            self._retry_at = time.monotonic() + _RETRY_SECONDS
            raise

    def _follow(
        self, progress: Callable[[int, int], None], prepare: Callable[[], None] = no_preparation
    ) -> bool:
        """Apply what is missing; False where the index turns out to be damaged.

        A server that dies is started again, once: what it stored may be what kills it.
        """
        try:
            try:
                return self._is_followed(progress, prepare)
            except VectorIndexError as exc:
                if self._server is None or not self._server.has_died():
                    raise
                log.warning("Chroma's server died: %s", exc)
                return self._is_followed(progress, prepare)
        except VectorIndexError as exc:
            is_damaged = isinstance(exc, DamagedVectorsError) or (self._server and self._server.has_died())
            if self._server is None or not is_damaged:  # somebody else's server may have other troubles
                raise
            log.warning("%s", exc)
            return False

    def _is_followed(self, progress: Callable[[int, int], None], prepare: Callable[[], None]) -> bool:
        """Apply what is missing, and look whether vectors were lost: a server that was killed does not say so.

        Some are searched for of those that were stored before; others may be on their way.
        """
        sample = [] if self._is_checked else self._library.sample_passages(_SAMPLE)
        last = self._library.last_change()
        self._position = follow(
            self._library,
            self._vectors,
            is_shared=self._server is None,
            progress=progress,
            prepare=prepare,
        )
        if self._position < last:  # another process is at it
            return True
        is_new = prepare is not no_preparation  # as good as it gets: made again, it would be the same
        self._is_checked = self._vectors.unfound(sample) <= (len(sample) // 2 if is_new else 0)
        return self._is_checked

    def _make_anew(self, progress: Callable[[int, int], None]) -> None:
        if not self._follow(progress, self._begin_anew):
            raise VectorIndexError(
                "The vector index (Chroma) lost vectors as soon as it was made. Keyword search still answers."
            )

    def _begin_anew(self) -> None:
        if self._server is not None:
            self._server.replace_store()
            self._vectors.close()
        else:
            self._vectors.reset()
