"""Articles that one source holds twice."""

from index.articles import Article

_PLACES = 1 << 32
_REMEMBERED = 1_000_000  # articles: 110 MB


class Seen:
    """Remembers the last million articles of one source as 8-byte hashes: 110 bytes of Python for each."""

    def __init__(self) -> None:
        self._first: dict[int, int] = {}

    def conflict(self, article: Article, place: int) -> int | None:
        """The place (line or position) of an earlier article with the same key and other content, else None."""
        content = hash(article.content_hash()) % 2**64
        first = self._first.setdefault(hash(article.key), content * _PLACES + place)
        if len(self._first) > _REMEMBERED:
            del self._first[next(iter(self._first))]
        return None if first // _PLACES == content else first % _PLACES
