"""The vector index: cosine similarity over passages. Wraps chromadb, always through a server.

Vectors come from the library and are never computed by Chroma. Each embedding model has a collection of its
own; how far it is in the log stands in the collection's metadata, written after the vectors.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx
import numpy as np
from chromadb.api import ClientAPI
from chromadb.api.client import Client
from chromadb.api.models.Collection import Collection
from chromadb.auth import UserIdentity
from chromadb.config import Settings as ChromaClientSettings
from chromadb.errors import ChromaError, InternalError

from config.errors import DamagedVectorsError, VectorIndexError
from index.library import Library
from index.projection import Batch
from index.restriction import Restriction
from index.stored import ModelIdentity, Passage, Vectors
from index.within import nearest_within

log = logging.getLogger(__name__)

_BATCH = 1000  # vectors in one request; Chroma's own limit is above 5,000
_LISTED = 10_000  # ids in one answer
_SEARCHED = 100  # vectors searched for in one request
_WIDER = (1, 1_000, 10_000)  # neighbours among which a vector is looked for until it is found
_FEW = 0.1  # of the sample: the most that were missed and not lost, in a library of near-copies, was .06
_SAME = 1e-3  # distance of a vector from itself, with what rounding adds
_PATIENCE = httpx.Timeout(20.0, connect=3.0)
_FULL = ("disk is full", "no space left", "file too large", "disk quota")  # in what Chroma says when it is so
_PASSING = ("locked", "busy", "timed out", "too many open files", "permission denied")


Address = tuple[str, int, bool]  # host, port, and whether to use TLS


def address_of(url: str) -> Address:
    """Where a Chroma server is; without a port, 8000 is meant for http and 443 for https."""
    parts = urlsplit(url)
    is_tls = parts.scheme == "https"
    return parts.hostname or "localhost", parts.port or (443 if is_tls else 8000), is_tls


class _Client(Client):
    """Chroma's client, without its habit of waiting for ever for what it asks when it is made."""

    def get_user_identity(self) -> UserIdentity:  # the first thing
        for session in _http_sessions(self):
            session.timeout = _PATIENCE
        return super().get_user_identity()

    def _validate_tenant_database(self, tenant: str, database: str) -> None:
        """Not asked: it would be over another connection, and what is missing tells itself."""


