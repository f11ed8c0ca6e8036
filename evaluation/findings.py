"""What went wrong question by question: what was found, what was wanted. For people to read in a report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evaluation.answer_measures import gold_queries, is_answered, is_right
from evaluation.article_measures import first_rank, ranked_queries
from evaluation.dataset import Dataset, Query
from evaluation.indexing import Corpus
from evaluation.run import Reply, Run
from index.articles import Article

FAULTS = {  # the heavier, the worse; the words that people read
    "should have refused": 5,
    "not in the first ten": 4,
    "wrong quotes": 3,
    "wrongly refused": 2,
    "not first": 1,
}
_SHOWN = 3
_EXCERPT = 360


@dataclass(frozen=True, slots=True)
class Marked:
    """A piece of text and where in it the gold answer stands (`gold` empty: it does not)."""

    before: str
    gold: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """An article as people see it, with the piece of its text that matters here."""

    id: str
    title: str
    outlet: str | None
    published: str | None
    url: str | None
    text: Marked
    rank: int | None = None
    is_wanted: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One question with a fault. `rank` is where the first article that answers stands; None is nowhere."""

    query: Query
    faults: tuple[str, ...]
    rank: int | None
    confidence: float | None
    quotes: tuple[Marked, ...]
    found: tuple[Shown, ...]
    wanted: tuple[Shown, ...]
    more_wanted: int

    @property
    def badness(self) -> int:
        """How bad it is; higher is worse."""
        return sum(FAULTS[fault] for fault in self.faults)


def findings(dataset: Dataset, run: Run, corpus: Corpus) -> list[Finding]:
    """All questions with a fault, the worst first; of equal ones the most confident answer first."""
    ranked = {query.id for query in ranked_queries(dataset)}
    gold = {query.id for query in gold_queries(dataset)}
    shelf = _Shelf(corpus)
    found = []
    for query in dataset.queries:
        reply = run.get(query.id, Reply())
        rank = first_rank(dataset, query.id, reply)
        faults = (
            *(_ranking_faults(rank) if query.id in ranked else ()),
            *_answer_faults(query, reply.answer, has_gold=query.id in gold),
        )
        if faults:
            found.append(_finding(dataset, query, reply, rank, faults, shelf))
    return sorted(found, key=lambda one: (-one.badness, -(one.confidence or 0.0)))


def mark(text: str, gold: str | None, length: int = _EXCERPT) -> Marked:
    """About `length` characters of a text, around the gold answer where it holds it, else its beginning."""
    at = text.casefold().find(gold.casefold()) if gold else -1
    if at < 0 or gold is None:
        return Marked(_cut(text, 0, length))
    end = at + len(gold)
    start = max(0, at - length // 2)
    start = text.find(" ", start, at) + 1 or start if start else 0  # at a word
    return Marked(("…" if start else "") + text[start:at], text[at:end], _cut(text, end, length // 2))


def _ranking_faults(rank: int | None) -> tuple[str, ...]:
    if rank is None or rank > 10:  # noqa: PLR2004 - the depth of mrr@10
        return ("not in the first ten",)
    return ("not first",) if rank > 1 else ()


def _answer_faults(query: Query, answer: Mapping[str, Any] | None, *, has_gold: bool) -> tuple[str, ...]:
    if answer is None:
        return ()
    if query.kind == "absent":
        return ("should have refused",) if is_answered(answer) else ()
    if not is_answered(answer):
        return ("wrongly refused",)
    return ("wrong quotes",) if has_gold and not is_right(query, answer) else ()


def _finding(
    dataset: Dataset, query: Query, reply: Reply, rank: int | None, faults: tuple[str, ...], shelf: "_Shelf"
) -> Finding:
    answer = reply.answer or {}
    wanted = dataset.wanted(query.id)
    return Finding(
        query=query,
        faults=faults,
        rank=rank,
        confidence=answer.get("confidence"),
        quotes=tuple(mark(one["quote"], query.answer) for one in answer.get("citations", ())),
        found=tuple(_found(reply, query, wanted, shelf)),
        wanted=tuple(shelf.shown(id_, None, query, is_wanted=True) for id_ in wanted[:_SHOWN]),
        more_wanted=max(0, len(wanted) - _SHOWN),
    )


def _found(reply: Reply, query: Query, wanted: Sequence[str], shelf: "_Shelf") -> list[Shown]:
    """The best articles, each with its best passage."""
    best = {passage.article: passage.text for passage in reversed(reply.passages)}
    return [
        shelf.shown(one.article, best.get(one.article), query, is_wanted=one.article in wanted, rank=rank)
        for rank, one in enumerate(reply.ranking[:_SHOWN], 1)
    ]


class _Shelf:
    """The articles of a corpus by id, also those that are there only as copies of another."""

    def __init__(self, corpus: Corpus) -> None:
        self._library = corpus.library.library
        self._stands_for = {copy: id_ for id_, copies in corpus.copies.items() for copy in copies}

    def shown(
        self, id_: str, passage: str | None, query: Query, *, is_wanted: bool, rank: int | None = None
    ) -> Shown:
        """The article with a passage of it, or with what surrounds the gold answer in it."""
        stored = self._library.article(self._stands_for.get(id_, id_))
        article = stored.article if stored else Article(id_, id_, f"{id_} (not in the corpus)", "")
        text = mark(passage or article.text, query.answer)
        return Shown(
            id_, article.title, article.outlet, article.published, article.url, text, rank, is_wanted
        )


def _cut(text: str, start: int, length: int) -> str:
    if start + length >= len(text):
        return text[start:]
    return f"{text[start : start + length].rpartition(' ')[0]} …"
