"""From articles to passages with vectors: what needs the embedding model, and nothing of the library."""

from collections.abc import Sequence

from config.sections import IndexSettings
from index.articles import Article
from index.cutting import CutArticle, cut_article, piece_starts
from index.embedding import Embedder
from index.stored import IndexedArticle

_LEAST_ROOM = 16  # word pieces for the passage, however long its title
_SPECIAL_TOKENS = 3  # [CLS], [SEP] and the line break between title and passage


def cut_articles(batch: Sequence[Article], embedder: Embedder, settings: IndexSettings) -> list[CutArticle]:
    """Articles in passages, each with the text that is embedded for it."""
    titles = _short_titles([article.title for article in batch], embedder, settings.title_tokens)
    starts = piece_starts([article.text for article in batch], embedder.tokenizer)
    room = min(settings.passage_tokens, embedder.max_tokens) - _SPECIAL_TOKENS
    return [
        cut_article(article, title, of_article, max(_LEAST_ROOM, room - taken))
        for article, of_article, (title, taken) in zip(batch, starts, titles, strict=True)
    ]


def embed_articles(batch: Sequence[CutArticle], embedder: Embedder) -> list[IndexedArticle]:
    """Articles with their passages' vectors, which are made together: many short texts are soon made."""
    vectors = embedder.embed([text for one in batch for text in one.texts])
    prepared, at = [], 0
    for one in batch:
        prepared.append(IndexedArticle(one.article, one.spans, vectors[at : at + len(one.spans)]))
        at += len(one.spans)
    return prepared


def _short_titles(titles: Sequence[str], embedder: Embedder, limit: int) -> list[tuple[str, int]]:
    """Each title, cut at the last word piece that the limit leaves it, with how many pieces it takes."""
    encodings = embedder.tokenizer.encode_batch(list(titles), add_special_tokens=False)
    return [
        (title, len(encoding.ids))
        if len(encoding.ids) <= limit
        else (title[: encoding.offsets[limit][0]].rstrip(), limit)
        for title, encoding in zip(titles, encodings, strict=True)
    ]
