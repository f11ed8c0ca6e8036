"""Answers that a model writes, from the question to what is shown, with a real server of OpenAI's protocol."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from answer.answers import Answered, NoEvidence, as_json
from answer.desk import Desk, desk_of
from answer.notes import Differ, LeftOut, NotWritten, Reason
from config.settings import load_settings
from index.articles import Article
from index.searchable import SearchableLibrary
from index.usage import UsageLog
from tests.answer.writing.provider import (
    PROVIDER_TEXT,
    SECRET,
    cut,
    drips,
    drips_words,
    floods,
    floods_without_events,
    hangs,
    hangs_after_a_piece,
    redirects,
    refuses,
    says,
    serving,
    speaks_html,
    unpacks,
)
from tests.conftest import CACHE

ASKED = datetime(2026, 1, 10, tzinfo=UTC)
QUESTION = "How many people were injured in the ferry accident?"
FERRY = (
    "Seven people were injured when the ferry Marisol struck the quay at Averhaven on Monday. "
    "The captain, Edvard Nystrom, was unhurt. He had sailed the route for nine years. "
    "The harbour master denied that the quay was badly lit."
)
TOWN = "The mayor of Averhaven visited the seven injured people on Tuesday."


def answer_of(*sentences: tuple[str, int, str]) -> str:
    """What a model gives: sentences, each with its passage and its quote."""
    return json.dumps(
        {
            "sentences": [
                {"passage": passage, "quote": quote, "sentence": text} for text, passage, quote in sentences
            ]
        }
    )


GOOD = answer_of(
    (
        "Seven people were injured when the ferry Marisol struck the quay.",
        1,
        "Seven people were injured when the ferry Marisol struck the quay at Averhaven",
    ),
    ("The captain was unhurt.", 1, "the captain, Edvard Nystrom, was unhurt."),
)


def article(id_: str, text: str, title: str, published: str, outlet: str) -> Article:
    url = f"https://{id_}.example/"
    return Article(f"id:{id_}", id_, title, text, url=url, outlet=outlet, language="en", published=published)


ARTICLES = (
    article("ferry", FERRY, "Ferry accident", "2026-01-06", "The Courier"),
    article("town", TOWN, "Visit", "2026-01-07", "The Post"),
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchableLibrary]:
    """A library that no test changes."""
    folder = tmp_path_factory.mktemp("written")
    opened = SearchableLibrary(
        load_settings(data_dir=folder, cache_dir=CACHE, index={"chroma_linger_seconds": 0})
    )
    opened.put(opened.prepare(ARTICLES))
    yield opened
    opened.close(stop_server_if_last=True)


@pytest.fixture
def make_desk(filled, llm):
    def make(
        url: str, *, library: SearchableLibrary = filled, deadline: float = 25.0, **more: object
    ) -> Desk:
        changed = {
            "llm": llm(url, **more),
            "answer": library.settings.answer.model_copy(update={"deadline_seconds": deadline}),
        }
        return desk_of(library, library.settings.model_copy(update=changed))

    return make


def ask(desk: Desk, question: str = QUESTION, **more):
    return desk.ask(question, asked=ASKED, **more)


def test_a_written_answer_has_our_markers_and_only_the_sources_that_it_uses(make_desk):
    with serving(says(GOOD)) as provider:
        answer = ask(make_desk(provider.url))
    assert answer.text == (
        "Seven people were injured when the ferry Marisol struck the quay. [1] The captain was unhurt. [2]"
    )
    assert [citation.marker for citation in answer.citations] == [1, 2]
    assert {citation.article for citation in answer.citations} == {"ferry"}
    assert answer.written_by == "small"
    assert answer.notes == ()
    for citation in answer.citations:
        assert FERRY[citation.start : citation.end] == citation.quote


def test_a_quote_is_shown_with_the_whole_sentence_that_holds_it(make_desk):
    torn = answer_of(("The quay was badly lit.", 1, "the quay was badly lit"))
    with serving(says(torn)) as provider:
        answer = ask(make_desk(provider.url))
    assert answer.notes == (NotWritten(Reason.UNSUPPORTED),)
    kept = answer_of(("The harbour master denied that the quay was badly lit.", 1, "the quay was badly lit"))
    with serving(says(kept)) as provider:
        answer = ask(make_desk(provider.url))
    assert answer.citations[0].quote == "The harbour master denied that the quay was badly lit."


def test_an_answer_grows_sentence_by_sentence_and_never_shows_what_is_not_checked(make_desk):
    text = answer_of(
        (
            "Seven people were injured when the ferry Marisol struck the quay.",
            1,
            "Seven people were injured when",
        ),
        ("Ninety people drowned.", 1, "Seven people were injured when"),
        ("The captain was unhurt.", 1, "The captain, Edvard Nystrom, was unhurt."),
    )
    shown: list[Answered] = []
    with serving(says(text, piece=7)) as provider:
        answer = ask(make_desk(provider.url), show=shown.append)
    assert [one.text.count("[") for one in shown] == [1]
    assert shown[0].text == "Seven people were injured when the ferry Marisol struck the quay. [1]"
    assert "drowned" not in answer.text
    assert answer.text.endswith("The captain was unhurt. [2]")
    assert answer.notes == (LeftOut(1),)


@pytest.mark.parametrize(
    "sentence",
    [
        ("Seven people were injured.", 7, "Seven people were injured"),
        ("Seven people were injured.", 1, "Seven people were injured by a falling crane"),
        ("Seven people were injured.", 1, ""),
        ("Eight people were injured.", 1, "Seven people were injured"),
        ("Seven people were injured, see https://evil.example.", 1, "Seven people were injured"),
        ("Seven people were injured @everyone.", 1, "Seven people were injured"),
        ("**Seven** people were injured.", 1, "Seven people were injured"),
        ("Seven people were in\u200bjured.", 1, "Seven people were injured"),
        ("He had sailed the route for nine years.", 1, "He had sailed the route for nine years."),
    ],
)
def test_a_sentence_that_does_not_stand_leaves_the_quotes_with_a_note(make_desk, sentence):
    with serving(says(answer_of(sentence))) as provider:
        answer = ask(make_desk(provider.url))
    assert answer.notes == (NotWritten(Reason.UNSUPPORTED),)
    assert answer.written_by is None
    assert "Seven people were injured" in answer.citations[0].quote


def test_a_pronoun_stands_where_the_sentence_before_is_shown_before(make_desk):
    text = answer_of(
        ("The captain, Edvard Nystrom, was unhurt.", 1, "The captain, Edvard Nystrom, was unhurt."),
        ("He had sailed the route for nine years.", 1, "He had sailed the route for nine years."),
    )
    with serving(says(text)) as provider:
        answer = ask(make_desk(provider.url))
    assert "He had sailed the route for nine years. [2]" in answer.text
    assert answer.citations[1].quote.startswith("The captain")


def test_the_models_own_markers_are_replaced_by_ours(make_desk):
    marked = answer_of(("Seven people were injured [9].", 1, "Seven people were injured when the ferry"))
    with serving(says(marked)) as provider:
        assert ask(make_desk(provider.url)).text == "Seven people were injured. [1]"


@pytest.mark.parametrize(
    "wrapped",
    [
        "```json\n{}\n```",
        "Here is the answer:\n{}",
        "<think>Is {{it}} seven?</think>\n{}",
        "\n\n{}\n\n",
    ],
)
def test_what_stands_around_the_json_does_no_harm(make_desk, wrapped):
    with serving(says(wrapped.replace("{{it}}", "[it]").replace("{}", GOOD))) as provider:
        assert ask(make_desk(provider.url)).written_by == "small"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Seven, I believe.", Reason.UNREADABLE),
        ('{"sentences": [{"sentence": "Seven', Reason.UNREADABLE),
        (GOOD[:120], Reason.UNREADABLE),
        ('{"answer": "seven"}', Reason.UNREADABLE),
        ("[1, 2, 3]", Reason.UNSUPPORTED),
        ('{"sentences": [{"text": 7}, null]}', Reason.UNSUPPORTED),
        ('{"sentences": []}', Reason.EMPTY),
        ("", Reason.EMPTY),
        ("   ", Reason.EMPTY),
        ('{"sentences": ' + "[" * 30_000, Reason.UNREADABLE),
    ],
)
def test_an_answer_without_the_form_leaves_the_quotes(make_desk, text, reason):
    with serving(says(text, piece=4000)) as provider:
        answer = ask(make_desk(provider.url))
        assert len(provider.requests) == 1
    assert answer.notes == (NotWritten(reason),)
    assert answer.citations


def test_an_answer_that_ran_out_of_tokens_keeps_the_sentences_that_it_finished(make_desk):
    with serving(says(GOOD[:-30], piece=9)) as provider:
        answer = ask(make_desk(provider.url))
    assert answer.text == "Seven people were injured when the ferry Marisol struck the quay. [1]"
    assert answer.written_by == "small"


FAILURES = {
    "refused": "http://127.0.0.1:9/v1",
    "dns": "http://no-such-host.invalid/v1",
    "400": refuses(400),
    "401": refuses(401),
    "404": refuses(404),
    "429": refuses(429, retry_after="1"),
    "429 for long": refuses(429, retry_after="3600"),
    "500": refuses(500),
    "hang": hangs,
    "hang in the middle": hangs_after_a_piece,
    "drip": drips,
    "drip of words": drips_words,
    "cut": cut(GOOD[:200]),
    "cut at once": cut(""),
    "10 MB": floods,
    "10 MB on a line": floods_without_events,
    "compressed": unpacks,
    "HTML": speaks_html,
    "redirect": redirects,
}


@pytest.mark.parametrize("name", FAILURES)
def test_whatever_fails_a_cited_answer_comes_in_time_and_says_so(make_desk, caplog, name):
    behaviour = FAILURES[name]
    is_address = isinstance(behaviour, str)
    with serving(hangs if is_address else behaviour) as provider:
        desk = make_desk(behaviour if is_address else provider.url, deadline=3.0)
        begin = time.monotonic()
        answer = ask(desk)
        took = time.monotonic() - begin
        assert len(provider.requests) <= 2
    assert took < 6
    assert isinstance(answer, Answered)
    assert "Seven people were injured" in answer.citations[0].quote
    assert [type(note) for note in answer.notes] == [NotWritten]
    told = json.dumps(as_json(answer)) + caplog.text
    assert not any(secret in told for secret in (PROVIDER_TEXT, SECRET, "evil.example"))


def test_without_evidence_no_model_is_asked(make_desk):
    with serving(says(GOOD)) as provider:
        assert isinstance(ask(make_desk(provider.url), "Who leads Wakanda?"), NoEvidence)
        assert provider.requests == []


def test_where_articles_disagree_no_model_chooses_a_side(make_desk, library):
    text = "Nine people were injured in the ferry accident at Averhaven, the ministry said on Wednesday."
    other = article("other", text, "Ferry accident", "2026-01-08", "The Mail")
    library.put(library.prepare([*ARTICLES, other]))
    with serving(says(GOOD)) as provider:
        answer = ask(make_desk(provider.url, library=library))
        assert provider.requests == []
    assert any(isinstance(note, Differ) for note in answer.notes)
    assert {"ferry", "other"} <= {citation.article for citation in answer.citations}


def test_the_model_reads_numbered_passages_as_data_and_no_unseen_characters(make_desk, library, make_article):
    hidden = "The ferry Marisol was injured\U000e0041\U000e0042 people\u202e by\u200b night."
    own = make_article("hidden", hidden, title="Ferry \u202egnp")
    library.put(library.prepare([own, *ARTICLES]))
    with serving(says(GOOD)) as provider:
        ask(make_desk(provider.url, library=library))
        request = provider.requests[0]
    data = json.loads(request["messages"][-1]["content"])
    assert [one["passage"] for one in data["passages"]] == list(range(1, len(data["passages"]) + 1))
    assert "ferry" in data["passages"][0]["text"]
    assert not set("\u202e\u200b\U000e0041") & set(request["messages"][-1]["content"])
    assert request["response_format"]["json_schema"]["schema"]["required"] == ["sentences"]


def test_the_day_s_ceiling_is_told_and_costs_no_answer(make_desk, filled):
    usage, today = UsageLog(filled.library), datetime.now(UTC).date()
    before = usage.of(today)
    with serving(says(GOOD)) as provider:
        desk = make_desk(provider.url, daily_tokens=64)
        assert ask(desk).notes == (NotWritten(Reason.CEILING),)
        assert provider.requests == []
    assert usage.of(today) == before
