"""Whether what stands at an article's address now is that article, changed or not. Pure.

A page that answers may still have lost its article: to a paywall that says nothing, to a page that says "no longer
available" with status 200, to another article or the home page. Stored as a new version, that would take the article
out of the search. So what is far from the stored text changes nothing; a person may look and decide.
"""

from config.errors import InputError
from index.articles import Article
from index.likeness import shingles

_LEAST = 0.5  # of the stored words: corrections rarely cut more, and beginnings before a paywall are shorter
_SHARED = (
    0.1  # of the three-word sequences of the shorter; of 400 pairs of articles of rtqa-dev none shares 0.06
)


def require_same_article(stored: Article, fetched: Article) -> None:
    """Raise InputError where the text that was fetched is not the stored article's, or only a part of it."""
    before, now = len(stored.text.split()), len(fetched.text.split())
    stays = "What is stored stays. If you want what stands there now, use `newsdesk ingest` with the address."
    if now < _LEAST * before:
        raise InputError(
            f"Only {now} of the article's {before} words stand there now, as before a paywall or on a page that "
            f"says that it is gone. {stays}"
        )
    old, new = shingles(stored.text), shingles(fetched.text)
    if len(old & new) < _SHARED * min(len(old), len(new)):
        raise InputError(f"Another text stands there now, “{fetched.title[:100]}”. {stays}")
