"""Milvus as the index of words and of meaning: one collection for one library and one embedding model. Wraps pymilvus.

What stands in it are words as `index.words` gives them, vectors, and keys to filter by, no text. Milvus finds the
nearest passages and those with the rarest words; how well words fit is counted in `index.milvus_keywords`.
"""

import hashlib
import json
import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

import grpc
import numpy as np
from pymilvus import DataType, Function, FunctionType, MilvusClient, MilvusException

from config.errors import VectorIndexError
from index.library import Library
from index.projection import Batch
from index.restriction import Restriction
from index.sentences import news_text
from index.stored import ModelIdentity, Passage, Vectors
from index.words import words_of

log = logging.getLogger(__name__)

Answer = TypeVar("Answer")
_LAYOUT = 2  # part of the collection's name: raise it when fields or analysis change
_MARKER = 0  # passages' ids begin at 1; this row's `number` is the position in the log
_BATCH = 500  # rows in one request, about 2 MB
_WORTH_FLUSHING = 1000  # rows; Milvus Lite searches what is not flushed a hundred times as slowly
_LONGEST = 60_000  # bytes of a passage's words; Milvus's limit is 65,535
_MOST = 10_000  # hits of one word that are counted one by one
_WORDS_AT_ONCE = 16  # whose hits fill an answer of 10 MB; Milvus gives no more than 100
_LISTED = 10_000
_FEW = 0.02  # of those searched for: an index of links may miss some
_SAME = 1e-3
_UNKNOWN = -(1 << 40)  # publication time of an undated passage: before every window
_CONNECT_SECONDS, _ANSWER_SECONDS = 5.0, 20.0
_LITE_SECONDS = 120.0  # Milvus Lite builds what it searches when it is first searched
# pymilvus prints tracebacks of what it raises, too; Milvus Lite's server logs what it does not offer and nobody misses
_TALKATIVE = ("pymilvus", "milvus_lite", "grpc._server")
_FAILURES = (MilvusException, grpc.RpcError, OSError, ValueError, RuntimeError)
# pymilvus pings every 10 s, at which a server as gRPC makes it hangs up; requests have time limits of their own
_GRPC_OPTIONS = {"grpc.keepalive_time_ms": 300_000, "grpc.keepalive_permit_without_calls": False}
K1, B = 1.2, 0.75  # of BM25, as in tantivy


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a passage of the article `number`, in order: those of the title, then those of the body."""

    number: int
    title: list[str]
    body: list[str]


@dataclass(frozen=True, slots=True)
class Frequency:
    """How many passages hold a word in their body, how many there or in their title, and how many articles."""

    body: int
    titled: int
    articles: int


class MilvusIndex:
    """A collection in a Milvus server, or in a file by Milvus Lite. Thread-safe; connects when used."""

    name = "milvus"

    def __init__(self, uri: str, token: str, library: Library, model: ModelIdentity) -> None:
        """`uri` is an address, or a file."""
        self._uri, self._token = uri, token
        self._is_lite = "://" not in uri
        self._seconds = _LITE_SECONDS if self._is_lite else _ANSWER_SECONDS
        self._library = library
        self._dimensions = model.dimensions
        self._collection = f"newsdesk_{library.id[:12]}_{model.digest[:12]}_{_LAYOUT}"
        self._guard = Lock()
        self._client: MilvusClient | None = None

    # --- a projection ----------------------------------------------------------------------------------

    def position(self) -> int:
        """The sequence number of the last change that is in this index."""
        if not self._ask(lambda milvus, of: milvus.has_collection(**of)):
            self.close()  # it is made when connecting
        marker = self._ask(lambda milvus, of: milvus.query(**of, ids=[_MARKER], output_fields=["number"]))
        return int(marker[0]["number"]) if marker else 0

    def apply(self, batch: Batch) -> None:
        """Bring in a piece of the log. Interrupted, it is applied again as a whole, which does no harm."""
        for first, last in batch.forget:
            self._delete(f"id >= {first} and id <= {last}")
        for at in range(0, len(batch.put), _BATCH):
            self._upsert(self._rows(batch.put[at : at + _BATCH]))
        self._upsert([self._row(_MARKER, batch.position, "", None)])
        if len(batch.put) >= _WORTH_FLUSHING and self._is_lite:
            self._ask(lambda milvus, of: milvus.flush(**of))

    def reset(self) -> None:
        """Start over with an empty collection."""
        self._ask(lambda milvus, of: milvus.drop_collection(**of))
        self.close()

    def close(self) -> None:
        """Close the connection; the next use opens another."""
        with self._guard:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    # --- what is found ---------------------------------------------------------------------------------

    def search(self, vector: Vectors, limit: int, restriction: Restriction) -> list[tuple[int, float]]:
        """Passage ids with their cosine similarity, best first."""
        found = self._nearest([vector.tolist()], "vector", "COSINE", limit, _filter(restriction))
        return [(id_, score) for id_, score in found[0] if id_ != _MARKER]

    def best(self, words: Sequence[str], limit: int, restriction: Restriction) -> list[tuple[int, float]]:
        """Ids of the passages that fit the words best by Milvus's BM25, best first."""
        found = self._nearest([" ".join(words)], "terms", "BM25", limit, _filter(restriction))
        return [(id_, abs(score)) for id_, score in found[0]]  # Milvus Lite gives them with a minus

    def holding(self, words: Sequence[str]) -> dict[str, Frequency]:
        """How many passages and articles hold each word; where they are many, shares of them are estimated."""
        held: dict[str, Frequency] = {}
        for at in range(0, len(words), _WORDS_AT_ONCE):
            some = list(words[at : at + _WORDS_AT_ONCE])
            found = self._asked_nearest(some, "terms", "BM25", _MOST, "", ["number", "unsaid"])
            held |= {word: self._held(word, hits) for word, hits in zip(some, found, strict=True)}
        return held

    def words(self, numbers: Iterable[int]) -> dict[int, Words]:
        """The words of all passages of some articles, by passage id."""
        among = f"number in {sorted(numbers)} and id != {_MARKER}"
        fields = ["id", "number", "text", "title_words"]
        rows = self._ask(lambda milvus, of: milvus.query(**of, filter=among, output_fields=fields))
        return {int(row["id"]): _words(row) for row in rows}

    def spelt_with(self, part: str, limit: int) -> dict[int, Words]:
        """Some passages in which a word holds these letters."""
        like = f"text like '%{part}%'"
        fields = ["id", "number", "text", "title_words"]
        rows = self._ask(
            lambda milvus, of: milvus.query(**of, filter=like, output_fields=fields, limit=limit)
        )
        return {int(row["id"]): _words(row) for row in rows}

    def __len__(self) -> int:
        """How many passages there are, and the position as one more, as in the local index."""
        return self._count("")  # with a filter, all rows would be looked at

    def ids(self) -> set[int]:
        """The ids of the passages that it holds."""
        held: set[int] = set()

        def listed(milvus: MilvusClient, of: Mapping[str, Any]) -> None:
            pages = milvus.query_iterator(**of, batch_size=_LISTED, output_fields=["id"])
            while page := pages.next():
                held.update(int(row["id"]) for row in page)
            pages.close()

        self._ask(listed)
        return held - {_MARKER}

    def unfound(self, sample: Sequence[int]) -> int:
        """How many of these passages, which must be in the index, are not found by their own vectors; few are none."""
        vectors = self._library.vectors(sample)
        if not vectors:
            return 0
        found = self._nearest([vector.tolist() for vector in vectors.values()], "vector", "COSINE", 1, "")
        missed = sum(not hits or hits[0][1] < 1 - _SAME for hits in found)
        return missed if missed > _FEW * len(vectors) else 0

    # --- inside ----------------------------------------------------------------------------------------

    def _held(self, word: str, hits: Sequence[Mapping[str, Any]]) -> Frequency:
        articles = len({hit["entity"]["number"] for hit in hits})
        body = sum(word not in hit["entity"]["unsaid"].split() for hit in hits)
        if len(hits) < _MOST:
            return Frequency(body, len(hits), articles)
        counted = self._count(f"text_match(text, '{word}')")
        return Frequency(counted * body // len(hits), counted, counted * articles // len(hits))

    def _nearest(
        self, data: list[Any], field: str, metric: str, limit: int, among: str
    ) -> list[list[tuple[int, float]]]:
        found = self._asked_nearest(data, field, metric, limit, among, ["id"])
        return [[(int(hit["id"]), float(hit["distance"])) for hit in hits] for hits in found]

    def _asked_nearest(
        self, data: list[Any], field: str, metric: str, limit: int, among: str, output: list[str]
    ) -> list[list[Mapping[str, Any]]]:
        found: list[list[Mapping[str, Any]]] = self._ask(
            lambda milvus, of: milvus.search(
                **of,
                data=data,
                anns_field=field,
                limit=limit,
                filter=among,
                output_fields=output,
                search_params={
                    "metric_type": metric,
                    "params": {"ef": max(200, limit)} if field == "vector" else {},
                },
            )
        )
        return found

    def _delete(self, among: str) -> None:
        self._ask(lambda milvus, of: milvus.delete(**of, filter=among))

    def _upsert(self, rows: list[dict[str, Any]]) -> None:
        self._ask(lambda milvus, of: milvus.upsert(**of, data=rows))

    def _count(self, among: str) -> int:
        counted = self._ask(lambda milvus, of: milvus.query(**of, filter=among, output_fields=["count(*)"]))
        return int(counted[0]["count(*)"])

    def _rows(self, some: Sequence[Passage]) -> list[dict[str, Any]]:
        vectors = self._library.vectors([passage.id for passage in some])
        return [
            self._row(
                passage.id,
                passage.article_number,
                passage.title,
                vectors.get(passage.id),
                body=news_text(passage.text, passage.language),
                published_at=_UNKNOWN if passage.published_at is None else passage.published_at,
                article=_key(passage.article),
                outlet="" if passage.outlet is None else _key(passage.outlet.casefold()),
                language=passage.language or "",
            )
            for passage in some
        ]

    def _row(
        self, id_: int, number: int, title: str, vector: Vectors | None, body: str = "", **filters: object
    ) -> dict[str, Any]:
        """What is stored of a passage; one that waits for `newsdesk reindex` has a vector that is like nothing."""
        of_title, of_body = words_of(title), words_of(body)
        unsaid = " ".join(dict.fromkeys(word for word in of_title if word not in set(of_body)))
        text = " ".join([*of_title, *of_body]).encode()[:_LONGEST].decode(errors="ignore")
        unlike = np.eye(1, self._dimensions, dtype=np.float32)[0]
        usual = {"published_at": _UNKNOWN, "article": "", "outlet": "", "language": ""}
        return usual | {
            "id": id_,
            "number": number,
            "text": text,
            "title_words": len(of_title),
            "unsaid": unsaid.encode()[:_LONGEST].decode(errors="ignore"),
            "vector": (unlike if vector is None else vector).tolist(),
            **filters,
        }

    def _ask(self, ask: Callable[[MilvusClient, Mapping[str, Any]], Answer]) -> Answer:
        """What Milvus says, asked with the collection's name and a time limit. Raises VectorIndexError."""
        of = {"collection_name": self._collection, "timeout": self._seconds}
        was_connected, began = self._client is not None, time.monotonic()
        try:
            return ask(self._connection(), of)
        except _FAILURES as exc:
            self.close()
            log.debug("Milvus", exc_info=True)
            if was_connected and time.monotonic() - began < _CONNECT_SECONDS:  # it may have been begun again
                return self._ask(ask)
            advice = (
                "One process at a time can open its file: end the other, or run a server and set index.milvus_uri"
                if self._is_lite
                else "Start it, or correct index.milvus_uri and index.milvus_token"
            )
            raise VectorIndexError(
                f"Milvus ({self._uri}) does not answer as it should ({type(exc).__name__}). {advice}; nothing is lost."
            ) from exc

    def _connection(self) -> MilvusClient:
        with self._guard:
            if self._client is None:
                self._client = self._connected()
            return self._client

    def _connected(self) -> MilvusClient:
        for talkative in _TALKATIVE:
            logging.getLogger(talkative).setLevel(logging.CRITICAL)
        client = MilvusClient(
            uri=self._uri, token=self._token, timeout=_CONNECT_SECONDS, grpc_options=_GRPC_OPTIONS
        )
        if not client.has_collection(self._collection, timeout=self._seconds):
            client.create_collection(
                self._collection,
                schema=_schema(self._dimensions),
                index_params=_indexes(with_filters=not self._is_lite),
                consistency_level="Strong",
                timeout=self._seconds,
            )
        client.load_collection(self._collection, timeout=self._seconds)
        return client


def _schema(dimensions: int) -> Any:  # noqa: ANN401 - pymilvus's own
    schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("number", DataType.INT64)
    schema.add_field(
        "text",
        DataType.VARCHAR,
        max_length=65_535,
        enable_analyzer=True,
        enable_match=True,
        analyzer_params={"tokenizer": "standard"},
    )
    schema.add_field("title_words", DataType.INT64)
    schema.add_field("unsaid", DataType.VARCHAR, max_length=65_535)  # words of the title that the body lacks
    schema.add_field("terms", DataType.SPARSE_FLOAT_VECTOR)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimensions)
    schema.add_field("published_at", DataType.INT64)
    for name in ("article", "outlet", "language"):
        schema.add_field(name, DataType.VARCHAR, max_length=64)
    schema.add_function(
        Function(
            name="bm25",
            input_field_names=["text"],
            output_field_names=["terms"],
            function_type=FunctionType.BM25,
        )
    )
    return schema


