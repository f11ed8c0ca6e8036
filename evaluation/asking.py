"""Asks the questions of a data set, through exactly the code that answers users."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from answer.answers import as_json
from answer.desk import desk_of
from config.settings import Settings
from evaluation.dataset import Query, moment_asked
from evaluation.indexing import Corpus
from evaluation.run import Excerpt, Ranked, Reply
from index.library import Library
from index.search import rank_articles

DEPTH = 50  # articles of a ranking


def ask_all(queries: Sequence[Query], corpus: Corpus, settings: Settings) -> Iterator[tuple[str, Reply]]:
    """Each question's id and what it got, one after the other, as of when it was asked. Raises LibraryError.

    The passages are the sentences that the answer was chosen from, in the order that the desk gave them.
    """
    desk = desk_of(corpus.library, settings)
    latest = last_day(corpus.library.library)
    if queries:
        desk.ask(queries[0].text, asked=latest)  # what is loaded on first use is no question's time
    for query in queries:
        considered = desk.consider(query.text, asked=query.asked or latest)
        excerpts = tuple(Excerpt(one.hit.passage.article, one.text) for one in considered.sentences)
        ranked = with_copies(rank_articles(considered.found.hits), corpus.copies)
        yield query.id, Reply(ranked, excerpts, as_json(considered.answer))


def with_copies(
    ranking: Iterable[tuple[str, float]], copies: Mapping[str, tuple[str, ...]]
) -> tuple[Ranked, ...]:
    """A ranking in which articles that were skipped as copies stand right behind the one that was stored."""
    ranked = (Ranked(id_, score) for article, score in ranking for id_ in (article, *copies.get(article, ())))
    return tuple(ranked)[:DEPTH]


def last_day(library: Library) -> datetime:
    """The end of the last day on which something is known to have been published; now, if nothing is."""
    last = library.count()[2]
    return moment_asked(last) if last else datetime.now(UTC)
