"""What several articles of one story say is cited once, and "also in" claims no more than what stands there."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from answer.answers import AlsoIn, as_json
from answer.citations import cite
from answer.desk import Desk
from answer.quotes import Quote
from answer.retelling import span_saying
from evaluation.reading import Reading
from index.articles import Article
from index.restriction import Restriction, Window

ROOT = Path(__file__).parents[2]
REST = (
    " The ship had left Lindhaven at dawn with goods for the islands. Divers looked at the hull until the evening,"
    " and the port stayed closed. The owner said that the engine had been checked in spring."
)


@pytest.fixture
def heaters(library):
    read = Reading([ROOT / "samples" / "articles"], library.settings.ingest).articles()
    recall = [one for one in read if isinstance(one, Article) and one.id.endswith("-heater-recall")]
    library.put(library.prepare(recall))
    return library


@pytest.fixture
def told(library, make_article):
    """Store articles of one story, given as outlet to first sentence, and cite the first one's."""

    def put_and_cite(sentences, restriction=Restriction(), **fields):
        library.put(
            library.prepare(
                [
                    make_article(
                        outlet, sentence + REST, outlet=outlet, published=f"2026-01-0{at + 1}", **fields
                    )
                    for at, (outlet, sentence) in enumerate(sentences.items())
                ]
            )
        )
        outlet, sentence = next(reversed(sentences.items()))
        return cite([Quote(outlet, 1, 0, sentence)], library.library, restriction)

    return put_and_cite


def test_an_agency_s_report_in_three_outlets_is_one_citation_of_the_first_with_the_others_named(heaters):
    answer = Desk(heaters, heaters.settings.answer).ask(
        "How many heaters is Tarnby Home recalling?", asked=datetime(2025, 12, 18, tzinfo=UTC)
    )
    cited = next(citation for citation in answer.citations if "41,600" in citation.quote)
    assert cited.article == "meridian-heater-recall"
    assert cited.other_outlets == ("Sundmark Gazette", "The Calder Post")
    assert sum("41,600" in citation.quote for citation in answer.citations) == 1
    for citation in answer.citations:
        stored = heaters.library.article(citation.article, citation.version).article
        assert stored.text[citation.start : citation.end] == citation.quote
    shown = as_json(answer)["citations"][cited.marker - 1]["also_in"]
    assert [(other["article"], other["published"]) for other in shown] == [
        ("gazette-heater-recall", "2025-12-17T12:30:00+01:00"),
        ("calderpost-heater-recall", "2025-12-17T14:10:00+01:00"),
    ]


def test_the_first_article_is_cited_with_its_own_words(told):
    (citation,) = told(
        {
            "Wire": "AVERHAVEN, Jan. 1 (Wire) - The ferry Marisol struck the quay at Averhaven on Monday, police said.",
            "Post": "The ferry Marisol struck the quay at Averhaven on Monday, the police said.",
        }
    )
    assert citation.article == "Wire"
    assert citation.quote.startswith("AVERHAVEN")
    assert citation.also_in == (AlsoIn("Post", "Post", "Harbour closed", None, "2026-01-02"),)


@pytest.mark.parametrize(
    "other",
    [
        "Four people were injured when the ferry Marisol struck the quay.",
        "Seven people were not injured when the ferry Marisol struck the quay.",
        "The ferry struck the quay.",
    ],
)
def test_an_article_of_the_story_that_says_something_else_is_not_named(told, other):
    (citation,) = told(
        {"Wire": other, "Post": "Seven people were injured when the ferry Marisol struck the quay."}
    )
    assert citation.article == "Post"
    assert citation.also_in == ()


def test_an_article_outside_the_restriction_is_neither_cited_nor_named(told):
    only = Restriction(window=Window(datetime(2026, 1, 2, tzinfo=UTC)))
    sentence = "The ferry Marisol struck the quay at Averhaven on Monday"
    (citation,) = told(
        {"Wire": f"{sentence}.", "Post": f"{sentence}!", "Gazette": f"{sentence} …"}, restriction=only
    )
    assert citation.article == "Post"
    assert [other.article for other in citation.also_in] == ["Gazette"]


def test_two_quotes_of_the_same_words_are_one_citation(library, told):
    sentence = "The ferry Marisol struck the quay at Averhaven on Monday"
    told({"Wire": f"{sentence}.", "Post": f"{sentence}!"})
    quotes = [Quote("Post", 1, 0, f"{sentence}!"), Quote("Wire", 1, 0, f"{sentence}.")]
    assert [citation.article for citation in cite(quotes, library.library)] == ["Wire"]


def test_a_quote_of_an_older_version_stays_its_own(library, told, make_article):
    sentence = "The ferry Marisol struck the quay at Averhaven on Monday"
    told({"Wire": f"{sentence}.", "Post": f"{sentence}!"})
    library.put(library.prepare([make_article("Post", f"{sentence}?{REST}", outlet="Post")]))
    (citation,) = cite([Quote("Post", 1, 0, f"{sentence}!")], library.library)
    assert (citation.article, citation.also_in) == ("Post", ())


def test_one_outlet_s_second_article_is_no_other_outlet(told, library, make_article):
    sentence = "The ferry Marisol struck the quay at Averhaven on Monday."
    told({"Wire": sentence})
    again = make_article("again", f"{sentence}{REST} More follows.", outlet="Wire", published="2026-01-02")
    library.put(library.prepare([again]))
    (citation,) = cite([Quote("Wire", 1, 0, sentence)], library.library)
    assert [other.article for other in citation.also_in] == ["again"]
    assert citation.other_outlets == ()


def test_a_quote_of_two_sentences_is_found_as_two(make_article):
    text = (
        "Rain fell. Anna Keller opened the new tram line in Averhaven. She called it “a gift to the town”."
        + REST
    )
    quote = 'Anna Keller opened the new tram line at Averhaven. She called it "a gift to the town".'
    span = span_saying(quote, make_article(text=text))
    assert text[span.start : span.end].startswith("Anna Keller opened")
    assert text[span.start : span.end].endswith("to the town”.")
