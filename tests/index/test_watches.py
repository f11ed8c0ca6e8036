"""Watched questions in a real library: what is new to them, and what was told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from index.library import Library
from index.stored import IndexedArticle, ModelIdentity, Span
from index.watches import Finding, TooMany, Watch, Watches

MODEL = ModelIdentity("tiny", "d1", 4)
NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)
WANTED = Watch(0, owner=7, question="When does the ferry sail?", created=NOW, looked=NOW, server=1, channel=2)


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def library(open_library: Callable[..., Library], clock: Clock) -> Library:
    return open_library(clock=clock)


@pytest.fixture
def watches(library: Library) -> Watches:
    return Watches(library)


def add(watches: Watches, wanted: Watch = WANTED, most: int = 10) -> Watch:
    added = watches.add(wanted, most_of_person=most, most_of_server=most)
    assert isinstance(added, Watch)
    return added


def indexed(article):
    return IndexedArticle(article, (Span(0, len(article.text)),), np.eye(4, dtype=np.float32)[:1])


def put(library: Library, *articles) -> None:
    library.put([indexed(article) for article in articles], MODEL)


def found(article: int = 1, story: int = 1, id_: str = "a1") -> Finding:
    return Finding(article, story, id_, 1, 0, "The harbour")


def save(watches: Watches, watch: Watch, *findings: Finding, seen: int = 9) -> None:
    watches.save(watch, seen, findings, NOW)


def test_a_watch_comes_back_as_it_was_added(watches):
    added = add(watches, replace(WANTED, quiet="22:00-07:00", language="de"))
    assert added.number == 1
    assert watches.by_number(1) == added == replace(WANTED, number=1, quiet="22:00-07:00", language="de")
    assert watches.of_person(7) == watches.of_server(1) == watches.running() == [added]
    assert watches.of_person(8) == watches.of_server(2) == []


@pytest.mark.parametrize(
    ("another", "refused"),
    [(WANTED, "person"), (replace(WANTED, owner=8), "server"), (replace(WANTED, owner=8, server=3), None)],
)
def test_a_person_and_a_server_have_so_many_watches(watches, another, refused):
    add(watches, most=1)
    added = watches.add(another, most_of_person=1, most_of_server=1)
    assert added == TooMany(refused, 1) if refused else isinstance(added, Watch)


def test_what_was_there_before_a_watch_is_not_new_to_it(watches, library, clock, make_article):
    put(library, make_article("old"))
    clock.now += timedelta(hours=1)
    watch = add(watches, replace(WANTED, looked=clock.now))
    assert watches.new_articles(watch) == frozenset()
    put(library, make_article("new", text="The ferry sails at nine."))
    assert watches.new_articles(watch) == {2}


def test_a_changed_article_is_new_and_one_that_was_only_embedded_again_is_not(
    watches, library, clock, make_article
):
    put(library, make_article("a1"), make_article("a2", text="Something else entirely."))
    clock.now += timedelta(hours=1)
    watch = add(watches, replace(WANTED, looked=clock.now))
    put(library, make_article("a1", text="The harbour is open again."))
    untouched = library.numbered([2])
    library.replace_passages([(untouched[0], indexed(untouched[0].article))])
    assert watches.new_articles(watch) == {1}


def test_an_article_that_was_removed_again_is_not_new(watches, library, make_article):
    watch = add(watches)
    put(library, make_article())
    library.remove(["a1"])
    assert watches.new_articles(watch) == frozenset()


def test_what_was_looked_at_is_not_looked_at_again(watches, library, make_article):
    watch = add(watches)
    put(library, make_article())
    save(watches, watch, seen=library.last_change())
    (watch,) = watches.running()
    assert watches.new_articles(watch) == frozenset()


def test_of_two_processes_that_looked_one_finds(watches):
    watch = add(watches)
    save(watches, watch, found())
    save(watches, watch, found(2, 2, "a2"))
    message = watches.begin(watch, 5, NOW)
    assert message is not None
    assert [one.id for one in message.findings] == ["a1"]


def test_stories_that_join_later_count_as_told(watches, library, make_article):
    text = "The harbour was closed on Tuesday after a storm damaged the quay and two cranes, the harbour master said."
    put(library, make_article("a1", text=text, published="2026-01-05"))
    watch = add(watches)
    put(library, make_article("a2", text=f"{text} More follows.", outlet="The Post", published="2026-01-05"))
    save(watches, watch, found(article=2, story=2, id_="a2"))
    assert watches.told_stories(watch.number) == {1, 2}


def test_findings_are_given_to_one_message_in_their_order_and_only_once(watches):
    watch = add(watches)
    save(watches, watch, *(found(number, number, f"a{number}") for number in (1, 2, 3)))
    assert watches.waiting() == {watch.number}
    first, second = watches.begin(watch, 2, NOW), watches.begin(watch, 2, NOW)
    assert first is not None
    assert second is not None
    assert [one.id for one in (*first.findings, *second.findings)] == ["a1", "a2", "a3"]
    assert watches.begin(watch, 2, NOW) is None
    assert watches.waiting() == frozenset()


def test_a_message_is_unfinished_until_it_arrived(watches):
    watch = add(watches)
    save(watches, watch, found())
    begun = watches.begin(watch, 5, NOW)
    assert begun is not None
    assert [one.number for one in watches.unfinished()] == [begun.number]
    assert watches.unfinished()[0].findings == (found(),)
    watches.finish(begun.number, 123)
    assert watches.unfinished() == []
    assert watches.begun_since(watch.number, NOW - timedelta(days=1)) == [NOW]
    assert watches.begun_since(watch.number, NOW + timedelta(seconds=1)) == []


def test_a_paused_watch_drops_what_waits_and_goes_on_from_where_it_is_resumed(watches, library, make_article):
    watch = add(watches)
    save(watches, watch, found(), found(2, 2, "a2"), seen=0)
    watches.begin(watch, 1, NOW)
    watches.pause(watch.number, "owner")
    assert watches.running() == watches.unfinished() == []
    assert watches.waiting() == frozenset()
    put(library, make_article())

    watches.resume(watch.number, NOW + timedelta(hours=1))
    (resumed,) = watches.running()
    assert (resumed.seen, resumed.looked, resumed.paused) == (1, NOW + timedelta(hours=1), None)
    assert watches.unfinished() == []
    assert watches.told_stories(watch.number) == {1}


def test_a_paused_watch_keeps_nothing_that_is_found_meanwhile(watches):
    watch = add(watches)
    watches.pause(watch.number, "owner")
    save(watches, watch, found())
    assert watches.waiting() == frozenset()


def test_a_deleted_watch_leaves_nothing_and_its_number_is_not_given_again(watches):
    watch = add(watches)
    save(watches, watch, found())
    watches.begin(watch, 5, NOW)
    watches.delete(watch.number)
    assert watches.by_number(watch.number) is None
    assert watches.unfinished() == []
    assert add(watches).number == watch.number + 1


def test_a_person_is_forgotten_with_all_watches(watches):
    add(watches)
    add(watches, replace(WANTED, owner=8))
    assert watches.forget(7) == 1
    assert [one.owner for one in watches.of_server(1)] == [8]
