"""Whose words a question asks for, if anybody's: "What did X say about Y?", "According to X, …"."""

import re
from dataclasses import dataclass

from index.statements.lexicon import NO_SPEAKERS
from index.words import content_words, words_of

_SPEECH = (
    "say|says|said|saying|tell|told|think|claim|claimed|call|called|warn|warned|announce|announced|promise|promised|"
    "argue|argued|describe|described|react|respond|responded|comment|demand|demanded|criticise|criticize|reply|"
    "replied|state|stated|expect|propose|proposed|deny|denied"
)
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        (
            rf"\b(?:what|how|why)\s+(?:else\s+)?(?:did|does|do|has|have|had|was|is)\s+(?P<speaker>.{{2,60}}?)\s+(?:{_SPEECH})\b"
            r"(?P<topic>.*)"
        ),
        r"\baccording to (?P<speaker>[^,?]{2,60}),?(?P<topic>.*)",
        (
            r"\b(?:was|wie)\s+(?:sagte|sagt|meinte|meint|erklärte|forderte|nannte|kritisierte|hat|findet)\s+"
            r"(?P<speaker>.{2,60}?)\s+(?P<topic>(?:über|zu|zum|zur|von|gesagt|erklärt|gefordert)\b.*)"
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose words are asked for, and on what: content words as the index holds them, in order.

    `family` is the name's last word as it was written.
    """

    name: tuple[str, ...]
    topic: frozenset[str]
    family: str = ""


def speaker_in(question: str) -> Speaker | None:
    """The speaker that a question asks about; None where it asks for nobody's words, or for a document's."""
    for form in _FORMS:
        if (found := form.search(question)) and (name := tuple(content_words(found.group("speaker")))):
            if name[-1] in _DOCUMENTS:
                return None
            elsewhere = frozenset(content_words(question.replace(found.group("speaker"), " ")))
            topic = frozenset(content_words(found.group("topic")))
            family = _LAST_WORD.search(found.group("speaker"))
            spelled = family.group() if family else name[-1]
            return Speaker(name, (topic or elsewhere) - set(name) - _VERBS, spelled)
    return None


_LAST_WORD = re.compile(r"[^\W\d_]+(?=\W*$)")
_DOCUMENTS = frozenset(words_of(" ".join(NO_SPEAKERS)))
_VERBS = frozenset(content_words(_SPEECH.replace("|", " ") + " else"))
