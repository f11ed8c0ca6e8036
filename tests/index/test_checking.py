"""The check finds what is wrong with a library's indexes, and the repair mends it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from index.checking import check, repair
from tests.index.test_searchable import best, fill

NOW = datetime(2026, 1, 10, tzinfo=UTC)


@pytest.fixture
def filled(library, make_article):
    fill(library, make_article)
    library.follow()
    return library


def found(library):
    return {part.part: part for part in check(library)}


def damage(library, statement):
    with library.library.writing() as db:
        db.execute(text(statement))


def test_a_library_in_order_is_sound(filled):
    assert all(part.is_sound for part in check(filled))


def test_lost_and_left_over_passages_of_the_keyword_index_are_found_and_mended(filled):
    damage(filled, "UPDATE changes SET kind = 'forget' WHERE sequence = 1")  # never put, when indexed anew
    filled.rebuild_keywords()
    assert found(filled)["keywords"].missing == 1

    damage(filled, "UPDATE changes SET kind = 'put' WHERE sequence = 1")
    assert all(part.is_sound for part in repair(filled))


def test_a_damaged_file_of_the_keyword_index_is_found_and_mended(filled, settings):
    file = next((settings.data_dir / "keywords" / "passages").glob("*.fieldnorm"))
    file.write_bytes(b"\0" + file.read_bytes()[1:])
    assert found(filled)["keywords"].damage == (f"passages/{file.name}",)

    assert all(part.is_sound for part in repair(filled))


def test_lost_vectors_are_found_and_mended(filled):
    collection = filled.vectors._vectors._collection()
    collection.delete(ids=["2"])
    assert found(filled)["vectors"].missing == 1
    assert found(filled)["vectors"].unfound == 1

    assert all(part.is_sound for part in repair(filled))


def test_vectors_of_passages_that_are_gone_are_found(filled):
    filled.vectors._vectors._collection().upsert(ids=["99"], embeddings=[[1.0] + [0.0] * 383])
    assert found(filled)["vectors"].extra == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE passages SET vector = x'00' WHERE id = 1",
        'UPDATE passages SET "end" = 100000 WHERE id = 1',
        "DELETE FROM stories WHERE article = 1",
    ],
)
def test_an_article_that_cannot_be_searched_as_it_is_stored_is_found_and_mended(filled, statement):
    damage(filled, statement)
    assert found(filled)["library"].broken == 1

    assert all(part.is_sound for part in repair(filled))
    assert best(filled, "Who was hurt in the ferry crash?") == "ferry"
