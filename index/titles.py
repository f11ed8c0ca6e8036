"""Articles by a part of their title: what is offered while somebody types."""

from sqlalchemy import or_

from index import rows
from index.database import holds
from index.library import Library
from index.schema import articles, versions
from index.stored import StoredArticle


def titled(library: Library, part: str, limit: int) -> list[StoredArticle]:
    """Articles with `part` in their title, or with that id, the newest first, undated last.

    Letters beyond A to Z are found as they are typed, in small letters, or with a capital first.
    """
    words = " ".join(part.split())
    forms = {words, words.lower(), words.capitalize(), words.title()}
    wanted = (
        rows.stored_articles()
        .order_by(versions.c.published_at.desc().nulls_last(), articles.c.number.desc())
        .limit(limit)
    )
    with library.reading() as db:
        titled = (holds(db, versions.c.title, form) for form in forms)
        wanted = wanted.where(or_(articles.c.id == words, *titled))
        return [rows.as_stored(row) for row in db.execute(wanted)]
