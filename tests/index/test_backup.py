"""Copies of a library, and libraries made from copies."""

import sqlite3
import threading

import pytest

from config.errors import LibraryError, UsageError
from index.backup import back_up, restore
from index.library import Library
from index.sqlite import LIBRARY_FILE
from tests.index.test_library import MODEL, indexed


@pytest.fixture
def store(tmp_path):
    opened = Library(tmp_path / "data")
    yield opened
    opened.close()


def test_a_restored_library_holds_every_article_of_the_copy(store, make_article, tmp_path):
    store.put([indexed(make_article("a1"))], MODEL)
    back_up(store.folder, tmp_path / "copy.sqlite3")
    store.put([indexed(make_article("a2", "Another text."))], MODEL)

    restore(tmp_path / "copy.sqlite3", tmp_path / "restored")

    again = Library(tmp_path / "restored")
    assert [stored.article.id for stored in again.articles()] == ["a1"]
    assert again.id != store.id  # no index of the other library is taken for its own
    again.close()


def test_a_copy_made_while_another_thread_writes_is_sound(store, make_article, tmp_path):
    def write():
        for number in range(60):
            store.put([indexed(make_article(f"a{number}", f"Text number {number}."))], MODEL)

    writer = threading.Thread(target=write)
    writer.start()
    back_up(store.folder, tmp_path / "copy.sqlite3")
    writer.join()

    with sqlite3.connect(tmp_path / "copy.sqlite3") as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    copy.close()
    assert store.count()[0] == 60


def test_a_copy_is_one_file(store, tmp_path):
    back_up(store.folder, tmp_path / "copies" / "copy.sqlite3")
    assert [file.name for file in (tmp_path / "copies").iterdir()] == ["copy.sqlite3"]


def test_a_copy_replaces_another_only_when_told_to(store, tmp_path):
    back_up(store.folder, tmp_path / "copy.sqlite3")
    with pytest.raises(UsageError, match="--replace"):
        back_up(store.folder, tmp_path / "copy.sqlite3")
    back_up(store.folder, tmp_path / "copy.sqlite3", replace=True)


def test_restoring_over_a_library_is_refused(store, tmp_path):
    back_up(store.folder, tmp_path / "copy.sqlite3")
    with pytest.raises(UsageError, match="move it away"):
        restore(tmp_path / "copy.sqlite3", store.folder)


@pytest.mark.parametrize("content", [b"", b"no database at all", b"SQLite format 3\0" + bytes(4000)])
def test_what_is_no_copy_is_refused_and_nothing_is_left(content, tmp_path):
    (tmp_path / "copy.sqlite3").write_bytes(content)
    with pytest.raises(UsageError, match="no newsdesk library"):
        restore(tmp_path / "copy.sqlite3", tmp_path / "restored")
    assert not (tmp_path / "restored").exists()


def test_a_damaged_copy_is_refused_and_nothing_is_left(store, make_article, tmp_path):
    store.put([indexed(make_article(f"a{n}", f"Text {n} " * 400)) for n in range(50)], MODEL)
    copy = tmp_path / "copy.sqlite3"
    back_up(store.folder, copy)
    content = bytearray(copy.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 20_000] = bytes(20_000)
    copy.write_bytes(content)

    with pytest.raises(LibraryError, match=r"damaged|malformed"):
        restore(copy, tmp_path / "restored")
    assert not (tmp_path / "restored" / LIBRARY_FILE).exists()


def test_there_must_be_a_library_to_copy(tmp_path):
    with pytest.raises(UsageError, match="not there"):
        back_up(tmp_path / "nowhere", tmp_path / "copy.sqlite3")
