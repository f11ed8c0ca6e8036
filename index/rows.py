"""The statements of the library: values in, rows out, inside a transaction that the caller holds."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    case,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from index.articles import Article, timestamp
from index.fetched import keep_page
from index.restriction import Restriction
from index.schema import (
    articles,
    changes,
    current_versions,
    facts,
    models,
    pages,
    passages,
    stories,
    versions,
)
from index.statements.hearing import hear
from index.stored import (
    Added,
    Duplicate,
    IndexedArticle,
    ModelIdentity,
    Outcome,
    Passage,
    StoredArticle,
    Unchanged,
    Updated,
)
from index.stories import join_story, leave_story

Id = TypeVar("Id", int, str)
_IN_LIMIT = 500  # variables in one IN (...), under every SQLite's limit


def fact(db: Connection, name: str) -> str | None:
    """Read a fact; None where it was never written."""
    return db.scalar(select(facts.c.value).where(facts.c.name == name))


def library_id(db: Connection) -> str:
    """The library's own id."""
    return str(db.execute(select(facts.c.value).where(facts.c.name == "library")).scalar_one())


def set_fact(db: Connection, name: str, value: str) -> None:
    """Write a fact, in place of what it was."""
    db.execute(delete(facts).where(facts.c.name == name))
    db.execute(insert(facts).values(name=name, value=value))


def active_model_number(db: Connection) -> int:
    """The row of the active model; 0 where none was ever set."""
    return int(fact(db, "model") or 0)


def active_model(db: Connection) -> ModelIdentity | None:
    """The model whose vectors are searched."""
    row = db.execute(select(models).where(models.c.number == active_model_number(db))).one_or_none()
    return None if row is None else ModelIdentity(row.name, row.digest, row.dimensions)


def set_active_model(db: Connection, model: ModelIdentity) -> None:
    """Make a model the one whose vectors are searched."""
    number = db.scalar(select(models.c.number).where(models.c.digest == model.digest))
    if number is None:
        values = {"name": model.name, "digest": model.digest, "dimensions": model.dimensions}
        number = db.execute(insert(models).values(values).returning(models.c.number)).scalar_one()
    set_fact(db, "model", str(number))


def outcome_of(db: Connection, article: Article) -> Outcome:
    """What storing the article would do."""
    known = db.execute(
        select(articles.c.id, articles.c.version, versions.c.content_hash)
        .select_from(current_versions)
        .where(articles.c.key == article.key)
    ).one_or_none()
    if known is not None:
        same = known.content_hash == article.content_hash()
        return Unchanged(known.id) if same else Updated(known.id, known.version + 1)
    twin = db.scalar(
        select(articles.c.id)
        .select_from(current_versions)
        .where(
            versions.c.text_hash == article.text_hash(),
            versions.c.outlet.is_not_distinct_from(article.outlet),
        )
        .limit(1)
    )
    return Added(article.id) if twin is None else Duplicate(article.id, twin)


def put_article(db: Connection, indexed: IndexedArticle, now: int) -> Outcome:
    """Store one article with its passages, or find that it is there."""
    outcome = outcome_of(db, indexed.article)
    match outcome:
        case Added():
            values = {"key": indexed.article.key, "id": indexed.article.id, "version": 1, "added_at": now}
            number, version = (
                db.execute(insert(articles).values(values).returning(articles.c.number)).scalar_one(),
                1,
            )
            _insert_version(db, number, version, indexed.article, now)
        case Updated(id=id_, version=version):
            number = db.execute(select(articles.c.number).where(articles.c.id == id_)).scalar_one()
            db.execute(update(articles).where(articles.c.number == number).values(version=version))
            _insert_version(db, number, version, indexed.article, now)
            forget_passages(db, number)
            leave_story(db, number)
        case Unchanged() | Duplicate():
            return outcome
    keep_page(db, number, indexed.article)
    join_story(db, number, indexed.article.text, timestamp(indexed.article.published))
    hear(db, number, version, indexed.article)
    put_passages(db, number, indexed)
    return outcome


def _insert_version(db: Connection, number: int, version: int, article: Article, now: int) -> None:
    db.execute(
        insert(versions).values(
            article=number,
            version=version,
            title=article.title,
            text=article.text,
            url=article.url,
            outlet=article.outlet,
            authors=json.dumps(article.authors, ensure_ascii=False),
            language=article.language,
            published=article.published,
            published_at=timestamp(article.published),
            updated=article.updated,
            stored_at=now,
            content_hash=article.content_hash(),
            text_hash=article.text_hash(),
        )
    )


