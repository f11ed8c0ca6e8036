"""What a model wrote, read as it comes: sentences, each with the quotes that it rests on. Nothing is believed yet.

Strict in what a sentence must have, tolerant in what stands around it: code fences, thoughts, a list without its
object, an end that never came.
"""

from collections.abc import Sequence
from typing import Any

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json

_MOST_QUOTES = 4
_MOST_SENTENCES = 30
_LONGEST = 1_000  # characters of a sentence or a quote


class DraftQuote(BaseModel):
    """Words that are said to stand in a passage, by its number."""

    model_config = ConfigDict(frozen=True)

    passage: int
    quote: str = Field(min_length=1, max_length=_LONGEST)


class DraftSentence(BaseModel):
    """One sentence as the model wrote it."""

    model_config = ConfigDict(frozen=True)

    quotes: tuple[DraftQuote, ...] = Field(min_length=1, max_length=_MOST_QUOTES)
    sentence: str = Field(
        min_length=1, max_length=_LONGEST, validation_alias=AliasChoices("sentence", "text")
    )


# Flat, and of bounded length: what the smallest models can follow. The quote comes first, so that it is copied
# before it is shortened.
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "sentences": {
            "type": "array",
            "maxItems": 6,
            "items": {
                "type": "object",
                "properties": {
                    "passage": {"type": "integer"},
                    "quote": {"type": "string"},
                    "sentence": {"type": "string"},
                },
                "required": ["passage", "quote", "sentence"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["sentences"],
    "additionalProperties": False,
}


class Draft:
    """Collects text; gives each sentence once, when it is complete."""

    def __init__(self) -> None:
        self._text = ""
        self._given = 0
        self.malformed = 0

    def add(self, text: str) -> list[DraftSentence]:
        """The sentences that `text` completes."""
        self._text += text
        return self._new(self._items()[:-1]) if "}" in text else []

    def finish(self) -> list[DraftSentence] | None:
        """The sentences that the end of the text completes; None where the text has not the form asked for."""
        try:
            document = from_json(_json_in(self._text))
        except ValueError:
            return None
        items = _sentences_in(document)
        return None if items is None else self._new(items)

    def _items(self) -> Sequence[object]:
        try:
            document = from_json(_json_in(self._text), allow_partial=True)
        except ValueError:
            return ()
        return _sentences_in(document) or ()

    def _new(self, items: Sequence[object]) -> list[DraftSentence]:
        fresh = items[self._given : _MOST_SENTENCES]
        self._given = max(self._given, len(items))
        found = [_sentence(item) for item in fresh]
        self.malformed += found.count(None)
        return [one for one in found if one is not None]


def _json_in(text: str) -> str:
    """The text from where its JSON begins, behind thoughts and fences, and before the fence that closes it."""
    if "<think>" in text:
        text = text.partition("</think>")[2]
    begins = [at for at in (text.find("{"), text.find("[")) if at >= 0]
    return text[min(begins) :].rstrip().removesuffix("```").rstrip() if begins else ""


def _sentences_in(document: object) -> list[object] | None:
    """The list of sentences, wherever models put it; None where there is none."""
    if isinstance(document, dict):
        document = document.get("sentences")
    return document if isinstance(document, list) else None


def _sentence(item: object) -> DraftSentence | None:
    """The item as a sentence: with one quote, as it is asked for, or with a list of them."""
    if isinstance(item, dict) and "quotes" not in item:
        item = {**item, "quotes": [{"passage": item.get("passage"), "quote": item.get("quote")}]}
    try:
        return DraftSentence.model_validate(item)
    except ValidationError:
        return None
