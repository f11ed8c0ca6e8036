"""From articles that were read to a searchable library."""

import threading
from collections import deque
from datetime import UTC, datetime

import pytest

from ingest.pipeline import MOST_FAILURES, Tally, ingest
from ingest.sources import Failure

NOW = datetime(2026, 1, 10, tzinfo=UTC)


def run(library, items, batch_articles=2):
    tally = Tally()
    seen = []
    ingest(
        library,
        items,
        tally,
        batch_articles=batch_articles,
        progress=lambda tally: seen.append(tally.articles),
    )
    return tally, seen


def counts(tally):
    return (tally.added, tally.updated, tally.unchanged, tally.duplicate, tally.failed)


def test_every_input_is_counted_once(library, make_article):
    failure = Failure("x.json", 3, "broken")
    items = [
        make_article("a", "Alpha."),
        failure,
        make_article("b", "Beta."),
        make_article("c", "Alpha."),
        make_article("a", "Alpha."),
    ]
    tally, _ = run(library, items)
    assert counts(tally) == (2, 0, 1, 1, 1)
    assert tally.failures == [failure]


def test_of_many_failures_the_first_are_kept_and_all_are_counted():
    tally = Tally()
    for line in range(MOST_FAILURES + 5):
        tally.count(Failure("x.jsonl", line, "broken"))
    assert len(tally.failures) == MOST_FAILURES
    assert tally.failed == MOST_FAILURES + 5


def test_a_batch_is_counted_though_an_interrupt_comes_in_the_moment_in_which_it_is_handed_over(
    library, make_article, monkeypatch
):
    class Interrupted(deque):
        def append(self, batch) -> None:
            raise KeyboardInterrupt

    monkeypatch.setattr("ingest.pipeline.deque", Interrupted)
    tally = Tally()
    with pytest.raises(KeyboardInterrupt):
        ingest(library, [make_article("a", "Alpha.")], tally, batch_articles=1)
    assert (tally.added, library.library.count()[0]) == (1, 1)


def test_the_same_input_twice_changes_nothing_and_embeds_nothing(library, make_article, monkeypatch):
    items = [make_article(str(n), f"Text number {n}.") for n in range(5)]
    run(library, items)
    before = library.library.last_change()
    monkeypatch.setattr(library, "cut", lambda _: (_ for _ in ()).throw(AssertionError("embedded again")))
    tally, _ = run(library, items)
    assert counts(tally) == (0, 0, 5, 0, 0)
    assert library.library.last_change() == before


def test_a_batch_is_embedded_while_the_one_before_is_stored(library, make_article, monkeypatch):
    embed, put = library.embed, library.put
    embedded, overlapped, second = [], [], threading.Event()

    def embedding(batch):
        embedded.append(batch)
        if len(embedded) == 2:
            second.set()
        return embed(batch)

    def storing(prepared):
        overlapped.append(second.wait(20))
        return put(prepared)

    monkeypatch.setattr(library, "embed", embedding)
    monkeypatch.setattr(library, "put", storing)
    tally, _ = run(library, [make_article(str(n), f"Text number {n}.") for n in range(4)])
    assert overlapped == [True, True]
    assert tally.added == 4


def test_a_changed_article_is_searchable_at_once_and_its_old_words_are_gone(library, make_article):
    run(library, [make_article("a", "The ferry had four injured people.")])
    tally, _ = run(library, [make_article("a", "The ferry had seven injured people.")])
    assert counts(tally) == (0, 1, 0, 0, 0)
    texts = [hit.passage.text for hit in library.search("injured ferry", asked=NOW).hits]
    assert texts == ["The ferry had seven injured people."]


def test_an_article_twice_in_one_batch_ends_as_its_last_version(library, make_article):
    tally, _ = run(library, [make_article("a", "First."), make_article("a", "Second.")], batch_articles=10)
    assert counts(tally) == (1, 1, 0, 0, 0)
    assert library.library.article("a").article.text == "Second."


def test_progress_counts_only_what_is_stored(library, make_article):
    stored_when_told = []
    tally = Tally()
    items = [make_article(str(n), f"Text number {n}.") for n in range(5)]
    ingest(
        library,
        items,
        tally,
        batch_articles=2,
        progress=lambda told: stored_when_told.append((told.articles, library.library.count()[0])),
    )
    assert stored_when_told == [(2, 2), (4, 4), (5, 5)]
