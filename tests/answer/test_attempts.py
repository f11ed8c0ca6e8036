"""Questions that name a time, an outlet or a name in another spelling, on a real library."""

from datetime import UTC, datetime

import pytest

from answer.answers import Answered, NoEvidence
from answer.desk import Desk
from answer.notes import LimitedTo, NothingFrom
from index.restriction import Restriction, Window

ASKED = datetime(2026, 1, 14, 10, tzinfo=UTC)  # a Wednesday

ARTICLES = [
    (
        "monday",
        "Evening Star",
        "2026-01-12",
        "Ferry Marisol strikes quay",
        "The ferry Marisol struck the quay at Averhaven on Monday. Seven passengers of the ferry were injured.",
    ),
    (
        "december",
        "The Harbour Courier",
        "2025-12-03",
        "Ferry Marisol late again",
        "The ferry Marisol left Averhaven two hours late. Passengers of the ferry Marisol at Averhaven complained.",
    ),
    (
        "undated",
        "The Harbour Courier",
        None,
        "The ferry Marisol",
        "The ferry Marisol of Averhaven was built for ninety passengers. The ferry Marisol has struck the quay before.",
    ),
    (
        "zelensky",
        "Evening Star",
        "2026-01-10",
        "Zelensky in Paris",
        "President Zelensky said on Saturday that a ceasefire needed guarantees. Zelensky spoke in Paris.",
    ),
]


def texts(notes):
    return tuple(map(str, notes))


@pytest.fixture
def desk(library, settings, make_article):
    library.put(
        library.prepare(
            [
                make_article(id_, text, outlet=outlet, published=published, title=title)
                for id_, outlet, published, title, text in ARTICLES
            ]
        )
    )
    return Desk(library, settings.answer)


def quoted(answer):
    assert isinstance(answer, Answered), answer
    return [citation.article for citation in answer.citations]


def test_a_time_in_the_question_limits_the_answer_and_is_told(desk):
    answer = desk.ask("What did the ferry Marisol strike at Averhaven on Monday?", asked=ASKED)
    assert set(quoted(answer)) <= {"monday", "undated"}
    assert quoted(answer)[0] == "monday"
    assert answer.coverage.window == Window(
        datetime(2026, 1, 12, tzinfo=UTC), datetime(2026, 1, 14, 23, 59, 59, tzinfo=UTC)
    )


def test_what_is_undated_comes_after_and_is_marked(desk):
    window = Restriction(window=Window(datetime(2026, 1, 11, tzinfo=UTC), None))
    answer = desk.ask("What did the ferry Marisol strike?", asked=ASKED, restriction=window)
    assert quoted(answer) == ["monday", *["undated"] * (len(answer.citations) - 1)] or set(
        quoted(answer)
    ) == {"monday"}
    assert "december" not in quoted(answer)
    is_marked = "1 quoted article has no date and may not be of that time." in texts(answer.notes)
    assert is_marked == ("undated" in quoted(answer))


def test_a_time_without_news_is_told_and_does_not_limit(desk):
    answer = desk.ask("What did the ferry Marisol strike at Averhaven in October?", asked=ASKED)
    assert "monday" in quoted(answer)
    assert answer.coverage.window is None
    assert (
        "Not limited to what was published from 1 October 2025 until 1 November 2025: nothing there answers this "
        "as surely." in texts(answer.notes)
    )


def test_an_explicit_window_wins_over_words(desk):
    window = Window(datetime(2026, 1, 11, tzinfo=UTC), None)
    answer = desk.ask(
        "What did the ferry Marisol strike at Averhaven in December?",
        asked=ASKED,
        restriction=Restriction(window=window),
    )
    assert answer.coverage.window == window
    assert "december" not in quoted(answer)


def test_a_vague_time_limits_nothing(desk):
    answer = desk.ask("What did the ferry Marisol strike at Averhaven this week?", asked=ASKED)
    assert answer.coverage.window is None
    assert texts(answer.notes) == ()


def test_the_latest_comes_first_and_the_undated_last(desk):
    answer = desk.ask("What is the latest on the ferry Marisol of Averhaven?", asked=ASKED)
    order = ["monday", "december", "undated"]
    places = [order.index(article) for article in quoted(answer)]
    assert places == sorted(places)
    assert len(set(places)) > 1


def test_an_outlet_in_the_question_limits_the_answer_and_is_told(desk):
    question = "What did the ferry Marisol strike at Averhaven, according to the Evening Star?"
    answer = desk.ask(question, asked=ASKED)
    assert set(quoted(answer)) == {"monday"}
    assert texts(answer.notes) == ("Limited to Evening Star.",)


def test_an_outlet_that_has_no_answer_is_told_and_does_not_limit(desk):
    question = "What did Zelensky say about a ceasefire in the Harbour Courier?"
    answer = desk.ask(question, asked=ASKED)
    assert quoted(answer)[0] == "zelensky"
    assert texts(answer.notes) == ("Nothing from The Harbour Courier answers this; searched all outlets.",)


def test_an_explicit_outlet_wins_over_words(desk):
    answer = desk.ask(
        "What did the ferry Marisol strike at Averhaven, according to the Evening Star?",
        asked=ASKED,
        restriction=Restriction(outlets=("The Harbour Courier",)),
    )
    assert not any(isinstance(note, LimitedTo | NothingFrom) for note in answer.notes)
    assert isinstance(answer, NoEvidence) or "monday" not in quoted(answer)


@pytest.mark.parametrize("written", ["Selenskyj", "Zelenskyy", "selenskyj"])
def test_a_name_in_another_spelling_is_found_and_told(desk, written):
    answer = desk.ask(f"what did {written} say about a ceasefire?", asked=ASKED)
    assert quoted(answer)[0] == "zelensky"
    assert texts(answer.notes) == (f"No article holds “{written}”; searched for “Zelensky”.",)


def test_a_name_that_nobody_bears_is_not_answered_for(desk):
    answer = desk.ask("What did Gotabaya Rajapaksa say about a ceasefire?", asked=ASKED)
    assert isinstance(answer, NoEvidence)
    assert texts(answer.notes) == ()
