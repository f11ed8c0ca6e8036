"""The library as parts of llama-index: a retriever over its passages, and its embedding model.

Whoever builds with llama-index imports this module; newsdesk itself does not, for llama-index takes more than
a second to import.

    with SearchableLibrary(load_settings()) as library:
        engine = RetrieverQueryEngine.from_args(LibraryRetriever(library), llm=your_llm)
        print(engine.query("What did Merz say about a ceasefire?"))
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeRelationship, NodeWithScore, QueryBundle, RelatedNodeInfo, TextNode
from pydantic import PrivateAttr

from index.embedding import Embedder
from index.restriction import Restriction
from index.search import Hit
from index.searchable import SearchableLibrary

_FOR_MODELS = ("title", "outlet", "published")  # what a language model should read beside the passage


class LibraryRetriever(BaseRetriever):
    """Finds passages of a library, as every question to newsdesk does. Thread-safe.

    A node's id stays the same as long as its article's version and its place in the text do. Its metadata are
    article (id), version, start, end (code points of that version's text), title, outlet, published, url.
    """

    def __init__(
        self,
        library: SearchableLibrary,
        *,
        limit: int = 10,
        restriction: Restriction = Restriction(),
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        **given: Any,  # noqa: ANN401 - what BaseRetriever takes
    ) -> None:
        """Retrieve `limit` passages within `restriction`, as of `clock` (with a zone). `library` stays open."""
        super().__init__(**given)
        self._library = library
        self._limit = limit
        self._restriction = restriction
        self._clock = clock

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        """Passages, best first. Raises LibraryError where the library cannot be searched."""
        found = self._library.search(
            query_bundle.query_str, asked=self._clock(), restriction=self._restriction, limit=self._limit
        )
        return [NodeWithScore(node=node_of(hit), score=hit.score) for hit in found.hits]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        """The same in a thread, so that the event loop goes on."""
        return await asyncio.to_thread(self._retrieve, query_bundle)


class LibraryEmbedding(BaseEmbedding):
    """A library's embedding model, for llama-index's own indexes and splitters."""

    _embedder: Embedder = PrivateAttr()

    def __init__(self, embedder: Embedder, **given: Any) -> None:  # noqa: ANN401 - what BaseEmbedding takes
        """Use `embedder`, such as `SearchableLibrary.embedder`."""
        super().__init__(**({"model_name": embedder.identity.name} | given))
        self._embedder = embedder

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._embedder.embed(texts).tolist()
        return vectors

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return await asyncio.to_thread(self._get_query_embedding, query)


def node_of(hit: Hit) -> TextNode:
    """A hit as llama-index knows it: the passage's text, word for word, with where it stands."""
    passage = hit.passage
    metadata = {
        "article": passage.article,
        "version": passage.version,
        "start": passage.start,
        "end": passage.end,
        "title": passage.title,
        "outlet": passage.outlet,
        "published": passage.published,
        "url": passage.url,
    }
    hidden = [name for name in metadata if name not in _FOR_MODELS]
    return TextNode(
        id_=f"{passage.article}/{passage.version}/{passage.start}-{passage.end}",
        text=passage.text,
        metadata=metadata,
        excluded_llm_metadata_keys=hidden,
        excluded_embed_metadata_keys=[*hidden, "outlet", "published"],
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=passage.article)},
    )
