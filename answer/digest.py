"""What is new on a topic: one sentence of each story, word for word, the newest first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

import numpy as np

from answer.answers import Citation, Coverage
from answer.citations import cite
from answer.notes import KeywordsOnly, Note
from answer.quoting import choose, quote_of
from answer.scoring import scored_sentences
from answer.sentences import Array, Sentence, words_in
from answer.standing import as_they_stand
from index.restriction import Restriction, Window
from index.search import Hit
from index.searchable import SearchableLibrary

MOST = 10
_READ = 60  # stories from which sentences are chosen
_ON_TOPIC = 0.6  # share of the topic's words, by rarity, from which a passage or a sentence is on it
_IN_OTHER_WORDS = 0.5  # cosine from which it is on it without them


@dataclass(frozen=True, slots=True)
class Digest:
    """The newest `items` on a topic, a story each, undated last, and how many `more` stories were found.

    `coverage` is what was searched; `newest` the last known publication day of the whole library.
    """

    topic: str
    items: tuple[Citation, ...]
    more: int
    coverage: Coverage
    newest: str | None
    notes: tuple[Note, ...] = ()


def digest(
    library: SearchableLibrary,
    topic: str,
    *,
    asked: datetime,
    since: datetime | None = None,
    outlets: tuple[str, ...] = (),
    most: int = MOST,
) -> Digest:
    """What was published on `topic` from `since` (a week before `asked` if it is None) until `asked`.

    Blocks. Raises LibraryError where the library cannot be searched.
    """
    restriction = Restriction(Window(since or a_week_before(asked), asked), outlets)
    found = library.search(topic, asked=asked, restriction=restriction)
    hits = stories_on_topic(found.hits, found.words.known)
    read = hits[:_READ]
    scored = scored_sentences(read, topic, found.words, library.rarity(words_in(read)))
    rows = best_of_stories(scored.sentences, scored.scores, found.words.rarity)
    cited = cite((quote_of(scored.sentences, row, None) for row in rows), library.library, restriction)
    items = newest_first(cited)
    shown = as_they_stand(items[:most], library.library)
    number, first, last = library.library.count(restriction)
    coverage = Coverage(number, first, last, restriction.window)
    notes = () if found.by_meaning else (KeywordsOnly(),)
    newest = library.library.count()[2]
    return Digest(topic, shown, max(0, len(items) - most), coverage, newest, notes)


def a_week_before(asked: datetime) -> datetime:
    """The beginning of the day seven days ago, here or in UTC, in which dates without a time are kept."""
    day = (asked - timedelta(days=7)).date()
    return min(datetime.combine(day, time(), zone) for zone in (asked.tzinfo, UTC))


def stories_on_topic(hits: Sequence[Hit], known: float) -> tuple[Hit, ...]:
    """The best hit of each story that is on the topic, in the order of the hits.

    `known` is the share, by rarity, of the topic's words that the library knows at all.
    """
    stories: dict[int, Hit] = {}
    for hit in hits:
        if hit.coverage * known >= _ON_TOPIC or hit.cosine >= _IN_OTHER_WORDS:
            stories.setdefault(hit.passage.story, hit)
    return tuple(stories.values())


def best_of_stories(sentences: Sequence[Sentence], scores: Array, topic: Mapping[str, float]) -> list[int]:
    """The row of the best sentence of each story, without those that say what a better one says.

    Those that hold most of the topic's words, given with their rarity, come before those that hold some, and these
    before those that hold none.
    """
    total = sum(topic.values()) or 1.0
    shares = [sum(topic.get(word, 0.0) for word in set(one.words)) / total for one in sentences]
    held = np.array([(share > 0) + (share >= _ON_TOPIC) for share in shares], dtype=float)
    best: dict[int, int] = {}
    for row in np.lexsort((-scores, -held)).tolist():
        best.setdefault(sentences[row].hit.passage.story, row)
    only = np.full(len(scores), -np.inf)
    rows = list(best.values())
    only[rows] = scores[rows]
    return choose(sentences, only, len(rows), gap=np.inf)


def newest_first(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    """Citations numbered from 1 in the order of publication, the newest first, the undated last."""
    dated = sorted(citations, key=lambda one: _moment(one.published), reverse=True)
    return tuple(replace(one, marker=number) for number, one in enumerate(dated, 1))


def _moment(published: str | None) -> float:
    return datetime.fromisoformat(published).astimezone().timestamp() if published else -np.inf
