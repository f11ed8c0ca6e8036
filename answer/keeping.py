"""Answers as JSON text to be kept, and back: exact, unlike `answers.as_json`, whose notes are for reading."""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from answer.answers import Answer
from answer.notes import Note

_ANSWERS: dict[str, TypeAdapter[Answer]] = {kind.__name__: TypeAdapter(kind) for kind in get_args(Answer)}
_NOTES: dict[str, TypeAdapter[Note]] = {kind.__name__: TypeAdapter(kind) for kind in get_args(Note)}
_KIND = "kind"


def kept(answer: Answer) -> str:
    """The answer as JSON text."""
    notes = [_tagged(note, _NOTES) for note in answer.notes]
    return json.dumps(_tagged(answer, _ANSWERS) | {"notes": notes}, ensure_ascii=False)


def restored(text: str) -> Answer | None:
    """The answer of what `kept` gave; None where another release of newsdesk kept it in a way not known here."""
    try:
        value: dict[str, Any] = json.loads(text)
        notes = tuple(_NOTES[note.pop(_KIND)].validate_python(note) for note in value.pop("notes"))
        return replace(_ANSWERS[value.pop(_KIND)].validate_python(value), notes=notes)
    except (ValueError, KeyError, ValidationError):
        return None


def cited_in(texts: Iterable[str]) -> frozenset[str]:
    """The ids of all articles that kept answers quote."""
    return frozenset(
        citation["article"] for text in texts for citation in json.loads(text).get("citations", ())
    )


def _tagged(value: Any, kinds: dict[str, TypeAdapter[Any]]) -> dict[str, Any]:  # noqa: ANN401 - any of the kinds
    kind = type(value).__name__
    plain: dict[str, Any] = kinds[kind].dump_python(value, mode="json")
    return {_KIND: kind} | plain
