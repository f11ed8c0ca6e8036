"""The pages that articles were fetched from: which are due for another look, and what the last look found."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, FromClause, case, func, select, update

from index import rows
from index.articles import Article
from index.fetched import keep_page
from index.library import Library
from index.schema import articles, current_versions, pages, versions

_WITH_ARTICLES = pages.join(current_versions, pages.c.article == articles.c.number)


@dataclass(frozen=True, slots=True)
class KnownPage:
    """The page of a stored article, as it was found when it was last looked at; times in seconds since 1970.

    `dated_at` is when the article was published, else when it was first fetched. After `misses` answers in a row that
    there is no such page, the first at `missing_at`, it may be `is_withdrawn`. `faults` is how many looks in a row
    gave nothing to go by, the last one for `fault`. The next look is at `retry_at`, else at an age that `Pages.due`
    tells.
    """

    article: str
    title: str
    address: str
    checked_at: int
    dated_at: int
    etag: str | None = None
    modified: str | None = None
    holds_text: bool = True
    retry_at: int | None = None
    misses: int = 0
    missing_at: int | None = None
    is_withdrawn: bool = False
    faults: int = 0
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """Which pages somebody wants looked at again; empty: all.

    `since` is of publication, or of the first fetch where that is unknown; `checked_before` of the last look.
    """

    ids: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    since: datetime | None = None
    checked_before: datetime | None = None


class Pages:
    """The pages of a library. Every method blocks, and raises LibraryError where the library fails."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def keep(self, fetched: Iterable[tuple[str, Article]]) -> None:
        """Note that articles, by their ids, were fetched again and are as they are stored."""
        with self._library.writing() as db:
            for id_, article in fetched:
                number = db.scalar(select(articles.c.number).where(articles.c.id == id_))
                if number is not None:
                    keep_page(db, number, article)

    def due(self, now: datetime, oldest: datetime, first: timedelta, limit: int) -> list[KnownPage]:
        """Pages of articles that are dated after `oldest`, whose time has come: the longest unchecked first.

        A page is looked at when its article is `first` old, and then each time that it has become twice as old.
        """
        age = pages.c.checked_at - pages.c.dated_at
        shortest = int(first.total_seconds())
        by_age = pages.c.checked_at + case((age > shortest, age), else_=shortest)
        return self._found(
            pages,  # alone: their articles are many, and their rows are long
            (
                pages.c.dated_at >= int(oldest.timestamp()),
                func.coalesce(pages.c.retry_at, by_age) <= int(now.timestamp()),
            ),
            limit,
        )

    def chosen(self, choice: Choice, limit: int) -> list[KnownPage]:
        """The pages that were chosen, due or not, the longest unchecked first."""
        return self._found(_WITH_ARTICLES, _clauses(choice), limit)

    def without(self, choice: Choice) -> int:
        """How many articles of a choice have no page, because they came from files."""
        at = func.coalesce(versions.c.published_at, articles.c.added_at)
        clauses = [*_of_articles(choice), pages.c.article.is_(None)]
        if choice.since is not None:
            clauses.append(at >= int(choice.since.timestamp()))
        joined = current_versions.outerjoin(pages, pages.c.article == articles.c.number)
        with self._library.reading() as db:
            return db.scalar(select(func.count()).select_from(joined).where(*clauses)) or 0

    def record(self, page: KnownPage) -> None:
        """Store what a look found; nothing where the article was removed, or fetched otherwise, meanwhile."""
        names = ("address", "etag", "modified", "checked_at", "retry_at", "misses", "missing_at")
        values = {name: getattr(page, name) for name in (*names, "is_withdrawn", "faults", "fault")}
        number = select(articles.c.number).where(articles.c.id == page.article).scalar_subquery()
        is_same = (pages.c.article == number) & (pages.c.checked_at <= page.checked_at)
        with self._library.writing("people") as db:
            db.execute(update(pages).where(is_same).values(values))

    def _found(
        self, source: FromClause, clauses: Iterable[ColumnElement[bool]], limit: int
    ) -> list[KnownPage]:
        order = (pages.c.checked_at, pages.c.article)
        first = select(pages.c.article).select_from(source).where(*clauses).order_by(*order).limit(limit)
        names = (
            *(pages.c.address, pages.c.etag, pages.c.modified, pages.c.holds_text, pages.c.dated_at),
            *(pages.c.checked_at, pages.c.retry_at, pages.c.misses, pages.c.missing_at),
            *(pages.c.is_withdrawn, pages.c.faults, pages.c.fault),
        )
        wanted = (
            select(articles.c.id.label("article"), versions.c.title, *names)
            .select_from(_WITH_ARTICLES)
            .where(pages.c.article.in_(first))
            .order_by(*order)
        )
        with self._library.reading() as db:
            return [KnownPage(**row._asdict()) for row in db.execute(wanted)]


def _of_articles(choice: Choice) -> list[ColumnElement[bool]]:
    clauses: list[ColumnElement[bool]] = []
    if choice.ids:
        clauses.append(articles.c.id.in_(choice.ids))
    if choice.outlets:
        clauses.append(rows.of_outlets(choice.outlets))
    return clauses


def _clauses(choice: Choice) -> list[ColumnElement[bool]]:
    clauses = _of_articles(choice)
    if choice.since is not None:
        clauses.append(pages.c.dated_at >= int(choice.since.timestamp()))
    if choice.checked_before is not None:
        clauses.append(pages.c.checked_at < int(choice.checked_before.timestamp()))
    return clauses
