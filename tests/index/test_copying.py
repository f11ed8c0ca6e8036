"""A library copied from SQLite to PostgreSQL and back."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, select, text

import index.copying
from config.errors import LibraryError, UsageError
from index.articles import Page
from index.copying import copy_library
from index.feeds import Entry, Feeds
from index.library import Library
from index.questions import AskedQuestion, Feedback, Place, Questions
from index.schema import facts, metadata
from index.usage import Ceilings, Spent, UsageLog
from index.watches import Finding, Watch, Watches
from tests.index.test_library import MODEL, indexed, put

NOON = datetime(2026, 1, 10, 12, tzinfo=UTC)


@pytest.fixture
def in_file(tmp_path):
    opened = Library(tmp_path / "file")
    yield opened
    opened.close()


@pytest.fixture
def in_postgres(tmp_path, postgres_url):
    opened = Library(tmp_path / "here", url=postgres_url)
    yield opened
    opened.close()


@pytest.fixture
def again(tmp_path):
    opened = Library(tmp_path / "again")
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def _many_portions(monkeypatch):
    monkeypatch.setattr(index.copying, "_ROWS", 4)


def fill(library, make_article):
    """Something in every table, with characters and values at their bounds."""
    put(library, *(make_article(f"a{n}", f"🎉 Ünï {n} العربية", published="2026-01-06") for n in range(15)))
    put(library, make_article("nul", "No\0thing", authors=("Ada Ö",)), make_article("last", "Goes again."))
    put(library, make_article("page", "Fetched.", page=Page("https://courier.example/1", NOON)))
    library.put([indexed(replace(make_article("endless", "Endless."), key="url:" + "ü" * 3000))], MODEL)
    library.put([indexed(make_article("said", 'Ada Quist said: "The harbour is open again."'))], MODEL)
    library.remove(["said", "last"])
    library.put([indexed(make_article("new", 'Ada Quist said: "The harbour is open again."'))], MODEL)
    questions = Questions(library)
    for number, before in ((2**63 - 1, None), (5, 2**63 - 1)):  # the later one has the smaller number
        questions.record(AskedQuestion(number, Place(1), 7, NOON, "Who?", "{}", before=before))
    questions.attach(5, [8, 9])
    questions.save_feedback(Feedback(5, 7, True, NOON))
    UsageLog(library).reserve(NOON.date(), "m", Spent(1, 2, 3, 0.1), Ceilings())
    watches = Watches(library)
    for _ in range(2):
        last = watches.add(Watch(0, 7, "Who?", NOON, NOON), most_of_person=9, most_of_server=9)
    watches.delete(last.number)
    watch = watches.by_number(1)
    watches.save(watch, 999, [Finding(1, 1, "a1", 1, 0, "Ünï")], NOON)
    watches.begin(watch, 5, NOON)
    feeds = Feeds(library)
    feeds.record(feeds.add("https://courier.example", "C", NOON), [Entry("e", "u", "t", None, "f", 1)])


def test_a_library_is_the_same_after_a_way_to_postgresql_and_back(in_file, in_postgres, again, make_article):
    fill(in_file, make_article)
    seen = []
    there = copy_library(in_file, in_postgres, lambda *progress: seen.append(progress))
    back = copy_library(in_postgres, again)
    assert there == back
    assert {table.name for table in there if not table.rows} == set()
    assert seen[-1][0] == seen[-1][1] == sum(table.rows for table in there)
    assert len({in_file.id, in_postgres.id, again.id}) == 3
    assert again.articles(limit=999) == in_postgres.articles(limit=999)
    assert again.vectors([1])[1].tolist() == in_file.vectors([1])[1].tolist()


def test_a_copy_numbers_on_where_its_source_was(in_file, in_postgres, make_article):
    fill(in_file, make_article)
    in_file.remove(["new"])
    copy_library(in_file, in_postgres)
    for library in (in_file, in_postgres):
        put(library, make_article("next", "Comes next."))
    assert in_postgres.changes(0, limit=9999) == in_file.changes(0, limit=9999)
    numbers = [
        Watches(one).add(Watch(0, 7, "Who?", NOON, NOON), most_of_person=9, most_of_server=9).number
        for one in (in_file, in_postgres)
    ]
    assert numbers == [3, 3]


def test_what_holds_something_is_no_target(in_file, in_postgres, make_article):
    put(in_postgres, make_article())
    with pytest.raises(UsageError, match="not empty"):
        copy_library(in_file, in_postgres)


def test_a_copy_that_differs_is_not_kept(in_file, in_postgres, make_article):
    put(in_file, make_article())
    with in_postgres.writing() as db:
        db.execute(
            text(
                "CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN NEW.title = 'Other'; RETURN NEW; END $$"
            )
        )
        db.execute(
            text("CREATE TRIGGER meddle BEFORE INSERT ON versions FOR EACH ROW EXECUTE FUNCTION meddle()")
        )
    try:
        with pytest.raises(LibraryError, match="copy of versions differs"):
            copy_library(in_file, in_postgres)
        assert in_postgres.count()[0] == 0
    finally:
        with in_postgres.writing() as db:
            db.execute(text("DROP FUNCTION meddle CASCADE"))


def test_a_copy_that_breaks_off_leaves_the_target_empty_and_can_be_repeated(
    in_file, in_postgres, make_article
):
    put(in_file, *(make_article(f"a{n}", f"Text {n}.") for n in range(3)))

    def break_off(done, total):
        if done > total // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy_library(in_file, in_postgres, break_off)
    with in_postgres.reading() as db:
        held = {table.name for table in metadata.sorted_tables if db.execute(select(table)).first()}
    assert held == {"facts"}
    copy_library(in_file, in_postgres)
    assert in_postgres.count()[0] == 3


def test_a_source_may_be_written_while_it_is_copied(in_file, in_postgres, make_article):
    put(in_file, *(make_article(f"a{n}", f"Text {n}.") for n in range(3)))

    def write(done, _total):
        if done == 1:
            put(in_file, make_article("later", "Came meanwhile."))

    copy_library(in_file, in_postgres, write)
    assert in_postgres.count()[0] == 3


def test_the_facts_of_a_library_of_before_are_left_behind(in_file, in_postgres):
    with in_file.writing() as db:
        db.execute(insert(facts).values(name="schema", value="3"))
    copy_library(in_file, in_postgres)
    with in_postgres.reading() as db:
        assert list(db.scalars(select(facts.c.name))) == ["library"]
