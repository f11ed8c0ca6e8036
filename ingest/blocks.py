"""Blocks of work for several processes or machines: what of the input belongs together, and what is done with it.

The functions at the end run wherever the workers are. They know nothing of the library: what is stored already is
found out between the two of them, by the one process that stores.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from config.errors import ConfigurationError
from config.sections import EmbeddingSettings, IndexSettings, IngestSettings
from config.settings import Settings
from index.articles import Article
from index.embedding import Embedder, load_embedder
from index.preparing import cut_articles, embed_articles
from index.stored import IndexedArticle, ModelIdentity
from ingest.parsers import Parsers
from ingest.readers import FromRecord, lines_of, read, read_line
from ingest.records import Line
from ingest.sources import Failure, Source

_BLOCK_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class Part:
    """A file that the worker opens, or a line of one that comes with it; `failure` is what stands there instead."""

    source: Source
    line: Line | None = None
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Parts that one worker reads together, and the bytes of the input up to their end."""

    parts: tuple[Part, ...]
    done: int


@dataclass(frozen=True, slots=True)
class Tools:
    """What a worker makes itself able with, once; it holds no secret."""

    ingest: IngestSettings
    embedding: EmbeddingSettings
    index: IndexSettings
    cache_dir: Path
    now: datetime


def tools_of(settings: Settings, now: datetime, threads: int) -> Tools:
    """The tools of workers whose model runs in so many threads."""
    embedding = settings.embedding.model_copy(update={"api_key": None, "threads": threads})
    index = settings.index.model_copy(update={"milvus_token": None, "chroma_token": None})
    return Tools(settings.ingest, embedding, index, settings.cache_dir, now)


def blocks(sources: Iterable[Source], settings: IngestSettings) -> Iterator[Block]:
    """The sources in blocks, in their order: so many parts as a batch has articles, or 2 MB.

    Files are named, not opened, but those of JSON Lines, which are brought along in lines: they may have any size.
    """
    parts: list[Part] = []
    held = end = 0
    for part, size, end in _parts(sources, settings):
        parts.append(part)
        held += size
        if len(parts) >= settings.batch_articles or held >= _BLOCK_BYTES:
            yield Block(tuple(parts), end)
            parts, held = [], 0
    if parts:
        yield Block(tuple(parts), end)


def _parts(sources: Iterable[Source], settings: IngestSettings) -> Iterator[tuple[Part, int, int]]:
    """Each part with its bytes, and the bytes of the input up to its end."""
    before = 0
    for source in sources:
        if source.format == "jsonl":
            for line, done in lines_of(source, settings):
                if isinstance(line, Failure):
                    yield Part(source, failure=line), 0, before + done
                else:
                    yield Part(source, line), len(line[1] or b""), before + done
        else:
            yield Part(source), source.size or 0, before + (source.size or 0)
        before += source.size or 0


# --- where the workers are -------------------------------------------------------------------------------------


def read_parts(tools: Tools, parts: Sequence[Part]) -> list[list[FromRecord]]:
    """What each part holds."""
    return [_read(tools, part) for part in parts]


def prepare_articles(
    tools: Tools, model: ModelIdentity, articles: Sequence[Article]
) -> list[IndexedArticle | Failure]:
    """Each article with its passages and vectors. Raises ConfigurationError where the model here is another."""
    embedder = _embedder(tools.embedding, tools.cache_dir)
    if embedder.identity.digest != model.digest:
        raise ConfigurationError(
            f"A worker has another embedding model ({embedder.identity.name}) than the library ({model.name}). Give "
            "all machines the same embedding.model."
        )
    return [*embed_articles(cut_articles(articles, embedder, tools.index), embedder)]


def _read(tools: Tools, part: Part) -> list[FromRecord]:
    if part.failure:
        return [(None, part.failure)]
    if part.line:
        return read_line(part.line, part.source, tools.ingest, tools.now)
    found = read(part.source, tools.ingest, tools.now, _parsers(tools.ingest))
    return [(None, item) for item, _ in found]


@lru_cache(1)
def _parsers(settings: IngestSettings) -> Parsers:
    return Parsers(settings)


@lru_cache(1)
def _embedder(settings: EmbeddingSettings, cache_dir: Path) -> Embedder:
    # the tokenizer takes a thread for each core, whatever the model is told
    os.environ["RAYON_NUM_THREADS"] = str(settings.threads)
    return load_embedder(settings, cache_dir)
