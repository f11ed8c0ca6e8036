"""The tables of the library, in SQLAlchemy Core.

The truth is here: articles, their versions, which of them tell the same story, who says what in them, passages
with offsets and vectors, and the log of changes that the keyword and vector indexes follow. Passage ids are never
used twice, so a change names them by range. Beside it stands what people asked on Discord, and how they liked the
answers.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
)

from index.columns import Key, Name, Number, Words

REVISION = "0003"  # the newest of index/migrations/versions, which brings a library to these tables

metadata = MetaData()

facts = Table(
    "facts",
    metadata,
    Column("name", Name, primary_key=True),
    Column("value", Words, nullable=False),
    comment="The library's own id, and which model is active.",
)

models = Table(
    "models",
    metadata,
    Column("number", Number, primary_key=True),
    Column("name", Name, nullable=False),
    Column("digest", Name, nullable=False, unique=True),
    Column("dimensions", Number, nullable=False),
)

articles = Table(
    "articles",
    metadata,
    Column("number", Number, primary_key=True),
    Column("key", Key, nullable=False, unique=True),
    Column("id", Words, nullable=False, unique=True),
    Column("version", Number, nullable=False),
    Column("added_at", Number, nullable=False),
    sqlite_autoincrement=True,
)

versions = Table(
    "versions",
    metadata,
    Column("article", ForeignKey("articles.number", ondelete="CASCADE"), primary_key=True),
    Column("version", Number, primary_key=True),
    Column("title", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("url", Words),
    Column("outlet", Words),
    Column("authors", Words, nullable=False),
    Column("language", Name),
    Column("published", Name),
    Column("published_at", Number),
    Column("updated", Name),
    Column("stored_at", Number, nullable=False),
    Column("content_hash", Name, nullable=False),
    Column("text_hash", Name, nullable=False),
    Index("versions_by_text", "text_hash"),
    # what searches are limited to, apart from the table's rows, which are as long as the articles
    Index("versions_by_limits", "published_at", "article", "version", "outlet", "language"),
)

passages = Table(
    "passages",
    metadata,
    Column("id", Number, primary_key=True),
    Column("article", ForeignKey("articles.number", ondelete="CASCADE"), nullable=False),
    Column("position", Number, nullable=False),
    Column("siblings", Number, nullable=False),
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
    Column("sequence", Number, primary_key=True),
    Column("kind", Name, nullable=False),  # put | forget
    Column("first", Number, nullable=False),
    Column("last", Number, nullable=False),
    sqlite_autoincrement=True,
    comment="Passages first..last were put, or are to be forgotten.",
)


stories = Table(
    "stories",
    metadata,
    Column("article", ForeignKey("articles.number", ondelete="CASCADE"), primary_key=True),
    Column("story", Number, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Index("stories_by_number", "story"),
)

bands = Table(
    "bands",
    metadata,
    Column("key", Number, primary_key=True, autoincrement=False),
    Column("article", Number, primary_key=True, autoincrement=False),  # as a foreign key it needed an index
    sqlite_with_rowid=False,
    comment="Articles by the bands of their signatures: those that share one are compared.",
)

questions = Table(
    "questions",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),  # of the message or interaction that asked
    Column("server", Number),  # None in direct messages
    Column("channel", Number, nullable=False),
    Column("thread", Number),
    Column("person", Number, nullable=False),
    Column("asked_at", Number, nullable=False),
    Column("question", Words, nullable=False),
    Column("understood", Words),
    Column("answer", Words, nullable=False),  # JSON, by answer.keeping
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
    Column("message", Number, primary_key=True, autoincrement=False),
    Column("question", ForeignKey("questions.id", ondelete="CASCADE"), nullable=False),
    Index("replies_by_question", "question"),
    comment="The messages that answered a question.",
)

feedback = Table(
    "feedback",
    metadata,
    Column("question", ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Number, primary_key=True, autoincrement=False),
    Column("is_good", Boolean, nullable=False),
    Column("reason", Words, nullable=False),
    Column("given_at", Number, nullable=False),
    Index("feedback_by_person", "person"),
)

statements = Table(
    "statements",
    metadata,
    Column("number", Number, primary_key=True),
    Column("article", ForeignKey("articles.number", ondelete="CASCADE"), nullable=False),
    Column("speaker", Words, nullable=False),
    Column("family", Name, nullable=False),  # how the speaker's last word sounds
    Column("kind", Name, nullable=False),  # direct | reported
    Column("verb", Name, nullable=False),
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
    Column("version", Number, nullable=False),
    Column("rules", Number, nullable=False),
    comment="Which version of an article was read for statements, by which rules.",
)

usage = Table(
    "usage",
    metadata,
    Column("day", Name, primary_key=True),
    Column("model", Name, primary_key=True),
    Column("requests", Number, nullable=False),
    Column("tokens_in", Number, nullable=False),
    Column("tokens_out", Number, nullable=False),
    Column("cost", Float, nullable=False),
    comment="What language models were used for, a line a day (UTC) and model.",
)

watches = Table(
    "watches",
    metadata,
    Column("number", Number, primary_key=True),
    Column("owner", Number, nullable=False),
    Column("server", Number),  # None: told by direct message
    Column("channel", Number),
    Column("question", Words, nullable=False),
    Column("language", Name, nullable=False),
    Column("quiet", Name),  # None: as the settings say
    Column("created_at", Number, nullable=False),
    Column("seen", Number, nullable=False),  # the last change that was looked at, and when
    Column("looked_at", Number, nullable=False),
    Column("paused", Name),  # None | owner | undeliverable
    Index("watches_by_owner", "owner"),
    Index("watches_by_server", "server"),
    sqlite_autoincrement=True,  # buttons name a watch by its number, also after it was deleted
    comment="Questions whose new answers are told on Discord.",
)

watch_messages = Table(
    "watch_messages",
    metadata,
    Column("number", Number, primary_key=True),
    Column("watch", ForeignKey("watches.number", ondelete="CASCADE"), nullable=False),
    Column("begun_at", Number, nullable=False),
    Column("message", Number),  # None: begun, and not known to have arrived
    Index("watch_messages_by_watch", "watch", "begun_at"),
    sqlite_autoincrement=True,
)

watch_findings = Table(
    "watch_findings",
    metadata,
    Column("number", Number, primary_key=True),
    Column("watch", ForeignKey("watches.number", ondelete="CASCADE"), nullable=False),
    Column("article", Number, nullable=False),  # no foreign key: what was told stays told
    Column("story", Number, nullable=False),
    Column("id", Words, nullable=False),
    Column("version", Number, nullable=False),
    Column("start", Integer, nullable=False),
    Column("text", Words, nullable=False),
    Column("found_at", Number, nullable=False),
    Column("message", ForeignKey("watch_messages.number")),  # None: waits to be told
    Index("watch_findings_by_watch", "watch"),
    Index("watch_findings_by_message", "message"),
    comment="Quotes that answer a watched question: those to tell, and those that were told.",
)

feeds = Table(
    "feeds",
    metadata,
    Column("number", Number, primary_key=True),
    Column("address", Words, nullable=False, unique=True),
    Column("title", Words, nullable=False),
    Column("state", Name, nullable=False),  # active | paused | gone
    Column("added_at", Number, nullable=False),
    Column("etag", Words),
    Column("modified", Words),
    Column("hint_seconds", Number),
    Column("asked_at", Number),
    Column("answered_at", Number),
    Column("next_at", Number, nullable=False),
    Column("faults", Number, nullable=False),  # in a row
    Column("fault", Words),
    sqlite_autoincrement=True,
)

entries = Table(
    "entries",
    metadata,
    Column("feed", ForeignKey("feeds.number", ondelete="CASCADE"), primary_key=True),
    Column("id", Name, primary_key=True),  # a hash of the feed's own id for it
    Column("url", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("published", Words),  # as the feed wrote it
    Column("fingerprint", Name, nullable=False),
    Column("seen_at", Number, nullable=False),
    Column("article", Words),  # the id of the stored article
    Column("tries", Number, nullable=False),  # failed ones
    Column("retry_at", Number),
    Column("fault", Words),
    sqlite_with_rowid=False,
    comment="What feeds have listed: what became of it, so that nothing is fetched twice and nothing is forgotten.",
)

pages = Table(
    "pages",
    metadata,
    Column("article", ForeignKey("articles.number", ondelete="CASCADE"), primary_key=True),
    Column("address", Words, nullable=False),
    Column("etag", Words),
    Column("modified", Words),
    Column("holds_text", Boolean, nullable=False),  # False: the text came with a feed
    Column("dated_at", Number, nullable=False),  # publication, else when it was first fetched
    Column("checked_at", Number, nullable=False),
    Column("retry_at", Number),  # None: by its age
    Column("misses", Number, nullable=False),  # in a row, since missing_at
    Column("missing_at", Number),
    Column("is_withdrawn", Boolean, nullable=False),
    Column("faults", Number, nullable=False),  # in a row
    Column("fault", Words),
    Index("pages_by_date", "dated_at"),
    comment="Where articles were fetched on the web, and what the last look there found.",
)

current_versions = articles.join(
    versions, (versions.c.article == articles.c.number) & (versions.c.version == articles.c.version)
)
