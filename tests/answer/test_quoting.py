"""Which sentences are chosen: statements before headlines, and none that says what another says."""

import numpy as np
import pytest

from answer.quotes import Quote
from answer.quoting import choose, without_repetitions
from answer.sentences import Sentence, sentences_of
from index.search import Hit
from index.stored import Passage


def sentences(text: str) -> tuple[Sentence, ...]:
    passage = Passage(
        id=1,
        article_number=1,
        article="a1",
        version=1,
        position=0,
        siblings=1,
        start=0,
        end=len(text),
        text=text,
        title="Harbour",
        url=None,
        outlet=None,
        language="en",
        published=None,
        published_at=None,
        story=1,
    )
    return sentences_of(Hit(passage, 0, 0, 0, 0, 0, 0, 0, 0, None, ()))


def chosen(found: tuple[Sentence, ...], scores: list[float]) -> list[str]:
    return [found[row].text for row in choose(found, np.array(scores), 4)]


@pytest.mark.parametrize(
    "headline",
    [
        "Mayor closes the harbour of Calder for good",
        "Which harbours are closing this winter?",
        "Harbours that close this winter are the following:",
        "Updated Dec. 16, 2025, 2:04 p.m. ET",
    ],
)
def test_a_headline_or_a_bare_question_is_no_fact(headline):
    found = sentences(f"{headline}\nThe mayor closed the harbour on Monday.")
    assert chosen(found, [2.0, 1.0]) == ["The mayor closed the harbour on Monday."]


@pytest.mark.parametrize(
    "statement",
    [
        "“Why did nobody ask the fishermen first?”",
        "The mayor closed the harbour (and the market.)",
        "港口在星期一 关闭 了 港口。",
        "ท่าเรือ ปิด เมื่อ วันจันทร์",
        "Порт закрыт из-за льда",
    ],
)
def test_statements_are_known_in_any_script(statement):
    found = sentences(f"{statement}\nThe market of Calder is open again.")
    assert statement in chosen(found, [2.0, 1.0])


def test_where_there_is_nothing_else_a_headline_is_quoted():
    assert chosen(sentences("Mayor closes the harbour of Calder"), [1.0]) == [
        "Mayor closes the harbour of Calder"
    ]


def kept(*texts: str) -> list[str]:
    return [quote.text for quote in without_repetitions([Quote("a1", 1, 0, text) for text in texts])]


def test_a_quote_that_those_before_it_tell_together_is_left_out():
    told = [
        "The mayor of Calder closed the harbour on Monday.",
        "The fishermen will be paid from a fund of the county.",
    ]
    assert kept(*told, "The mayor closed the harbour, and the fishermen will be paid.") == told


@pytest.mark.parametrize(
    "other",
    [
        "The mayor of Calder closed the harbour and the market.",
        "The mayor of Calder has not closed the harbour.",
        "The mayor of Calder closed the harbour of 12 boats.",
    ],
)
def test_what_is_new_or_denied_or_another_number_is_kept(other):
    first = "The mayor of Calder closed the harbour of 40 boats."
    assert kept(first, other) == [first, other]
