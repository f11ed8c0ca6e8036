"""Which articles have been kept long enough."""

from datetime import UTC, datetime

import pytest

from index.retention import Expired, expired
from tests.index.test_library import MODEL, indexed

BEFORE = datetime(2025, 6, 1, tzinfo=UTC)


@pytest.fixture
def store(open_library, make_article):
    opened = open_library()
    dates = {"new": "2025-06-02", "old": "2025-05-31", "oldest": "2020-01-01", "undated": None}
    opened.put(
        [indexed(make_article(id_, f"Text of {id_}.", published=day)) for id_, day in dates.items()], MODEL
    )
    return opened


def test_what_was_published_before_the_day_has_expired_oldest_first(store):
    assert expired(store, BEFORE, frozenset()) == Expired(("oldest", "old"), cited=0, undated=1)


def test_what_is_cited_stays_and_is_counted(store):
    assert expired(store, BEFORE, {"old", "new"}) == Expired(("oldest",), cited=1, undated=1)
