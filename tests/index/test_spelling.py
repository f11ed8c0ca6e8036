import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.keywords import KeywordIndex
from index.projection import Batch
from index.spelling import edits_between, respelled, respellings
from index.words import words_of
from tests.index.test_keywords import passage

TEXTS = {
    1: "President Zelensky met Netanyahu in Paris. Zelensky spoke first.",
    2: "Sergei Lavrov and Maria Zakharova stayed in Moscow with Lukashenko.",
    3: "Friedrich Merz and Emmanuel Macron praised Zelensky.",
    4: "The harbour sells ketchup, and more ketchup. Ketchup is red.",
    5: "Kardashian opened the Sundmark ferry line.",
}


@pytest.fixture
def spell(tmp_path):
    """Spell a question after the texts, through a real index."""
    index = KeywordIndex(tmp_path / "keywords", "library-1", tmp_path / "keywords.lock")
    index.apply(Batch((), tuple(passage(id_, text) for id_, text in TEXTS.items()), 1))

    def texts_near(word, edits):
        return [TEXTS[id_] for id_ in index.near(word, edits, 50)]

    return lambda question: respellings(question, index.unknown, texts_near)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Zelenskyy", "Zelensky"),
        ("Zelenskiy", "Zelensky"),
        ("Zelenskij", "Zelensky"),
        ("Selenskyj", "Zelensky"),
        ("Selenski", "Zelensky"),
        ("Zelenksy", "Zelensky"),
        ("Netanjahu", "Netanyahu"),
        ("Netanyahou", "Netanyahu"),
        ("Nethanyahu", "Netanyahu"),
        ("Lawrow", "Lavrov"),
        ("Lavrow", "Lavrov"),
        ("Sacharowa", "Zakharova"),
        ("Lukaschenko", "Lukashenko"),
        ("Macorn", "Macron"),
        ("Kardashan", "Kardashian"),
    ],
)
def test_a_name_spelt_otherwise_is_found(spell, written, found):
    (change,) = spell(f"What did {written} say?")
    assert (change.written, change.found) == (written, found)


@pytest.mark.parametrize(
    "question",
    [
        "What did Zelensky say?",  # is there
        "What did ZELENSKY'S rival say?",  # is there
        "What did Scholz say?",  # nobody near
        "What did Mertz say?",  # too short to guess
        "What did Ketchum say?",  # near a word that is no name
        "What did Bernanke say?",
        "Who sells hatbour maps to Lavrov?",  # no name
        "",
        "?!",
    ],
)
def test_nothing_else_is_guessed(spell, question):
    assert spell(question) == ()


def test_a_question_without_capitals_may_hold_names(spell):
    (change,) = spell("what did netanjahu say?")
    assert change.found == "Netanyahu"


def test_every_misspelt_name_is_replaced_wherever_it_stands(spell):
    question = "Did Selenskyj (Selenskyj!) or Lawrow meet Selenskyjs cat?"
    changes = spell(question)
    assert respelled(question, changes).startswith("Did Zelensky (Zelensky!) or Lavrov meet")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("", "", 0), ("abc", "", 3), ("merz", "mertz", 1), ("macorn", "macron", 1), ("kitten", "sitting", 3)],
)
def test_edits_are_counted(one, other, expected):
    assert edits_between(one, other) == edits_between(other, one) == expected


@given(st.text(max_size=60))
def test_no_question_breaks_it(question):
    unknown = frozenset
    texts = list(TEXTS.values())
    for change in respellings(question, unknown, lambda _word, _edits: texts):
        assert change.written in question
        assert words_of(change.found)
    assert respelled(question, ()) == question
