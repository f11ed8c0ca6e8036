"""A week of pages that are corrected without a word, vanish, come back and fail, looked at each hour."""

import sys
from collections import Counter
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from statistics import median

import pytest

from ingest.pipeline import Tally, ingest
from ingest.refreshing.rounds import Refresher

HOURS = 7 * 24
NEVER = 1e9
PAGES = 24
CORRECTED = {0: 3, 3: 7, 6: 20, 9: 40, 12: 70}  # page: at which hour; the last look in a week is at 96
GONE_FOR_GOOD = {1: 10}
MISSING = {4: 10}
MISSING_FOR_A_WHILE = {7: (10, 30), 10: (5, 7)}
BUSY_HOST, BUSY = "post2.example", (15, 21)


class Week:
    """The site at each hour, and what was asked of it."""

    def __init__(self, site, clock) -> None:
        self._site, self._clock, self._begin = site, clock, clock()
        self.asked: Counter[str] = Counter()
        self.unchanged: list[int] = []  # statuses of answers that were as the one before
        self._given: dict[str, str] = {}
        site.otherwise = self.answer

    @property
    def hour(self) -> float:
        return (self._clock() - self._begin) / timedelta(hours=1)

    def address(self, number: int) -> str:
        return self._site.url(f"/{number}", f"post{number % 4}.example")

    def text(self, number: int, hour: float) -> str:
        ships = number * 7 + (hour >= CORRECTED.get(number, NEVER))
        return (
            f"Storm {number} closed the harbour for {number + 2} hours. {ships} ships waited outside of it, and "
            f"the pilots of district {number} went home."
        )

    def answer(self, request: BaseHTTPRequestHandler):
        host, path, hour = request.headers["Host"].partition(":")[0], request.path, self.hour
        if path == "/robots.txt":
            return self._site.Answer("", 404)
        if host == BUSY_HOST and BUSY[0] <= hour < BUSY[1]:
            return self._site.Answer("", 503)
        number = int(path[1:])
        self.asked[path] += 1
        start, end = MISSING_FOR_A_WHILE.get(number, (NEVER, NEVER))
        if hour >= GONE_FOR_GOOD.get(number, NEVER):
            return self._site.Answer("", 410)
        if hour >= MISSING.get(number, NEVER) or start <= hour < end:
            return self._site.Answer("", 404)
        text = self.text(number, hour)
        date = f"<meta property='article:published_time' content='{self._begin.isoformat()}'>"
        body = f"<html lang=en><title>Storm {number}</title>{date}<article><p>{text}</p></article></html>"
        answer = self._site.Answer(body, headers={"ETag": f'"{hash(text)}"'})
        if self._given.get(path) == text:
            is_known = request.headers.get("If-None-Match") == answer.headers["ETag"]
            self.unchanged.append(304 if is_known else 200)
        self._given[path] = text
        return answer


@pytest.mark.slow
def test_in_a_week_changes_are_caught_and_what_is_gone_is_marked_at_few_requests(
    site, library, web, clock
) -> None:
    week = Week(site, clock)
    ingest(library, web.articles(map(week.address, range(PAGES))), Tally(), batch_articles=PAGES)
    ids = {stored.article.url: stored.article.id for stored in library.library.articles()}
    refresher = Refresher(library, web)
    caught: dict[int, float] = {}
    withdrawn: dict[int, float] = {}
    for _ in range(HOURS):
        clock.forward(hours=1)
        found: list[tuple[int, str]] = []
        refresher.round(lambda look: found.append((int(look.page.address.rpartition("/")[2]), look.found)))  # noqa: B023
        assert len(found) <= web.settings.refresh.pages_per_round
        caught |= {number: week.hour for number, what in found if what == "updated"}
        withdrawn |= {number: week.hour for number, what in found if what == "withdrawn"}
        assert set(withdrawn) <= GONE_FOR_GOOD.keys() | MISSING.keys(), "nothing that comes back"

    stored = {number: library.library.article(ids[week.address(number)]) for number in range(PAGES)}
    assert {number: one.article.text for number, one in stored.items()} == {
        number: week.text(number, week.hour) for number in range(PAGES)
    }
    assert {number for number, one in stored.items() if one.version > 1} == caught.keys()
    assert week.unchanged.count(304) >= 0.95 * len(week.unchanged) > 0
    late = [caught[number] - hour for number, hour in CORRECTED.items()]
    requests = sorted(week.asked.values())
    sys.stdout.write(
        f"\n{week.unchanged.count(304)} of {len(week.unchanged)} looks at unchanged pages ended in 304; corrections "
        f"caught after {', '.join(f'{hours:.0f}' for hours in late)} hours (median {median(late):.0f}); requests for a "
        f"page in the week: {requests[0] - 1} to {requests[-1] - 1}, median {median(requests) - 1:.0f}\n"
    )
    assert median(requests) - 1 <= 6
