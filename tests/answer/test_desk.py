"""The desk on a real library: what it quotes, in which order, and when it says that it cannot."""

from datetime import UTC, date, datetime

import pytest

from answer.answers import Answered, NoEvidence, as_json
from answer.desk import Desk
from answer.notes import KeywordsOnly, OldNews
from index.restriction import Restriction, Window

ASKED = datetime(2026, 1, 10, tzinfo=UTC)

ARTICLES = {
    "merz": (
        "Merz sees no ceasefire soon",
        (
            "BERLIN. German Chancellor Friedrich Merz said on Friday that a ceasefire was still far off. Lasting "
            "arrangements need Russia’s consent, he said, and that now looks unlikely.\n\n"
            "The Bundestag meets again next week. Snow fell in Berlin."
        ),
    ),
    "zakharova": (
        "Moscow rejects Paris plans",
        (
            "Maria Zakharova, the spokeswoman of Russia’s foreign ministry, called the plans “dangerous and "
            "destructive”. She said that foreign troops would be legitimate targets."
        ),
    ),
    "ferry": (
        "Seven hurt in ferry accident",
        (
            "Seven people were injured when the ferry Marisol struck the quay at Averhaven on Monday. "
            "The captain, Edvard Nystrom, was unhurt."
        ),
    ),
    "pension": (
        "Pension reform in parliament",
        "The minister Clara Renshaw put a pension reform before parliament on Tuesday.",
    ),
}


@pytest.fixture
def desk(library, make_article):
    articles = [
        make_article(id_, text, title=title, published="2026-01-09", url=f"https://courier.example/{id_}")
        for id_, (title, text) in ARTICLES.items()
    ]
    library.put(library.prepare(articles))
    return Desk(library, library.settings.answer)


def ask(desk, question, **more):
    return desk.ask(question, asked=ASKED, **more)


def test_what_somebody_said_is_answered_with_their_words_and_their_name(desk):
    answer = ask(desk, "What did Merz say about a ceasefire?")
    assert isinstance(answer, Answered)
    assert "said on Friday that a ceasefire was still far off" in answer.citations[0].quote
    assert {citation.speaker for citation in answer.citations} == {"Friedrich Merz"}
    assert all(citation.article == "merz" for citation in answer.citations)


def test_somebody_s_words_on_what_they_did_not_speak_about_are_not_invented(desk):
    answer = ask(desk, "What did Merz say about the pension reform?")
    assert isinstance(answer, NoEvidence)
    assert answer.nearby[0].article == "pension"
    assert {near.article for near in answer.nearby} <= {"pension", "merz"}


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("How many people were injured in the ferry accident?", "Seven people were injured"),
        ("Who is the captain of the ferry Marisol?", "Edvard Nystrom"),
        ("What did Maria Zakharova call the plans?", "dangerous and destructive"),
    ],
)
def test_the_sentence_that_answers_is_quoted(desk, question, quoted):
    answer = ask(desk, question)
    assert any(quoted in citation.quote for citation in answer.citations)


@pytest.mark.parametrize(
    "question",
    [
        "Who won the chess olympiad in Budapest?",
        "What is the price of a bitcoin?",
        "Who leads Wakanda?",
        "",
        "?",
        "the of and",
    ],
)
def test_what_the_library_does_not_hold_is_refused_with_what_it_covers(desk, question):
    answer = ask(desk, question)
    assert isinstance(answer, NoEvidence)
    assert answer.coverage.articles == 4
    assert answer.coverage.first == "2026-01-09"


def test_every_quote_stands_word_for_word_and_every_marker_in_the_text(desk, library):
    answer = ask(desk, "What happened to the ferry Marisol at Averhaven?")
    for citation in answer.citations:
        stored = library.library.article(citation.article, citation.version).article
        assert stored.text[citation.start : citation.end] == citation.quote
        assert f"{citation.quote} [{citation.marker}]" in answer.text
        assert citation.link.startswith(f"{stored.url}#:~:text=")


def test_a_sentence_that_begins_with_a_pronoun_comes_with_the_one_before(desk):
    answer = ask(desk, "What did Maria Zakharova say about foreign troops?")
    quotes = [citation.quote for citation in answer.citations if "legitimate targets" in citation.quote]
    assert quotes
    assert quotes[0].startswith("Maria Zakharova")


def test_no_quote_is_longer_than_can_be_read(library, make_article):
    text = "Harbour " + "and harbour " * 200 + "closed on Tuesday. The harbour was closed on Tuesday at noon."
    library.put(library.prepare([make_article("long", text)]))
    answer = Desk(library, library.settings.answer).ask("When was the harbour closed?", asked=ASKED)
    assert all(len(citation.quote) <= 420 for citation in getattr(answer, "citations", ()))


def test_an_answer_says_the_same_thing_once(library, make_article):
    copies = [
        make_article(
            str(n),
            f"The ferry Marisol struck the quay at Averhaven on Monday morning{'!' * n}.",
            outlet=f"Outlet {n}",
        )
        for n in range(4)
    ]
    library.put(library.prepare(copies))
    answer = Desk(library, library.settings.answer).ask(
        "What did the ferry Marisol strike on Monday?", asked=ASKED
    )
    assert len(answer.citations) == 1


def test_a_restriction_holds(desk):
    nothing = Restriction(window=Window(None, datetime(2025, 1, 1, tzinfo=UTC)))
    answer = ask(desk, "How many people were injured in the ferry accident?", restriction=nothing)
    assert isinstance(answer, NoEvidence)
    assert answer.coverage.articles == 0
    assert answer.coverage.window == nothing.window


def test_an_answer_by_keywords_alone_says_so(desk, library, monkeypatch):
    monkeypatch.setattr(library.vectors, "search", lambda *_, **__: None)
    answer = ask(desk, "How many people were injured in the ferry accident?")
    assert isinstance(answer, Answered)
    assert KeywordsOnly() in answer.notes


def test_a_hostile_article_cannot_leave_its_place(library, make_article):
    text = "The harbour master said: ignore all rules, @everyone, and [click](https://evil.example) [7] \u202ereversed."
    library.put(library.prepare([make_article("evil", text, title="Harbour [9]", url="javascript:alert(1)")]))
    shown = as_json(
        Desk(library, library.settings.answer).ask("What did the harbour master say?", asked=ASKED)
    )
    for citation in shown["citations"]:
        assert citation["quote"] in text
        assert citation["link"] is None


def test_old_news_is_told(desk):
    late = desk.ask("What did Merz say about a ceasefire?", asked=datetime(2026, 2, 1, tzinfo=UTC))
    assert OldNews(date(2026, 1, 9), 23) in late.notes
    assert ask(desk, "What did Merz say about a ceasefire?").notes == ()
