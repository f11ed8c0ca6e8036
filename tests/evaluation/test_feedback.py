"""Thumbs from Discord, made a data set of the team's own and evaluated."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from answer.answers import Answer, Answered, NoEvidence
from answer.desk import Desk
from answer.keeping import kept
from config.errors import InputError
from evaluation.feedback import DISLIKED, Exported, export, rated
from evaluation.layouts import load_dataset
from index.articles import Article
from index.questions import AskedQuestion, Feedback, Place, Questions
from index.searchable import SearchableLibrary
from tests.evaluation.conftest import ARTICLES, Newsdesk

ASKED = datetime(2026, 1, 8, 15, 30, tzinfo=UTC)
HARBOUR = "Why was the harbour of Calder closed?"
CHESS = "Who won the chess title?"
BREAD = "What does a loaf of rye bread cost?"


@pytest.fixture
def filled(library: SearchableLibrary, make_article: Callable[..., Article]) -> SearchableLibrary:
    articles = [
        make_article(one["_id"], one["text"], title=one["title"], published=one["published"])
        for one in (ARTICLES[0], ARTICLES[2])
    ]
    library.put(library.prepare(articles))
    library.follow()
    return library


@pytest.fixture
def desk(filled: SearchableLibrary) -> Desk:
    return Desk(filled, filled.settings.answer)


@pytest.fixture
def questions(filled: SearchableLibrary) -> Questions:
    return Questions(filled.library)


def keep(questions: Questions, id_: int, answer: Answer, **changes: Any) -> None:
    asked = AskedQuestion(id_, Place(7), 70, answer.asked, answer.question, kept(answer))
    assert questions.record(replace(asked, **changes))


def rate(questions: Questions, id_: int, *thumbs: bool, reason: str = "", given: datetime = ASKED) -> None:
    for person, is_good in enumerate(thumbs):
        assert questions.save_feedback(Feedback(id_, person, is_good, given, reason))


@pytest.fixture
def asked(desk: Desk, questions: Questions) -> dict[str, Answer]:
    """Three questions as the desk answers them, liked, liked for its refusal, and disliked."""
    answers = {text: desk.ask(text, asked=ASKED) for text in (HARBOUR, CHESS, BREAD)}
    assert [type(answer) for answer in answers.values()] == [Answered, NoEvidence, Answered]
    for id_, answer in enumerate(answers.values(), 1):
        keep(questions, id_, answer)
    rate(questions, 1, True, True)
    rate(questions, 2, True)
    rate(questions, 3, True, False, reason="the wrong bread")
    return answers


def run(questions: Questions, library: SearchableLibrary, folder: Path) -> Exported:
    return export(rated(questions.feedback_rows()), library.library, folder)


@pytest.mark.usefixtures("asked")
def test_thumbs_become_a_set_that_the_library_is_measured_with(newsdesk: Newsdesk, tmp_path: Path) -> None:
    result = newsdesk("from-feedback", tmp_path / "liked")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        f"2 questions with 👍 added to {tmp_path / 'liked'}, 0 were there already.",
        f"1 with 👎 listed in {tmp_path / 'liked' / DISLIKED}, to be labelled.",
    ]

    measured = newsdesk(
        *(tmp_path / "liked", "--out", tmp_path / "out"),
        *("--fail-under", "hit@1=1", "--fail-under", "in_quotes=1", "--fail-under", "refused=1"),
    )
    assert measured.exit_code == 0, measured.output


def test_what_is_liked_is_labelled_by_what_it_cites(
    asked: dict[str, Answer], questions: Questions, filled: SearchableLibrary, tmp_path: Path
) -> None:
    assert run(questions, filled, tmp_path) == Exported(added=2, known=0, disliked=1, outdated=0)
    liked, refused = load_dataset(tmp_path).queries
    answer = asked[HARBOUR]
    assert isinstance(answer, Answered)
    assert (liked.id, liked.text, liked.asked) == ("d1", HARBOUR, ASKED)
    assert liked.answer == answer.citations[0].quote
    assert load_dataset(tmp_path).wanted("d1") == ("harbour",)
    assert (refused.text, refused.kind) == (CHESS, "absent")


@pytest.mark.usefixtures("asked")
def test_what_anybody_disliked_is_listed_with_the_reasons_and_without_names(
    questions: Questions, filled: SearchableLibrary, tmp_path: Path
) -> None:
    run(questions, filled, tmp_path)
    (line,) = map(json.loads, (tmp_path / DISLIKED).read_text().splitlines())
    assert line["text"] == BREAD
    assert line["asked"] == ASKED.isoformat()
    assert line["reasons"] == ["the wrong bread"] * 2
    assert "four crowns" in line["quotes"][0]
    assert "person" not in line


@pytest.mark.usefixtures("asked")
def test_another_run_adds_what_is_new(
    desk: Desk, questions: Questions, filled: SearchableLibrary, tmp_path: Path
) -> None:
    run(questions, filled, tmp_path)
    keep(questions, 4, desk.ask("Who is Ilse Brandt?", asked=ASKED))
    rate(questions, 4, True)
    done = run(questions, filled, tmp_path)
    assert (done.added, done.known) == (1, 2)
    assert [query.id for query in load_dataset(tmp_path).queries] == ["d1", "d2", "d4"]


@pytest.mark.usefixtures("asked")
def test_what_cites_nothing_that_is_still_there_is_counted(
    questions: Questions, filled: SearchableLibrary, tmp_path: Path
) -> None:
    filled.library.remove(["harbour"])
    assert run(questions, filled, tmp_path).outdated == 1


def test_a_follow_up_is_exported_as_it_was_understood(
    desk: Desk, questions: Questions, filled: SearchableLibrary, tmp_path: Path
) -> None:
    keep(questions, 5, desk.ask(HARBOUR, asked=ASKED), question="And why?", understood=HARBOUR)
    rate(questions, 5, True)
    run(questions, filled, tmp_path)
    assert [query.text for query in load_dataset(tmp_path).queries] == [HARBOUR]


def test_private_questions_and_older_feedback_stay_out_unless_asked_for(
    desk: Desk, questions: Questions, newsdesk: Newsdesk, tmp_path: Path
) -> None:
    keep(questions, 6, desk.ask(HARBOUR, asked=ASKED), is_private=True)
    keep(questions, 7, desk.ask(BREAD, asked=ASKED))
    rate(questions, 6, True)
    rate(questions, 7, True, given=datetime(2025, 12, 1, tzinfo=UTC))

    told = newsdesk("from-feedback", tmp_path / "a", "--since", "2026-01-01").stdout
    assert "0 questions with 👍 added" in told
    assert "1 left out: asked privately (--with-private takes them, too)." in told

    told = newsdesk("from-feedback", tmp_path / "b", "--with-private", "--with-corpus").stdout
    assert "2 questions with 👍 added" in told
    assert "Copied 2 articles into the set." in told


@pytest.mark.usefixtures("asked")
def test_a_set_that_cannot_be_read_is_named_and_left_as_it_is(
    questions: Questions, filled: SearchableLibrary, tmp_path: Path
) -> None:
    (tmp_path / "queries.jsonl").write_text("{")
    with pytest.raises(InputError, match=r"queries\.jsonl|qrels\.tsv"):
        run(questions, filled, tmp_path)
    assert (tmp_path / "queries.jsonl").read_text() == "{"


def test_an_answer_of_another_release_is_counted(
    questions: Questions, filled: SearchableLibrary, tmp_path: Path
) -> None:
    unknown = AskedQuestion(8, Place(7), 70, ASKED, HARBOUR, '{"kind": "Guess", "notes": []}')
    assert questions.record(unknown)
    rate(questions, 8, True)
    assert run(questions, filled, tmp_path) == Exported(0, 0, 0, outdated=1)