class VectorIndex:
    """A collection in a Chroma server for one library and one embedding model."""

    name = "vectors"

    def __init__(
        self,
        address: Callable[[], Address],
        library: Library,
        model: ModelIdentity,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """`address` may start the server; `headers` are for one that is somebody else's. Connects when used."""
        self._address = address
        self._headers = headers
        self._library = library
        self._collection_name = f"passages-{library.id[:12]}-{model.digest[:12]}"
        self._metadata: dict[str, Any] = {"library": library.id, "model": model.name, "position": 0}
        self._connected: tuple[ClientAPI, Collection] | None = None

    def position(self) -> int:
        """The sequence number of the last change that is in this index."""
        with self._translating():
            collection = self._again() or self._collection()
            return int((collection.metadata or {}).get("position", 0))

    def apply(self, batch: Batch) -> None:
        """Bring in a piece of the log. Interrupted, it is applied again as a whole, which does no harm."""
        with self._translating():
            collection = self._collection()
            for first, last in batch.forget:
                ids = [str(id_) for id_ in range(first, last + 1)]
                for at in range(0, len(ids), _BATCH):
                    collection.delete(ids=ids[at : at + _BATCH])
            for at in range(0, len(batch.put), _BATCH):
                self._put(collection, batch.put[at : at + _BATCH])
            collection.modify(metadata=self._metadata | {"position": batch.position})

    def reset(self) -> None:
        """Start over with an empty collection."""
        with self._translating():
            self._collection()
            if self._connected is not None:
                self._connected[0].delete_collection(self._collection_name)
            self._disconnect()
            self._collection()

    def search(self, vector: Vectors, limit: int, restriction: Restriction) -> list[tuple[int, float]]:
        """Passage ids with their cosine similarity, best first."""

        def nearest(count: int) -> list[tuple[int, float]]:
            return self._nearest(vector, count)

        if restriction == Restriction():
            return nearest(limit)
        return nearest_within(self._library, restriction, vector, limit, nearest)

    def _nearest(self, vector: Vectors, count: int) -> list[tuple[int, float]]:
        with self._translating():
            found = self._collection().query(
                query_embeddings=[vector.tolist()], n_results=count, include=["distances"]
            )
        distances = (found["distances"] or [[]])[0]
        return [
            (int(id_), 1.0 - float(distance))
            for id_, distance in zip(found["ids"][0], distances, strict=True)
        ]

    def close(self) -> None:
        """Close the connection; the next use opens another."""
        self._disconnect()

    def ids(self) -> set[int]:
        """The ids of the passages that it holds, listed (its own count is not to be trusted)."""
        held: set[int] = set()
        with self._translating():
            while some := self._collection().get(limit=_LISTED, offset=len(held), include=[])["ids"]:
                held.update(map(int, some))
        return held

    def unfound(self, sample: Sequence[int]) -> int:
        """How many of these passages, which must be in the index, it has lost.

        Each is searched for by its own vector. The index looks for neighbours along links and misses some: of 1,000,
        15 among 275,000 passages. What is missed is looked for among more neighbours each time. A few may be left that
        no link leads to, most where many passages are nearly the same; those that it holds as they were stored are not
        lost. Where more than a few are left, the links are damaged, and all are.
        """
        missed = list(sample)
        for neighbours in _WIDER:
            missed = [id_ for some in _in_requests(missed) for id_ in self._missed(some, neighbours)]
        if not missed or len(missed) > _FEW * len(sample):
            return len(missed)
        lost = self._lost(missed)
        log.info("%d vectors are in the index, but no link leads to them", len(missed) - lost)
        return lost

    def _lost(self, some: Sequence[int]) -> int:
        vectors = self._library.vectors(some)
        try:
            with self._translating():
                found = self._collection().get(ids=[str(id_) for id_ in vectors], include=["embeddings"])
        except DamagedVectorsError:  # it lists one whose vector it does not have
            return len(vectors)
        held = zip(found["ids"], found["embeddings"] if found["embeddings"] is not None else (), strict=True)
        return len(vectors) - sum(float(vectors[int(id_)] @ vector) > 1 - _SAME for id_, vector in held)

    def _missed(self, some: Sequence[int], neighbours: int) -> list[int]:
        vectors = self._library.vectors(some)
        with self._translating():
            found = self._collection().query(
                query_embeddings=[vector.tolist() for vector in vectors.values()],
                n_results=neighbours,
                include=["distances"],
            )
        nearest = (min(distances, default=1.0) for distances in found["distances"] or [])
        return [id_ for id_, distance in zip(vectors, nearest, strict=True) if distance > _SAME]

    def _put(self, collection: Collection, some: Sequence[Passage]) -> None:
        """Store vectors of the active model; passages of another one wait for `newsdesk reindex`."""
        vectors = self._library.vectors([passage.id for passage in some])
        known = [passage for passage in some if passage.id in vectors]
        if known:
            # a passage's vector never changes, and what is put again relinks its neighbours, until none leads to some
            collection.add(
                ids=[str(passage.id) for passage in known],
                embeddings=np.stack([vectors[passage.id] for passage in known]),
            )

    def _collection(self) -> Collection:
        if self._connected is None:
            client = self._client(self._address())
            try:
                collection = client.get_or_create_collection(
                    self._collection_name,
                    metadata=None,
                    configuration={"hnsw": {"space": "cosine"}},
                    embedding_function=None,
                )
            except BaseException:
                _disconnect(client)
                raise
            self._connected = (client, collection)
        return self._connected[1]

    def _again(self) -> Collection | None:
        """The collection as it is now, over the connection that there is: a new one costs 1.6 MB for ever."""
        if self._connected is None:
            return None
        client = self._connected[0]
        try:
            self._connected = (client, client.get_collection(self._collection_name, embedding_function=None))
        except (ChromaError, httpx.HTTPError, ValueError):  # the server may be another one by now
            self._disconnect()
            return None
        return self._connected[1]

    def _disconnect(self) -> None:
        if self._connected is not None:
            client, self._connected = self._connected[0], None
            _disconnect(client)

    def _client(self, address: Address) -> ClientAPI:
        host, port, is_tls = address
        if self._headers is not None:
            _require_chroma(address, self._headers)
        return _Client(
            settings=ChromaClientSettings(
                chroma_api_impl="chromadb.api.fastapi.FastAPI",
                chroma_server_host=host,
                chroma_server_http_port=port,
                chroma_server_ssl_enabled=is_tls,
                chroma_server_headers=dict(self._headers or {}),
                anonymized_telemetry=False,
            )
        )

    @contextmanager
    def _translating(self) -> Iterator[None]:
        try:
            yield
        except (ChromaError, httpx.HTTPError, ValueError) as exc:
            self._disconnect()
            raise _translated(exc) from exc


def _require_chroma(address: Address, headers: Mapping[str, str]) -> None:
    """Ask whether a Chroma server answers. Its own client asks, too, but waits for ever and repeats what it is told."""
    host, port, is_tls = address
    response = httpx.get(
        f"{'https' if is_tls else 'http'}://{host}:{port}/api/v2/auth/identity",
        headers=dict(headers),
        timeout=_PATIENCE,
    )
    if not response.is_success:
        raise VectorIndexError(
            f"What answers at {host}:{port} is no Chroma server, or refuses (status {response.status_code}). Check "
            "index.chroma_url and index.chroma_token. Keyword search still answers."
        )


def _translated(exc: Exception) -> VectorIndexError:
    """What Chroma's complaint means; InternalError is a server that fails at its own files."""
    told = f"The vector index (Chroma) does not answer as it should: {exc}. Keyword search still answers."
    if any(sign in str(exc).lower() for sign in _FULL):
        return VectorIndexError(
            "The disk is full, so that the vector index (Chroma) cannot be written. Free some space; the next command "
            "catches up. Keyword search still answers."
        )
    is_damaged = isinstance(exc, InternalError) and not any(sign in str(exc).lower() for sign in _PASSING)
    return DamagedVectorsError(told) if is_damaged else VectorIndexError(told)


def _disconnect(client: ClientAPI) -> None:
    for session in _http_sessions(client):
        session.close()


def _http_sessions(client: Any) -> list[httpx.Client]:  # noqa: ANN401 - private parts have no types
    """The client's connections, which it opens without a timeout and leaves open when it is closed."""
    admin = getattr(client, "_admin_client", None)  # made later than the other
    return [part._server._session for part in (client, admin) if part]  # noqa: SLF001 - no public way


def _in_requests(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[at : at + _SEARCHED] for at in range(0, len(ids), _SEARCHED))
