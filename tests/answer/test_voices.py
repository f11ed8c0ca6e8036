"""Whose words a sentence of a hit holds, by the statements that its article holds."""

from datetime import UTC, datetime

import pytest

from answer.desk import Desk

ASKED = datetime(2026, 1, 10, tzinfo=UTC)
PARIS = (
    "President Ada Quist met the port's union in Calder on Friday. “The harbour will reopen on Monday,” Quist said. "
    "“Not a day later.”\n\nBo Lind, the leader of the union, told Quist that the harbour was unsafe. Its cranes had "
    "not been checked since May, he said."
)


@pytest.fixture
def ask(library, make_article):
    library.put(library.prepare([make_article("h1", PARIS, published="2026-01-09")]))
    library.follow()
    desk = Desk(library, library.settings.answer)

    def quoted(question):
        answer = desk.ask(question, asked=ASKED)
        return [(one.speaker, one.quote) for one in getattr(answer, "citations", ())]

    return quoted


def test_only_the_speaker_s_words_answer_under_the_name_that_the_article_gives(ask):
    quotes = ask("What did Quist say about the harbour?")
    assert quotes[0] == ("Ada Quist", "“The harbour will reopen on Monday,” Quist said.")
    assert {speaker for speaker, _ in quotes} == {"Ada Quist"}
    assert not any("unsafe" in quote for _, quote in quotes)


def test_a_pronoun_s_words_are_those_of_whom_it_means(ask):
    quotes = ask("What did Bo Lind say about the cranes of the harbour?")
    assert any("cranes" in quote for _, quote in quotes)
    assert {speaker for speaker, _ in quotes} == {"Bo Lind"}


def test_a_speaker_may_be_asked_for_by_what_he_is(ask):
    assert {speaker for speaker, _ in ask("What did the leader of the union say about the harbour?")} == {
        "Bo Lind"
    }


def test_whoever_said_nothing_is_not_quoted(ask):
    assert ask("What did Ines Ling say about the harbour?") == []


def test_what_the_search_ranks_low_is_brought_in_where_the_speaker_speaks_of_the_topic(library, make_article):
    filler = "The weather over the ice was grey, and nobody saw a ship. " * 12
    hidden = (
        f"President Ada Quist opened a bakery. {filler}\n\n{filler}\n\nShe added that a truce was far off."
    )
    loud = "“Truce, truce, truce,” shouted the crowd when Quist came, and Quist smiled at talk of a truce."
    places = [
        " ".join(f"street{n * 50 + at}" for at in range(40)) for n in range(104)
    ]  # each a story of its own
    crowd = [make_article(f"c{n}", f"{loud} They came from {where}.") for n, where in enumerate(places[:14])]
    others = [make_article(f"o{n}", f"Bread is sold in {where}.") for n, where in enumerate(places[14:])]
    told = make_article("hidden", hidden, published="2026-01-08")
    library.put(library.prepare([told, *crowd, *others]))
    library.follow()
    answer = Desk(library, library.settings.answer).ask("What did Quist say about a truce?", asked=ASKED)
    assert [one.article for one in answer.citations] == ["hidden"]
    assert "She added that a truce was far off." in answer.citations[0].quote
