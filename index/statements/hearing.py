"""Reads an article's current version for statements and keeps them, in a transaction that the caller holds."""

from sqlalchemy import Connection, delete, insert

from index.articles import Article
from index.schema import heard, statements
from index.spelling import sound_of
from index.statements.finding import RULES, statements_in


def hear(db: Connection, number: int, version: int, article: Article) -> None:
    """Keep the statements of an article in place of what was kept of it before."""
    db.execute(delete(statements).where(statements.c.article == number))
    db.execute(delete(heard).where(heard.c.article == number))
    db.execute(insert(heard).values(article=number, version=version, rules=RULES))
    found = statements_in(article.text, article.language)
    values = [
        {
            "article": number,
            "speaker": one.speaker,
            "family": sound_of(one.speaker.split()[-1]),
            "kind": one.kind,
            "verb": one.verb,
            "start": one.start,
            "end": one.end,
            "sentence_start": one.sentence_start,
            "sentence_end": one.sentence_end,
        }
        for one in found
    ]
    if values:
        db.execute(insert(statements), values)
