"""What a statement is."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["direct", "reported"]


@dataclass(frozen=True, slots=True)
class Statement:
    """Somebody's words: `article.text[start:end]`, within the sentence `text[sentence_start:sentence_end]`.

    `speaker` is the fullest name that the article gives, else who is meant in the article's own words ("police").
    `kind` is direct where most of it stands in quotation marks. `verb` is the word that says so, empty where a
    quotation goes on without one.
    """

    speaker: str
    kind: Kind
    verb: str
    start: int
    end: int
    sentence_start: int
    sentence_end: int
