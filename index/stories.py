"""Which articles tell the same story: near-duplicate texts published within days. Kept with the articles.

A story is a connected group of articles, each nearly the same as another one of it; its number is that of its
first article. Whoever calls holds the write transaction.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from index.likeness import Signature, bands_of, from_bytes, likeness, signature_of
from index.schema import articles, bands, current_versions, stories, versions

# Chosen by reading the 132 most similar pairs of rtqa-train (docs/evaluation.md): within three days, what is at
# least this alike is the same report, rewritten; below, the background is the same and the news is not. Weeks
# apart, even pairs of 0.7 are guides and calendars that come back with other facts.
ALIKE = 0.5
_SECONDS = 3 * 86_400
_MOST_COMPARED = 200  # pages made from a template look alike in masses


@dataclass(frozen=True, slots=True, eq=False)
class _Member:
    """An article of a story."""

    article: int
    story: int
    signature: Signature
    published_at: int | None

    def is_like(self, other: "_Member") -> bool:
        """Whether both articles are of one story."""
        return (
            self.published_at is None  # an unknown date may be any
            or other.published_at is None
            or abs(self.published_at - other.published_at) <= _SECONDS
        ) and likeness(self.signature, other.signature) >= ALIKE


def join_story(db: Connection, number: int, text: str, published_at: int | None) -> None:
    """Put an article that is in no story into that of the texts like it, or into one of its own."""
    new = _Member(number, number, signature_of(text), published_at)
    keys = bands_of(new.signature)
    joined = {other.story for other in _candidates(db, keys) if other.is_like(new)}
    story = min(joined | {number})
    for other in joined - {story}:
        db.execute(update(stories).where(stories.c.story == other).values(story=story))
    db.execute(insert(stories).values(article=number, story=story, signature=new.signature.tobytes()))
    db.execute(
        delete(bands).where(bands.c.key.in_(keys), bands.c.article == number)
    )  # of a story that was lost
    db.execute(insert(bands), [{"key": key, "article": number} for key in set(keys)])


def leave_story(db: Connection, number: int) -> None:
    """Take an article out of its story, which may fall apart without it."""
    left = db.execute(select(stories).where(stories.c.article == number)).one_or_none()
    if left is None:
        return
    keys = bands_of(from_bytes(left.signature))
    db.execute(delete(bands).where(bands.c.key.in_(keys), bands.c.article == number))
    db.execute(delete(stories).where(stories.c.article == number))
    for group in _groups(_members(db, stories.c.story == left.story)):
        db.execute(update(stories).where(stories.c.article.in_(group)).values(story=min(group)))


def fill(db: Connection) -> None:
    """Find the stories of articles that were stored before stories were kept."""
    missing = (
        select(articles.c.number, versions.c.text, versions.c.published_at)
        .select_from(current_versions.outerjoin(stories, stories.c.article == articles.c.number))
        .where(stories.c.article.is_(None))
        .order_by(articles.c.number)
        .limit(100)
    )
    while found := db.execute(missing).all():
        for row in found:
            join_story(db, row.number, row.text, row.published_at)


def _candidates(db: Connection, keys: Sequence[int]) -> list[_Member]:
    """Articles that share a band, those that share most first."""
    sharing = (
        select(bands.c.article)
        .where(bands.c.key.in_(keys))
        .group_by(bands.c.article)
        .order_by(func.count().desc(), bands.c.article)
        .limit(_MOST_COMPARED)
    )
    return _members(db, stories.c.article.in_(sharing))


def _members(db: Connection, condition: ColumnElement[bool]) -> list[_Member]:
    found = db.execute(
        select(stories, versions.c.published_at)
        .select_from(current_versions.join(stories, stories.c.article == articles.c.number))
        .where(condition)
        .order_by(stories.c.article)
    )
    return [_Member(row.article, row.story, from_bytes(row.signature), row.published_at) for row in found]


def _groups(members: Sequence[_Member]) -> Iterator[list[int]]:
    """The connected groups of members, as article numbers."""
    waiting = list(members)
    while waiting:
        reached = [waiting.pop()]
        for one in reached:  # grows meanwhile
            near = [other for other in waiting if other.is_like(one)]
            reached += near
            waiting = [other for other in waiting if other not in near]
        yield [one.article for one in reached]
