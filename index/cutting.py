"""Cuts an article's text into passages that break at sentences and never exceed what the model reads."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

from index.articles import Article
from index.embedding import embedded_text
from index.sentences import news_spans, news_text, trim
from index.stored import Span


@dataclass(frozen=True, slots=True)
class CutArticle:
    """An article, its passages, and for each the text that is embedded: the title and what is news of it."""

    article: Article
    spans: tuple[Span, ...]
    texts: tuple[str, ...]


def piece_starts(texts: Sequence[str], tokenizer: Tokenizer) -> list[list[int]]:
    """Where each text's word pieces begin, as code points. `tokenizer` must not truncate."""
    encodings = tokenizer.encode_batch(list(texts), add_special_tokens=False)
    return [[start for start, end in encoding.offsets if start < end] for encoding in encodings]


def cut_article(article: Article, title: str, starts: Sequence[int], limit: int) -> CutArticle:
    """An article cut into passages, `title` being what is embedded of its title; see `cut`."""
    spans = cut(article.text, article.language, starts, limit)
    read = (news_text(article.text[span.start : span.end], article.language) for span in spans)
    return CutArticle(article, spans, tuple(embedded_text(title, text) for text in read))


def cut(text: str, language: str | None, starts: Sequence[int], limit: int) -> tuple[Span, ...]:
    """Passages in order that together hold all sentences but boilerplate.

    A passage is as many whole sentences as fit into `limit` word pieces (special ones not counted); it may
    span boilerplate, which counts nothing. A sentence longer than the limit is cut between words. `starts` is
    where the text's word pieces begin, from `piece_starts`.
    """
    passages: list[Span] = []
    held = 0
    for sentence in _fitting(text, news_spans(text, language), starts, limit):
        pieces = _pieces(starts, sentence.start, sentence.end)
        if passages and held + pieces <= limit:
            passages[-1] = Span(passages[-1].start, sentence.end)
            held += pieces
        else:
            passages.append(sentence)
            held = pieces
    return tuple(passages)


def _fitting(text: str, sentences: Sequence[Span], starts: Sequence[int], limit: int) -> Iterator[Span]:
    """The sentences, those that are too long cut into pieces."""
    for sentence in sentences:
        if _pieces(starts, sentence.start, sentence.end) <= limit:
            yield sentence
        else:
            yield from _cut_sentence(text, sentence, starts, limit)


def _cut_sentence(text: str, sentence: Span, starts: Sequence[int], limit: int) -> Iterator[Span]:
    """Pieces of a long sentence, each ended at the last white space that leaves it short enough."""
    start = sentence.start
    while _pieces(starts, start, sentence.end) > limit:
        full = starts[bisect_left(starts, start) + limit]
        space = max(text.rfind(" ", start + 1, full + 1), start)
        end = full if space == start else space
        trimmed = Span(*trim(text, start, end))
        if trimmed.start < trimmed.end:
            yield trimmed
        start = end
    rest = Span(*trim(text, start, sentence.end))
    if rest.start < rest.end:
        yield rest


def _pieces(starts: Sequence[int], start: int, end: int) -> int:
    """How many word pieces begin in a range of the text."""
    return bisect_left(starts, end) - bisect_left(starts, start)
