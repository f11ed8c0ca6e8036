"""From the tables of an older newsdesk to today's; a crash leaves either."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

import index.migrations
from config.errors import LibraryError
from index import rows
from index.library import Library
from index.migrating import revision_of
from index.schema import REVISION, metadata
from tests.index.test_library import indexed, put

OF_SCHEMA_1 = {"facts", "models", "articles", "versions", "passages", "changes"}


@pytest.fixture(params=["sqlite", "postgres"])
def open_library(request, tmp_path):
    """Opens this test's library, whose tables it may change."""
    url = request.getfixturevalue("postgres_database") if request.param == "postgres" else None
    opened = []

    def open_():
        opened.append(Library(tmp_path / "library", url=url))
        return opened[-1]

    open_.arguments = [tmp_path / "library", *([url] if url else [])]
    yield open_
    for library in opened:
        library.close()


@pytest.fixture
def store(open_library):
    return open_library()


def age(store, schema):
    """Make a library what a newsdesk of before revisions left."""
    with store.writing() as db:
        for table in reversed(metadata.sorted_tables):
            if schema == 1 and table.name not in OF_SCHEMA_1:
                table.drop(db)
        db.exec_driver_sql("DROP TABLE alembic_version")
        rows.set_fact(db, "schema", str(schema))


def described(db):
    """The tables with columns, keys and indexes."""
    found = inspect(db)
    return {
        name: (
            [(column["name"], str(column["type"]), column["nullable"]) for column in found.get_columns(name)],
            found.get_pk_constraint(name)["constrained_columns"],
            sorted(map(str, found.get_foreign_keys(name))),
            sorted(str((one["name"], one["column_names"], one["unique"])) for one in found.get_indexes(name)),
            sorted(str(one["column_names"]) for one in found.get_unique_constraints(name)),
        )
        for name in found.get_table_names()
    }


def test_migrated_tables_are_those_of_today(store, open_library):
    with store.reading() as db:
        made = described(db)
    age(store, 1)
    migrated = open_library()
    with migrated.reading() as db:
        assert described(db) == made
        assert compare_metadata(MigrationContext.configure(db), metadata) == []  # else write a revision
        assert revision_of(db) == REVISION


def test_the_newest_step_is_the_revision_of_the_tables():
    assert ScriptDirectory(str(Path(index.migrations.__file__).parent)).get_heads() == [REVISION]


@pytest.mark.parametrize("schema", [1, 3])
def test_a_library_of_before_revisions_opens_with_its_articles(store, open_library, make_article, schema):
    put(store, make_article())
    age(store, schema)
    opened = open_library()
    assert opened.id == store.id
    assert opened.article("a1").article == make_article()
    assert [one.article.id for one in opened.story_of("a1")] == ["a1"]


@pytest.mark.parametrize("mark", ["UPDATE alembic_version SET version_num = '9999'", "schema"])
def test_a_library_of_a_newer_newsdesk_is_refused(store, open_library, mark):
    if mark == "schema":
        age(store, 99)
    else:
        with store.writing() as db:
            db.exec_driver_sql(mark)
    with pytest.raises(LibraryError, match=r"newer newsdesk .*99.*Upgrade"):
        open_library()


def test_a_library_that_is_up_to_date_is_opened_without_alembic(store, open_library):
    code = (
        "import sys; from pathlib import Path; from index.library import Library;"
        "Library(Path(sys.argv[1]), url=(sys.argv[2:] or [None])[0]).close(); "
        "sys.exit('alembic' in sys.modules or ('psycopg' in sys.modules and len(sys.argv) < 3))"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    subprocess.run([sys.executable, "-c", code, *open_library.arguments], check=True, env=environment)


def test_a_process_that_dies_in_a_migration_leaves_the_library_as_it_was(store, open_library, make_article):
    put(store, make_article())
    age(store, 1)
    code = """
import os, sys
from pathlib import Path
from sqlalchemy import Engine, event
from index.library import Library
seen = []
@event.listens_for(Engine, "after_cursor_execute")
def _die(*call):
    if call[2].lstrip().startswith(("CREATE", "INSERT")):
        seen.append(call[2])
        if len(seen) == 30:
            os._exit(9)
Library(Path(sys.argv[1]), url=(sys.argv[2:] or [None])[0])
"""
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    died = subprocess.run([sys.executable, "-c", code, *open_library.arguments], check=False, env=environment)
    assert died.returncode == 9
    with store.reading() as db:
        assert set(inspect(db).get_table_names()) - {"sqlite_sequence"} == OF_SCHEMA_1
    again = open_library()
    assert again.article("a1") is not None
    again.put([indexed(make_article("a2", "Another text."))], again.active_model())


def test_of_many_that_open_an_old_library_at_once_one_migrates_it(store, open_library, make_article):
    put(store, make_article())
    age(store, 1)
    with ThreadPoolExecutor(6) as pool:
        opened = list(pool.map(lambda _: open_library(), range(6)))
    assert {one.id for one in opened} == {store.id}
    assert {one.count()[0] for one in opened} == {1}
