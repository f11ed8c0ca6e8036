"""The types of the library's columns, which behave alike in SQLite and PostgreSQL.

SQLite compares text by its bytes, and so does PostgreSQL's collation "C"; `lower` and LIKE know the case of ASCII
letters alone in both. SQLite's integers have 64 bits; offsets into a text fit 32, as PostgreSQL's `substr` wants them.
"""

from sqlalchemy import BigInteger, Dialect, Integer, String, Text
from sqlalchemy.types import TypeDecorator


class _PostgresText(TypeDecorator[str]):
    """Text without U+0000, which PostgreSQL cannot hold; another character keeps its place, so offsets hold."""

    impl = Text
    cache_ok = True

    def __init__(self) -> None:
        super().__init__(collation="C")

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """What is stored of a text."""
        del dialect
        return value.replace("\0", "\N{REPLACEMENT CHARACTER}") if value else value


Number = BigInteger().with_variant(Integer(), "sqlite")  # a key of SQLite must be called INTEGER
Name = String().with_variant(_PostgresText(), "postgresql")
Words = Text().with_variant(_PostgresText(), "postgresql")
