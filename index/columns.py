"""The types of the library's columns, which behave alike in SQLite and PostgreSQL.

SQLite compares text by its bytes, and so does PostgreSQL's collation "C"; `lower` and LIKE know the case of ASCII
letters alone in both. SQLite's integers have 64 bits; offsets into a text fit 32, as PostgreSQL's `substr` wants them.
"""

from sqlalchemy import BigInteger, Dialect, Integer, String, Text
from sqlalchemy.types import TypeDecorator

from index.articles import digest

_LONGEST_KEY = 2000  # bytes; an index takes 2,704
_SHOWN_OF_KEY = 200  # characters


class _PostgresText(TypeDecorator[str]):
    """Text as PostgreSQL can hold it."""

    impl = Text
    cache_ok = True

    def __init__(self) -> None:
        super().__init__(collation="C")

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """What is stored of a text."""
        del dialect
        return storable(value) if value else value


class _PostgresKey(_PostgresText):
    """Text that is looked up, as an index of PostgreSQL can hold it."""

    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """What is stored of a text, and looked for."""
        del dialect
        return storable_key(value) if value else value


def storable(text: str) -> str:
    """The text without U+0000; another character keeps its place, so offsets hold."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")


def storable_key(text: str) -> str:
    """The text, or of an endless one, such as some addresses, a part and a hash."""
    kept = storable(text)
    return kept if len(kept.encode()) <= _LONGEST_KEY else f"{kept[:_SHOWN_OF_KEY]}…{digest(kept)}"


Number = BigInteger().with_variant(Integer(), "sqlite")  # a key of SQLite must be called INTEGER
Key = Text().with_variant(_PostgresKey(), "postgresql")
Name = String().with_variant(_PostgresText(), "postgresql")
Words = Text().with_variant(_PostgresText(), "postgresql")
