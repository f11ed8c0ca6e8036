"""Several bots with one token: one serves, the others stand by, and whoever dies is replaced."""

import json
import signal
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from index.library import Library
from index.watches import Watch, Watches
from tests.bot.several import TAKEOVER_SECONDS, Bot, Several, several
from tests.bot.test_watch_rounds import BEGIN, ferry

STANDS_BY = "This one stands by."


@pytest.fixture
def discord_and_start() -> Iterator[tuple[Several, Callable[..., Bot]]]:
    with several() as both:
        yield both


@pytest.fixture
def ours(discord_and_start: tuple[Several, Callable[..., Bot]]) -> Several:
    return discord_and_start[0]


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str | None:
    """Of a new library in PostgreSQL, or None."""
    return str(request.getfixturevalue("postgres_url")) if request.param == "postgres" else None


@pytest.fixture
def news(database_url: str | None, tmp_path: Path) -> Iterator[Library]:
    """The library of the bots."""
    with closing(Library(tmp_path / "data", url=database_url)) as opened:
        yield opened


@pytest.fixture
def start(
    database_url: str | None, discord_and_start: tuple[Several, Callable[..., Bot]], tmp_path: Path
) -> Callable[..., Bot]:
    """Starts a bot: on one machine with SQLite, on machines of their own with PostgreSQL."""

    def begin(name: str, **more: Any) -> Bot:
        given = {"data_dir": str(tmp_path / "data")}
        if database_url:
            given = {"data_dir": str(tmp_path / name), "database_url": database_url}
        return discord_and_start[1](name, **given, **more)

    return begin


def test_who_is_killed_is_replaced_and_who_ends_in_order_at_once_while_it_still_answers(
    ours: Several, start: Callable[..., Bot]
) -> None:
    first = start("first")
    ours.wait_for("first", "connected", 0)
    second = start("second")
    second.says(STANDS_BY)
    ours.say("question 1")
    ours.wait_until(lambda: ours.answers() == ["question 1"])

    first.process.kill()
    ours.wait_for("second", "connected", 0, seconds=TAKEOVER_SECONDS)
    third = start("third")
    third.says(STANDS_BY)
    ours.say("wait")
    ours.wait_for("second", "waits", 0)
    second.process.send_signal(signal.SIGTERM)
    ours.wait_for("third", "connected", 0, seconds=TAKEOVER_SECONDS)
    assert second.process.poll() is None
    ours.say("question 2")
    ours.wait_until(lambda: "question 2" in ours.answers())
    ours.go_on.set()
    assert second.process.wait(60) == 0
    assert ours.answers() == ["question 1", "question 2", "wait"]
    assert ours.most_at_once() == 1


@pytest.mark.parametrize(
    "database_url", ["postgres", pytest.param("sqlite", marks=pytest.mark.slow)], indirect=True
)
def test_who_dies_between_telling_a_watch_and_noting_so_told_it_once_and_what_waits_is_told(
    ours: Several, start: Callable[..., Bot], news: Library
) -> None:
    wanted = Watch(0, owner=100_001, question="When does the ferry sail?", created=BEGIN, looked=BEGIN)
    for _ in range(2):
        Watches(news).add(wanted, most_of_person=9, most_of_server=9)
    ferry(news, "a1", BEGIN)
    bots: list[Bot] = []

    def die(who: str, _method: str, path: str) -> None:
        if who == "first" and path.endswith("/messages"):  # before it hears that Discord has the message
            bots[0].process.kill()

    ours.posted = die
    bots.append(start("first", watch={"every_seconds": 1}))
    ours.wait_for("first", "left", 0)
    start("second", watch={"every_seconds": 1})
    ours.wait_until(lambda: len(ours.messages) > 1)
    assert [who for who, path in ours.posts if path.endswith("/messages")] == ["first", "second"]
    told = [json.dumps(message["components"]) for message in ours.messages.values()]
    assert [f"watch-pause:{number}:{number}" in text for number, text in enumerate(told, 1)] == [True, True]


class TestOnSeveralMachines:
    """What only a server can do: end a connection, or hear nothing of one."""

    @pytest.fixture
    def database_url(self, postgres_url: str) -> str:
        return postgres_url

    @pytest.mark.slow
    def test_whose_lock_is_taken_away_stands_by(
        self, ours: Several, start: Callable[..., Bot], news: Library
    ) -> None:
        first = start("first")
        ours.wait_for("first", "connected", 0)
        second = start("second")
        second.says(STANDS_BY)
        with news.writing() as db:
            db.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted "
                    "AND pid <> pg_backend_pid()"
                )
            )
        ours.wait_for("second", "connected", 0, seconds=TAKEOVER_SECONDS)
        first.says(STANDS_BY)
        ours.say("question")
        ours.wait_until(lambda: ours.answers() == ["question"])
        second.process.kill()
        ours.wait_until(lambda: [one for one in ours.events if one == ("first", "connected", 0)][1:] != [])

    @pytest.mark.slow
    def test_who_stands_still_is_replaced_and_answers_nothing_when_it_goes_on(
        self, ours: Several, start: Callable[..., Bot]
    ) -> None:
        first = start("first")
        ours.wait_for("first", "connected", 0)
        start("second").says(STANDS_BY)
        ours.say("question 1")
        ours.wait_until(lambda: ours.answers() == ["question 1"])

        first.process.send_signal(signal.SIGSTOP)
        ours.wait_for("second", "connected", 0, seconds=TAKEOVER_SECONDS)
        ours.say("question 2")
        ours.wait_until(lambda: "question 2" in ours.answers())
        assert ours.most_at_once() == 2
        before = len(ours.posts)
        first.process.send_signal(signal.SIGCONT)
        ours.wait_for("first", "left", 0)
        first.says(STANDS_BY)
        assert len(ours.posts) == before
        assert ours.answers() == ["question 1", "question 2"]

    @pytest.mark.slow
    def test_each_shard_has_one_bot_and_who_stands_by_takes_the_one_that_is_free(
        self, ours: Several, start: Callable[..., Bot]
    ) -> None:
        sharded = {"shards": 2, "shards_per_bot": 1}
        bots = {"first": start("first", discord=sharded)}
        ours.wait_for("first", "connected", 0)
        bots["second"] = start("second", discord=sharded)
        ours.wait_for("second", "connected", 1)
        start("third", discord=sharded).says(STANDS_BY)
        bots["second"].process.kill()
        ours.wait_for("third", "connected", 1, seconds=TAKEOVER_SECONDS)
        start("fourth", discord=sharded).says(STANDS_BY)
        bots["first"].process.kill()
        ours.wait_for("fourth", "connected", 0, seconds=TAKEOVER_SECONDS)
        assert ours.most_at_once() == 1
