"""A passage that several outlets printed is one hit."""

from datetime import UTC, datetime

import pytest

from index.retellings import told_once
from index.search import rank_articles

WIRE = (
    "The ferry Marisol struck the quay at Averhaven on Monday morning, and seven people were injured. The ship had "
    "left Lindhaven at dawn with goods for the islands. Divers looked at the hull until the evening."
)


@pytest.fixture
def found(library, make_article):
    """Search articles given as outlet to text; returns the hits."""

    def put_and_search(**texts):
        library.put(
            library.prepare([make_article(outlet, text, outlet=outlet) for outlet, text in texts.items()])
        )
        asked = datetime(2026, 1, 10, tzinfo=UTC)
        return library.search("How many people were injured on the ferry Marisol?", asked=asked).hits

    return put_and_search


def test_an_agency_s_text_is_one_hit_with_the_other_outlets_named(found):
    hits = found(
        Wire=WIRE,
        Post=WIRE.replace("on Monday morning", "on Monday"),
        Gazette=f"{WIRE} More follows.",
        Courier="The owner of the ferry Marisol said that seven people had been injured through his fault.",
    )
    told = told_once(hits)
    assert len(told) == 2
    assert sum(len(one.also_in) for one in told) == 2
    cluster = next(one for one in told if one.also_in)
    assert {cluster.hit.passage.outlet, *cluster.other_outlets} == {"Wire", "Post", "Gazette"}
    assert cluster.hit is next(hit for hit in hits if hit.passage.story == cluster.hit.passage.story)


def test_no_article_leaves_the_ranking_for_it(found):
    hits = found(Wire=WIRE, Post=f"{WIRE} More follows.")
    assert len(told_once(hits)) == 1
    assert {article for article, _ in rank_articles(hits)} == {"Wire", "Post"}


def test_passages_of_one_article_and_of_other_stories_stand_alone(found):
    hits = found(Wire=WIRE, Post="The ferry Marisol will sail again on Tuesday, its owner said at noon.")
    assert [one.hit for one in told_once(hits)] == list(hits)
