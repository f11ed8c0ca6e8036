"""Articles that disagree: both are shown, in the order of time, with a note."""

from datetime import UTC, datetime

import pytest

from answer.answers import Citation
from answer.desk import Desk
from answer.disagreeing import disagreement, in_time
from answer.figures import agree, counted_in, disagree, figure_of
from answer.notes import Contradict, DatedFigure, Differ

ASKED = datetime(2026, 1, 20, tzinfo=UTC)
HURT = "How many people were injured in the ferry accident?"


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        (HURT, "The ferry struck the quay, injuring four people.", 4),
        (HURT, "On 14 January, six elderly people were injured.", 6),
        (HURT, "The number of people injured when the ferry struck the quay rose to seven on Monday.", 7),
        (HURT, "Of 1,212 passengers on board, 31 were injured.", 31),
        (HURT, "The ferry carried 212 passengers and 19 crew.", None),
        (HURT, "It happened at 7.42 a.m. on 12 January 2026.", None),
        (
            "How many workers went on strike?",
            "The union said that 8,400 of the 11,900 workers had come.",
            11_900,
        ),
        ("How many railway workers stopped work?", "The minister spoke of 2,300 workers.", 2_300),
        ("How many homes lost power?", "About 1.2 million homes were dark.", 1_200_000),
        ("Wie viele Menschen starben?", "Zwölf Menschen starben.", 12),
        ("Wie viele Menschen starben?", "Nach dem Unglück starben 1.200 Menschen.", 1_200),
        ("Who was injured?", "Four people were injured.", None),
    ],
)
def test_a_figure_is_a_number_of_what_the_question_counts(question, text, value):
    found = figure_of(counted_in(question), text)
    assert (found and found.value) == value


@pytest.mark.parametrize(
    ("one", "other", "is_agreed"),
    [
        ("Twelve people were killed.", "Fifteen people were killed.", False),
        ("He will resign.", "He will not resign.", False),
        ("LONDON, 6 Jan. Twelve people were killed.", "Twelve people were killed.", True),
    ],
)
def test_numbers_and_negations_speak_against_each_other(one, other, is_agreed):
    assert agree(one, other) is is_agreed


@pytest.mark.parametrize(
    ("one", "other", "is_apart"),
    [
        (
            "A jet flipped in Toronto, injuring 18 of 80.",
            "A jet flipped over in Toronto, injuring 21 of 80.",
            True,
        ),
        ("The fire killed 12 people in Calder.", "The fire in Calder killed 15 people.", True),
        ("The ban holds for 12 airports.", "The ban does not hold for 12 airports.", True),
        ("He resigned on Nov. 3 after the vote.", "He resigned on Nov. 4 after the vote.", False),
        ("He resigned in 2024 after the vote.", "He resigned in 2025 after the vote.", False),
        ("The fire killed 12 people in Calder.", "The flood killed 15 people in Orre on Friday.", False),
        ("The fire killed 12 people in Calder.", "The fire in Calder destroyed 15 houses.", False),
    ],
)
def test_texts_disagree_where_other_numbers_stand_between_the_same_words_or_one_denies(one, other, is_apart):
    assert disagree(one, other) is is_apart


def cited(marker, quote, article, published):
    return Citation(marker, quote, article, 1, "T", None, published, None, None, 0, len(quote))


def test_different_figures_are_told_with_their_dates():
    quotes = [
        cited(1, "Six people were injured.", "b", "2026-01-15"),
        cited(2, "Four people were injured.", "a", None),
    ]
    found = disagreement(HURT, quotes)
    assert found == Differ((DatedFigure("Six", "2026-01-15"), DatedFigure("Four", None)))
    assert str(found) == "The articles give different figures: Six (15 January 2026), Four (undated)."


def test_what_another_article_denies_is_told():
    quotes = [
        cited(1, "The minister will sign the pension bill on Friday.", "a", "2026-01-02"),
        cited(2, "The minister will not sign the pension bill on Friday.", "b", "2026-01-03"),
    ]
    assert disagreement("Will the minister sign the bill?", quotes) == Contradict()


@pytest.mark.parametrize(
    "quotes",
    [
        ["Six people were injured.", "Six people were injured on Monday."],
        ["Six people were injured.", "The ferry carried 212 passengers."],
        ["Six people were injured."],
        [],
    ],
)
def test_quotes_that_agree_have_no_note(quotes):
    citations = [cited(n, quote, str(n), "2026-01-02") for n, quote in enumerate(quotes, 1)]
    assert disagreement(HURT, citations) is None


def test_one_article_does_not_disagree_with_itself():
    quotes = [
        cited(1, "Six people were injured.", "a", None),
        cited(2, "Seven people were injured.", "a", None),
    ]
    assert disagreement(HURT, quotes) is None


def test_the_order_of_time_numbers_the_quotes_anew():
    ordered = in_time(
        [cited(1, "c", "c", None), cited(2, "b", "b", "2026-01-03"), cited(3, "a", "a", "2026-01-02")]
    )
    assert [(one.marker, one.quote) for one in ordered] == [(1, "a"), (2, "b"), (3, "c")]


@pytest.fixture
def ask(library, make_article):
    def ask(texts, question):
        articles = [
            make_article(
                f"a{day}", text, title=f"Report {day}", published=f"2026-01-{day:02}", outlet=f"Outlet {day}"
            )
            for day, text in texts.items()
        ]
        library.put(library.prepare(articles))
        return Desk(library, library.settings.answer).ask(question, asked=ASKED)

    return ask


def test_an_answer_shows_both_figures_first_the_older(ask):
    told = {
        12: "The ferry Marisol struck the quay at Averhaven. Four people were injured in the accident, the port said.",
        14: "Six people were injured in the ferry accident at Averhaven, the hospital said on Wednesday.",
        13: "The mayor of Lindhaven opened a school on Tuesday. Pupils sang.",
    }
    answer = ask(told, HURT)
    assert [citation.article for citation in answer.citations][:2] == ["a12", "a14"]
    assert Differ((DatedFigure("Four", "2026-01-12"), DatedFigure("Six", "2026-01-14"))) in answer.notes


def test_sentences_that_differ_in_a_number_alone_do_not_hide_each_other(ask):
    told = {
        12: "Storm Ylva left 23,000 homes along the Nore coast without electricity on Thursday night.",
        13: "Storm Ylva left 26,000 homes along the Nore coast without electricity on Thursday night.",
    }
    answer = ask(told, "What did storm Ylva do to homes along the Nore coast?")
    assert len(answer.citations) == 2
    assert Differ((DatedFigure("23,000", "2026-01-12"), DatedFigure("26,000", "2026-01-13"))) in answer.notes
