"""Parts that several rooms' tests use: real ones, small, in temporary folders."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.settings import Settings, load_settings
from index.articles import Article, short_id
from index.embedding import Embedder, load_embedder
from index.searchable import SearchableLibrary

CACHE = Path(__file__).parents[1] / "build" / "test-cache"  # the converted model, made once a machine


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Tests see no setting of the person who runs them."""
    for name in list(os.environ):
        if name.startswith("NEWSDESK_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with a library of their own; its Chroma server ends with its last user."""
    return load_settings(data_dir=tmp_path / "data", cache_dir=CACHE, index={"chroma_linger_seconds": 0})


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The bundled model."""
    settings = load_settings(cache_dir=CACHE)
    return load_embedder(settings.embedding, settings.cache_dir)


@pytest.fixture
def library(settings: Settings) -> Iterator[SearchableLibrary]:
    """An empty library with its real indexes."""
    opened = SearchableLibrary(settings)
    yield opened
    opened.close(stop_server_if_last=True)


@pytest.fixture
def make_article() -> Callable[..., Article]:
    """Make an article from what matters to a test."""

    def make(id_: str = "a1", text: str = "The harbour was closed on Tuesday.", **fields: object) -> Article:
        values: dict[str, object] = {"title": "Harbour closed", "outlet": "The Courier", "language": "en"}
        return Article(key=f"id:{id_}", id=id_ or short_id(id_), text=text, **(values | fields))  # type: ignore[arg-type] # a test's free choice of fields

    return make
