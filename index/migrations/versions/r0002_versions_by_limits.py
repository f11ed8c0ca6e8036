"""What searches are limited to can be read without the articles' texts, which lie before it in their rows."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Put an index on all that limits in the place of the one on publication alone."""
    columns = ["published_at", "article", "version", "outlet", "language"]
    op.create_index("versions_by_limits", "versions", columns, if_not_exists=True)
    op.drop_index("versions_by_publication", "versions", if_exists=True)
