"""Brings a library's tables to those of `index/schema.py`, in one transaction: a crash leaves them as they were.

A new database gets today's tables at once. One that stands at an older revision is migrated by Alembic, which takes
its time to import, so a library that is up to date is opened without it. Revisions are numbers of four digits.
"""

import uuid
from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, String, Table, insert, inspect, select

from config.errors import LibraryError
from index import rows
from index.schema import REVISION, facts, metadata
from index.stories import fill

_LAST_UNSTAMPED = 3  # the schema, kept as a fact, of libraries made before revisions were

_stamp = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))


def revision_of(db: Connection) -> str | None:
    """The revision at which the tables are; None in an empty database, or one of before revisions were kept."""
    if not inspect(db).has_table(_stamp.name):
        return None
    return db.scalar(select(_stamp.c.version_num))


def migrate(db: Connection, place: str) -> None:
    """Bring the tables up to date, in a transaction that excludes other writers and that the caller holds.

    `place` names the database in messages. Raises LibraryError for a database of a newer newsdesk.
    """
    revision = revision_of(db)
    if revision is None and not inspect(db).has_table(facts.name):
        metadata.create_all(db)
        _stamp.create(db)
        db.execute(insert(_stamp).values(version_num=REVISION))
    elif revision != REVISION:  # else another process was faster
        schema = None if revision else rows.fact(db, "schema")
        require_known(revision, schema, place)
        _upgrade(db, revision)
    if rows.fact(db, "library") is None:
        rows.set_fact(db, "library", uuid.uuid4().hex)


def require_known(revision: str | None, schema: str | None, place: str) -> None:
    """Raise LibraryError where a newer newsdesk wrote a library; `schema` is its fact, if it has no revision."""
    if (revision or "") > REVISION or int(schema or 0) > _LAST_UNSTAMPED:
        raise LibraryError(
            f"The library in {place} was written by a newer newsdesk (revision {revision or schema}, this one knows "
            f"{REVISION}). Upgrade newsdesk."
        )


def _upgrade(db: Connection, revision: str | None) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": db})
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    command.upgrade(config, "head")
    if revision is None:
        fill(db)  # libraries of schema 1 have no stories
