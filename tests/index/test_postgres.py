"""What holds of a library in PostgreSQL alone, and of several machines that share one."""

import logging
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from sqlalchemy import text

from config.errors import ConfigurationError, LibraryBusyError, LibraryError
from config.logs import start_logging
from config.settings import load_settings, masked
from index.following import follow
from index.library import Library
from index.postgres import place_of
from index.stored import IndexedArticle, Span
from index.usage import Ceilings, Spent, UsageLog
from tests.index.test_library import MODEL, indexed, put

WRITERS, ROUNDS = 4, 10


@pytest.fixture
def store(postgres_url, tmp_path):
    opened = Library(tmp_path / "here", url=postgres_url)
    yield opened
    opened.close()


@pytest.fixture
def elsewhere(postgres_url, tmp_path):
    """The same library as another machine opens it."""
    opened = Library(tmp_path / "there", url=postgres_url)
    yield opened
    opened.close()


def test_who_follows_the_log_while_many_write_misses_nothing(store, elsewhere, make_article):
    is_over = threading.Event()

    def write(writer):
        for number in range(ROUNDS):
            put(store, make_article(f"w{writer}-{number}", f"Text {number} by {writer}."))

    def follow():
        seen, position = [], 0
        while True:
            was_over = is_over.is_set()
            new = elsewhere.changes(position)
            seen += [change.sequence for change in new]
            position = max([position, *seen[-1:]])
            if was_over and not new:
                return seen

    with ThreadPoolExecutor(WRITERS + 1) as pool:
        follower = pool.submit(follow)
        try:
            for done in [pool.submit(write, writer) for writer in range(WRITERS)]:
                done.result()
        finally:
            is_over.set()
    assert follower.result() == [change.sequence for change in store.changes(0, limit=10_000)]
    assert len(follower.result()) == WRITERS * ROUNDS


def test_a_number_that_was_taken_is_not_passed_by_a_later_one(store, elsewhere, make_article):
    with store.writing() as db:
        db.execute(text("INSERT INTO changes (kind, first, last) VALUES ('put', 1, 1)"))
        with ThreadPoolExecutor(1) as pool:
            later = pool.submit(put, elsewhere, make_article())
            _wait_for_a_waiter(store, later)
            assert elsewhere.last_change() == 0
            db.commit()
            later.result()
    assert [change.sequence for change in elsewhere.changes(0)] == [1, 2]


def _wait_for_a_waiter(store, later):
    waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    while not later.done():
        with store.reading() as db:
            if db.scalar(waiting):
                return


def test_a_question_is_kept_while_articles_are_written(store, elsewhere):
    with store.writing():
        usage = UsageLog(elsewhere)
        assert usage.reserve(np.datetime64("2026-01-10").item(), "m", Spent(1, 5, 5), Ceilings())


def test_a_character_that_postgresql_cannot_hold_is_replaced_and_offsets_hold(store, make_article):
    article = make_article(text="Four\0 were injured.")
    store.put([IndexedArticle(article, (Span(6, 19),), np.eye(4, dtype=np.float32)[:1])], MODEL)
    assert store.article("a1").article.text == "Four\N{REPLACEMENT CHARACTER} were injured."
    assert [passage.text for passage in store.passages_between(1, 1)] == ["were injured."]
    assert [type(one).__name__ for one in put(store, article)] == ["Unchanged"]


def test_an_endless_address_identifies_an_article(store, make_article):
    address = "https://courier.example/" + "".join(chr(0x4E00 + n) for n in range(2000))
    article = replace(make_article(url=address), key=f"url:{address}")
    assert [type(one).__name__ for _ in range(2) for one in put(store, article)] == ["Added", "Unchanged"]
    assert store.article("a1").article.url == address


def test_passages_of_an_article_have_ids_in_their_order(store, make_article):
    store.put([indexed(make_article(text="word " * 3000), pieces=1100)], MODEL)
    positions = [passage.position for passage in store.passages_between(1, 1100)]
    assert positions == list(range(1100))


