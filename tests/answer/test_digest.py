"""What is new on a topic: a real library, with both indexes."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from answer.digest import digest
from index.articles import Article
from index.restriction import Window
from index.searchable import SearchableLibrary

ASKED = datetime(2026, 1, 12, 9, tzinfo=UTC)
STORM = (
    "A storm tore a crane from its rails in the harbour of Calder. Nobody was hurt, the port authority said."
)
AGENCY = f"{STORM} More follows."
STRIKE = (
    "Harbour workers in Calder went on strike for higher wages on Friday. Their union expects a long dispute."
)
FERRY = (
    "The ferry from Calder harbour sails again after three weeks. Its engine was repaired on the mainland."
)
BAKERY = "The bakery on Mill Lane sells rye loaves before dawn. Its owner rises at three."


@pytest.fixture
def put(library: SearchableLibrary, make_article: Callable[..., Article]) -> Callable[..., None]:
    """Put articles, each given as id=(text, day of January or None, outlet), into the library."""

    def put(**given: tuple[str, int | None, str]) -> None:
        articles = [
            make_article(
                id_,
                text,
                title=f"Of {id_}",
                outlet=outlet,
                published=f"2026-01-{day:02}" if day else None,
                url=f"https://{id_}.example/a",
            )
            for id_, (text, day, outlet) in given.items()
        ]
        library.put(library.prepare(articles))

    return put


@pytest.fixture
def week(put: Callable[..., None]) -> None:
    put(
        storm=(STORM, 8, "The Courier"),
        agency=(AGENCY, 9, "The Post"),
        strike=(STRIKE, 10, "The Post"),
        ferry=(FERRY, 2, "The Courier"),
        bakery=(BAKERY, 11, "The Courier"),
    )


def test_the_newest_story_comes_first_each_once_with_where_else_it_stands(week, library):
    found = digest(library, "Calder harbour", asked=ASKED)
    assert [(item.marker, item.article) for item in found.items] == [(1, "strike"), (2, "storm")]
    assert found.items[1].other_outlets == ("The Post",)
    assert found.coverage.articles == 4
    assert found.coverage.window == Window(datetime(2026, 1, 5, tzinfo=UTC), ASKED)


def test_each_line_is_a_sentence_word_for_word_on_the_topic_with_a_link(week, library):
    for item in digest(library, "Calder harbour", asked=ASKED).items:
        text = library.library.article(item.article, item.version).article.text
        assert text[item.start : item.end] == item.quote
        assert "arbour" in item.quote
        assert item.link.startswith(item.url)


def test_since_opens_and_closes_the_window(week, library):
    longer = digest(library, "Calder harbour", asked=ASKED, since=datetime(2026, 1, 1, tzinfo=UTC))
    assert [item.article for item in longer.items] == ["strike", "storm", "ferry"]
    shorter = digest(library, "Calder harbour", asked=ASKED, since=datetime(2026, 1, 10, tzinfo=UTC))
    assert [item.article for item in shorter.items] == ["strike"]


def test_what_comes_after_the_asking_is_not_new_yet(week, library):
    assert (
        digest(library, "Calder harbour", asked=datetime(2026, 1, 7, tzinfo=UTC)).items[0].article == "ferry"
    )


def test_one_outlet_alone_is_read_where_that_is_wanted(week, library):
    found = digest(library, "Calder harbour", asked=ASKED, outlets=("the courier",))
    assert [item.article for item in found.items] == ["storm"]
    assert found.items[0].also_in == ()
    assert found.coverage.articles == 2


def test_so_many_are_shown_and_the_others_counted(week, library):
    found = digest(library, "Calder harbour", asked=ASKED, most=1)
    assert [item.article for item in found.items] == ["strike"]
    assert found.more == 1


@pytest.mark.parametrize("topic", ["football results", "zzz", "?"])
def test_nothing_new_says_what_was_searched_and_how_old_the_newest_is(week, library, topic):
    found = digest(library, topic, asked=ASKED)
    assert (found.items, found.more, found.coverage.articles, found.newest) == ((), 0, 4, "2026-01-11")


def test_an_empty_library_has_nothing_new(library):
    found = digest(library, "Calder harbour", asked=ASKED)
    assert (found.items, found.coverage.articles, found.newest) == ((), 0, None)
