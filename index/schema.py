"""The tables of the library, in SQLAlchemy Core, and how a connection to SQLite is set up.

The truth is here: articles, their versions, which of them tell the same story, who says what in them, passages
with offsets and vectors, and the log of changes that the keyword and vector indexes follow. Passage ids are never
used twice, so a change names them by range. Beside it stands what people asked on Discord, and how they liked the
answers.
"""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Engine,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
)

SCHEMA_VERSION = 3  # 2: stories; 3: statements, questions, feeds, watches. Older ones get them when opened
WRITE = "newsdesk_write"
BUSY_SECONDS = 30

metadata = MetaData()

facts = Table(
    "facts",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", Text, nullable=False),
    comment="Schema version, the library's own id, and which model is active.",
)

models = Table(
    "models",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("digest", String, nullable=False, unique=True),
    Column("dimensions", Integer, nullable=False),
)

articles = Table(
    "articles",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("id", Text, nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("added_at", Integer, nullable=False),
    sqlite_autoincrement=True,
)

versions = Table(
    "versions",
    metadata,
    Column("article", ForeignKey("articles.number", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("url", Text),
    Column("outlet", Text),
    Column("authors", Text, nullable=False),
    Column("language", String),
    Column("published", String),
    Column("published_at", Integer),
    Column("updated", String),
    Column("stored_at", Integer, nullable=False),
    Column("content_hash", String, nullable=False),
    Column("text_hash", String, nullable=False),
    Index("versions_by_text", "text_hash"),
    Index("versions_by_publication", "published_at"),
)

passages = Table(
    "passages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article", ForeignKey("articles.number", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("siblings", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("model", ForeignKey("models.number"), nullable=False),
    Column("vector", LargeBinary, nullable=False),
    Index("passages_by_article", "article"),
    Index("passages_by_model", "model"),
    sqlite_autoincrement=True,
)

changes = Table(
    "changes",
    metadata,
    Column("sequence", Integer, primary_key=True),
    Column("kind", String, nullable=False),  # put | forget
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    sqlite_autoincrement=True,
    comment="Passages first..last were put, or are to be forgotten.",
)


stories = Table(
    "stories",
    metadata,
    Column("article", ForeignKey("articles.number", ondelete="CASCADE"), primary_key=True),
    Column("story", Integer, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Index("stories_by_number", "story"),
)

bands = Table(
    "bands",
    metadata,
    Column("key", Integer, primary_key=True, autoincrement=False),
    Column("article", Integer, primary_key=True, autoincrement=False),  # as a foreign key it needed an index
    sqlite_with_rowid=False,
    comment="Articles by the bands of their signatures: those that share one are compared.",
)

questions = Table(
    "questions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # of the message or interaction that asked
    Column("server", Integer),  # None in direct messages
    Column("channel", Integer, nullable=False),
    Column("thread", Integer),
    Column("person", Integer, nullable=False),
    Column("asked_at", Integer, nullable=False),
    Column("question", Text, nullable=False),
    Column("understood", Text),
    Column("answer", Text, nullable=False),  # JSON, by answer.keeping
    Column("is_private", Boolean, nullable=False),
    Column("before", ForeignKey("questions.id", ondelete="SET NULL")),  # the turn before in its conversation
    Index("questions_by_time", "asked_at"),
    Index("questions_by_person", "person"),
    Index("questions_by_server", "server", "asked_at"),
    Index("questions_by_thread", "thread", "asked_at"),
    Index("questions_by_channel", "channel", "asked_at"),
    Index("questions_by_turn", "before"),
    comment="What people asked on Discord, for as long as the settings keep it.",
)

replies = Table(
    "replies",
    metadata,
    Column("message", Integer, primary_key=True, autoincrement=False),
    Column("question", ForeignKey("questions.id", ondelete="CASCADE"), nullable=False),
    Index("replies_by_question", "question"),
    comment="The messages that answered a question.",
)

feedback = Table(
    "feedback",
    metadata,
    Column("question", ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Integer, primary_key=True, autoincrement=False),
    Column("is_good", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("given_at", Integer, nullable=False),
    Index("feedback_by_person", "person"),
)

statements = Table(
    "statements",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("article", ForeignKey("articles.number", ondelete="CASCADE"), nullable=False),
    Column("speaker", Text, nullable=False),
    Column("family", String, nullable=False),  # how the speaker's last word sounds
    Column("kind", String, nullable=False),  # direct | reported
    Column("verb", String, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("sentence_start", Integer, nullable=False),
    Column("sentence_end", Integer, nullable=False),
    Index("statements_by_article", "article"),
    Index("statements_by_family", "family"),
    comment="Who said it, in the current version of each article; found again by rules at any time.",
)

heard = Table(
    "heard",
    metadata,
    Column("article", ForeignKey("articles.number", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("rules", Integer, nullable=False),
    comment="Which version of an article was read for statements, by which rules.",
)

usage = Table(
    "usage",
    metadata,
    Column("day", String, primary_key=True),
    Column("model", String, primary_key=True),
    Column("requests", Integer, nullable=False),
    Column("tokens_in", Integer, nullable=False),
    Column("tokens_out", Integer, nullable=False),
    Column("cost", Float, nullable=False),
    comment="What language models were used for, a line a day (UTC) and model.",
)

watches = Table(
    "watches",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("owner", Integer, nullable=False),
    Column("server", Integer),  # None: told by direct message
    Column("channel", Integer),
    Column("question", Text, nullable=False),
    Column("language", String, nullable=False),
    Column("quiet", String),  # None: as the settings say
    Column("created_at", Integer, nullable=False),
    Column("seen", Integer, nullable=False),  # the last change that was looked at, and when
    Column("looked_at", Integer, nullable=False),
    Column("paused", String),  # None | owner | undeliverable
    Index("watches_by_owner", "owner"),
    Index("watches_by_server", "server"),
    sqlite_autoincrement=True,  # buttons name a watch by its number, also after it was deleted
    comment="Questions whose new answers are told on Discord.",
)

watch_messages = Table(
    "watch_messages",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("watch", ForeignKey("watches.number", ondelete="CASCADE"), nullable=False),
    Column("begun_at", Integer, nullable=False),
    Column("message", Integer),  # None: begun, and not known to have arrived
    Index("watch_messages_by_watch", "watch", "begun_at"),
    sqlite_autoincrement=True,
)

watch_findings = Table(
    "watch_findings",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("watch", ForeignKey("watches.number", ondelete="CASCADE"), nullable=False),
    Column("article", Integer, nullable=False),  # no foreign key: what was told stays told
    Column("story", Integer, nullable=False),
    Column("id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("found_at", Integer, nullable=False),
    Column("message", ForeignKey("watch_messages.number")),  # None: waits to be told
    Index("watch_findings_by_watch", "watch"),
    Index("watch_findings_by_message", "message"),
    comment="Quotes that answer a watched question: those to tell, and those that were told.",
)

feeds = Table(
    "feeds",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("address", Text, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("state", String, nullable=False),  # active | paused | gone
    Column("added_at", Integer, nullable=False),
    Column("etag", Text),
    Column("modified", Text),
    Column("hint_seconds", Integer),
    Column("asked_at", Integer),
    Column("answered_at", Integer),
    Column("next_at", Integer, nullable=False),
    Column("faults", Integer, nullable=False),  # in a row
    Column("fault", Text),
    sqlite_autoincrement=True,
)

entries = Table(
    "entries",
    metadata,
    Column("feed", ForeignKey("feeds.number", ondelete="CASCADE"), primary_key=True),
    Column("id", String, primary_key=True),  # a hash of the feed's own id for it
    Column("url", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("published", Text),  # as the feed wrote it
    Column("fingerprint", String, nullable=False),
    Column("seen_at", Integer, nullable=False),
    Column("article", Text),  # the id of the stored article
    Column("tries", Integer, nullable=False),  # failed ones
    Column("retry_at", Integer),
    Column("fault", Text),
    sqlite_with_rowid=False,
    comment="What feeds have listed: what became of it, so that nothing is fetched twice and nothing is forgotten.",
)

current_versions = articles.join(
    versions, (versions.c.article == articles.c.number) & (versions.c.version == articles.c.version)
)


def connect(url: str) -> Engine:
    """An engine whose transactions are durable (WAL, synchronous=FULL) and write only when marked so.

    A connection with the execution option WRITE takes the write lock at its start, so that two processes
    wait for each other instead of failing half-way.
    """
    # an error of the database must not carry what people asked into a log
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:  # noqa: ANN401 - the driver's own connection
        connection.isolation_level = None  # SQLAlchemy's recipe: transactions are begun below, not by sqlite3
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy passes its Connection
        write = connection.get_execution_options().get(WRITE, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine
