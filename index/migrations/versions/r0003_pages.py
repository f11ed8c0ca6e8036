"""Where articles were fetched on the web, and what the last look there found."""

import sqlalchemy as sa
from alembic import op

from index.columns import Number, Words

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "pages",
        sa.Column("article", Number, nullable=False),
        sa.Column("address", Words, nullable=False),
        sa.Column("etag", Words, nullable=True),
        sa.Column("modified", Words, nullable=True),
        sa.Column("holds_text", sa.Boolean(), nullable=False),
        sa.Column("dated_at", Number, nullable=False),
        sa.Column("checked_at", Number, nullable=False),
        sa.Column("retry_at", Number, nullable=True),
        sa.Column("misses", Number, nullable=False),
        sa.Column("missing_at", Number, nullable=True),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("faults", Number, nullable=False),
        sa.Column("fault", Words, nullable=True),
        sa.ForeignKeyConstraint(["article"], ["articles.number"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article"),
        comment="Where articles were fetched on the web, and what the last look there found.",
        if_not_exists=True,
    )
    op.create_index("pages_by_date", "pages", ["dated_at"], if_not_exists=True)
