"""What is taken for a lost vector, and what is not."""

import socket

import httpx
import numpy as np
import pytest

from config.errors import VectorIndexError
from index.checking import check
from index.projection import Batch
from index.searchable import SearchableLibrary
from index.stored import ModelIdentity
from index.vectors import VectorIndex
from tests.torture.fleet import convoy

PASSAGES = 1_000  # as many as Chroma keeps in memory before it writes its graph to files


@pytest.fixture
def at_sea(library):
    convoy(library, PASSAGES, np.random.default_rng(1))
    library.follow()
    return library


def graph(settings, name):
    return next(settings.data_dir.glob(f"chroma/store-1/*/{name}"))


def test_a_batch_that_is_applied_again_leaves_the_links_as_they_were(at_sea, settings):
    """Of vectors that are linked anew some are left that no link leads to."""
    before = graph(settings, "data_level0.bin").read_bytes()
    passages = tuple(at_sea.library.passages_between(1, PASSAGES))
    at_sea.vectors._vectors.apply(Batch((), passages, at_sea.library.last_change()))
    assert graph(settings, "data_level0.bin").read_bytes() == before
    assert at_sea.vectors.ids() == {passage.id for passage in passages}


def test_a_vector_that_no_link_leads_to_is_not_lost(library, monkeypatch):
    """Which ones are missed is up to Chroma's threads, so it is said here."""
    convoy(library, 100, np.random.default_rng(1))
    library.follow()
    monkeypatch.setattr(
        "index.vectors.VectorIndex._missed", lambda _, some, __: [id_ for id_ in some if id_ == 7]
    )
    assert library.vectors.unfound(range(1, 101)) == 0
    assert all(part.is_sound for part in check(library))


def test_an_index_whose_links_miss_many_is_made_anew_once_and_then_taken_as_it_is(
    library, settings, monkeypatch
):
    convoy(library, 100, np.random.default_rng(1))
    monkeypatch.setattr("index.vectors.VectorIndex.unfound", lambda _, sample: len(sample) // 5)
    library.follow()
    assert list(settings.data_dir.glob("chroma/store-*")) == [settings.data_dir / "chroma" / "store-2"]
    assert library.vectors.ready(0)


def test_a_single_vector_that_chroma_lost_is_noticed_and_the_index_made_anew(at_sea, settings):
    sample = at_sea.library.sample_passages(100)
    at_sea.vectors._vectors._collection().update(ids=[str(sample[50])], embeddings=[[1.0] + [0.0] * 383])
    assert at_sea.vectors.unfound(sample) == 1
    at_sea.close(stop_server_if_last=True)

    with SearchableLibrary(settings) as again:
        again.follow()
        assert again.vectors.unfound(sample) == 0
        again.close(stop_server_if_last=True)


def test_a_server_that_takes_the_connection_and_says_nothing_is_not_waited_for_for_ever(library, monkeypatch):
    monkeypatch.setattr("index.vectors._PATIENCE", httpx.Timeout(0.2))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        index = VectorIndex(
            lambda: ("127.0.0.1", port, False), library.library, ModelIdentity("none", "0", 384)
        )
        with pytest.raises(VectorIndexError, match="Keyword search still answers"):
            index.ids()
