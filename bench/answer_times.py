"""How long a warm library takes to search and to answer, by stage."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from time import perf_counter
from unittest.mock import patch

from timing import timed

from answer.desk import Desk
from index.restriction import Restriction
from index.searchable import SearchableLibrary

PARTS = ("embed", "keywords", "vectors", "join", "match")  # of a search
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


def answer_times(
    library: SearchableLibrary,
    queries: Sequence[Query],
    restriction: Restriction = Restriction(),
    at_once: int = 1,
) -> dict[str, Times]:
    """Whole answers, so many at once, by stage, as `took_ms` of an answer tells them.

    Where they are asked one by one, the parts of the stage "search" are told, too.
    """
    desk = Desk(library, library.settings.answer)
    for one in queries[:_WARM_UP]:
        desk.ask(one.text, asked=one.asked, restriction=restriction)

    def answered(one: Query) -> Mapping[str, float]:
        parts.clear()
        begin = perf_counter()
        considered = desk.consider(one.text, asked=one.asked, restriction=restriction)
        total = (perf_counter() - begin) * 1000
        _insist_on_meaning(is_searched=considered.found.by_meaning)
        of_search = {part: seconds * 1000 for part, seconds in dict(parts).items()}
        return {**considered.answer.took_ms, **of_search, "total": total}

    took: dict[str, list[float]] = defaultdict(list)
    with _parts_of_search(library) as parts, ThreadPoolExecutor(at_once) as pool:
        for stages in pool.map(answered, queries):
            for stage, ms in stages.items():
                took[stage].append(ms)
    shown = (*PARTS, *STAGES) if at_once == 1 else STAGES
    return {stage: times(took[stage]) for stage in shown}


@contextmanager
def _parts_of_search(library: SearchableLibrary) -> Iterator[dict[str, float]]:
    """Seconds by part of all searches since the dictionary was cleared."""
    took: dict[str, float] = defaultdict(float)

    with ExitStack() as patches:
        for part, owner, name in (
            ("embed", library.embedder, "embed"),
            ("keywords", library.keywords, "search"),
            ("vectors", library.vectors, "search"),
            ("join", library.library, "passages"),
            ("join", library.library, "vectors"),
            ("match", library.keywords, "match"),
        ):
            patches.enter_context(
                patch.object(owner, name, timed(getattr(owner, name), part, took, perf_counter))
            )
        yield took


def times(took: Sequence[float]) -> Times:
    """Median and 95th percentile (the value below which 95 of 100 lie)."""
    return Times(median(took), sorted(took)[int(len(took) * 0.95)])


def _insist_on_meaning(*, is_searched: bool) -> None:
    if not is_searched:
        raise RuntimeError("The vector index did not answer, so these times would say nothing. Run it again.")
