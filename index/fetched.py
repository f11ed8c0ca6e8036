"""Where articles were fetched, noted in the transaction that stores them. `index.pages` reads it."""

from sqlalchemy import Connection, insert, select, update

from index.articles import Article, timestamp
from index.schema import pages


def keep_page(db: Connection, number: int, article: Article) -> None:
    """Note that an article stands on the page that it came from; nothing for one that is not of the web."""
    if (page := article.page) is None:
        return
    at, published = int(page.fetched.timestamp()), timestamp(article.published)
    values = {
        "address": page.address,
        "etag": page.etag,
        "modified": page.modified,
        "holds_text": page.holds_text,
        "checked_at": at,
        "retry_at": None,
        "misses": 0,
        "missing_at": None,
        "is_withdrawn": False,
        "faults": 0,
        "fault": None,
    }
    is_new = db.scalar(select(pages.c.article).where(pages.c.article == number)) is None
    if is_new:
        dated = at if published is None else published
        db.execute(insert(pages).values(article=number, dated_at=dated, **values))
    elif page.holds_text:  # what a feed says tells nothing of the page
        dated_at = {} if published is None else {"dated_at": published}
        db.execute(update(pages).where(pages.c.article == number).values(values | dated_at))
