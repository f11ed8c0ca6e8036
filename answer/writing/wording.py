"""Which sentences of a model can be shown at all, whatever they say: one line of plain words.

What an article can smuggle through an obedient model is refused here: addresses, mentions, markup, markers of its
own, and characters that nobody sees.
"""

import re
import unicodedata

from answer.writing.folding import is_unseen

LONGEST = 420  # characters, as of a quote
_MARKER = re.compile(r"\s*\[\s*\d{1,3}(?:\s*,\s*\d{1,3})*\s*\]")
_REFUSED = re.compile(
    r"[@<>\[\]{}\\`*_~|#^]"  # mentions, tags, Markdown
    r"|\w:/|//|www\."  # addresses with their scheme
    r"|\w\.[a-z]{2,}\b"  # names of hosts, such as evil.example
    r"|\b(?:javascript|data|mailto|file|tel):(?=\S)",
    re.IGNORECASE,
)
_MOST_MARKS = 4  # combining marks on one letter


def showable(sentence: str) -> str | None:
    """The sentence without the model's own markers, on one line; None where it cannot be shown."""
    text = " ".join(_MARKER.sub("", sentence).split())
    if not text or len(text) > LONGEST or _REFUSED.search(_with_dots_of_abbreviations_gone(text)):
        return None
    if any(is_unseen(character) for character in text) or _is_piled(text):
        return None
    return text if text[-1] in ".!?…\"'”’»“。！？" else f"{text}."


def _with_dots_of_abbreviations_gone(text: str) -> str:
    """Without "z.B." and "a.m.", which look like names of hosts."""
    return re.sub(r"\b(?:[^\W\d_]\.){2,}", "", text)


def _is_piled(text: str) -> bool:
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks > _MOST_MARKS:
            return True
    return False
