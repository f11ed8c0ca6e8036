"""Whether a sentence can be understood by itself."""

import re

_OPENING = re.compile(
    r"[“\"„«]?(?:he|she|it|they|(?:this|that|these|those)(?!\s+(?:year|week|month|day|season|time)))\b",
    re.IGNORECASE,
)


def begins_with_pronoun(sentence: str) -> bool:
    """Whether a sentence cannot be understood without the one before, because a pronoun is its subject."""
    return _OPENING.match(sentence) is not None
