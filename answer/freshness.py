"""Whether the news that was searched is old."""

from datetime import date, datetime

from answer.answers import Coverage
from answer.notes import OldNews


def old_news(coverage: Coverage, asked: datetime, days: int) -> OldNews | None:
    """A note where the newest article was more than `days` old when the question was asked.

    None where the question limits itself to a time that has an end, or no date is known.
    """
    if coverage.last is None or (coverage.window is not None and coverage.window.end is not None):
        return None
    newest = date.fromisoformat(coverage.last[:10])
    age = (asked.date() - newest).days
    return OldNews(newest, age) if age > days else None
