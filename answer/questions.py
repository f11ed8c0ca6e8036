"""What a question asks for, read from its words: whose words, and which words matter."""

import re
from dataclasses import dataclass

from index.words import content_words

_ASKS_FOR_WORDS = (
    # English: what did X say/call/warn …
    re.compile(
        r"\b(?:what|how|why)\s+(?:did|does|do|has|have|had|was|is)\s+(?P<speaker>.{2,60}?)\s+"
        r"(?:say|says|said|saying|tell|told|think|claim|claimed|call|called|warn|warned|announce|announced|"
        r"promise|promised|argue|argued|describe|described|react|respond|responded|comment|demand|demanded|"
        r"criticise|criticize|reply|replied|state|stated|want|expect|propose|proposed|deny|denied)\b",
        re.IGNORECASE,
    ),
    # English: according to X, what …
    re.compile(r"\baccording to (?P<speaker>[^,?]{2,60})", re.IGNORECASE),
    # German: was sagte X über …, was hat X zu … gesagt
    re.compile(
        r"\b(?:was|wie)\s+(?:sagte|sagt|meinte|meint|erklärte|forderte|nannte|kritisierte|hat|findet)\s+"
        r"(?P<speaker>.{2,60}?)\s+(?:über|zu|zum|zur|von|gesagt|erklärt|gefordert)\b",
        re.IGNORECASE,
    ),
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its text, the stems of its content words, and whose words it asks for, if anybody's.

    `speaker` holds the content words of the speaker's name as typed, in order; empty where none is asked for.
    """

    text: str
    words: frozenset[str]
    speaker: tuple[str, ...] = ()


def understand(text: str) -> Question:
    """Read a question. Never fails: a question of no known form has words only."""
    speaker = next((found.group("speaker") for form in _ASKS_FOR_WORDS if (found := form.search(text))), "")
    return Question(text, frozenset(content_words(text)), tuple(content_words(speaker)))
