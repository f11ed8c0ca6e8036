"""A quote before it is checked."""

from dataclasses import dataclass

from answer.answers import AlsoIn


@dataclass(frozen=True, slots=True)
class Quote:
    """A claim that `text` stands at `start` (code points) in a version of an article; not yet checked.

    `also_in` are other articles that say the same.
    """

    article: str
    version: int
    start: int
    text: str
    speaker: str | None = None
    also_in: tuple[AlsoIn, ...] = ()
