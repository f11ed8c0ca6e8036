"""Which of the articles that came in answer a watched question, and which of their sentences are told.

An article is told of if the question, asked now, would quote it, and if it answers alone as well; each by the
confidence that answers need. Over 40 questions of rtqa-dev (`bench/watching.py --questions 40`) that tells 65% of the
relevant articles, for 90% of the questions at least one, 17% of the likest others, and none of 200 random ones. Either
condition alone was tried before, over 120 questions: the first told 72% and 27%, the second 83% and 36%.
"""

from collections.abc import Collection
from datetime import datetime

from answer.attempts import Attempts, Choice, Stopwatch
from answer.conversation import NO_CONTEXT
from answer.quoting import quote_of
from answer.retelling import span_saying
from config.sections import AnswerSettings
from index.restriction import Restriction
from index.searchable import SearchableLibrary
from index.spelling import respelled
from index.watches import Finding

_PASSAGES = 40  # an answer reads 12 and quotes 4; what is new need not be among the best four
_QUOTES = 30


class Lookout:
    """Looks through new articles of one library for answers. Blocks; thread-safe."""

    def __init__(self, library: SearchableLibrary, settings: AnswerSettings) -> None:
        self._library = library
        self._alone = Attempts(library, settings)
        wide = {"passages": max(_PASSAGES, settings.passages), "max_quotes": _QUOTES}
        self._wide = Attempts(library, settings.model_copy(update=wide))

    def news(
        self, question: str, *, asked: datetime, articles: Collection[int], told: Collection[int]
    ) -> tuple[Finding, ...]:
        """One quote for each story that `articles` (by number) bring to the question, the surest first.

        Stories whose numbers are in `told` are left out. Raises LibraryError.
        """
        if not articles:
            return ()
        read = respelled(question, self._library.respellings(question))
        whole = self._wide.best(
            read, asked=asked, restriction=Restriction(), watch=Stopwatch(), context=NO_CONTEXT
        )
        if not self._wide.is_sure(whole):
            return ()
        found = (_finding(whole.choice, row) for row in new_rows(whole.choice, articles, told))
        return tuple(
            one for one in found if not self._is_known(one, articles) and self._answers(one, read, asked)
        )

    def _is_known(self, found: Finding, articles: Collection[int]) -> bool:
        """Whether an article of the same story that was there before says the same."""
        before = (one for one in self._library.library.story_of(found.id) if one.number not in articles)
        return any(span_saying(found.text, one.article) for one in before)

    def _answers(self, found: Finding, question: str, asked: datetime) -> bool:
        only = Restriction(articles=(found.id,))
        return self._alone.is_sure(
            self._alone.best(question, asked=asked, restriction=only, watch=Stopwatch(), context=NO_CONTEXT)
        )


def new_rows(choice: Choice, articles: Collection[int], told: Collection[int]) -> list[int]:
    """The chosen rows that are of these articles, one of each story that was not told yet."""
    stories = set(told)
    rows = []
    for row in choice.rows:
        passage = choice.sentences[row].hit.passage
        if passage.article_number in articles and passage.story not in stories:
            stories.add(passage.story)
            rows.append(row)
    return rows


def _finding(choice: Choice, row: int) -> Finding:
    passage = choice.sentences[row].hit.passage
    quote = quote_of(choice.sentences, row)
    return Finding(
        passage.article_number, passage.story, quote.article, quote.version, quote.start, quote.text
    )
