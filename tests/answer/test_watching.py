"""Which new articles answer a watched question: a real library, with both indexes."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from answer.watching import Lookout
from index.articles import Article
from index.searchable import SearchableLibrary

ASKED = datetime(2026, 1, 12, 9, tzinfo=UTC)
QUESTION = "What did harbour master Ines Falk say about the lighthouse?"
NEWS = (
    "Harbour master Ines Falk said the lighthouse would shine again before Easter. "
    "The lamp broke in the storm of November, and a new one is on its way from the mainland."
)
OLD = (
    "The lighthouse stays dark, harbour master Ines Falk said on Monday. "
    "Ships are asked to keep away from the rocks until the lamp is mended."
)
OTHERS = {
    "bakery": "The bakery on Mill Lane sells rye loaves before dawn. Its owner rises at three.",
    "council": "The town council voted on a new budget for its schools. Nine were for it, four against.",
    "ferry": "The ferry to the isle sails at nine. Harbour workers went on strike for higher wages.",
}


@pytest.fixture
def lookout(library: SearchableLibrary) -> Lookout:
    return Lookout(library, library.settings.answer)


@pytest.fixture
def put(library: SearchableLibrary, make_article: Callable[..., Article]) -> Callable[..., frozenset[int]]:
    """Put articles, given by id and text, into the library; returns their numbers."""

    def put(**texts: str) -> frozenset[int]:
        articles = [
            make_article(id_, text, title=f"Of the {id_}", outlet=f"The {id_}", published="2026-01-11")
            for id_, text in texts.items()
        ]
        library.put(library.prepare(articles))
        stored = (library.library.article(id_) for id_ in texts)
        return frozenset(one.number for one in stored if one)

    return put


def texts(found) -> list[str]:
    return [one.text for one in found]


def test_of_new_articles_the_one_that_answers_is_told_word_for_word(lookout, put, library):
    put(old=OLD)
    new = put(**OTHERS, news=NEWS)
    (found,) = lookout.news(QUESTION, asked=ASKED, articles=new, told=())
    assert found.id == "news"
    stored = library.library.article("news", found.version)
    assert stored.article.text[found.start :].startswith(found.text)
    assert found.text.startswith("Harbour master Ines Falk said the lighthouse would shine again")


def test_what_was_there_before_is_not_told(lookout, put):
    put(old=OLD, news=NEWS)
    new = put(**OTHERS)
    assert lookout.news(QUESTION, asked=ASKED, articles=new, told=()) == ()
    assert lookout.news(QUESTION, asked=ASKED, articles=frozenset(), told=()) == ()


def test_a_story_that_was_told_is_not_told_again(lookout, put):
    put(**OTHERS)
    new = put(news=NEWS)
    (found,) = lookout.news(QUESTION, asked=ASKED, articles=new, told=())
    assert lookout.news(QUESTION, asked=ASKED, articles=new, told={found.story}) == ()


def test_one_story_of_two_new_articles_is_told_once(lookout, put):
    put(**OTHERS)
    new = put(news=NEWS, agency=f"{NEWS} The Courier has more.")
    assert len(lookout.news(QUESTION, asked=ASKED, articles=new, told=())) == 1


def test_a_new_copy_of_an_old_article_is_no_news(lookout, put):
    put(**OTHERS, news=NEWS)
    new = put(agency=f"{NEWS} The Courier has more.")
    assert lookout.news(QUESTION, asked=ASKED, articles=new, told=()) == ()


def test_without_an_answer_nothing_is_told(lookout, put):
    new = put(**OTHERS)
    assert lookout.news(QUESTION, asked=ASKED, articles=new, told=()) == ()
