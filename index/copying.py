"""A library copied into another database, verified before it is there: from SQLite to PostgreSQL, or back.

The source may be in use: it is read as it stands at one moment. The target gets everything in one transaction, so it
holds the whole copy or, after a crash or a difference, nothing. It keeps an id of its own, so that no index made from
the source is taken for its own.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, bindparam, func, insert, select, update

from config.errors import LibraryError, UsageError
from index.columns import Key, storable, storable_key
from index.following import nothing
from index.library import Library
from index.schema import facts, metadata

_ROWS = 500  # in one statement: a few megabytes of texts
_OWN_FACTS = ("library", "schema")


@dataclass(frozen=True, slots=True)
class CopiedTable:
    """A table as both libraries hold it: how many rows, and the hash of all their values in the order of keys.

    Values are hashed as PostgreSQL can hold them.
    """

    name: str
    rows: int
    checksum: str


def copy_library(
    source: Library, target: Library, progress: Callable[[int, int], None] = nothing
) -> tuple[CopiedTable, ...]:
    """Copy all tables and compare them. `progress` hears rows copied, and all rows.

    Raises UsageError where the target holds something, LibraryError where the copy differs; nothing is kept then.
    """
    with source.reading() as old, target.writing() as new:
        _require_empty(new, target)
        total = sum(_count(old, table) for table in metadata.sorted_tables)
        done, tables = 0, []
        for table in metadata.sorted_tables:
            for copied in _copy(old, new, table):
                done += copied
                progress(done, total)
        target.advance(new, source.counters(old))
        for table in metadata.sorted_tables:
            before, after = _described(old, table), _described(new, table)
            if before != after:
                raise LibraryError(
                    f"The copy of {table.name} differs ({after.rows} of {before.rows} rows), so nothing was copied. "
                    "Stop what else writes to the target, and copy again."
                )
            tables.append(after)
    return tuple(tables)


def _require_empty(new: Connection, target: Library) -> None:
    held = [table.name for table in metadata.sorted_tables if _count(new, table)]
    if held:
        raise UsageError(
            f"The library in {target.place} is not empty ({', '.join(held)}). Name a folder or database without one."
        )


def _copy(old: Connection, new: Connection, table: Table) -> Iterator[int]:
    """Copy the rows of a table; gives how many, portion by portion. What points into the table itself comes last."""
    inward = [key.parent for key in table.foreign_keys if key.column.table is table]
    pointing: list[dict[str, Any]] = []
    for some in _read(old, table):
        given = [row._asdict() for row in some]
        for column in inward:
            pointing += [
                {f"_{name}": value for name, value in row.items()} for row in given if row[column.name]
            ]
            given = [row | {column.name: None} for row in given]
        new.execute(insert(table), given)
        yield len(given)
    if pointing:
        (key,) = table.primary_key
        at = update(table).where(key == bindparam(f"_{key.name}"))
        new.execute(at.values({column: bindparam(f"_{column.name}") for column in inward}), pointing)


def _described(db: Connection, table: Table) -> CopiedTable:
    rows, checksum = 0, hashlib.blake2b(digest_size=16)
    alike = [storable_key if column.type is Key else storable for column in table.columns]
    for some in _read(db, table):
        rows += len(some)
        for row in some:
            values = [
                kept(value) if isinstance(value, str) else value
                for kept, value in zip(alike, row, strict=True)
            ]
            checksum.update(repr(values).encode("utf-8", "surrogatepass"))
    return CopiedTable(table.name, rows, checksum.hexdigest())


def _read(db: Connection, table: Table) -> Iterator[list[Row[Any]]]:
    wanted = _rows(table).order_by(*table.primary_key)
    with db.execute(wanted, execution_options={"yield_per": _ROWS}) as found:
        yield from map(list, found.partitions())


def _count(db: Connection, table: Table) -> int:
    return db.execute(select(func.count()).select_from(_rows(table).subquery())).scalar_one()


def _rows(table: Table) -> Select[Any]:
    """The rows of a table that are copied."""
    wanted = select(table)
    return wanted.where(facts.c.name.not_in(_OWN_FACTS)) if table is facts else wanted