def put_passages(db: Connection, number: int, indexed: IndexedArticle) -> None:
    """Store passages under consecutive ids (the writer holds the lock, so none comes between), and log it."""
    if not indexed.spans:
        return
    model = active_model_number(db)
    values = [
        {
            "article": number,
            "position": position,
            "siblings": len(indexed.spans),
            "start": span.start,
            "end": span.end,
            "model": model,
            "vector": vector.tobytes(),
        }
        for position, (span, vector) in enumerate(zip(indexed.spans, indexed.vectors, strict=True))
    ]
    ids = db.scalars(insert(passages).returning(passages.c.id), values).all()
    db.execute(insert(changes).values(kind="put", first=min(ids), last=max(ids)))


def forget_passages(db: Connection, number: int) -> None:
    """Delete an article's passages, and log it."""
    first, last = db.execute(
        select(func.min(passages.c.id), func.max(passages.c.id)).where(passages.c.article == number)
    ).one()
    if first is not None:
        db.execute(delete(passages).where(passages.c.article == number))
        db.execute(insert(changes).values(kind="forget", first=first, last=last))


def restriction_clauses(restriction: Restriction) -> list[ColumnElement[bool]]:
    """The conditions on `articles` and `versions` that a restriction means."""
    clauses: list[ColumnElement[bool]] = []
    if (window := restriction.window) is not None:
        if window.start is not None:
            clauses.append(versions.c.published_at >= int(window.start.timestamp()))
        if window.end is not None:
            clauses.append(versions.c.published_at <= int(window.end.timestamp()))
    if restriction.outlets:
        clauses.append(of_outlets(restriction.outlets))
    if restriction.languages:
        clauses.append(versions.c.language.in_(restriction.languages))
    if restriction.articles:
        clauses.append(articles.c.id.in_(restriction.articles))
    return clauses


def of_outlets(names: Sequence[str]) -> ColumnElement[bool]:
    """The condition on `versions` that an outlet has one of these names, in any case."""
    lowered = func.lower(versions.c.outlet).in_([name.lower() for name in names])
    # SQLite lowers the letters of ASCII only: a name with others is found as it is stored
    return or_(lowered, versions.c.outlet.in_(names))


def stored_articles(version: int | None = None) -> Select[Any]:
    """Articles with their current, or a given, version."""
    wanted = articles.c.version if version is None else version
    return article_versions().where(versions.c.version == wanted)


def article_versions() -> Select[Any]:
    """Articles with all their versions, and since when they are withdrawn."""
    joined = articles.join(versions, versions.c.article == articles.c.number).outerjoin(
        pages, pages.c.article == articles.c.number
    )
    withdrawn_at = case((pages.c.is_withdrawn, pages.c.missing_at)).label("withdrawn_at")
    return select(articles.c.number, articles.c.key, articles.c.id, versions, withdrawn_at).select_from(
        joined
    )


def as_stored(row: Row[Any]) -> StoredArticle:
    """A row of `stored_articles` as a value."""
    article = Article(
        key=row.key,
        id=row.id,
        title=row.title,
        text=row.text,
        url=row.url,
        outlet=row.outlet,
        authors=tuple(json.loads(row.authors)),
        language=row.language,
        published=row.published,
        updated=row.updated,
    )
    withdrawn = None if row.withdrawn_at is None else datetime.fromtimestamp(row.withdrawn_at, UTC)
    return StoredArticle(
        row.number, row.version, article, datetime.fromtimestamp(row.stored_at, UTC), withdrawn
    )


def stored_passages() -> Select[Any]:
    """Passages with the text that they name and what search needs of their article."""
    text = func.substr(versions.c.text, passages.c.start + 1, passages.c.end - passages.c.start)
    return select(
        passages.c.id,
        articles.c.number.label("article_number"),
        articles.c.id.label("article"),
        versions.c.version,
        passages.c.position,
        passages.c.siblings,
        passages.c.start,
        passages.c.end,
        text.label("text"),
        versions.c.title,
        versions.c.url,
        versions.c.outlet,
        versions.c.language,
        versions.c.published,
        versions.c.published_at,
        stories.c.story,
    ).select_from(
        current_versions.join(passages, passages.c.article == articles.c.number).join(
            stories, stories.c.article == articles.c.number
        )
    )


def as_passage(row: Row[Any]) -> Passage:
    """A row of `stored_passages` as a value."""
    return Passage(**row._asdict())


def in_chunks(ids: Sequence[Id]) -> Iterator[Sequence[Id]]:
    """Ids in portions that fit one statement."""
    for at in range(0, len(ids), _IN_LIMIT):
        yield ids[at : at + _IN_LIMIT]
