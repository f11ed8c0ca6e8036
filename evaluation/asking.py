"""Asks the questions of a data set, through exactly the code that answers users."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from answer.answers import as_json
from answer.desk import Desk
from config.settings import AnswerSettings
from evaluation.dataset import Query, moment_asked
from evaluation.indexing import Corpus
from evaluation.run import Excerpt, Ranked, Reply
from index.library import Library

DEPTH = 50  # articles of a ranking
PASSAGES = 10


def ask_all(
    queries: Sequence[Query], corpus: Corpus, settings: AnswerSettings, *, with_answers: bool = True
) -> Iterator[tuple[str, Reply]]:
    """Each question's id and what it got, one after the other, as of when it was asked. Raises LibraryError."""
    desk = Desk(corpus.library, settings)
    last_day = _last_day(corpus.library.library)
    if queries:
        desk.ask(queries[0].text, asked=last_day)  # what is loaded on first use is no question's time
    for query in queries:
        asked = query.asked or last_day
        if with_answers:
            found, answer = desk.find_and_answer(query.text, asked=asked)
            answered = as_json(answer)
        else:
            found, answered = desk.find(query.text, asked=asked), None
        excerpts = tuple(Excerpt(hit.passage.article, hit.passage.text) for hit in found.hits[:PASSAGES])
        ranked = rank_articles(((hit.passage.article, hit.score) for hit in found.hits), corpus.copies)
        yield query.id, Reply(ranked, excerpts, answered)


def rank_articles(
    found: Iterable[tuple[str, float]], copies: Mapping[str, tuple[str, ...]]
) -> tuple[Ranked, ...]:
    """Articles by their best passage, from each passage's article and score, the best first.

    Articles that were skipped as copies stand right behind the one that was stored.
    """
    best: dict[str, float] = {}
    for article, score in found:
        best.setdefault(article, score)
    ranked = (
        Ranked(id_, score) for article, score in best.items() for id_ in (article, *copies.get(article, ()))
    )
    return tuple(ranked)[:DEPTH]


def _last_day(library: Library) -> datetime:
    """The end of the last day on which something is known to have been published; now, if nothing is."""
    last = library.count()[2]
    return moment_asked(last) if last else datetime.now(UTC)
