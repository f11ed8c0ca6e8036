"""Every test of this folder holds on one machine and on servers: `set_up` is the one, then the other."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.sections import EmbeddingSettings
from config.settings import Settings
from index.embedding import Embedder, load_embedder
from index.searchable import SearchableLibrary
from tests.contract.set_ups import SetUp, on_one_machine, on_servers
from tests.milvus import running_milvus
from tests.postgres import PostgresServer


@pytest.fixture(scope="session", autouse=True)
def _loaded_once() -> Iterator[None]:
    """All libraries share the loaded model, which takes longer to load than a test."""
    loaded: dict[str, Embedder] = {}

    def load(settings: EmbeddingSettings, cache: Path) -> Embedder:
        if settings.model not in loaded:
            loaded[settings.model] = load_embedder(settings, cache)
        return loaded[settings.model]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.searchable.load_embedder", load)
        yield


@pytest.fixture(scope="session")
def one_machine() -> SetUp:
    """SQLite, tantivy and Chroma."""
    return on_one_machine()


@pytest.fixture(scope="session")
def servers(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SetUp]:
    """PostgreSQL and Milvus."""
    pytest.importorskip("milvus_lite")
    with running_milvus(tmp_path_factory.mktemp("milvus") / "data") as milvus:
        yield on_servers(postgres, milvus)


@pytest.fixture(scope="session", params=["one_machine", "servers"])
def set_up(request: pytest.FixtureRequest) -> SetUp:
    """What a test's libraries run on."""
    given: SetUp = request.getfixturevalue(request.param)
    return given


@pytest.fixture(scope="session")
def shared_settings(set_up: SetUp, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the library that most tests share, one after the other."""
    return set_up.settings(tmp_path_factory.mktemp("shared") / "data")


@pytest.fixture(scope="session")
def _shared(shared_settings: Settings) -> Iterator[SearchableLibrary]:
    with SearchableLibrary(shared_settings) as library:
        yield library
        library.close(stop_server_if_last=True)


@pytest.fixture
def library(_shared: SearchableLibrary) -> SearchableLibrary:
    """An open library that holds nothing, or nothing any more."""
    _shared.library.remove([stored.article.id for stored in _shared.library.articles(limit=1000)])
    return _shared
