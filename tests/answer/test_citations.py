import logging

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answer.citations import cite
from answer.quotes import Quote
from index.library import Library
from index.stored import IndexedArticle, ModelIdentity, Span

MODEL = ModelIdentity("tiny", "d1", 4)


@pytest.fixture
def store(tmp_path):
    opened = Library(tmp_path / "library")
    yield opened
    opened.close()


def put(store, one):
    store.put([IndexedArticle(one, (Span(0, len(one.text)),), np.eye(1, 4, dtype=np.float32))], MODEL)


def test_a_quote_that_stands_in_the_article_is_cited_with_all_from_the_library(store, make_article):
    put(store, make_article(text="Rain. It stays dry.", url="https://c.example/1", published="2026-01-06"))
    (citation,) = cite([Quote("a1", 1, 6, "It stays dry.")], store)
    assert (citation.quote, citation.start, citation.end) == ("It stays dry.", 6, 19)
    assert (citation.outlet, citation.published, citation.title) == (
        "The Courier",
        "2026-01-06",
        "Harbour closed",
    )
    assert citation.link == "https://c.example/1#:~:text=It%20stays%20dry."


@pytest.mark.parametrize(
    "quote",
    [
        Quote("a1", 1, 6, "It stays wet."),
        Quote("a1", 1, 5, "It stays dry."),
        Quote("a1", 2, 6, "It stays dry."),
        Quote("nobody", 1, 6, "It stays dry."),
        Quote("a1", 1, 0, ""),
        Quote("a1", 1, -13, "It stays dry."),
        Quote("a1", 1, 5, " "),
    ],
)
def test_a_quote_that_does_not_stand_there_is_dropped_and_logged(store, make_article, caplog, quote):
    put(store, make_article(text="Rain. It stays dry."))
    with caplog.at_level(logging.ERROR):
        assert cite([quote], store) == ()
    assert quote.article in caplog.text


def test_a_quote_within_a_later_one_is_not_shown_beside_it(store, make_article):
    put(store, make_article(text="Rain. It stays dry. Snow."))
    quotes = [
        Quote("a1", 1, 0, "Rain."),
        Quote("a1", 1, 20, "Snow."),
        Quote("a1", 1, 0, "Rain. It stays dry."),
    ]
    assert [one.quote for one in cite(quotes, store)] == ["Rain. It stays dry.", "Snow."]


def test_markers_count_the_citations_that_stand(store, make_article):
    put(store, make_article(text="Rain. It stays dry."))
    quotes = [Quote("a1", 1, 0, "Snow."), Quote("a1", 1, 0, "Rain."), Quote("a1", 1, 6, "It stays dry.")]
    assert [citation.marker for citation in cite(quotes, store)] == [1, 2]


@pytest.mark.parametrize("is_longer_first", [True, False])
def test_of_two_quotes_one_within_the_other_the_longer_is_cited_once(store, make_article, is_longer_first):
    put(store, make_article(text="Rain. It stays dry."))
    quotes = [Quote("a1", 1, 0, "Rain. It stays dry."), Quote("a1", 1, 6, "It stays dry.")]
    (citation,) = cite(quotes if is_longer_first else quotes[::-1], store)
    assert (citation.marker, citation.quote) == (1, "Rain. It stays dry.")


def test_a_citation_of_an_older_version_still_stands(store, make_article):
    put(store, make_article(text="Four were injured."))
    put(store, make_article(text="Seven were injured."))
    (citation,) = cite([Quote("a1", 1, 0, "Four were injured.")], store)
    assert citation.version == 1


@given(
    text=st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), min_size=3),
    data=st.data(),
)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_quote_shown_is_the_stored_text_between_its_offsets(store, make_article, text, data):
    put(store, make_article(str(hash(text)), text=text, outlet=text[:50]))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    for citation in cite([Quote(str(hash(text)), 1, start, text[start:end])], store):
        stored = store.article(citation.article, citation.version)
        assert stored.article.text[citation.start : citation.end] == citation.quote
