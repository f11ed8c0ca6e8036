"""Which bot serves: parts of Discord, and what becomes of a place whose lock is lost."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.running.place import Part, Place, parts
from config.sections import DiscordSettings
from index.database import Occupied
from index.library import Library
from tests.postgres import PostgresServer

ONE = DiscordSettings()
HOLDERS = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, [()]),
        ({"shards": 0}, [()]),
        ({"shards": 4, "shard_ids": (3, 1)}, [(1, 3)]),
        ({"shards": 4, "shards_per_bot": 4}, [()]),
        ({"shards": 5, "shards_per_bot": 2}, [(0, 1), (2, 3), (4,)]),
    ],
)
def test_a_process_serves_one_of_the_parts_of_the_settings(
    settings: dict[str, int], expected: list[tuple[int, ...]]
) -> None:
    assert parts(DiscordSettings.model_validate(settings)) == tuple(map(Part, expected))


@pytest.mark.parametrize(
    "wrong", [{"shards": 0, "shards_per_bot": 1}, {"shards": 2, "shard_ids": (0,), "shards_per_bot": 1}]
)
def test_parts_that_cannot_be_known_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValidationError, match="shards_per_bot needs a number of shards"):
        DiscordSettings.model_validate(wrong)


@pytest.fixture
def news(postgres_url: str, tmp_path: Path) -> Iterator[Library]:
    with closing(Library(tmp_path / "here", url=postgres_url)) as opened:
        yield opened


@asynccontextmanager
async def place_in(news: Library) -> AsyncIterator[Place]:
    with closing(Place(news, ONE)) as place:
        yield place
        await place.leave()


async def end_sessions_with_locks(postgres: PostgresServer) -> None:
    await asyncio.to_thread(postgres.do, HOLDERS)


async def until(is_so: Callable[[], bool], postgres: PostgresServer, *still: "asyncio.Task[object]") -> None:
    """Ask the server for something again and again, until something is so; tasks must not end before."""
    while not is_so():
        assert not any(task.done() for task in still)
        await asyncio.to_thread(postgres.do, "SELECT 1")


async def test_the_only_bot_goes_on_when_the_server_ended_its_connections(
    news: Library, postgres: PostgresServer
) -> None:
    async with place_in(news) as place:
        await place.take()
        lost, held = asyncio.create_task(place.lost()), place._held
        await end_sessions_with_locks(postgres)
        await until(lambda: place._held is not held, postgres, lost)
        assert place.is_serving()
        assert news.occupied("bot").is_held
        lost.cancel()


async def test_the_only_bot_goes_on_to_answer_while_the_library_cannot_be_reached(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    with closing(Library(tmp_path, url=postgres.create("away"))) as news:
        async with place_in(news) as place:
            await place.take()
            lost = asyncio.create_task(place.lost())
            await asyncio.to_thread(postgres.drop, "away")
            assert place._held
            await until(lambda: not place._held.is_ours(), postgres, lost)
            await until(place.is_serving, postgres, lost)
            lost.cancel()


async def test_a_place_that_others_wait_for_is_lost_with_its_lock_and_never_served_by_two(
    news: Library, postgres: PostgresServer
) -> None:
    async with place_in(news) as place, place_in(news) as other:
        await place.take()
        lost, taken = asyncio.create_task(place.lost()), asyncio.create_task(other.take())
        await until(lambda: place._held is not None and place._held.is_wanted(), postgres, taken)
        assert (await asyncio.to_thread(news.occupied, "bot")).is_held
        await end_sessions_with_locks(postgres)
        await asyncio.wait_for(asyncio.gather(lost, taken), 30)
        assert (place.is_serving(), other.is_serving()) == (False, True)


async def test_who_stands_by_can_be_ended_and_leaves_no_lock(news: Library, postgres: PostgresServer) -> None:
    async with place_in(news) as place, place_in(news) as other:
        await place.take()
        waiting = asyncio.create_task(other.take())
        await until(lambda: bool(news.occupied("bot").waiting), postgres, waiting)
        waiting.cancel()
        await asyncio.wait({waiting})
        assert not other.is_taken
        await place.leave()
        await until(lambda: news.occupied("bot") == Occupied(is_held=False, waiting=0), postgres)
