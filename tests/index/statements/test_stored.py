"""Statements are kept with the current version of an article, whenever it was stored."""

import numpy as np
import pytest
from sqlalchemy import delete

from index.restriction import Restriction
from index.schema import heard, statements
from index.statements.stored import catch_up, families, said_by, speakers, statements_of_articles, unread
from index.stored import IndexedArticle, ModelIdentity, Span

MODEL = ModelIdentity("tiny", "d1", 4)
HARBOUR = (
    "The mayor, Ada Quist, said that the harbour would reopen on Monday.\n\n“Ships are waiting,” she said."
)


@pytest.fixture
def store(open_library):
    return open_library()


def put(store, *articles):
    vectors = np.eye(1, 4, dtype=np.float32)
    store.put([IndexedArticle(one, (Span(0, len(one.text)),), vectors) for one in articles], MODEL)


def forget_statements(store):
    with store.writing() as db:
        for table in (statements, heard):
            db.execute(delete(table))


def test_what_is_stored_is_heard(store, make_article):
    put(store, make_article("h1", HARBOUR, published="2026-01-05"))
    first, second = said_by(store, "kuist")
    assert (first.statement.speaker, first.statement.kind, first.words) == (
        "Ada Quist",
        "reported",
        "the harbour would reopen on Monday.",
    )
    assert (second.statement.kind, second.words) == ("direct", "Ships are waiting,")
    assert second.sentence == "“Ships are waiting,” she said."
    assert (second.article, second.outlet, second.published) == ("h1", "The Courier", "2026-01-05")
    assert speakers(store) == {"Ada Quist": 2}
    assert families(store) == ["kuist"]


def test_a_new_version_s_statements_replace_those_of_the_one_before(store, make_article):
    put(store, make_article("h1", HARBOUR))
    put(store, make_article("h1", "“We are closed,” Bo Lind said."))
    assert said_by(store, "kuist") == []
    assert [(one.words, one.version) for one in said_by(store, "lind")] == [("We are closed,", 2)]


def test_a_removed_article_says_nothing_any_more(store, make_article):
    put(store, make_article("h1", HARBOUR))
    store.remove(["h1"])
    assert said_by(store, "kuist") == []
    assert unread(store) == 0
    with store.reading() as db:
        assert db.execute(statements.select()).all() == []


def test_statements_can_be_limited_to_outlets(store, make_article):
    put(store, make_article("h1", HARBOUR), make_article("h2", HARBOUR, outlet="The Post"))
    assert {one.article for one in said_by(store, "kuist", Restriction(outlets=("the post",)))} == {"h2"}


def test_a_library_of_before_statements_opens_without_reading_and_is_read_when_asked(
    store, open_library, make_article
):
    put(store, *(make_article(f"h{n}", HARBOUR, outlet=f"Outlet {n}") for n in range(60)))
    forget_statements(store)
    opened = open_library()
    assert unread(opened) == 60
    seen = []
    assert catch_up(opened, progress=lambda done, total: seen.append((done, total))) == 0
    assert seen[-1] == (60, 60)
    assert len(said_by(opened, "kuist")) == 120


def test_catching_up_stops_when_its_time_is_over_and_goes_on_at_the_next_call(store, make_article):
    put(store, *(make_article(f"h{n}", HARBOUR, outlet=f"Outlet {n}") for n in range(60)))
    forget_statements(store)
    left = catch_up(store, seconds=1e-9)
    assert 0 < left < 60
    assert catch_up(store) == 0


def test_articles_that_were_not_read_yet_are_read_for_who_asks_for_them(store, make_article):
    put(store, make_article("h1", HARBOUR), make_article("h2", "“We are closed,” Bo Lind said."))
    kept = statements_of_articles(store, [1, 2])
    forget_statements(store)
    assert statements_of_articles(store, [1, 2]) == kept
    assert [one.speaker for one in kept[2]] == ["Bo Lind"]
    assert unread(store) == 2
