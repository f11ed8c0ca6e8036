"""The same words in several articles of one story: which of them is cited, and where else they stand. Pure.

Agencies' texts are printed with small changes. A retelling has nearly the words of the quote, its numbers, and its
negations, so that "also in" never claims what the other article does not say.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from answer.answers import AlsoIn
from answer.figures import agree
from answer.quotes import Quote
from index.articles import Article
from index.sentences import sentence_spans, told_spans
from index.stored import Span, StoredArticle
from index.words import words_of

_SAME = 0.75  # of the words of the longer; a dateline or a place more is the same, another clause is not
_LONGEST = 500  # characters of a quote with what a retelling may add


def retold(quote: Quote, story: Sequence[StoredArticle]) -> Quote:
    """The quote as the story's first article that says the same has it, and with the others that do.

    `story` are the articles of the quote's story, in the order in which they deserve to be cited; a quote of an
    older version than theirs stays as it is.
    """
    telling = [(member, span) for member in story if (span := _told_in(member, quote))]
    if not any(_is_own(member, quote) for member, _ in telling):
        return quote
    (first, span), *others = telling
    also_in = tuple(
        AlsoIn(one.article.id, one.article.outlet, one.article.title, one.article.url, one.article.published)
        for one, _ in others
    )
    if _is_own(first, quote):
        return replace(quote, also_in=also_in)
    text = first.article.text[span.start : span.end]
    return Quote(first.article.id, first.version, span.start, text, quote.speaker, also_in)


def span_saying(quote: str, article: Article) -> Span | None:
    """The sentences of an article that say what a quote says, in nearly the same words."""
    if (at := article.text.find(quote)) >= 0:
        return Span(at, at + len(quote))
    sentences = _sentences(article.text, article.language)
    several = len(sentence_spans(quote, article.language))
    ranges = (Span(a.start, b.end) for a, b in zip(sentences, sentences[several - 1 :], strict=False))
    likely = [
        (_in_common(quote, article.text[span.start : span.end]), span)
        for span in ranges
        if span.end - span.start <= _LONGEST
    ]
    share, best = max(likely, key=lambda one: one[0], default=(0.0, Span(0, 0)))
    agrees = share >= _SAME and agree(quote, article.text[best.start : best.end])
    return best if agrees else None


def _told_in(member: StoredArticle, quote: Quote) -> Span | None:
    if _is_own(member, quote):
        return Span(quote.start, quote.start + len(quote.text))
    return span_saying(quote.text, member.article)


def _is_own(member: StoredArticle, quote: Quote) -> bool:
    return (member.article.id, member.version) == (quote.article, quote.version)


def _in_common(one: str, other: str) -> float:
    """The share of common words in the longer of two texts."""
    mine, theirs = set(words_of(one)), set(words_of(other))
    return len(mine & theirs) / max(len(mine), len(theirs), 1)


@lru_cache(maxsize=64)
def _sentences(text: str, language: str | None) -> tuple[Span, ...]:
    return told_spans(text, language)
