"""Reading: from a source to its articles, one by one, and a Failure for whatever is none."""

import codecs
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from config.errors import InputError
from config.sections import IngestSettings
from index.articles import Article
from ingest.conflicts import Seen
from ingest.documents import markdown_fields, text_fields
from ingest.encodings import decode
from ingest.faults import FILE_FAULTS, explained
from ingest.fields import article_from
from ingest.parsers import Parsers
from ingest.records import Line, Record, line_records, whole_records
from ingest.sources import Failure, Format, Read, Source, printable
from ingest.streams import Stream, opened

_TASKS = {"html": "page", "pdf": "pdf", "mail": "letter"}  # parsed apart, by ingest.parsing_process

Found = TypeVar("Found")
FromRecord = tuple[Record | None, Read]  # None: there is nothing that it is to be compared with


def read(
    source: Source,
    settings: IngestSettings,
    now: datetime,
    parsers: Parsers,
    stdin: io.BufferedIOBase | None = None,
) -> Iterator[tuple[Read, int]]:
    """The articles of a source, each with the number of bytes consumed so far (of `source.size`, if known).

    JSON Lines are streamed: no more than a line is held. Never raises for what the source holds: it is a
    Failure, and what follows is read. `now` (aware) tells dates that cannot be; pages are parsed by `parsers`;
    `stdin` stands in for standard input.
    """
    seen = Seen()

    def found(stream: Stream) -> Iterator[FromRecord]:
        return (_read(record, source, now) for record in _records(source, stream, settings, parsers))

    for one, done in _each(source, stdin, found):
        yield one if isinstance(one, Failure) else unlike(one, seen, source), done


def lines_of(source: Source, settings: IngestSettings) -> Iterator[tuple[Line | Failure, int]]:
    """The lines of a JSON Lines file as they are, each with the bytes consumed; a Failure if it cannot be read on."""
    return _each(source, None, lambda stream: stream.lines(settings.max_line_mb * 1_000_000))


def read_line(line: Line, source: Source, settings: IngestSettings, now: datetime) -> list[FromRecord]:
    """What a line of a JSON Lines file holds, as far as it can be told without the other lines; see `unlike`."""
    try:
        records = line_records([line], source.name, settings.max_line_mb)
        return [_read(record, source, now) for record in records]
    except FILE_FAULTS as exc:
        return [(None, Failure(source.name, line[0], explained(exc)))]


def unlike(one: FromRecord, seen: Seen, source: Source) -> Read:
    """What was read of a record, unless the source held it before with other content."""
    record, read = one
    if record is None or isinstance(read, Failure):
        return read
    if (earlier := seen.conflict(read, record.line or record.position or 0)) is None:
        return read
    where = f"line {earlier}" if record.line else f"article {earlier} of the list"
    return record.failure(
        source.name, f"It has the {_identity(read)} of {where}, which differs from it. Keep one of them."
    )


def _each(
    source: Source, stdin: io.BufferedIOBase | None, found: Callable[[Stream], Iterable[Found]]
) -> Iterator[tuple[Found | Failure, int]]:
    """What is found in a source, each with the bytes consumed; a Failure if that is nothing, or it cannot be read."""
    done = None
    try:
        with opened(source, stdin) as stream:
            for one in found(stream):
                done = stream.done
                yield one, done
        reason = "It holds nothing but white space." if done is None else None
    except InputError as exc:
        reason = str(exc)
    except FILE_FAULTS as exc:
        reason = explained(exc)
    if reason:
        yield Failure(source.name, None, reason), source.size or done or 0


def _records(
    source: Source, stream: Stream, settings: IngestSettings, parsers: Parsers
) -> Iterator[Record | Failure]:
    """The fields of each article. Raises InputError, and FILE_FAULTS, if nothing more can be read."""
    format_ = source.format or _detected(stream.first_line(settings.max_line_mb * 1_000_000))
    if format_ == "jsonl":
        yield from line_records(
            stream.lines(settings.max_line_mb * 1_000_000), source.name, settings.max_line_mb
        )
        return
    data = stream.whole(settings.max_file_mb * 1_000_000)
    if not data.removeprefix(codecs.BOM_UTF8).strip():
        return
    if task := _TASKS.get(format_):
        yield Record(parsers.parse(task, data))
        return
    text = decode(data)
    match format_:
        case "json":
            yield from whole_records(text, source.name)
        case "markdown":
            yield Record(markdown_fields(text))
        case "text":
            yield Record(text_fields(text))


def _detected(line: bytes) -> Format:
    """The format of a stream, by its first line that is not blank."""
    line = line.removeprefix(codecs.BOM_UTF8).strip()
    if line.startswith(b"{"):  # printed over several lines, an object breaks after a bracket or comma
        return "json" if line.endswith((b"{", b"[", b",")) else "jsonl"
    if re.match(rb"\[\s*(?:[{\]]|$)", line):
        return "json"
    if re.match(rb"<[a-z!?]", line, re.IGNORECASE):
        return "html"
    return "markdown" if line == b"---" else "text"


def _read(record: Record | Failure, source: Source, now: datetime) -> FromRecord:
    """The article that a record describes, and the record for where it stood."""
    if isinstance(record, Failure):
        return None, record
    file = source.file if record.is_alone else None
    key = f"file:{printable(file)}" if file else None
    title = _stem(source) if file and source.format in {"text", "markdown", "pdf"} else None
    try:
        article = article_from(record.fields, now, key=key, title=title)
    except InputError as exc:
        return None, record.failure(source.name, str(exc))
    return replace(record, fields={}), article


def _identity(article: Article) -> str:
    """What two articles share that should tell them apart, in words."""
    kind = article.key.partition(":")[0]
    return {"id": f"id ({article.id})", "url": f"address ({article.url})"}.get(kind, "words")


def _stem(source: Source) -> str:
    """A file's name without its extensions."""
    name = Path(source.name)
    return Path(name.stem).stem if source.compressed else name.stem
