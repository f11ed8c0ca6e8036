"""Where quotation marks open and close in a line. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MARK = re.compile(r"[“”„\"«»‘’']")
_CLOSERS = {"“": '”"', "„": '“”"', '"': '"”', "«": "»", "»": "«", "‘": "’", "'": "'"}
_SINGLE = "‘'"
_ENDS = ".,?!…;:"
_SHORTEST_SINGLE = 4
_FILLER = "\x01"


@dataclass(frozen=True, slots=True)
class Quotation:
    """The inside of a pair of marks, `line[start:end]`; `is_open` where the line ends before it closes."""

    start: int
    end: int
    is_open: bool = False


def quotations(line: str) -> list[Quotation]:
    """The outermost quotations of a line, in order; quotations within them are part of them."""
    found = []
    at = 0
    while (opened := _next_opening(line, at)) is not None:
        closed = _closing(line, opened)
        if closed is None:
            if line[opened] in _SINGLE or (line[opened] == '"' and not _opens_sentence(line, opened)):
                at = opened + 1
                continue
            found.append(Quotation(opened + 1, len(line.rstrip()), is_open=True))
            break
        found.append(Quotation(opened + 1, closed))
        at = closed + 1
    return [one for one in found if one.end > one.start]


def masked(line: str, found: list[Quotation]) -> str:
    """The line with each quotation and its marks as so many fillers, so that offsets stay."""
    parts, at = [], 0
    for one in found:
        end = one.end if one.is_open else one.end + 1
        parts += [line[at : one.start - 1], _FILLER * (end - one.start + 1)]
        at = end
    return "".join([*parts, line[at:]])


def _next_opening(line: str, at: int) -> int | None:
    return next((mark for mark in _marks(line, at) if _is_opening(line, mark)), None)


def _marks(line: str, at: int) -> Iterator[int]:
    return (match.start() for match in _MARK.finditer(line, at))


def _is_opening(line: str, at: int) -> bool:
    mark, before, after = line[at], line[at - 1 : at], line[at + 1 : at + 2]
    if mark in "”’" or not after or after.isspace():
        return False
    if mark in "\"'‘»" and before.isalnum():
        return False
    return mark != "'" or after.isalnum()


def _closing(line: str, opened: int) -> int | None:
    """Where a quotation closes; None where it does not, or another one opens first."""
    closers = _CLOSERS[line[opened]]
    likely = None
    for at in _marks(line, opened + 1):
        mark, before, after = line[at], line[at - 1], line[at + 1 : at + 2]
        if mark == line[opened] and mark != '"' and mark not in closers and mark not in _SINGLE:
            return None
        if mark not in closers:
            continue
        if line[opened] in _SINGLE:
            if after.isalnum():  # an apostrophe
                continue
            if before in _ENDS:
                return at
            likely = at if likely is None else likely
        elif mark == '"' and before.isspace() and after and not after.isspace():
            return None
        else:
            return at
    return likely if likely is not None and likely - opened >= _SHORTEST_SINGLE else None


def _opens_sentence(line: str, at: int) -> bool:
    return not line[:at].strip() or line[:at].rstrip()[-1] in '.?!:,”"'
