"""Articles that came from the test site, and somebody who looks at their pages again."""

from collections.abc import Callable

import numpy as np
import pytest

from index.stored import IndexedArticle, ModelIdentity, StoredArticle
from ingest.pipeline import Tally, ingest
from ingest.refreshing.rounds import Refresher
from ingest.web.reading import Web

NO_MODEL = ModelIdentity("none", "0", 1)
TEXT = (
    "The harbour of Calder was closed on Tuesday after a storm broke two of its gates and sank a ferry. "
    "Nobody was hurt, but ships will have to wait outside until divers have looked at the wreck on Friday."
)


@pytest.fixture
def text() -> str:
    return TEXT


@pytest.fixture
def web(settings, fetcher, clock, parsers) -> Web:
    """With the parsers that all tests share: starting some takes longer than most of these tests."""
    web = Web(settings, fetcher=fetcher, clock=clock)
    web.parsers = parsers
    return web


@pytest.fixture
def put_page(site) -> Callable[..., None]:
    """Put an article at a path of the site; by default with an ETag, and published a day before the tests begin."""

    def put(path: str = "/harbour", text: str = TEXT, *, date: str = "2026-01-19T12:00:00Z", **more) -> None:
        head = f"<title>{path[1:]} closed</title><meta property='article:published_time' content='{date}'>"
        headers = {"ETag": f'"{hash(text)}"'}
        body = f"<html lang=en>{head}<article><h1>{path[1:]} closed</h1><p>{text}</p></article></html>"
        site[path] = site.Answer(body, headers=headers, **more)

    return put


@pytest.fixture
def fetch(site, library, web) -> Callable[..., StoredArticle]:
    """Bring the article at a path of the site into the library, without passages, which most tests do not need."""
    nothing = np.zeros((0, NO_MODEL.dimensions), dtype=np.float32)

    def fetching(path: str = "/harbour") -> StoredArticle:
        article = web.article(site.url(path))
        library.library.put([IndexedArticle(article, (), nothing)], NO_MODEL)
        stored = library.library.article(article.id)
        assert stored is not None
        return stored

    return fetching


@pytest.fixture
def ingest_page(site, library, web) -> Callable[..., StoredArticle]:
    """Bring the article at a path of the site into the library as `newsdesk ingest URL` does, to be searched."""

    def ingesting(path: str = "/harbour") -> StoredArticle:
        ingest(library, web.articles([site.url(path)]), Tally(), batch_articles=8)
        return next(one for one in library.library.articles() if one.article.url == site.url(path))

    return ingesting


@pytest.fixture
def refresher(library, web) -> Refresher:
    return Refresher(library, web)


@pytest.fixture
def looks(refresher) -> Callable[[], list[str]]:
    """Look at all pages that are due; what was found, in words."""

    def looking() -> list[str]:
        found: list[str] = []
        refresher.refresh(refresher.due(100), lambda look: found.append(look.found.value))
        return sorted(found)

    return looking
