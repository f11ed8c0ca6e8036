"""Where articles were fetched, as either database keeps it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from index.articles import Page
from index.pages import Choice, Pages
from index.stored import IndexedArticle, ModelIdentity

NOON = datetime(2026, 1, 10, 12, tzinfo=UTC)
MODEL = ModelIdentity("none", "0", 1)
NOTHING = np.zeros((0, 1), dtype=np.float32)
MONTH_AGO, FIRST = NOON - timedelta(days=30), timedelta(hours=6)


@pytest.fixture
def library(open_library, make_article):
    """Three articles of the web, published 1, 4 and 40 days ago and fetched an hour later, and one of a file."""
    library = open_library()
    articles = [make_article("file", "From a file.", published="2026-01-09T12:00:00+00:00")]
    for days in (1, 4, 40):
        published = NOON - timedelta(days=days)
        page = Page(f"https://courier.example/{days}", published + timedelta(hours=1), f"tag{days}")
        text = f"{days} ships waited."
        articles.append(make_article(f"d{days}", text, published=published.isoformat(), page=page))
    library.put([IndexedArticle(article, (), NOTHING) for article in articles], MODEL)
    return library


def due(library, at: datetime) -> list[str]:
    return [page.article for page in Pages(library).due(at, MONTH_AGO, FIRST, 10)]


def test_pages_are_due_by_the_age_of_their_articles_the_longest_unchecked_first(library):
    assert due(library, NOON) == ["d4", "d1"]
    assert due(library, NOON - timedelta(hours=18)) == ["d4"]
    pages = Pages(library)
    for page in pages.due(NOON, MONTH_AGO, FIRST, 10):
        pages.record(replace(page, checked_at=int(NOON.timestamp())))
    assert due(library, NOON) == []
    assert due(library, NOON + timedelta(days=1)) == ["d1"]
    assert due(library, NOON + timedelta(days=4)) == ["d1", "d4"]


def test_a_page_that_is_to_be_tried_again_is_due_then(library):
    pages = Pages(library)
    for page in pages.chosen(Choice(), 10):
        at = int(NOON.timestamp())
        pages.record(replace(page, checked_at=at, retry_at=at + 60, faults=1, fault="busy"))
    assert due(library, NOON + timedelta(seconds=59)) == []
    assert sorted(due(library, NOON + timedelta(seconds=60))) == ["d1", "d4"]


@pytest.mark.parametrize(
    ("choice", "found", "without"),
    [
        (Choice(), ["d40", "d4", "d1"], 1),
        (Choice(ids=("d1", "file")), ["d1"], 1),
        (Choice(outlets=("the courier",)), ["d40", "d4", "d1"], 1),
        (Choice(outlets=("The Post",)), [], 0),
        (Choice(since=NOON - timedelta(days=5)), ["d4", "d1"], 1),
        (Choice(since=NOON), [], 0),
        (Choice(checked_before=NOON - timedelta(days=30)), ["d40"], 1),
    ],
)
def test_pages_are_chosen_due_or_not(library, choice, found, without):
    assert [page.article for page in Pages(library).chosen(choice, 10)] == found
    assert Pages(library).without(choice) == without


def test_a_withdrawn_article_is_marked_in_all_its_versions_and_comes_last_in_its_story(library, make_article):
    (page,) = Pages(library).chosen(Choice(ids=("d4",)), 1)
    at = int(NOON.timestamp())
    Pages(library).record(replace(page, checked_at=at, misses=1, missing_at=at, is_withdrawn=True))
    other = make_article("later", "4 ships waited.", outlet="The Post", published="2026-01-08T12:00:00+00:00")
    library.put([IndexedArticle(other, (), NOTHING)], MODEL)
    assert [one.article.id for one in library.story_of("d4")] == ["later", "d4"]
    assert [one.withdrawn for one in library.versions("d4")] == [NOON]
    assert library.article("later").withdrawn is None


def test_what_was_fetched_otherwise_meanwhile_is_not_overwritten(library, make_article):
    pages = Pages(library)
    (before,) = pages.chosen(Choice(ids=("d1",)), 1)
    fetched = make_article("d1", page=Page("https://courier.example/new", NOON, "new"))
    pages.keep([("d1", fetched), ("gone", fetched)])
    pages.record(replace(before, checked_at=before.checked_at + 60, is_withdrawn=True, missing_at=1))
    (after,) = pages.chosen(Choice(ids=("d1",)), 1)
    assert (after.address, after.etag, after.is_withdrawn) == ("https://courier.example/new", "new", False)


def test_the_page_of_an_article_that_is_removed_is_forgotten(library):
    library.remove(["d1"])
    assert [page.article for page in Pages(library).chosen(Choice(), 10)] == ["d40", "d4"]


def test_an_outlet_whose_name_begins_with_a_letter_beyond_ascii_is_found_as_it_is_stored(
    library, make_article
):
    page = Page("https://oelbote.example/1", NOON, "tag")
    article = make_article("o1", outlet="Ölbote", published="2026-01-08T12:00:00+00:00", page=page)
    library.put([IndexedArticle(article, (), NOTHING)], MODEL)
    assert [page.article for page in Pages(library).chosen(Choice(outlets=("Ölbote",)), 10)] == ["o1"]
