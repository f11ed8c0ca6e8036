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
