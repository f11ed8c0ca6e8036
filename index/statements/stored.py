"""The statements that the library keeps: whose, where and when.

They follow from the articles, so one that was stored before statements were kept, or read by older rules, is read
when its statements are wanted. Opening a library reads none.
"""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select

from index import rows
from index.library import Library
from index.restriction import Restriction
from index.schema import articles, current_versions, heard, passages, statements, stories, versions
from index.statements.finding import RULES, statements_in
from index.statements.hearing import hear
from index.statements.statement import Statement

_CONTEXT = 300  # characters before a statement in which its topic may be named
_BATCH = 25  # articles read in one transaction, so that no other writer waits long


@dataclass(frozen=True, slots=True)
class Said:
    """A statement in the current version of a stored article: `words` and `sentence` are exact pieces of its text.

    `context` is what stands before the sentence, for its topic.
    """

    statement: Statement
    words: str
    sentence: str
    context: str
    article: str
    article_number: int
    version: int
    title: str
    outlet: str | None
    url: str | None
    published: str | None
    published_at: int | None
    story: int


def unread(library: Library) -> int:
    """How many articles were not read for statements by today's rules."""
    with library.reading() as db:
        return db.scalar(select(func.count()).select_from(_with_heard()).where(_is_unread())) or 0


def catch_up(
    library: Library,
    *,
    seconds: float | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> int:
    """Read articles for statements that were not yet, for about so many seconds; returns how many are left.

    At least one portion is read. Each is a transaction: what is read stays read.
    """
    total = unread(library)
    done, begin = 0, time.monotonic()
    waiting = _articles_unread().limit(_BATCH)
    while done < total:
        with library.writing() as db:
            found = [rows.as_stored(row) for row in db.execute(waiting)]
            for stored in found:
                hear(db, stored.number, stored.version, stored.article)
        if not found:
            break
        done += len(found)
        progress(min(done, total), total)
        if seconds is not None and time.monotonic() - begin >= seconds:
            break
    return max(0, total - done)


def said_by(
    library: Library, family: str, restriction: Restriction = Restriction(), *, newest: int | None = None
) -> list[Said]:
    """The statements of everybody whose name's last word sounds so; oldest first, undated last.

    `newest` keeps those that were published last.
    """
    of_family = (statements.c.family == family, *rows.restriction_clauses(restriction))
    wanted = _said().where(*of_family)
    if newest is not None:  # chosen before their words are read: a president's are many
        numbers = wanted.with_only_columns(statements.c.number, maintain_column_froms=True)
        latest = (versions.c.published_at.desc().nulls_last(), articles.c.number.desc())
        wanted = _said().where(statements.c.number.in_(numbers.order_by(*latest).limit(newest)))
    with library.reading() as db:
        found = [_as_said(row) for row in db.execute(wanted)]
    return sorted(found, key=_place)


def _place(said: Said) -> tuple[bool, int, int, int]:
    at = said.published_at
    return at is None, at or 0, said.article_number, said.statement.start


def passages_of(library: Library, said: Sequence[Said]) -> tuple[int, ...]:
    """The ids of the passages in which statements stand, each once."""
    found: dict[int, None] = {}
    with library.reading() as db:
        for one in said:
            at = one.statement.start
            within = (passages.c.article == one.article_number, passages.c.start <= at, passages.c.end > at)
            found |= dict.fromkeys(db.scalars(select(passages.c.id).where(*within)))
    return tuple(found)


def speakers(library: Library, restriction: Restriction = Restriction()) -> Counter[str]:
    """How many statements each speaker has."""
    wanted = (
        select(statements.c.speaker, func.count().label("n"))
        .select_from(current_versions.join(statements, statements.c.article == articles.c.number))
        .where(*rows.restriction_clauses(restriction))
        .group_by(statements.c.speaker)
        .order_by(statements.c.speaker)
    )
    with library.reading() as db:
        return Counter({row.speaker: row.n for row in db.execute(wanted)})


def families(library: Library) -> list[str]:
    """How the last words of all speakers' names sound, each once."""
    with library.reading() as db:
        return list(db.scalars(select(statements.c.family).distinct().order_by(statements.c.family)))


def statements_of_articles(library: Library, numbers: Sequence[int]) -> dict[int, tuple[Statement, ...]]:
    """The statements in the current versions of articles, by article number; what was not read yet is read now."""
    found: dict[int, list[Statement]] = {number: [] for number in numbers}
    with library.reading() as db:
        for some in rows.in_chunks(numbers):
            for row in db.execute(_articles_unread(some)):
                stored = rows.as_stored(row)
                article = stored.article
                found[stored.number] += statements_in(article.text, article.language)
            kept = (
                select(statements)
                .select_from(_with_heard().join(statements, statements.c.article == articles.c.number))
                .where(articles.c.number.in_(some), ~_is_unread())
                .order_by(statements.c.start)
            )
            for row in db.execute(kept):
                found[row.article].append(_as_statement(row))
    return {number: tuple(of_article) for number, of_article in found.items()}


def _with_heard() -> Any:  # noqa: ANN401 - SQLAlchemy's joins have no public type
    return articles.outerjoin(heard, heard.c.article == articles.c.number)


def _is_unread() -> ColumnElement[bool]:
    return or_(heard.c.article.is_(None), heard.c.version != articles.c.version, heard.c.rules != RULES)


def _articles_unread(among: Sequence[int] | None = None) -> Select[Any]:
    unheard = select(articles.c.number).select_from(_with_heard()).where(_is_unread())
    if among is not None:
        unheard = unheard.where(articles.c.number.in_(among))
    return rows.stored_articles().where(articles.c.number.in_(unheard)).order_by(articles.c.number)


def _said() -> Select[Any]:
    def piece(start: ColumnElement[int], end: ColumnElement[int]) -> ColumnElement[str]:
        return func.substr(versions.c.text, start + 1, end - start)

    start = statements.c.sentence_start
    before = case((start > _CONTEXT, start - _CONTEXT), else_=0)
    return select(
        statements,
        piece(statements.c.start, statements.c.end).label("words"),
        piece(statements.c.sentence_start, statements.c.sentence_end).label("sentence"),
        func.substr(versions.c.text, before + 1, start - before).label("context"),
        articles.c.id,
        versions.c.version,
        versions.c.title,
        versions.c.outlet,
        versions.c.url,
        versions.c.published,
        versions.c.published_at,
        stories.c.story,
    ).select_from(
        current_versions.join(stories, stories.c.article == articles.c.number)
        .join(heard, and_(heard.c.article == articles.c.number, heard.c.version == articles.c.version))
        .join(statements, statements.c.article == articles.c.number)
    )


def _as_said(row: Row[Any]) -> Said:
    return Said(
        statement=_as_statement(row),
        words=row.words,
        sentence=row.sentence,
        context=row.context,
        article=row.id,
        article_number=row.article,
        version=row.version,
        title=row.title,
        outlet=row.outlet,
        url=row.url,
        published=row.published,
        published_at=row.published_at,
        story=row.story,
    )


def _as_statement(row: Row[Any]) -> Statement:
    return Statement(
        row.speaker, row.kind, row.verb, row.start, row.end, row.sentence_start, row.sentence_end
    )
