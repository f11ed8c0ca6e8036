"""What people on Discord thought of answers, as a data set of the team's own.

👍 is a label: the cited articles answer the question, or, where nothing was found, nothing does. 👎 is none: such
questions are listed, to be labelled by hand. Nothing in either names a person.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from answer.answers import Answer, Answered, NoEvidence
from answer.keeping import restored
from evaluation.labelling import Labelled, append, ids_in
from index.library import Library
from index.questions import AskedQuestion, Feedback

DISLIKED = "disliked.jsonl"


@dataclass(frozen=True, slots=True)
class Rated:
    """A question, its answer (None: kept by another release, in a way not known here), and what was thought of it."""

    asked: AskedQuestion
    answer: Answer | None
    given: tuple[Feedback, ...]

    @property
    def id(self) -> str:
        """The same in every export."""
        return f"d{self.asked.id}"

    @property
    def question(self) -> str:
        """The question, complete in itself."""
        return self.asked.understood or self.asked.question

    @property
    def is_liked(self) -> bool:
        """Whether somebody was for it, and nobody against it."""
        return all(one.is_good for one in self.given)


@dataclass(frozen=True, slots=True)
class Exported:
    """How many questions were added, were there already, are disliked, and are liked but can be no label any more."""

    added: int
    known: int
    disliked: int
    outdated: int


def rated(rows: Sequence[tuple[AskedQuestion, Feedback]]) -> list[Rated]:
    """The rows of `Questions.feedback_rows` by question, in the order of asking."""
    by_question: dict[int, list[tuple[AskedQuestion, Feedback]]] = defaultdict(list)
    for row in rows:
        by_question[row[0].id].append(row)
    return [
        Rated(of_question[0][0], restored(of_question[0][0].answer), tuple(given for _, given in of_question))
        for _, of_question in sorted(by_question.items())
    ]


def export(ratings: Sequence[Rated], library: Library, folder: Path) -> Exported:
    """Append what is liked and new to the set in `folder`, and write anew the list of what is disliked.

    Raises InputError where the folder holds a set that cannot be read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    known = ids_in(folder)
    liked = [one for one in ratings if one.is_liked]
    new = [one for one in liked if one.id not in known]
    labelled = [(one, label) for one in new if (label := _labelled(one, library))]
    for one, label in labelled:
        append(folder, label, one.id)
    disliked = [one for one in ratings if not one.is_liked]
    lines = (json.dumps(_listed(one), ensure_ascii=False) + "\n" for one in disliked)
    (folder / DISLIKED).write_text("".join(lines), encoding="utf-8")
    return Exported(len(labelled), len(liked) - len(new), len(disliked), len(new) - len(labelled))


def _labelled(one: Rated, library: Library) -> Labelled | None:
    """The label; None where the answer is unreadable, or nothing that it cites is still in the library."""
    asked = one.asked.asked.isoformat()
    if isinstance(one.answer, NoEvidence):
        return Labelled(one.question, asked, ())
    if one.answer is None:
        return None
    cited = {citation.article: library.article(citation.article) for citation in one.answer.citations}
    stored = {id_: found.article.text for id_, found in cited.items() if found}
    quotes = [c.quote for c in one.answer.citations if c.quote in stored.get(c.article, "")]
    return Labelled(one.question, asked, tuple(stored), next(iter(quotes), None)) if stored else None


def _listed(one: Rated) -> dict[str, Any]:
    citations = one.answer.citations if isinstance(one.answer, Answered) else ()
    return {
        "_id": one.id,
        "text": one.question,
        "asked": one.asked.asked.isoformat(),
        "quotes": [citation.quote for citation in citations],
        "reasons": [given.reason for given in one.given if given.reason],
    }
