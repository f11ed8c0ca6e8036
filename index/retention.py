"""Which articles have been kept long enough, by the settings' retention; removing them is another step."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from index.library import Library
from index.schema import articles, current_versions, versions


@dataclass(frozen=True, slots=True)
class Expired:
    """Ids of articles that were published before a day, oldest first, and how many others stay, and why.

    `cited` stay because something quotes them, `undated` because their age is unknown.
    """

    ids: tuple[str, ...]
    cited: int
    undated: int


def expired(library: Library, before: datetime, cited: AbstractSet[str]) -> Expired:
    """The articles that were published before a moment, but those that are cited. Raises LibraryError."""
    old = (
        select(articles.c.id)
        .select_from(current_versions)
        .where(versions.c.published_at < int(before.timestamp()))
        .order_by(versions.c.published_at, articles.c.number)
    )
    undated = select(func.count()).select_from(current_versions).where(versions.c.published_at.is_(None))
    with library.reading() as db:
        found = list(db.scalars(old))
        ids = tuple(id_ for id_ in found if id_ not in cited)
        return Expired(ids, len(found) - len(ids), db.scalar(undated) or 0)
