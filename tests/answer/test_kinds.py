import pytest

from answer.kinds import Kind, focus_of, kind_of
from answer.mentions import fold, mentions


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many people were injured?", Kind.NUMBER),
        ("How much money did the city pay?", Kind.MONEY),
        ("When did the ferry leave?", Kind.DATE),
        ("Which country banned the app?", Kind.COUNTRY),
        ("What state elected a new governor?", Kind.STATE),
        ("In which city was the summit held?", Kind.PLACE),
        ("Which airline cancelled the flights?", Kind.ORGANISATION),
        ("What movie won the award?", Kind.TITLE),
        ("Who won the race?", Kind.PERSON),
        ("The record was broken by whom?", Kind.PERSON),
        ("Where was the treaty signed?", Kind.PLACE),
        ("What is the ship called?", Kind.NAME),
        ("Why was the harbour closed?", Kind.THING),
        ("", Kind.THING),
    ],
)
def test_a_question_tells_what_kind_of_answer_it_wants(question, kind):
    assert kind_of(question) is kind


@pytest.mark.parametrize(
    ("question", "focus"),
    [
        ("Which fast-food chain closed its kitchens?", "fast-food chain"),
        ("The prize went to which embattled celebrity?", "embattled celebrity"),
        ("What is the ship called?", "ship"),
        ("What was the name of the storm that hit the coast?", "storm"),
        ("Which of these nations left the treaty?", "nations"),
        ("Which country’s railway was sold?", "country railway"),
        ("Who won the race?", "person"),
        ("How many people were injured?", "number"),
        ("What did Merz say about a ceasefire?", ""),
        ("Why was the harbour closed?", ""),
        ("ferry Averhaven", ""),
    ],
)
def test_a_question_tells_what_it_asks_for(question, focus):
    assert focus_of(question) == focus


@pytest.mark.parametrize(
    ("sentence", "key", "kind"),
    [
        ("On Monday Ada Quist spoke.", "ada quist", Kind.PERSON),
        ("It happened in New York, police said.", "new york", Kind.STATE),
        ("Then France agreed.", "france", Kind.COUNTRY),
        ("It cost $3.5 million.", "$3.5 million", Kind.MONEY),
        ("Some 500,000 households had no power.", "500,000", Kind.NUMBER),
        ("They met on January 6, 2026.", "january 6, 2026", Kind.DATE),
        ("She read “The Long Night” aloud.", "The Long Night", Kind.TITLE),
    ],
)
def test_a_sentence_tells_what_it_mentions(sentence, key, kind):
    found = {mention.key: mention.kinds for mention in mentions(sentence)}
    assert kind in found[fold(key)]


def test_a_word_that_only_opens_a_sentence_is_no_name():
    assert mentions("However it rained.") == ()


def test_a_sentence_without_end_is_read_in_bounded_time():
    assert len(mentions("Aa " * 200_000)) < 10