def _indexes(*, with_filters: bool) -> Any:  # noqa: ANN401 - pymilvus's own
    indexes = MilvusClient.prepare_index_params()
    indexes.add_index(
        "terms",
        index_type="SPARSE_INVERTED_INDEX",
        metric_type="BM25",
        params={"bm25_k1": K1, "bm25_b": B},
    )
    indexes.add_index(
        "vector", index_type="HNSW", metric_type="COSINE", params={"M": 16, "efConstruction": 200}
    )
    for name in ("number", "published_at", "article", "outlet", "language") if with_filters else ():
        indexes.add_index(name, index_type="INVERTED")
    return indexes


def _words(row: Mapping[str, Any]) -> Words:
    words = row["text"].split()
    return Words(int(row["number"]), words[: row["title_words"]], words[row["title_words"] :])


def _key(text: str) -> str:
    """Names of any length and with any characters, as something that can be filtered by."""
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _filter(restriction: Restriction) -> str:
    """A restriction in Milvus's words."""
    conditions = []
    if (window := restriction.window) is not None:
        if window.start is not None or window.end is not None:
            conditions.append(f"published_at > {_UNKNOWN}")
        if window.start is not None:
            conditions.append(f"published_at >= {int(window.start.timestamp())}")
        if window.end is not None:
            conditions.append(f"published_at <= {int(window.end.timestamp())}")
    for field, keys in (
        ("outlet", [_key(name.casefold()) for name in restriction.outlets]),
        ("language", list(restriction.languages)),
        ("article", [_key(name) for name in restriction.articles]),
    ):
        if keys:
            conditions.append(f"{field} in {json.dumps(keys)}")
    return " and ".join(conditions)
