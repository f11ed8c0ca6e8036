"""Compares the library with its indexes, and mends what differs: the library is right.

Nothing is believed that an index says of itself: its ids are listed, and stored vectors are searched for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import func, or_, select

from index.library import Library
from index.schema import articles, current_versions, models, passages, stories, versions
from index.searchable import SearchableLibrary

Part = Literal["library", "keywords", "vectors"]
_VECTOR_SAMPLE = 1000  # stored vectors that are searched for; all of them would take minutes
_FLOAT_BYTES = 4


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in one part; all zero or empty is sound.

    `damage` is what the database's integrity check says, or the files of the keyword index that are not as they were
    written. `broken` counts articles of the library that cannot be
    searched as they are stored, `missing` passages that an index should hold, `extra` ones that it should not,
    and `unfound` those of a sample whose vectors the index has lost.
    """

    part: Part
    damage: tuple[str, ...] = ()
    broken: int = 0
    missing: int = 0
    extra: int = 0
    unfound: int = 0

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong with it."""
        return not (self.damage or self.broken or self.missing or self.extra or self.unfound)


def check(library: SearchableLibrary) -> tuple[Checked, ...]:
    """The library, then, if it is sound, its indexes after they caught up.

    Raises LibraryError where one cannot be reached.
    """
    of_library = Checked("library", library.library.damage(), broken=len(_broken(library.library)))
    if not of_library.is_sound:
        return (of_library,)
    before = library.library.passage_ids()
    sample = library.library.sample_passages(_VECTOR_SAMPLE)
    library.follow()
    return (of_library, _of_keywords(library, before), _of_vectors(library, before, sample))


def repair(library: SearchableLibrary) -> tuple[Checked, ...]:
    """Mend what a check finds, but for damage to the file itself, which takes a back-up; what a last check says."""
    if broken := _broken(library.library):
        library.embed_again(broken)
    for part in check(library):
        match part:
            case Checked(is_sound=True):
                continue
            case Checked(part="keywords"):
                library.rebuild_keywords()
            case Checked(part="vectors"):
                library.vectors.rebuild()
    return check(library)


def _of_keywords(library: SearchableLibrary, before: set[int]) -> Checked:
    if damaged := library.keywords.damaged():  # what is read of it may make no sense
        return Checked("keywords", damaged)
    held = library.keywords.ids()
    return _compared("keywords", before, held, library.library.passage_ids())


def _of_vectors(library: SearchableLibrary, before: set[int], sample: Sequence[int]) -> Checked:
    unfound = library.vectors.unfound(sample)
    held = library.vectors.ids()
    return _compared("vectors", before, held, library.library.passage_ids(of_active_model=True), unfound)


def _compared(part: Part, before: set[int], held: set[int], after: set[int], unfound: int = 0) -> Checked:
    """What is held against what the library held before and after: it may be written meanwhile."""
    return Checked(
        part, missing=len(before & after - held), extra=len(held - before - after), unfound=unfound
    )


def _broken(library: Library) -> list[int]:
    """Numbers of articles without a story, or with passages that lie outside their text or lack their vector."""
    wanted = (
        select(articles.c.number)
        .select_from(
            current_versions.outerjoin(stories, stories.c.article == articles.c.number)
            .outerjoin(passages, passages.c.article == articles.c.number)
            .outerjoin(models, models.c.number == passages.c.model)
        )
        .where(
            or_(
                stories.c.story.is_(None),
                passages.c.start < 0,
                passages.c.end <= passages.c.start,
                passages.c.end > func.length(versions.c.text),
                func.length(passages.c.vector) != models.c.dimensions * _FLOAT_BYTES,
            )
        )
        .distinct()
    )
    with library.reading() as db:
        return list(db.scalars(wanted))
