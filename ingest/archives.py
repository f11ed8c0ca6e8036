"""ZIP archives: each file in them is a source of its own, read where it lies and never unpacked to disk."""

import stat
import struct
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import IO

from config.errors import InputError
from ingest.faults import FILE_FAULTS, explained
from ingest.sources import Failure, Source, kind_of, printable

MOST_MEMBERS = 2000
LARGEST_MEMBER = 15 << 20  # bytes, unpacked
LARGEST_SUM = 1 << 30
_LARGEST_LIST = 4 << 20  # bytes of the list of members, which zipfile reads as a whole
_END = struct.Struct("<4s4H2LH")
_END_MARK = b"PK\x05\x06"
_LONGEST_COMMENT = 1 << 16
_IS_ENCRYPTED = 0x1


def members(source: Source) -> Iterator[Source | Failure | Path]:
    """The files of an archive as sources, each a Failure where it cannot be read; a Path for one of another kind.

    Hidden files are left out. An archive that is broken, or larger than anybody's collection, is one Failure.
    """
    try:
        archive = archive_of(source)
        infos = archive.infolist()
    except InputError as exc:
        yield Failure(source.name, None, str(exc))
        return
    except FILE_FAULTS as exc:
        yield Failure(source.name, None, explained(exc))
        return
    for info in infos:
        if not info.is_dir() and not _is_hidden(info.filename):
            yield _member(source, info)


def open_member(source: Source) -> IO[bytes]:
    """The bytes of a source that lies in an archive, unpacked as they are read. Raises FILE_FAULTS, InputError."""
    return archive_of(source).open(source.member or "")


def archive_of(source: Source) -> zipfile.ZipFile:
    """The archive that a source is or lies in; its list of members is read once for all of them."""
    assert source.path is not None  # noqa: S101 - an archive is a file
    status = source.path.stat()
    return _archive(source.path, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=1)
def _archive(path: Path, _size: int, _changed: int) -> zipfile.ZipFile:
    _refuse_long_list(path)
    archive = zipfile.ZipFile(path)
    infos = archive.infolist()
    if len(infos) > MOST_MEMBERS:
        raise InputError(f"It holds {len(infos):,} files, more than {MOST_MEMBERS:,}. Make several of it.")
    if sum(info.file_size for info in infos) > LARGEST_SUM:
        raise InputError(f"Its files are larger than {LARGEST_SUM >> 30} GiB in all. Make several of it.")
    return archive


def _refuse_long_list(path: Path) -> None:
    """Raise InputError where the list of members alone would fill the memory."""
    with path.open("rb") as file:
        file.seek(0, 2)
        file.seek(max(0, file.tell() - _END.size - _LONGEST_COMMENT))
        tail = file.read()
    at = tail.rfind(_END_MARK)
    if at < 0 or len(tail) - at < _END.size:
        raise InputError("It is no ZIP archive, or was cut off. Copy it again.")
    if _END.unpack_from(tail, at)[5] > _LARGEST_LIST:
        raise InputError(f"It holds more than {MOST_MEMBERS:,} files. Make several of it.")


def _member(source: Source, info: zipfile.ZipInfo) -> Source | Failure | Path:
    name = f"{source.name}/{printable(info.filename)}"
    format_, compressed = kind_of(Path(PurePosixPath(info.filename).name))
    if refusal := _refusal(info, is_archive=format_ == "zip"):
        return Failure(name, None, refusal)
    if format_ is None:
        return Path(name)
    return Source(name, source.path, info.compress_size, format_, compressed, member=info.filename)


def _refusal(info: zipfile.ZipInfo, *, is_archive: bool) -> str | None:
    """Why a file of an archive is not read, in a sentence."""
    path = PurePosixPath(info.filename)
    refusals = {
        "Its name leads out of the archive. Pack the archive anew.": path.is_absolute()
        or ".." in path.parts
        or "\\" in info.filename,
        "It is a link, which archives may not hold. Pack the file itself.": stat.S_ISLNK(
            info.external_attr >> 16
        ),
        "It is an archive in an archive. Unpack the outer one.": is_archive,
        "It is encrypted. Unpack the archive and ingest its files.": info.flag_bits & _IS_ENCRYPTED,
        f"It is larger than {LARGEST_MEMBER >> 20} MiB. Unpack it and ingest the file.": info.file_size
        > LARGEST_MEMBER,
    }
    return next((refusal for refusal, is_so in refusals.items() if is_so), None)


def _is_hidden(name: str) -> bool:
    return any(
        (part.startswith(".") and part != "..") or part == "__MACOSX"
        for part in name.replace("\\", "/").split("/")
    )
