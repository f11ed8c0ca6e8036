"""What is nearest within a restriction, compared in the library or picked out of an index's neighbours."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from index import within
from index.library import Library
from index.restriction import Restriction, Window
from index.within import nearest_within
from tests.index.test_library import MODEL, indexed

COURIER = Restriction(outlets=("the courier",))


@pytest.fixture
def library(tmp_path, make_article):
    """40 articles of a passage each, every fourth in the Courier, the rest in the Ölbote; the first is nearest."""
    with_vectors = []
    for number in range(40):
        article = make_article(
            f"a{number}",
            f"Harbour number {number} was closed on Tuesday.",
            outlet="Ölbote" if number % 4 else "The Courier",
            published=f"2026-01-{number % 20 + 1:02d}",
        )
        vector = np.array([[np.cos(number / 40), np.sin(number / 40), 0, 0]], dtype=np.float32)
        with_vectors.append(replace(indexed(article), vectors=vector))
    library = Library(tmp_path / "library")
    library.put(with_vectors, MODEL)
    yield library
    library.close()


VECTOR = np.array([1, 0, 0, 0], dtype=np.float32)


class Index:
    """An index that holds all passages in the order of their nearness."""

    def __init__(self, library):
        self.ids = sorted(library.passage_ids())
        self.asked = []

    def nearest(self, count):
        self.asked.append(count)
        return [(id_, float(np.cos(at / 40))) for at, id_ in enumerate(self.ids[:count])]


@pytest.mark.parametrize("compared", [0, 1000], ids=["picked", "compared"])
@pytest.mark.parametrize(
    ("restriction", "expected"),
    [
        (COURIER, [0, 4, 8]),
        (Restriction(outlets=("Ölbote",)), [1, 2, 3]),
        (Restriction(Window(datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 1, 6, tzinfo=UTC))), [4, 5, 24]),
        (Restriction(articles=("a39", "a17", "a30")), [17, 30, 39]),
        (Restriction(outlets=("Nobody",)), []),
        (Restriction(languages=("de",)), []),
    ],
)
def test_the_nearest_within_a_restriction_come_in_their_order(
    library, monkeypatch, compared, restriction, expected
):
    monkeypatch.setattr(within, "_COMPARED", compared)
    index = Index(library)
    found = nearest_within(library, restriction, VECTOR, 3, index.nearest)
    assert [index.ids.index(id_) for id_, _ in found] == expected
    assert [cosine for _, cosine in found] == pytest.approx([np.cos(at / 40) for at in expected])


def test_an_index_is_asked_for_more_until_enough_are_within(library, monkeypatch):
    monkeypatch.setattr(within, "_COMPARED", 0)
    index = Index(library)
    last = Restriction(articles=("a36", "a37", "a38", "a39"))
    assert len(nearest_within(library, last, VECTOR, 2, index.nearest)) == 2
    assert index.asked == [30, 90]


def test_passages_of_another_model_are_not_compared(library):
    library.switch_model(replace(MODEL, digest="another"))
    assert nearest_within(library, COURIER, VECTOR, 3, Index(library).nearest) == []
