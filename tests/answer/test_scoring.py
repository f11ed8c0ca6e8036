"""Which sentence answers, where only the meaning of what is asked for tells; the real library and model."""

from datetime import UTC, datetime

import pytest

from answer.scoring import scored_sentences
from answer.sentences import words_in

ASKED = datetime(2026, 1, 14, 10, tzinfo=UTC)
# The names compete: all are new to the question, and no list of nouns knows what a vegetable is.
MARKET = (
    "Prices at the market of Averhaven fell on Monday, said Kestrel Partners. "
    "At the market of Averhaven a crate of Broccoli fell to two crowns on Monday. "
    "Prices at the market of Averhaven fell on Monday, said the Maritime Gazette."
)


@pytest.fixture
def scored(library, make_article):
    """The scored sentences for a question, with the meaning of names or without."""
    library.put(library.prepare([make_article("market", MARKET, title="Prices fall in Averhaven")]))

    def score(question, cosines):
        found = library.search(question, asked=ASKED)
        rarity = library.rarity(words_in(found.hits))
        return scored_sentences(found.hits, question, found.words, rarity, cosines)

    return score


def gain(scored, library, question, word):
    """How much the meaning of names lifts the sentence with the word above the best of the others."""
    lead = []
    for cosines in (library.cosines, None):
        found = scored(question, cosines)
        scores = {one.text: value for one, value in zip(found.sentences, found.scores, strict=True)}
        others = max(value for text, value in scores.items() if word not in text)
        lead.append(next(value for text, value in scores.items() if word in text) - others)
    return lead[0] - lead[1]


def test_what_is_asked_for_is_recognised_by_its_meaning(scored, library):
    assert gain(scored, library, "Which vegetable fell in price at Averhaven on Monday?", "Broccoli") > 1
    assert gain(scored, library, "Which newspaper reported on the prices at Averhaven?", "Gazette") > 0.5


def test_a_question_that_does_not_tell_what_it_asks_for_is_scored_by_words_alone(scored, library):
    assert gain(scored, library, "What fell at Averhaven on Monday?", "Broccoli") == 0


def test_how_sure_an_answer_is_does_not_come_from_what_names_mean(scored, library):
    question = "Which vegetable fell in price at Averhaven on Monday?"
    with_meaning, without = scored(question, library.cosines), scored(question, None)
    assert with_meaning.by_words.tolist() == without.by_words.tolist() == without.scores.tolist()


def test_names_are_compared_with_the_question_once_and_only_the_best_supported(scored):
    asked = []

    def cosines(text, names):
        asked.append((text, names))

    scored("Which vegetable fell in price?", cosines)
    [(text, names)] = asked
    assert text == "vegetable"
    assert "broccoli" in names
    assert len(names) == len(set(names)) <= 48
