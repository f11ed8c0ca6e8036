"""Search by meaning within a restriction, without asking the vector index to filter.

A vector index that filters looks at everything it may return before it searches: in Chroma that took 600 ms at
100,000 passages, and it grows with them. So where few articles are within, their passages are read from the library
and compared, exactly; else the index is asked for more than is wanted, and what lies outside is dropped.
"""

from collections.abc import Callable, Sequence

import numpy as np
from sqlalchemy import Connection, func, select

from index import rows
from index.library import Library
from index.restriction import Restriction
from index.schema import articles, current_versions, passages
from index.stored import Vectors

Nearest = Callable[[int], list[tuple[int, float]]]

_COMPARED = 1_000  # articles whose passages, about eight each, are compared one by one: 60 ms
_MORE = 1.5  # times as many neighbours as should be needed: those of a question are not spread evenly
_AGAIN = 3  # times as many in the next attempt
_MOST = 5_000  # neighbours in one answer


def nearest_within(
    library: Library, restriction: Restriction, vector: Vectors, limit: int, nearest: Nearest
) -> list[tuple[int, float]]:
    """The ids of the `limit` nearest passages within the restriction with their cosine similarity, best first.

    `nearest` gives the nearest of all passages, as many as it is asked for. Where most of them lie outside, some
    that are farther away may be missing.
    """
    clauses = rows.restriction_clauses(restriction)
    with library.reading() as db:
        inside = db.scalar(select(func.count()).select_from(current_versions).where(*clauses)) or 0
        total = db.scalar(select(func.count()).select_from(articles)) or 0
        if inside <= _COMPARED:
            return _compared(db, restriction, vector, limit)
    asked = min(_MOST, int(_MORE * limit * total / inside))
    while True:
        found = nearest(asked)
        with library.reading() as db:
            kept = _kept(db, restriction, [id_ for id_, _ in found])
        if len(kept) >= limit or len(found) < asked or asked == _MOST:
            return [(id_, cosine) for id_, cosine in found if id_ in kept][:limit]
        asked = min(_MOST, _AGAIN * asked)


def _compared(
    db: Connection, restriction: Restriction, vector: Vectors, limit: int
) -> list[tuple[int, float]]:
    active = rows.active_model_number(db)
    inside = select(articles.c.number).select_from(current_versions)
    numbers = db.scalars(inside.where(*rows.restriction_clauses(restriction))).all()
    # by article, in portions: in one statement SQLite goes through all passages of the model instead
    wanted = select(passages.c.id, passages.c.vector, passages.c.model)
    found = [
        row
        for some in rows.in_chunks(numbers)
        for row in db.execute(wanted.where(passages.c.article.in_(some)))
        if row.model == active
    ]
    if not found:
        return []
    stored = b"".join(row.vector for row in found)
    cosines = np.frombuffer(stored, dtype=np.float32).reshape(len(found), -1) @ vector
    best = np.argsort(-cosines, kind="stable")[:limit].tolist()
    return [(found[at].id, float(cosines[at])) for at in best]


def _kept(db: Connection, restriction: Restriction, ids: Sequence[int]) -> set[int]:
    wanted = (
        select(passages.c.id)
        .select_from(current_versions.join(passages, passages.c.article == articles.c.number))
        .where(*rows.restriction_clauses(restriction))
    )
    return {id_ for some in rows.in_chunks(ids) for id_ in db.scalars(wanted.where(passages.c.id.in_(some)))}
