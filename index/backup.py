"""Copies of a library while it is in use, and a library made from a copy. SQLite's own back-up does the work.

The file is the whole truth: the keyword and vector indexes of a restored library are made again from it.
"""

import os
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from config.errors import LibraryError, StorageError, UsageError
from index.migrating import require_known
from index.sqlite import LIBRARY_FILE

_PAGES = 4096  # copied at a time, so that whoever writes meanwhile does not wait long


def back_up(folder: Path, to: Path, *, replace: bool = False) -> None:
    """Copy the library of a data directory into one file, as it stands at one moment.

    The file is complete or absent, whatever happens. Raises UsageError where there is one already and
    `replace` is not set, StorageError where it cannot be written, LibraryError for what is no library.
    """
    if to.exists() and not replace:
        raise UsageError(f"{to} exists already. Name another file, or replace it with --replace.")
    source = folder / LIBRARY_FILE
    _described(source)
    with (
        _new_file(to) as unfinished,
        _opened(source) as library,
        closing(sqlite3.connect(unfinished)) as copy,
    ):
        library.backup(copy, pages=_PAGES)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it


def restore(file: Path, folder: Path) -> None:
    """Make the library of a data directory, which must hold none, out of a copy.

    It gets an id of its own, so that no index made from another state of it is taken for its own. Raises
    UsageError where a library is there or the copy is none, LibraryError where the copy is damaged.
    """
    target = folder / LIBRARY_FILE
    if target.exists():
        raise UsageError(
            f"There is a library in {folder}, and restoring would lose it. Stop what uses it and move it away, "
            "or restore into another folder with --data-dir."
        )
    _described(file)
    with (
        _new_file(target) as unfinished,
        _opened(file) as source,
        closing(sqlite3.connect(unfinished)) as copy,
    ):
        source.backup(copy)
        damage = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if damage != "ok":
            raise LibraryError(f"{file} is damaged ({damage}). Restore an older copy.")
        with copy:
            copy.execute("UPDATE facts SET value = ? WHERE name = 'library'", (uuid.uuid4().hex,))


def _described(file: Path) -> None:
    """Raise where `file` is no library that this newsdesk reads."""
    if not file.is_file():
        raise UsageError(f"{file} is not there. Name the file that `newsdesk backup` wrote.")
    try:
        with _opened(file) as db:
            facts = dict(db.execute("SELECT name, value FROM facts").fetchall())
            is_stamped = db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'alembic_version'").fetchone()
            stamp = db.execute("SELECT version_num FROM alembic_version").fetchone() if is_stamped else None
    except sqlite3.DatabaseError as exc:
        raise UsageError(f"{file} is no newsdesk library ({exc}).") from exc
    require_known(stamp and stamp[0], facts.get("schema"), str(file))


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    """A database for reading."""
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as db:
        yield db


@contextmanager
def _new_file(file: Path) -> Iterator[Path]:
    """A file to write, which gets its name, durably, when it is finished without an error."""
    unfinished = file.with_name(f".{file.name}.{uuid.uuid4().hex[:8]}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        yield unfinished
        _flush(unfinished)
        unfinished.replace(file)
        _flush(file.parent)
    except (OSError, sqlite3.OperationalError) as exc:
        raise StorageError(
            f"{file} cannot be written ({exc}). Check the disk and the folder's permissions."
        ) from exc
    finally:
        unfinished.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    """Bring a file, or a folder's entries, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