def test_reading_sees_one_moment(store, elsewhere, make_article):
    with store.reading() as db:
        before = db.scalar(text("SELECT count(*) FROM articles"))
        put(elsewhere, make_article())
        assert db.scalar(text("SELECT count(*) FROM articles")) == before == 0


def test_two_machines_do_their_own_work_at_once_and_what_they_share_in_turn(store, elsewhere):
    with store.alone("keywords", here=True), elsewhere.alone("keywords", here=True):
        pass
    shared = elsewhere.alone("vectors")
    with store.alone("vectors"), pytest.raises(LibraryBusyError, match="vectors"), shared:
        pass


def test_a_database_that_is_not_there_is_told_with_what_to_do(postgres, tmp_path):
    with pytest.raises(LibraryError, match=r"nowhere: there is no such database\. Create it with `createdb"):
        Library(tmp_path, url=postgres.url("nowhere"))


def test_a_wrong_password_is_told_and_none_is_shown(postgres, tmp_path):
    with pytest.raises(LibraryError, match="password is wrong") as told:
        Library(tmp_path, url=postgres.url("shared", "open-sesame"))
    assert "open-sesame" not in str(told.value)


def test_a_server_that_does_not_answer_is_told(tmp_path, unused_tcp_port):
    with pytest.raises(LibraryError, match="cannot be reached"):
        Library(tmp_path, url=f"postgresql://me@127.0.0.1:{unused_tcp_port}/news")


def test_a_database_for_one_script_only_is_refused(postgres, tmp_path):
    postgres.do("CREATE DATABASE latin TEMPLATE template0 ENCODING LATIN1 LC_COLLATE 'C' LC_CTYPE 'C'")
    with pytest.raises(LibraryError, match="UTF8"):
        Library(tmp_path, url=postgres.url("latin"))
    postgres.drop("latin")


def test_an_error_carries_nothing_of_what_was_stored(store):
    question = "FERRY".lower()  # else the traceback would show it as a line of this test
    with pytest.raises(LibraryError, match="violates not-null") as told, store.writing() as db:
        db.execute(text("INSERT INTO facts VALUES (:question, NULL)"), {"question": question})
    assert question not in "".join(traceback.format_exception(told.value))


def test_the_bot_goes_on_when_the_server_ended_its_connections(store, elsewhere):
    assert store.last_change() == 0
    with elsewhere.writing() as db:
        db.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        )
    assert store.last_change() == 0


def test_the_address_is_shown_without_its_password():
    assert place_of("postgres://me:secret@db.example/news?password=x") == "postgresql://me@db.example/news"
    with pytest.raises(ConfigurationError, match="%40"):
        place_of("postgresql://me:p@ss@host:port/news")


def test_the_password_is_nowhere_to_be_read(capsys):
    settings = load_settings(database_url="postgresql://me:open%2Dsesame@db.example/news")
    start_logging(settings)
    logging.getLogger("sqlalchemy").warning("connecting with open-sesame, open%2Dsesame")
    assert "sesame" not in repr(settings) + str(masked(settings)) + capsys.readouterr().err
    with pytest.raises(ConfigurationError) as told:
        load_settings(database_url="mysql://me:open-sesame@db.example/news")
    assert "sesame" not in str(told.value)
    assert "postgresql://" in str(told.value)


def test_another_library_than_the_user_s_is_never_in_the_user_s_database(tmp_path):
    settings = load_settings(database_url="postgresql://db.example/news")
    assert settings.of_folder(tmp_path).database_url is None


class Shared:
    """A projection that several machines share, which is up to date."""

    name = "shared"

    def __init__(self, position):
        self.at = position

    def position(self):
        return self.at


def test_what_is_up_to_date_is_searched_while_another_machine_holds_its_lock(store, elsewhere, make_article):
    put(store, make_article())
    with elsewhere.alone("shared"):
        assert follow(store, Shared(1), is_shared=True) == 1
        assert follow(store, Shared(0), is_shared=True, wait_seconds=0) == 0
