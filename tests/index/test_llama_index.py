"""The library inside llama-index's own query engine and index."""

import asyncio
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from llama_index.core import VectorStoreIndex
from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.schema import MetadataMode, TextNode

from index.llama_index import LibraryEmbedding, LibraryRetriever
from index.restriction import Restriction

NOW = datetime(2026, 1, 10, tzinfo=UTC)
FERRY = "A ferry hit the pier at Sundmark. Seven people were injured."
BREAD = "The bakery on Mill Lane sells rye loaves before dawn."


@pytest.fixture
def filled(library, make_article):
    ferry = make_article(
        "ferry", FERRY, title="Ferry crash", published="2026-01-05", url="https://courier.example/ferry"
    )
    bread = make_article("bread", BREAD, title="Rye", outlet="The Post", published="2026-01-06")
    library.put(library.prepare([ferry, bread]))
    return library


def retriever(library, **given):
    return LibraryRetriever(library, clock=lambda: NOW, **given)


def test_a_retrieved_node_is_a_passage_and_tells_where_it_stands(filled):
    best = retriever(filled).retrieve("Who was hurt in the ferry crash?")[0]

    assert best.node.text == FERRY
    assert best.node.metadata == {
        "article": "ferry",
        "version": 1,
        "start": 0,
        "end": len(FERRY),
        "title": "Ferry crash",
        "outlet": "The Courier",
        "published": "2026-01-05",
        "url": "https://courier.example/ferry",
    }
    assert best.node.ref_doc_id == "ferry"


def test_nodes_come_best_first_and_no_more_than_asked_for(filled):
    both = retriever(filled).retrieve("ferry")
    assert [hit.node.metadata["article"] for hit in both] == ["ferry", "bread"]
    assert both[0].score > both[1].score
    assert len(retriever(filled, limit=1).retrieve("ferry")) == 1


def test_a_node_keeps_its_id_until_its_article_changes(filled, make_article):
    def ids():
        return {hit.node.metadata["article"]: hit.node.node_id for hit in retriever(filled).retrieve("ferry")}

    before = ids()
    filled.put(
        filled.prepare([make_article("ferry", FERRY + " One of them was a child.", title="Ferry crash")])
    )
    after = ids()
    assert after["bread"] == before["bread"]
    assert after["ferry"] != before["ferry"]


def test_a_retriever_stays_within_its_restriction(filled):
    found = retriever(filled, restriction=Restriction(outlets=("The Post",))).retrieve("ferry")
    assert [hit.node.metadata["article"] for hit in found] == ["bread"]


async def test_retrieving_leaves_the_event_loop_free(filled, monkeypatch):
    threads = []
    search = filled.search
    monkeypatch.setattr(
        filled,
        "search",
        lambda *given, **named: threads.append(threading.current_thread()) or search(*given, **named),
    )
    found = await retriever(filled).aretrieve("ferry")
    assert found[0].node.metadata["article"] == "ferry"
    (thread,) = threads
    assert thread is not threading.main_thread()


def test_a_query_engine_gives_the_model_passages_with_their_outlet_and_date(filled):
    engine = RetrieverQueryEngine.from_args(retriever(filled, limit=1), llm=MockLLM())
    response = engine.query("Who was hurt in the ferry crash?")

    assert FERRY in str(response)  # MockLLM repeats its prompt
    assert "outlet: The Courier" in str(response)
    assert "courier.example" not in str(response)
    assert [hit.node.metadata["article"] for hit in response.source_nodes] == ["ferry"]


def test_the_librarys_model_embeds_for_an_index_of_llama_index(embedder):
    embedding = LibraryEmbedding(embedder)
    index = VectorStoreIndex([TextNode(text=FERRY), TextNode(text=BREAD)], embed_model=embedding)

    hits = index.as_retriever(similarity_top_k=2).retrieve("ship accident")

    assert [hit.node.get_content(MetadataMode.NONE) for hit in hits] == [FERRY, BREAD]
    assert embedding.model_name == "all-MiniLM-L6-v2"


def test_texts_and_queries_are_embedded_as_the_library_embeds_them(embedder):
    embedding = LibraryEmbedding(embedder)
    expected = embedder.embed([FERRY])[0]

    assert np.allclose(embedding.get_query_embedding(FERRY), expected, atol=1e-6)
    assert np.allclose(embedding.get_text_embedding_batch([BREAD, FERRY])[1], expected, atol=5e-3)
    assert np.allclose(asyncio.run(embedding.aget_query_embedding(FERRY)), expected, atol=1e-6)


def test_newsdesk_itself_does_not_load_llama_index():
    code = "import sys, cli.main, index.searchable, answer.desk, bot.client; sys.exit('llama_index' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], check=False).returncode
        == 0
    )
