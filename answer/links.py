"""Links that open a page at a quote: text fragments (WICG Scroll To Text Fragment)."""

from urllib.parse import quote, urlsplit

_WHOLE = 100  # characters: a longer quote is named by its first and last words
_EDGE_WORDS = 6


def link_to(url: str | None, words: str) -> str | None:
    """The URL with a text fragment for `words`; None unless it is an http(s) URL.

    A fragment that the URL has already is kept. `words` are code points as stored; white space in the page
    may differ, so runs of it count as one space.
    """
    if url is None or urlsplit(url).scheme not in {"http", "https"}:
        return None
    separator = ":~:" if "#" in url else "#:~:"
    return f"{url}{separator}text={_directive(' '.join(words.split()))}"


def _directive(words: str) -> str:
    """The quote itself where it is short, else its beginning and its end."""
    if len(words) <= _WHOLE:
        return _encoded(words)
    parts = words.split(" ")
    if len(parts) < 2 * _EDGE_WORDS:
        return _encoded(words)
    return f"{_encoded(' '.join(parts[:_EDGE_WORDS]))},{_encoded(' '.join(parts[-_EDGE_WORDS:]))}"


def _encoded(text: str) -> str:
    """Percent-encoded; also the hyphen, which has a meaning in text directives."""
    return quote(text, safe="").replace("-", "%2D")
