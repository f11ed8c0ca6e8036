from datetime import UTC, datetime

import numpy as np
import pytest

from config.errors import LibraryError, ModelMismatchError, StorageError
from index.library import Library
from index.restriction import Restriction, Window
from index.sqlite import LIBRARY_FILE
from index.stored import Added, Duplicate, IndexedArticle, ModelIdentity, Span, Unchanged, Updated
from index.titles import titled

MODEL = ModelIdentity("tiny", "d1", 4)


@pytest.fixture
def store(open_library):
    return open_library()


def indexed(article, pieces=1):
    step = max(1, len(article.text) // pieces)
    spans = tuple(Span(at, min(at + step, len(article.text))) for at in range(0, step * pieces, step))
    return IndexedArticle(article, spans, np.eye(4, dtype=np.float32)[[n % 4 for n in range(pieces)]])


def put(store, *articles):
    return store.put([indexed(article) for article in articles], MODEL)


def test_an_article_comes_back_as_it_was_stored(store, make_article):
    stored = make_article(
        published="2026-01-06T10:00:00+01:00", authors=("Ada Ö", "B"), url="https://courier.example/1"
    )
    assert put(store, stored) == [Added("a1")]
    assert store.article("a1").article == stored


def test_the_same_article_twice_changes_nothing(store, make_article):
    put(store, make_article())
    before = store.last_change()
    assert put(store, make_article()) == [Unchanged("a1")]
    assert store.last_change() == before


def test_a_changed_article_becomes_a_new_version_and_the_old_one_stays_readable(store, make_article):
    put(store, make_article(text="Four were injured."))
    assert put(store, make_article(text="Seven were injured.")) == [Updated("a1", 2)]
    assert store.article("a1").article.text == "Seven were injured."
    assert store.article("a1", version=1).article.text == "Four were injured."
    assert [p.text for p in store.passages_between(0, 99)] == ["Seven were injured."]


def test_the_same_words_of_one_outlet_under_another_id_are_a_duplicate(store, make_article):
    put(store, make_article("a1"))
    assert put(store, make_article("a2")) == [Duplicate("a2", "a1")]
    assert put(store, make_article("a3", outlet="The Post")) == [Added("a3")]


def test_a_batch_that_fails_leaves_nothing_behind(store, make_article):
    with pytest.raises(ValueError, match=r"longer|shorter"):
        store.put(
            [
                indexed(make_article("a1")),
                IndexedArticle(make_article("a2", "Other."), (Span(0, 1),), np.zeros((0, 4), np.float32)),
            ],
            MODEL,
        )
    assert store.count()[0] == 0
    assert store.last_change() == 0


def test_the_log_names_what_was_put_and_what_is_to_be_forgotten(store, make_article):
    store.put([indexed(make_article(text="One two three four."), pieces=3)], MODEL)
    put(store, make_article(text="Something else."))
    store.remove(["a1"])
    assert [(c.kind, c.first, c.last) for c in store.changes(0)] == [
        ("put", 1, 3),
        ("forget", 1, 3),
        ("put", 4, 4),
        ("forget", 4, 4),
    ]


def test_passage_ids_are_never_used_again(store, make_article):
    put(store, make_article("a1"))
    store.remove(["a1"])
    put(store, make_article("a2", text="Other words."))
    assert list(store.passages([1, 2])) == [2]


def test_a_passage_is_the_stored_text_between_its_offsets_in_any_script(store, make_article):
    text = "🎉 Ünïcode — 日本語のテキスト。 العربية\u200f end\u0301."
    store.put([indexed(make_article(text=text), pieces=4)], MODEL)
    for passage in store.passages_between(0, 99):
        assert passage.text == text[passage.start : passage.end]


@pytest.mark.parametrize(
    ("restriction", "expected"),
    [
        (Restriction(), {"old", "new", "undated"}),
        (Restriction(window=Window(datetime(2026, 1, 5, tzinfo=UTC))), {"new"}),
        (Restriction(window=Window(None, datetime(2026, 1, 5, tzinfo=UTC))), {"old"}),
        (Restriction(outlets=("THE POST",)), {"new"}),
        (Restriction(languages=("de",)), {"old"}),
        (Restriction(articles=("old", "undated")), {"old", "undated"}),
    ],
)
def test_articles_are_listed_within_a_restriction(store, make_article, restriction, expected):
    put(
        store,
        make_article("old", "Alt.", published="2026-01-01", language="de"),
        make_article("new", "New.", published="2026-01-06T23:30:00-05:00", outlet="The Post"),
        make_article("undated", "Never."),
    )
    assert {stored.article.id for stored in store.articles(restriction)} == expected
    assert store.count(restriction)[0] == len(expected)


def test_articles_are_listed_newest_first_and_undated_last(store, make_article):
    put(
        store,
        make_article("u", "u"),
        make_article("x", "x", published="2026-01-02"),
        make_article("y", "y", published="2026-01-03"),
    )
    assert [stored.article.id for stored in store.articles()] == ["y", "x", "u"]


def test_another_embedding_model_is_refused_with_the_command_that_helps(store, make_article):
    put(store, make_article())
    with pytest.raises(ModelMismatchError, match="newsdesk reindex"):
        store.require_model(ModelIdentity("other", "d2", 8))
    with pytest.raises(ModelMismatchError):
        store.put([indexed(make_article("a2", "x"))], ModelIdentity("other", "d2", 8))


def test_after_a_switch_of_models_articles_wait_and_their_vectors_are_not_used(store, make_article):
    put(store, make_article())
    store.switch_model(ModelIdentity("other", "d2", 8))
    assert [stored.article.id for stored in store.waiting_articles(10)] == ["a1"]
    assert store.vectors([1]) == {}
    assert store.status().waiting == 1


def test_two_processes_worth_of_libraries_see_each_others_writes(store, open_library, make_article):
    other = open_library()
    put(store, make_article("a1"))
    assert put(other, make_article("a1")) == [Unchanged("a1")]
    put(other, make_article("a2", "Other."))
    assert store.count()[0] == 2


def test_a_file_that_is_no_library_is_refused_in_plain_words(tmp_path):
    (tmp_path / LIBRARY_FILE).write_text(
        "this is not a database, it is a text that is long enough to be looked at"
    )
    with pytest.raises(LibraryError, match="damaged or not a library"):
        Library(tmp_path)


def test_a_folder_that_cannot_be_created_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="--data-dir"):
        Library(tmp_path / "file" / "library")


def test_a_full_disk_is_told_and_loses_nothing(tmp_path, make_article):
    store = Library(tmp_path)
    put(store, make_article("a1"))
    with store.reading() as db:
        pages = db.exec_driver_sql("PRAGMA page_count").scalar()
    store._database.engine.dispose()
    from sqlalchemy import event

    event.listen(
        store._database.engine, "connect", lambda db, _: db.execute(f"PRAGMA max_page_count={pages + 2}")
    )
    with pytest.raises(StorageError, match="full"):
        put(store, make_article("a2", "x" * 100_000))
    assert store.count()[0] == 1
    store.close()


@pytest.mark.parametrize("part", ["HARB", "harbour cl", "fähr", "50%_off"])
def test_titles_are_found_by_a_part_in_any_case(store, make_article, part):
    put(
        store,
        make_article("a", "a", title="Harbour closed"),
        make_article("b", "b", title="Fähre fährt"),
        make_article("c", "c", title="Now 50%_off"),
        make_article("d", "d", title="50 cents off"),
    )
    assert len(titled(store, part, 10)) == 1
