"""What is evaluated on: a corpus, questions on it, and which articles answer them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Literal

Kind = Literal["present", "absent"]
Grades = Mapping[str, int]  # article id to how well it answers; 0 is judged and does not


@dataclass(frozen=True, slots=True)
class Query:
    """One question. `asked` has a zone; None: on the last day that the corpus knows.

    `answer` is the gold answer as it should stand in the text; None: unknown, or not to be found word for
    word (a yes or no). "present": the corpus answers it; "absent": it should be refused.
    """

    id: str
    text: str
    kind: Kind
    asked: datetime | None = None
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Dataset:
    """A data set, whatever its layout. `inputs` are the files and folders that hold the articles.

    Without inputs it is asked of the user's own library. `left_out` are questions that cannot count, each with
    a sentence why.
    """

    folder: Path
    layout: str
    inputs: tuple[Path, ...]
    queries: tuple[Query, ...]
    qrels: Mapping[str, Grades]
    left_out: Mapping[str, str]

    @property
    def name(self) -> str:
        """What people call it."""
        return self.folder.resolve().name

    def files(self) -> list[Path]:
        """All files that hold articles, in a fixed order."""
        return sorted(
            file
            for path in self.inputs
            for file in (path.rglob("*") if path.is_dir() else (path,))
            if file.is_file()
        )

    def wanted(self, query: str) -> tuple[str, ...]:
        """The articles that answer a question, the best first."""
        grades = self.qrels.get(query, {})
        return tuple(
            sorted((id_ for id_, grade in grades.items() if grade > 0), key=lambda id_: -grades[id_])
        )


def moment_asked(given: str) -> datetime:
    """When a question was asked: of a date alone, the last second of that day; without an offset, UTC.

    The end of the day, because the news of the day that a question was asked on must not lie in its future.
    Raises ValueError for anything but ISO 8601.
    """
    parsed = datetime.fromisoformat(given)
    if len(given) == len("2026-01-06"):
        parsed = datetime.combine(parsed.date(), time(23, 59, 59))
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
