"""How long a warm library takes to search and to answer, by stage."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from time import perf_counter

from answer.desk import Desk
from index.searchable import SearchableLibrary

STAGES = ("search", "choose", "check", "total")
_WARM_UP = 5


@dataclass(frozen=True, slots=True)
class Query:
    """A question, and the day on which it is asked."""

    text: str
    asked: datetime


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds over all questions."""

    median: float
    p95: float


def query(line: dict[str, str]) -> Query:
    """A question from a line of queries.jsonl."""
    return Query(line["text"], datetime.fromisoformat(line["asked"]).replace(tzinfo=UTC))


def search_times(library: SearchableLibrary, queries: Sequence[Query]) -> Times:
    """Searching alone, which is what a retriever does."""
    for one in queries[:_WARM_UP]:
        library.search(one.text, asked=one.asked)
    took = []
    for one in queries:
        begin = perf_counter()
        found = library.search(one.text, asked=one.asked)
        took.append((perf_counter() - begin) * 1000)
        _insist_on_meaning(is_searched=found.by_meaning)
    return times(took)


def answer_times(library: SearchableLibrary, queries: Sequence[Query]) -> dict[str, Times]:
    """Whole answers, by stage, as `took_ms` of an answer tells them."""
    desk = Desk(library, library.settings.answer)
    for one in queries[:_WARM_UP]:
        desk.ask(one.text, asked=one.asked)
    took: dict[str, list[float]] = {stage: [] for stage in STAGES}
    for one in queries:
        considered = desk.consider(one.text, asked=one.asked)
        _insist_on_meaning(is_searched=considered.found.by_meaning)
        for stage in STAGES:
            took[stage].append(considered.answer.took_ms[stage])
    return {stage: times(values) for stage, values in took.items()}


def times(took: Sequence[float]) -> Times:
    """Median and 95th percentile (the value below which 95 of 100 lie)."""
    return Times(median(took), sorted(took)[int(len(took) * 0.95)])


def _insist_on_meaning(*, is_searched: bool) -> None:
    if not is_searched:
        raise RuntimeError("The vector index did not answer, so these times would say nothing. Run it again.")
