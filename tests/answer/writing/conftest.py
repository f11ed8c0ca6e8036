"""The model and its library, set up as users set them up."""

from collections.abc import Callable
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest

from config.sections import IngestSettings, LlmSettings
from index.articles import Article
from index.sentences import sentence_spans
from ingest.files import expand
from ingest.parsers import Parsers
from ingest.readers import read
from tests.answer.writing.provider import SECRET


@pytest.fixture(scope="session", autouse=True)
def _libraries_are_loaded() -> None:
    """Their imports take seconds on a busy machine, which are no part of the deadlines that tests measure."""
    import llama_index.llms.ollama
    import llama_index.llms.openai_like  # noqa: F401 - loaded, not used


@pytest.fixture
def llm() -> Callable[..., LlmSettings]:
    """Settings for the model of a server."""

    def make(url: str, **more: object) -> LlmSettings:
        given = {"provider": "openai_like", "model": "small", "api_base": url, "api_key": SECRET} | more
        return LlmSettings.model_validate(given)

    return make


@pytest.fixture(scope="session")
def sample_sentences() -> list[tuple[str, str | None]]:
    """The sentences of the sample library with their languages."""
    articles = Path(str(files("samples"))) / "articles"
    settings, now = IngestSettings(), datetime.now(UTC)
    with Parsers(settings) as parsers:
        sources = expand([str(articles)]).sources
        reads = [item for source in sources for item, _ in read(source, settings, now, parsers)]
    return [
        (one.text[span.start : span.end], one.language)
        for one in reads
        if isinstance(one, Article)
        for span in sentence_spans(one.text, one.language)
    ]
