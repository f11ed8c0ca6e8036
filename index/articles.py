"""An article as every room knows it, and the one way in which publication times are read and written."""

import hashlib
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Page:
    """The page of the web that an article was fetched from, and when.

    With `etag` and `modified`, as its site gave them, the site can say that nothing has changed. `holds_text` False:
    a feed brought the text, and this is the page that the feed names, which nobody has looked at.
    """

    address: str
    fetched: datetime
    etag: str | None = None
    modified: str | None = None
    holds_text: bool = True


@dataclass(frozen=True, slots=True)
class Article:
    """One news article, clean and dated, as a source gave it.

    `key` is what makes it the same article next time: its id, else its URL, else its file, else its text.
    `id` is what people see: the id that it came with, else twelve hexadecimal digits of the key.
    `published` and `updated` are ISO 8601: a date alone, or date and time with the offset that the source
    gave; None is unknown and stays so. `text` is what is quoted: offsets count its Unicode code points.
    `page` is where it came from, if that was the web; an article that was read from the library has none.
    """

    key: str
    id: str
    title: str
    text: str
    url: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    published: str | None = None
    updated: str | None = None
    page: Page | None = field(default=None, compare=False)

    def content_hash(self) -> str:
        """Changes when anything that is stored of the article changes, but its key and id."""
        parts = (
            self.title,
            self.text,
            self.url or "",
            self.outlet or "",
            "\x1e".join(self.authors),
            self.language or "",
            self.published or "",
            self.updated or "",
        )
        return digest("\x1f".join(parts))

    def text_hash(self) -> str:
        """The same for two articles whose words are the same, whatever their white space and case."""
        return digest(" ".join(unicodedata.normalize("NFKC", self.text).casefold().split()))


def digest(text: str, length: int = 32) -> str:
    """The first `length` hexadecimal digits of the text's BLAKE2b hash."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=32).hexdigest()[:length]


def short_id(key: str) -> str:
    """The id shown to people for an article that came without one."""
    return digest(key, 12)


def timestamp(moment: str | None) -> int | None:
    """Seconds since 1970 of an ISO 8601 date or time; without an offset, UTC; None stays None.

    Raises ValueError for anything else.
    """
    if moment is None:
        return None
    parsed = datetime.fromisoformat(moment)
    return int((parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).timestamp())
