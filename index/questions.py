"""What people asked on Discord, what they were answered, and how they liked it: kept beside the articles.

Ids of people, places and messages are Discord's. A question's id is that of the message or interaction that asked
it, so it is known before anything is stored, and one that Discord sends twice is kept once.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, insert, or_, select, update

from index.library import Library
from index.schema import feedback, questions, replies

_RECENT = 500  # questions read to offer a few of them


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was asked: a channel, perhaps a thread of it; `server` is None in direct messages."""

    channel: int
    thread: int | None = None
    server: int | None = None


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question and its answer.

    `understood` is what was searched for, where the turns before completed the question. `answer` is JSON text
    (answer.keeping). `before` is the turn before it in its conversation. Of a private one only the asker knows.
    """

    id: int
    place: Place
    person: int
    asked: datetime
    question: str
    answer: str
    understood: str | None = None
    is_private: bool = False
    before: int | None = None


@dataclass(frozen=True, slots=True)
class PastQuestion:
    """What was asked, by whom and where."""

    question: str
    person: int
    place: Place


@dataclass(frozen=True, slots=True)
class Feedback:
    """What somebody thought of an answer; `given` is when."""

    question: int
    person: int
    is_good: bool
    given: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much of a person was deleted."""

    questions: int
    feedback: int


