"""The tables of the first release. Libraries of before revisions were kept have some of them, or all."""

import sqlalchemy as sa
from alembic import op

from index.columns import Name, Number, Words

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables that are missing."""
    op.create_table(
        "articles",
        sa.Column("number", Number, nullable=False),
        sa.Column("key", Words, nullable=False),
        sa.Column("id", Words, nullable=False),
        sa.Column("version", Number, nullable=False),
        sa.Column("added_at", Number, nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("id"),
        sa.UniqueConstraint("key"),
        sqlite_autoincrement=True,
        if_not_exists=True,
    )
    op.create_table(
        "bands",
        sa.Column("key", Number, autoincrement=False, nullable=False),
        sa.Column("article", Number, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", "article"),
        comment="Articles by the bands of their signatures: those that share one are compared.",
        sqlite_with_rowid=False,
        if_not_exists=True,
    )
    op.create_table(
        "changes",
        sa.Column("sequence", Number, nullable=False),
        sa.Column("kind", Name, nullable=False),
        sa.Column("first", Number, nullable=False),
        sa.Column("last", Number, nullable=False),
        sa.PrimaryKeyConstraint("sequence"),
        comment="Passages first..last were put, or are to be forgotten.",
        sqlite_autoincrement=True,
        if_not_exists=True,
    )
    op.create_table(
        "facts",
        sa.Column("name", Name, nullable=False),
        sa.Column("value", Words, nullable=False),
        sa.PrimaryKeyConstraint("name"),
        comment="The library's own id, and which model is active.",
        if_not_exists=True,
    )
    op.create_table(
        "feeds",
        sa.Column("number", Number, nullable=False),
        sa.Column("address", Words, nullable=False),
        sa.Column("title", Words, nullable=False),
        sa.Column("state", Name, nullable=False),
        sa.Column("added_at", Number, nullable=False),
        sa.Column("etag", Words, nullable=True),
        sa.Column("modified", Words, nullable=True),
        sa.Column("hint_seconds", Number, nullable=True),
        sa.Column("asked_at", Number, nullable=True),
        sa.Column("answered_at", Number, nullable=True),
        sa.Column("next_at", Number, nullable=False),
        sa.Column("faults", Number, nullable=False),
        sa.Column("fault", Words, nullable=True),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("address"),
        sqlite_autoincrement=True,
        if_not_exists=True,
    )
    op.create_table(
        "models",
        sa.Column("number", Number, nullable=False),
        sa.Column("name", Name, nullable=False),
        sa.Column("digest", Name, nullable=False),
        sa.Column("dimensions", Number, nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("digest"),
        if_not_exists=True,
    )
    op.create_table(
        "questions",
        sa.Column("id", Number, autoincrement=False, nullable=False),
        sa.Column("server", Number, nullable=True),
        sa.Column("channel", Number, nullable=False),
        sa.Column("thread", Number, nullable=True),
        sa.Column("person", Number, nullable=False),
        sa.Column("asked_at", Number, nullable=False),
        sa.Column("question", Words, nullable=False),
        sa.Column("understood", Words, nullable=True),
        sa.Column("answer", Words, nullable=False),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("before", Number, nullable=True),
        sa.ForeignKeyConstraint(["before"], ["questions.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        comment="What people asked on Discord, for as long as the settings keep it.",
        if_not_exists=True,
    )
    op.create_index("questions_by_channel", "questions", ["channel", "asked_at"], if_not_exists=True)
    op.create_index("questions_by_person", "questions", ["person"], if_not_exists=True)
    op.create_index("questions_by_server", "questions", ["server", "asked_at"], if_not_exists=True)
    op.create_index("questions_by_thread", "questions", ["thread", "asked_at"], if_not_exists=True)
    op.create_index("questions_by_time", "questions", ["asked_at"], if_not_exists=True)
    op.create_index("questions_by_turn", "questions", ["before"], if_not_exists=True)
    op.create_table(
        "usage",
        sa.Column("day", Name, nullable=False),
        sa.Column("model", Name, nullable=False),
        sa.Column("requests", Number, nullable=False),
        sa.Column("tokens_in", Number, nullable=False),
        sa.Column("tokens_out", Number, nullable=False),
        sa.Column("cost", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("day", "model"),
        comment="What language models were used for, a line a day (UTC) and model.",
        if_not_exists=True,
    )
    op.create_table(
        "watches",
        sa.Column("number", Number, nullable=False),
        sa.Column("owner", Number, nullable=False),
        sa.Column("server", Number, nullable=True),
        sa.Column("channel", Number, nullable=True),
        sa.Column("question", Words, nullable=False),
        sa.Column("language", Name, nullable=False),
        sa.Column("quiet", Name, nullable=True),
        sa.Column("created_at", Number, nullable=False),
        sa.Column("seen", Number, nullable=False),
        sa.Column("looked_at", Number, nullable=False),
        sa.Column("paused", Name, nullable=True),
        sa.PrimaryKeyConstraint("number"),
        comment="Questions whose new answers are told on Discord.",
        sqlite_autoincrement=True,
        if_not_exists=True,
    )
    op.create_index("watches_by_owner", "watches", ["owner"], if_not_exists=True)
    op.create_index("watches_by_server", "watches", ["server"], if_not_exists=True)
    op.create_table(
        "entries",
        sa.Column("feed", Number, nullable=False),
        sa.Column("id", Name, nullable=False),
        sa.Column("url", Words, nullable=False),
        sa.Column("title", Words, nullable=False),
        sa.Column("published", Words, nullable=True),
        sa.Column("fingerprint", Name, nullable=False),
        sa.Column("seen_at", Number, nullable=False),
        sa.Column("article", Words, nullable=True),
        sa.Column("tries", Number, nullable=False),
        sa.Column("retry_at", Number, nullable=True),
        sa.Column("fault", Words, nullable=True),
        sa.ForeignKeyConstraint(["feed"], ["feeds.number"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("feed", "id"),
        comment="What feeds have listed: what became of it, so that nothing is fetched twice and nothing is forgotten.",
        sqlite_with_rowid=False,
        if_not_exists=True,
    )
    op.create_table(
        "feedback",
        sa.Column("question", Number, nullable=False),
        sa.Column("person", Number, autoincrement=False, nullable=False),
        sa.Column("is_good", sa.Boolean(), nullable=False),
        sa.Column("reason", Words, nullable=False),
        sa.Column("given_at", Number, nullable=False),
        sa.ForeignKeyConstraint(["question"], ["questions.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("question", "person"),
        if_not_exists=True,
    )
    op.create_index("feedback_by_person", "feedback", ["person"], if_not_exists=True)
    op.create_table(
        "heard",
        sa.Column("article", Number, nullable=False),
        sa.Column("version", Number, nullable=False),
        sa.Column("rules", Number, nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.number"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article"),
        comment="Which version of an article was read for statements, by which rules.",
        if_not_exists=True,
    )
    op.create_table(
        "passages",
        sa.Column("id", Number, nullable=False),
        sa.Column("article", Number, nullable=False),
        sa.Column("position", Number, nullable=False),
        sa.Column("siblings", Number, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("model", Number, nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.number"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["model"],
            ["models.number"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
        if_not_exists=True,
    )
    op.create_index("passages_by_article", "passages", ["article"], if_not_exists=True)
    op.create_index("passages_by_model", "passages", ["model"], if_not_exists=True)
    op.create_table(
        "replies",
        sa.Column("message", Number, autoincrement=False, nullable=False),
        sa.Column("question", Number, nullable=False),
        sa.ForeignKeyConstraint(["question"], ["questions.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("message"),
        comment="The messages that answered a question.",
        if_not_exists=True,
    )
    op.create_index("replies_by_question", "replies", ["question"], if_not_exists=True)
    op.create_table(
        "statements",
        sa.Column("number", Number, nullable=False),
        sa.Column("article", Number, nullable=False),
        sa.Column("speaker", Words, nullable=False),
        sa.Column("family", Name, nullable=False),
        sa.Column("kind", Name, nullable=False),
        sa.Column("verb", Name, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("sentence_start", sa.Integer, nullable=False),
        sa.Column("sentence_end", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.number"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("number"),
        comment="Who said it, in the current version of each article; found again by rules at any time.",
        if_not_exists=True,
    )
    op.create_index("statements_by_article", "statements", ["article"], if_not_exists=True)
    op.create_index("statements_by_family", "statements", ["family"], if_not_exists=True)
    op.create_table(
        "stories",
        sa.Column("article", Number, nullable=False),
        sa.Column("story", Number, nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.number"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article"),
        if_not_exists=True,
    )
    op.create_index("stories_by_number", "stories", ["story"], if_not_exists=True)
    op.create_table(
        "versions",
        sa.Column("article", Number, nullable=False),
        sa.Column("version", Number, nullable=False),
        sa.Column("title", Words, nullable=False),
        sa.Column("text", Words, nullable=False),
        sa.Column("url", Words, nullable=True),
        sa.Column("outlet", Words, nullable=True),
        sa.Column("authors", Words, nullable=False),
        sa.Column("language", Name, nullable=True),
        sa.Column("published", Name, nullable=True),
        sa.Column("published_at", Number, nullable=True),
        sa.Column("updated", Name, nullable=True),
        sa.Column("stored_at", Number, nullable=False),
        sa.Column("content_hash", Name, nullable=False),
        sa.Column("text_hash", Name, nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.number"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article", "version"),
        if_not_exists=True,
    )
    op.create_index("versions_by_publication", "versions", ["published_at"], if_not_exists=True)
    op.create_index("versions_by_text", "versions", ["text_hash"], if_not_exists=True)
    op.create_table(
        "watch_messages",
        sa.Column("number", Number, nullable=False),
        sa.Column("watch", Number, nullable=False),
        sa.Column("begun_at", Number, nullable=False),
        sa.Column("message", Number, nullable=True),
        sa.ForeignKeyConstraint(["watch"], ["watches.number"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("number"),
        sqlite_autoincrement=True,
        if_not_exists=True,
    )
    op.create_index("watch_messages_by_watch", "watch_messages", ["watch", "begun_at"], if_not_exists=True)
    op.create_table(
        "watch_findings",
        sa.Column("number", Number, nullable=False),
        sa.Column("watch", Number, nullable=False),
        sa.Column("article", Number, nullable=False),
        sa.Column("story", Number, nullable=False),
        sa.Column("id", Words, nullable=False),
        sa.Column("version", Number, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("text", Words, nullable=False),
        sa.Column("found_at", Number, nullable=False),
        sa.Column("message", Number, nullable=True),
        sa.ForeignKeyConstraint(
            ["message"],
            ["watch_messages.number"],
        ),
        sa.ForeignKeyConstraint(["watch"], ["watches.number"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("number"),
        comment="Quotes that answer a watched question: those to tell, and those that were told.",
        if_not_exists=True,
    )
    op.create_index("watch_findings_by_message", "watch_findings", ["message"], if_not_exists=True)
    op.create_index("watch_findings_by_watch", "watch_findings", ["watch"], if_not_exists=True)
