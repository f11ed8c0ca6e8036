"""A follow-up completed by a language model, used only where the model adds nothing of its own.

The model sees the questions of the turns and the names in their quotes, not the quotes: text of an article gives it
no orders. Every name, number and other word that carries meaning must come from there or from the question.
"""

import re
from collections.abc import Callable, Sequence

from answer.answers import Turn
from answer.followups import own_words
from answer.naming import names_in
from index.words import words_of

_REMEMBERED = 4  # turns
_LONGEST = 300  # characters
_MOST_NAMES = 12
_PROMPT = """Rewrite the last question of a conversation so that it can be understood without the others. Keep its \
language. Use only words of these questions and these names; add nothing, answer nothing. Reply with the question \
alone, on one line.

Questions before:
{questions}

Names in the answers: {names}

Last question: {question}

Rewritten question:"""


def rewritten(question: str, before: Sequence[Turn], complete: Callable[[str], str | None]) -> str | None:
    """The question as the model completes it; None where it fails or says what nobody said before it.

    `complete` gives what a model says to a prompt, or None.
    """
    turns = before[-_REMEMBERED:]
    names = _names(turns)
    questions = "\n".join(f"- {_line(turn.question)}" for turn in turns)
    said = complete(
        _PROMPT.format(questions=questions, names=", ".join(names) or "none", question=_line(question))
    )
    if said is None:
        return None
    plain = _line(said).strip("\"“”„'` ")
    sources = (question, *(turn.question for turn in turns), *names)
    return plain if plain and _is_borne_out(plain, sources) else None


def _is_borne_out(text: str, sources: Sequence[str]) -> bool:
    """Whether a question has only words of its sources, apart from those that every question has."""
    known = {word for source in sources for word in words_of(source)}
    named = {word for name in names_in(text) for word in words_of(name.text)}
    numbers = set(re.findall(r"\d+", text)) - {
        number for source in sources for number in re.findall(r"\d+", source)
    }
    is_question = len(text) <= _LONGEST and text.isprintable()
    return is_question and not numbers and known.issuperset({*own_words(text), *named})


def _names(turns: Sequence[Turn]) -> tuple[str, ...]:
    """Who and what is named in the quotes of the turns, the latest first."""
    found: dict[str, None] = {}
    for turn in reversed(turns):
        for citation in turn.citations:
            named = (_line(name.text) for name in names_in(citation.quote))
            found |= dict.fromkeys([*([citation.speaker] if citation.speaker else []), *named])
    return tuple(found)[:_MOST_NAMES]


def _line(text: str) -> str:
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())
