"""Follow-ups in the light of the turns before, and questions that are complete in themselves."""

from datetime import UTC, datetime

import pytest

from answer.answers import Citation, Turn
from answer.conversation import Known, understood
from answer.desk import Desk
from answer.outlets import by_key, outlet_in
from index.words import words_of

ASKED = datetime(2026, 1, 20, tzinfo=UTC)
OUTLETS = by_key(["The Harbour Courier", "Reuters"])
KNOWN = Known(
    rarity=lambda words: {word: float(len(word)) for word in words},
    unknown=lambda words: frozenset(word for word in words if word == "nowher"),
    outlet_in=lambda question: outlet_in(question, OUTLETS),
)


def turn(question, *quotes, speaker=None):
    citations = (
        Citation(n, quote, "a", 1, "T", None, None, None, None, 0, len(quote), speaker)
        for n, quote in enumerate(quotes, 1)
    )
    return Turn(question, ASKED, tuple(citations))


def after(last, question):
    return understood(question, ASKED, [turn(last)], KNOWN).question


@pytest.mark.parametrize(
    ("last", "question", "complete"),
    [
        (
            "What did Merz say about a ceasefire?",
            "What about Scholz?",
            "What did Scholz say about a ceasefire?",
        ),
        (
            "What did Merz say about a ceasefire?",
            "and the French?",
            "What did the French say about a ceasefire?",
        ),
        ("What did the Germans offer?", "and the French?", "What did the French offer?"),
        ("Was sagte Merz über Öl?", "und die Franzosen?", "Was sagte die Franzosen über Öl?"),
        ("What did the minister say?", "and the union?", "What did the union say?"),
        ("What did Merz say about oil?", "and about gas?", "What did Merz say about gas?"),
        ("What did Merz say about oil?", "what about the pensions?", "What did Merz say about the pensions?"),
        ("Who was hurt in Calder?", "and in Lindhaven?", "Who was hurt in Lindhaven?"),
        ("Who was hurt in Calder yesterday?", "and on 8 January?", "Who was hurt in Calder on 8 January?"),
        ("Who was hurt in Calder?", "and in January?", "Who was hurt in Calder in January?"),
        (
            "Who was hurt, according to Reuters?",
            "and according to the Harbour Courier?",
            "Who was hurt according to the Harbour Courier?",
        ),
    ],
)
def test_a_fragment_takes_the_place_of_what_is_like_it(last, question, complete):
    assert after(last, question) == complete


@pytest.mark.parametrize(
    ("last", "question", "complete"),
    [
        ("What did Merz say about oil?", "What did he say about gas?", "What did Merz say about gas?"),
        ("What did Anna Keller say?", "How old is she?", "How old is Anna Keller?"),
        (
            "What did Merz say about oil?",
            "What are his plans for Ukraine?",
            "What are Merz’s plans for Ukraine?",
        ),
        ("What did Merz say about oil?", "When did he say that?", "When did Merz say that (oil)?"),
        ("Was sagte Merz über Öl?", "Was sagte er über Gas?", "Was sagte Merz über Gas?"),
    ],
)
def test_he_and_she_become_the_name_that_they_stand_for(last, question, complete):
    assert after(last, question) == complete


def test_he_is_the_man_who_answered_the_question(library):
    last = turn("Who scored the winner for Rovers?", "In extra time Kofi Lindgren scored for Rovers.")
    assert understood("How old is he?", ASKED, [last], KNOWN).question == "How old is Kofi Lindgren?"


def test_he_may_be_of_an_earlier_turn():
    turns = [turn("What did Merz say about oil?"), turn("How many ships were lost?")]
    assert understood("Why did he resign?", ASKED, turns, KNOWN).question == "Why did Merz resign?"


@pytest.mark.parametrize("question", ["why?", "When was that?", "who else?", "Tell me more", "and how many?"])
def test_what_lacks_a_topic_gets_names_and_rare_words_of_the_last_question(question):
    complete = after("What sank the trawler Marisol in nowhere?", question)
    assert {"trawler", "marisol", "sank"} <= set(words_of(complete))
    assert "nowhere" not in complete


def test_a_carried_topic_brings_its_time_and_outlet_along():
    complete = after("What did Merz say about oil on 6 January, according to Reuters?", "why?")
    assert complete == "Why (Merz oil on 6 January), according to Reuters?"


def test_carried_words_say_where_to_look_and_not_what_is_asked():
    found = understood("when does it meet again?", ASKED, [turn("Where does the bank council sit?")], KNOWN)
    assert {"council"} <= found.context.words
    assert not {"meet"} & found.context.words


def test_only_who_asks_for_more_is_spared_what_was_shown():
    turns = [turn("What did Merz say about oil?", "Oil is dear, Merz said.")]
    assert understood("What else did he say?", ASKED, turns, KNOWN).context.shown == turns[0].citations
    assert not understood("When did he say that?", ASKED, turns, KNOWN).context.shown


@pytest.mark.parametrize(
    "question",
    [
        "What is the price of a bitcoin?",
        "What did Scholz say about his plans?",
        "Is it true that the bank cut its key rate?",
        "How long did it take to build the sea wall?",
        "Is there a ban on night flights?",
        "storm Ylva",
        "Wie viel kostet es, das Moor zu vernässen?",
        "",
        "?",
    ],
)
def test_a_question_that_is_complete_stays_as_it_is(question):
    assert after("What did Merz say about a ceasefire?", question) == question


def test_without_turns_before_nothing_is_carried_over():
    assert understood("and the French?", ASKED, [], KNOWN).question == "and the French?"


@pytest.fixture
def desk(library, make_article):
    texts = {
        "oil": "Friedrich Merz said on Friday that oil was too dear. Olaf Scholz said that oil would be cheaper soon.",
        "tern": "The ferry Tern ran aground off Calder. Repairs to the ferry Tern will take nine weeks.",
    }
    library.put(library.prepare([make_article(id_, text, title=id_) for id_, text in texts.items()]))
    return Desk(library, library.settings.answer)


def test_the_answer_tells_how_a_follow_up_was_understood(desk):
    answer = desk.ask("What about Scholz?", asked=ASKED, before=[turn("What did Merz say about oil?")])
    assert answer.question == "What about Scholz?"
    assert answer.understood == "What did Scholz say about oil?"
    assert "cheaper soon" in answer.citations[0].quote


def test_what_is_understood_comes_from_the_turns_that_are_passed_and_nowhere_else(desk):
    desk.ask("What did Merz say about oil?", asked=ASKED)
    assert desk.ask("What about Scholz?", asked=ASKED).understood is None


def test_what_may_stand_alone_is_asked_as_it_stands_too_and_the_surer_answer_given(desk):
    answer = desk.ask("Where is the ferry?", asked=ASKED, before=[turn("What did Merz say about oil?")])
    assert answer.understood is None
