"""From the arguments of a command to the files that they stand for."""

import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from glob import glob, has_magic
from itertools import chain
from pathlib import Path

from ingest.archives import members
from ingest.faults import explained
from ingest.sources import STANDARD_INPUT, SUPPORTED, Expansion, Failure, Source, kind_of, printable

# A Path stands for a file that is skipped, because it is of no supported kind.
Found = Source | Failure | Path
_WEB = re.compile(r"https?:", re.IGNORECASE)


def expand(inputs: Sequence[str]) -> Expansion:
    """Files, folders (all below them, sorted, hidden ones left out), patterns, web addresses, - for standard input.

    An archive stands for its files. Each is listed once, however often it is named. Never raises: what cannot be
    used is a Failure.
    """
    sources: dict[str, Source] = {}
    failures: dict[Failure, None] = {}
    skipped: dict[str, None] = {}
    for found in chain.from_iterable(map(_unpacked, chain.from_iterable(map(_found, inputs)))):
        match found:
            case Source():
                sources.setdefault(found.place, found)
            case Failure():
                failures[found] = None
            case Path():
                skipped[printable(found)] = None
    return Expansion(tuple(sources.values()), tuple(failures), tuple(skipped))


def _found(given: str) -> Iterator[Found]:
    """What one argument stands for."""
    if given == "-":
        yield Source(STANDARD_INPUT, size=_standard_input_size())
        return
    if not given:  # often a variable that is not set; Path("") would be the working directory
        yield Failure(given, None, "An empty argument names nothing. Name a file, a folder, or -.")
        return
    if _WEB.match(given):
        yield Source(printable(given), size=0, url=given)
        return
    path = Path(given)
    try:
        is_folder = stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError) as exc:
        yield from _without_file(given, exc)
        return
    if is_folder:
        yield from _or_nothing(path, _in_folder(path), "The folder is empty. Name one with articles.")
    else:
        yield _named(path)


def _unpacked(found: Found) -> Iterable[Found]:
    """An archive's files in its place."""
    return members(found) if isinstance(found, Source) and found.format == "zip" else (found,)


def _without_file(given: str, fault: OSError | ValueError) -> Iterator[Found]:
    """An argument that is no existing file: a pattern that the shell left alone, or a mistake."""
    if has_magic(given):
        matches = map(Path, sorted(glob(given, recursive=True)))  # noqa: PTH207 (the pattern may be absolute)
        nothing = "No file matches this pattern. Check it, and quote it if the shell changes it."
        yield from _or_nothing(Path(given), chain.from_iterable(map(_matched, matches)), nothing)
        return
    match fault:
        case FileNotFoundError():
            seen_from = printable(Path.cwd())
            reason = f"There is no such file or folder. Check the name (seen from {seen_from})."
        case OSError():
            reason = explained(fault)
        case _:
            reason = "This is not a file name. Name a file, a folder, or -."
    yield Failure(printable(given), None, reason)


def _or_nothing(path: Path, found: Iterable[Found], nothing: str) -> Iterator[Found]:
    """What was found; where that is nothing that can be read, also a Failure that says so."""
    usable, skipped = False, 0
    for item in found:
        usable = usable or not isinstance(item, Path)
        skipped += isinstance(item, Path)
        yield item
    if not usable:
        unsupported = f"Of {skipped} files here none is of a supported kind ({SUPPORTED})."
        yield Failure(printable(path), None, unsupported if skipped else nothing)


def _named(path: Path) -> Source | Failure:
    """A file that was named: what is unsupported about it is told."""
    if path.is_fifo():  # a shell's <(command): read like standard input
        return Source(printable(path), _absolute(path), None, *kind_of(path))
    source = _source(path)
    if not isinstance(source, Path):
        return source
    if path.suffix and path.is_file():
        reason = f"Files of this kind ({printable(path.suffix)}) cannot be read. Supported: {SUPPORTED}."
    elif path.is_file():
        reason = f"Its name has no extension, so its format is unknown. Supported: {SUPPORTED}."
    else:
        reason = "This is a device or socket, not a file. Name a file, or use - for standard input."
    return Failure(printable(path), None, reason)


def _matched(path: Path) -> Iterator[Found]:
    """A match of a pattern: a file, or a folder with all below it."""
    if path.is_dir():
        yield from _in_folder(path)
    else:
        yield _source(path)


def _in_folder(folder: Path) -> Iterator[Found]:
    """Everything below a folder. Linked folders are not followed (they may lead in circles) but reported."""
    denied: list[OSError] = []
    for parent, folders, files in os.walk(folder, onerror=denied.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in folders:
            if Path(parent, name).is_symlink():
                yield Path(parent, name)
        for name in sorted(name for name in files if not name.startswith(".")):
            yield _source(Path(parent, name))
    for fault in denied:
        yield Failure(printable(fault.filename), None, explained(fault))


def _source(path: Path) -> Found:
    """The file as a source; the path itself if it is of no supported kind; a Failure if it cannot be seen."""
    try:
        status = path.stat()
    except OSError as exc:
        return Failure(printable(path), None, explained(exc))
    format_, compressed = kind_of(path)
    if format_ is None or not stat.S_ISREG(status.st_mode):
        return path
    return Source(printable(path), _absolute(path), status.st_size, format_, compressed)


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 (Path.absolute keeps "..": one file, two names)


def _standard_input_size() -> int | None:
    """Its bytes where it is a redirected file; None for a pipe or a terminal."""
    try:
        status = os.fstat(sys.stdin.fileno())
    except (OSError, ValueError, AttributeError):  # closed, replaced in a test, or None
        return None
    return status.st_size if stat.S_ISREG(status.st_mode) else None
