"""JSON and JSON Lines: from parsed values to the fields of one article each."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from config.errors import InputError
from ingest.encodings import decode
from ingest.fields import KINDS, Fields
from ingest.sources import Failure

Line = tuple[int, bytes | None]  # with its number from 1; None for one that is too long


@dataclass(frozen=True, slots=True)
class Record:
    """The fields of one article and where they stood: in a line, or at a position (from 1) of a list."""

    fields: Fields
    line: int | None = None
    position: int | None = None

    @property
    def is_alone(self) -> bool:
        """Whether its source holds nothing else."""
        return self.line is None and self.position is None

    def failure(self, source: str, reason: str) -> Failure:
        """Why it is no article; the reason names the position, where there is one."""
        where = f"Article {self.position} of the list: " if self.position else ""
        return Failure(source, self.line, where + reason)


def line_records(lines: Iterable[Line], name: str, max_line_mb: int) -> Iterator[Record | Failure]:
    """One article a line; a bad line is one Failure and the next ones go on."""
    for number, line in lines:
        if line is None:
            reason = f"The line is longer than {max_line_mb} MB and was skipped. Raise ingest.max_line_mb to read it."
            yield Failure(name, number, reason)
        else:
            yield from _line_records(line, name, number)


def _line_records(line: bytes, name: str, number: int) -> Iterator[Record | Failure]:
    try:
        value = _parsed(decode(line).rstrip())
    except json.JSONDecodeError as exc:
        yield Failure(name, number, _broken(exc))
    except InputError as exc:
        yield Failure(name, number, str(exc))
    else:
        yield from _articles(value, name, number)


def whole_records(text: str, name: str) -> Iterator[Record | Failure]:
    """The articles of a JSON text: one object, a list of them, or {"articles": [...]}.

    One object a line, in spite of the file's name, is understood as well.
    """
    try:
        value = _parsed(text)
    except json.JSONDecodeError as exc:
        if exc.msg == "Extra data" and text[: exc.pos].count("\n") <= 1:
            for number, line in enumerate(text.split("\n"), 1):
                if line.strip():
                    yield from _line_records(line.encode("utf-8", "surrogatepass"), name, number)
        else:
            yield Failure(name, exc.lineno, _broken(exc))
        return
    yield from _listed(value, name, None) if isinstance(value, list) else _articles(value, name, None)


def _articles(value: object, name: str, line: int | None) -> Iterator[Record | Failure]:
    """The articles of an object: itself, or those it lists."""
    match value:
        case {"articles": [dict(), *_] as articles}:
            yield from _listed(articles, name, line)
        case dict():
            yield Record(value, line)
        case _:
            kind = KINDS.get(type(value), "text" if value is not None else "null")
            yield Failure(
                name, line, f"A JSON object with the fields of an article was expected, not {kind}."
            )


def _listed(values: list[object], name: str, line: int | None) -> Iterator[Record | Failure]:
    if not values:
        yield Failure(name, line, "The list of articles is empty.")
    for position, value in enumerate(values, 1):
        if isinstance(value, dict):
            yield Record(value, line, position)
        else:
            yield Failure(name, line, f"Article {position} of the list is not a JSON object.")


def _parsed(text: str) -> object:
    """The JSON value. Raises JSONDecodeError for broken JSON, InputError for what is too deep or too large."""
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        raise
    except RecursionError as exc:
        raise InputError("Its JSON is nested too deeply. An article is a flat object.") from exc
    except ValueError as exc:  # a number of more than 4,300 digits
        raise InputError("Its JSON holds a number with too many digits. Put it into quotes.") from exc


def _broken(exc: json.JSONDecodeError) -> str:
    fault = exc.msg.removesuffix(" starting at").removesuffix(" at")
    return f"Broken JSON at column {exc.colno}: {fault}. Correct it and ingest the file again."
