"""Measures how follow-ups are understood, on labelled conversations.

    python -m evaluation.conversing DATASET      (a data set with conversations.jsonl, such as samples)

understood  share of follow-ups whose completed question holds what it must and lacks what it must not hold
found       share of follow-ups with a gold answer whose quotes hold it
alone       the same where each is asked without the turns before
kept        share of complete questions that stay as they are, whatever was asked before
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from answer.answers import Answer, Answered, Turn, turn_of
from answer.desk import Desk
from config.settings import load_settings
from evaluation.answer_measures import holds, words_of
from evaluation.dataset import moment_asked
from evaluation.indexing import opened_corpus
from evaluation.layouts import load_dataset


class Conversation(BaseModel):
    """A line of conversations.jsonl: what was asked before, then `text`, and what the completed question must hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(alias="_id")
    before: tuple[str, ...]
    text: str
    asked: str
    kind: Literal["follow-up", "complete"]
    holds: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a conversation's last question; `found` and `alone` are None without a gold answer."""

    conversation: Conversation
    complete: str
    is_right: bool
    found: bool | None = None
    alone: bool | None = None


def main() -> None:
    """Print the measures of a data set's conversations, and what went wrong."""
    folder = Path(sys.argv[1])
    dataset = load_dataset(folder)
    settings = load_settings()
    with opened_corpus(dataset, settings, _tell) as corpus:
        desk = Desk(corpus.library, settings.answer)
        outcomes = list(converse(load_conversations(folder), desk))
    for outcome in outcomes:
        if not outcome.is_right or outcome.found is False:
            _tell(f"{outcome.conversation.id}: {outcome.conversation.text} -> {outcome.complete}")
    for name, value, number in measured(outcomes):
        sys.stdout.write(f"{name:<12}{value:.3f}  of {number}\n")


def load_conversations(folder: Path) -> list[Conversation]:
    """The conversations of a data set."""
    lines = (folder / "conversations.jsonl").read_text(encoding="utf-8").splitlines()
    return [Conversation.model_validate_json(line) for line in lines]


def converse(conversations: Sequence[Conversation], desk: Desk) -> Iterator[Outcome]:
    """Ask each conversation, turn by turn."""
    for one in conversations:
        asked = moment_asked(one.asked)
        before: list[Turn] = []
        for question in one.before:
            before.append(turn_of(desk.ask(question, asked=asked, before=before)))
        answer = desk.ask(one.text, asked=asked, before=before)
        complete = answer.understood or answer.question
        found = alone = None
        if one.answer is not None:
            found = _holds(answer, one.answer)
            alone = _holds(desk.ask(one.text, asked=asked), one.answer)
        yield Outcome(one, complete, _is_right(one, complete), found, alone)


def measured(outcomes: Sequence[Outcome]) -> list[tuple[str, float, int]]:
    """Each measure's name, value, and over how many conversations it is."""
    follow_ups = [one for one in outcomes if one.conversation.kind == "follow-up"]
    samples = {
        "understood": [one.is_right for one in follow_ups],
        "found": [one.found for one in follow_ups if one.found is not None],
        "alone": [one.alone for one in follow_ups if one.alone is not None],
        "kept": [one.is_right for one in outcomes if one.conversation.kind == "complete"],
    }
    return [(name, sum(right) / len(right), len(right)) for name, right in samples.items() if right]


def _is_right(one: Conversation, complete: str) -> bool:
    if one.kind == "complete":
        return complete == one.text
    held, lowered = words_of(complete), complete.casefold()
    return all(holds(held, part) or part.casefold() in lowered for part in one.holds) and not any(
        holds(held, part) for part in one.lacks
    )


def _holds(answer: Answer, gold: str) -> bool:
    return isinstance(answer, Answered) and any(
        holds(words_of(citation.quote), gold) for citation in answer.citations
    )


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    main()