class Questions:
    """The questions of a library. Every method blocks and raises LibraryError where the library fails."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def record(self, asked: AskedQuestion) -> bool:
        """Keep a question with its answer; False where it is kept already."""
        with self._library.writing("people") as db:
            if _exists(db, asked.id):
                return False
            before = asked.before if asked.before is not None and _exists(db, asked.before) else None
            row = asdict(replace(asked, before=before)) | asdict(asked.place)
            del row["place"]
            row["asked_at"] = int(row.pop("asked").timestamp())
            db.execute(insert(questions).values(**row))
        return True

    def attach(self, id_: int, messages: Collection[int]) -> None:
        """Remember which messages answered a question."""
        with self._library.writing("people") as db:
            known = select(replies.c.message).where(replies.c.message.in_(messages))
            new = set(messages) - set(db.scalars(known))
            if new and _exists(db, id_):
                db.execute(insert(replies), [{"message": message, "question": id_} for message in new])

    def messages(self, id_: int) -> tuple[int, ...]:
        """The messages that answered a question, oldest first."""
        wanted = select(replies.c.message).where(replies.c.question == id_).order_by(replies.c.message)
        with self._library.reading() as db:
            return tuple(db.scalars(wanted))

    def publish(self, id_: int, *, is_private: bool = False) -> bool:
        """Make a private question a public one, or the reverse; False where it is so already, or no longer kept."""
        other = (questions.c.id == id_) & questions.c.is_private.is_(not is_private)
        with self._library.writing("people") as db:
            return db.execute(update(questions).where(other).values(is_private=is_private)).rowcount == 1

    def delete(self, id_: int) -> None:
        """Delete a question with its feedback."""
        with self._library.writing("people") as db:
            db.execute(delete(questions).where(questions.c.id == id_))

    def by_id(self, id_: int) -> AskedQuestion | None:
        """A question, if it is (still) kept."""
        return self._first(select(questions).where(questions.c.id == id_))

    def by_message(self, message: int) -> AskedQuestion | None:
        """The question that a message answered, if it is (still) kept."""
        return self._first(select(questions).join(replies).where(replies.c.message == message))

    def latest(self, place: Place) -> AskedQuestion | None:
        """The last question that was asked openly in exactly this place."""
        wanted = select(questions).where(_at(place), questions.c.is_private.is_(False))
        return self._first(wanted.order_by(questions.c.asked_at.desc(), questions.c.id.desc()))

    def answers(self) -> list[str]:
        """All answers that are kept."""
        with self._library.reading() as db:
            return list(db.scalars(select(questions.c.answer)))

    def turns(self, id_: int | None, most: int = 6) -> list[AskedQuestion]:
        """The conversation that ends with a question, oldest first, at most its last `most` turns.

        What was asked privately before a question that is open, as a shared one is, does not belong to it.
        """
        turns: list[AskedQuestion] = []
        with self._library.reading() as db:
            while id_ is not None and len(turns) < most:
                row = db.execute(select(questions).where(questions.c.id == id_)).one_or_none()
                if row is None or (row.is_private and turns and not turns[0].is_private):
                    break
                turns.append(_asked(row))
                id_ = row.before
        return turns[::-1]

    def recent(self, server: int, person: int) -> list[PastQuestion]:
        """What was last asked in a server, newest first: openly by anyone, or by `person` in any way.

        Whoever shows it to `person` leaves out the places that they cannot see.
        """
        wanted = (
            select(questions)
            .with_only_columns(
                *(questions.c.question, questions.c.person),
                *(questions.c.channel, questions.c.thread, questions.c.server),
            )
            .where(
                questions.c.server == server,
                or_(questions.c.person == person, questions.c.is_private.is_(False)),
            )
            .order_by(questions.c.asked_at.desc(), questions.c.id.desc())
            .limit(_RECENT)
        )
        with self._library.reading() as db:
            return [
                PastQuestion(question, asker, Place(*place)) for question, asker, *place in db.execute(wanted)
            ]

    def save_feedback(self, given: Feedback) -> bool:
        """Keep what somebody thought of an answer, in place of what they thought before.

        False where the question is no longer kept.
        """
        with self._library.writing("people") as db:
            if not _exists(db, given.question):
                return False
            db.execute(
                delete(feedback).where(
                    feedback.c.question == given.question, feedback.c.person == given.person
                )
            )
            row = asdict(given)
            row["given_at"] = int(row.pop("given").timestamp())
            db.execute(insert(feedback).values(**row))
        return True

    def feedback_rows(self) -> list[tuple[AskedQuestion, Feedback]]:
        """All feedback with its questions, oldest first."""
        wanted = (
            select(questions, feedback.c.person.label("by"), feedback.c.is_good, feedback.c.reason)
            .add_columns(feedback.c.given_at)
            .join(feedback)
            .order_by(feedback.c.given_at, feedback.c.question)
        )
        with self._library.reading() as db:
            return [
                (_asked(row), Feedback(row.id, row.by, row.is_good, _time(row.given_at), row.reason))
                for row in db.execute(wanted)
            ]

    def kept_of(self, person: int) -> Forgotten:
        """How much is kept of a person."""
        with self._library.reading() as db:
            return _count(db, person)

    def forget(self, person: int) -> Forgotten:
        """Delete what a person asked, with the feedback on it, and the feedback that they gave."""
        with self._library.writing("people") as db:
            gone = _count(db, person)
            db.execute(delete(feedback).where(feedback.c.person == person))
            db.execute(delete(questions).where(questions.c.person == person))
        return gone

    def prune(self, before: datetime) -> int:
        """Delete what was asked before a time, with its feedback; returns how many questions."""
        with self._library.writing("people") as db:
            return db.execute(
                delete(questions).where(questions.c.asked_at < int(before.timestamp()))
            ).rowcount

    def _first(self, wanted: Select[tuple[object, ...]]) -> AskedQuestion | None:
        with self._library.reading() as db:
            row = db.execute(wanted.limit(1)).one_or_none()
        return None if row is None else _asked(row)


def _exists(db: Connection, id_: int) -> bool:
    return db.scalar(select(questions.c.id).where(questions.c.id == id_)) is not None


def _count(db: Connection, person: int) -> Forgotten:
    asked = db.scalars(select(questions.c.id).where(questions.c.person == person)).all()
    given = db.scalars(select(feedback.c.question).where(feedback.c.person == person)).all()
    return Forgotten(len(asked), len(given))


def _at(place: Place) -> ColumnElement[bool]:
    return (
        (questions.c.channel == place.channel)
        & questions.c.thread.is_not_distinct_from(place.thread)
        & questions.c.server.is_not_distinct_from(place.server)
    )


def _asked(row: Row[tuple[object, ...]]) -> AskedQuestion:
    return AskedQuestion(
        id=row.id,
        place=Place(row.channel, row.thread, row.server),
        person=row.person,
        asked=_time(row.asked_at),
        question=row.question,
        answer=row.answer,
        understood=row.understood,
        is_private=row.is_private,
        before=row.before,
    )


def _time(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
