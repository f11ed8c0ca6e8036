"""What somebody said, listed in time order."""

import pytest

from answer.speeches import NobodyQuoted, SeveralPeople, Speeches, statements_of
from index.restriction import Restriction

ARTICLES = {
    "late": ("2026-01-09", "The Post", "Volodymyr Zelensky said that the guarantees were nearly final."),
    "early": ("2026-01-06", "The Courier", "“We need guarantees,” Volodymyr Zelensky said in Paris."),
    "german": ("2026-01-07", "Der Tag", "Präsident Wolodymyr Selenskyj sagte, die Züge fahren wieder."),
    "copy": ("2026-01-08", "The Mirror", "“We need guarantees,” President Volodymyr Zelensky said."),
    "undated": (None, "The Herald", "Zelensky said that he would travel to Oslo."),
    "mayor": ("2026-01-02", "The Courier", "Mayor Anna Keller said that the tram would come."),
    "court": (
        "2026-01-04",
        "The Courier",
        "The police said that it snowed. The Justice Department said it rained.",
    ),
    "school": ("2026-01-04", "The Courier", "The Education Department said that schools were closed."),
    "racer": ("2026-01-03", "The Courier", "“I was cold,” Petra Keller said."),
}


@pytest.fixture
def filled(library, make_article):
    made = [
        make_article(
            id_, text, published=published, outlet=outlet, language="de" if id_ == "german" else "en"
        )
        for id_, (published, outlet, text) in ARTICLES.items()
    ]
    library.put(library.prepare(made))
    library.follow()
    return library


def articles_of(found):
    assert isinstance(found, Speeches)
    return [speech.article for speech in found.speeches]


@pytest.mark.parametrize(
    "name", ["Zelensky", "Selenskyj", "Volodymyr Zelenskyy", "President Zelensky", "zelenski"]
)
def test_a_name_is_found_however_it_is_written_oldest_first_and_undated_last(filled, name):
    found = statements_of(filled, name)
    assert articles_of(found) == ["early", "german", "late", "undated"]
    assert found.speaker == "Volodymyr Zelensky"


def test_a_letter_that_is_wrong_is_forgiven(filled):
    assert articles_of(statements_of(filled, "Selenskow")) == ["early", "german", "late", "undated"]


def test_the_same_words_in_several_outlets_are_listed_once(filled):
    early = statements_of(filled, "Zelensky").speeches[0]
    assert early.other_outlets == ("The Mirror",)
    assert (early.kind, early.words) == ("direct", "We need guarantees,")


def test_every_sentence_stands_word_for_word_in_its_article(filled):
    for speech in statements_of(filled, "Zelensky").speeches:
        text = filled.library.article(speech.article, speech.version).article.text
        assert text[speech.start : speech.end] == speech.sentence
        assert speech.words in speech.sentence


def test_a_topic_leaves_what_is_about_it_and_tells_how_much_else_there_is(filled):
    found = statements_of(filled, "Zelensky", about="guarantees")
    assert articles_of(found) == ["early", "late"]
    assert (found.total, found.ever) == (2, 4)


def test_a_topic_that_nobody_speaks_of_leaves_nothing(filled):
    found = statements_of(filled, "Zelensky", about="volcanoes")
    assert (articles_of(found), found.ever) == ([], 4)


def test_the_newest_are_shown_where_there_are_too_many(filled):
    found = statements_of(filled, "Zelensky", limit=2)
    assert articles_of(found) == ["late", "undated"]
    assert found.total == 4


@pytest.mark.parametrize(
    ("name", "article"),
    [("the police", "court"), ("Justice Department", "court"), ("Education Department", "school")],
)
def test_institutions_speak_too(filled, name, article):
    assert articles_of(statements_of(filled, name)) == [article]


def test_restrictions_hold(filled):
    assert articles_of(
        statements_of(filled, "Zelensky", restriction=Restriction(outlets=("The Mirror",)))
    ) == ["copy"]


def test_a_family_name_of_several_people_lists_them(filled):
    assert statements_of(filled, "Keller") == SeveralPeople(
        "Keller", (("Anna Keller", 1), ("Petra Keller", 1))
    )
    assert articles_of(statements_of(filled, "Petra Keller")) == ["racer"]


@pytest.mark.parametrize("name", ["Quist", "Bob Zelensky", "", "?!"])
def test_who_is_not_quoted_is_told_with_those_who_are(filled, name):
    found = statements_of(filled, name)
    assert isinstance(found, NobodyQuoted)
    assert ("Volodymyr Zelensky", 3) in found.most_quoted
