"""Answers that grow, on a plain event loop."""

import asyncio
from itertools import pairwise

from answer.answers import Answered
from bot.asking.growing import SECONDS_BETWEEN, Growing
from tests.bot.fakes import answered


class Screen:
    """Remembers what was shown and when."""

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.at: list[float] = []
        self.is_seen = asyncio.Event()

    async def show(self, so_far: Answered) -> None:
        self.shown.append(so_far.text)
        self.at.append(asyncio.get_running_loop().time())
        self.is_seen.set()


def test_edits_are_slower_than_discord_limits_them() -> None:
    assert SECONDS_BETWEEN >= 1.2


async def test_what_comes_during_a_pause_is_shown_after_it_and_only_the_newest() -> None:
    screen = Screen()
    async with Growing(screen.show, pause=0.05) as growing:
        growing.put(answered(text="1"))
        await screen.is_seen.wait()
        for text in ("2", "3", "4"):
            growing.put(answered(text=text))
        screen.is_seen.clear()
        await screen.is_seen.wait()

    assert screen.shown == ["1", "4"]
    assert all(later - earlier >= 0.05 for earlier, later in pairwise(screen.at))
    assert growing.latest
    assert growing.latest.text == "4"


async def test_nothing_is_shown_once_the_answer_is_there() -> None:
    screen = Screen()
    async with Growing(screen.show, pause=10) as growing:
        growing.put(answered(text="1"))
        await screen.is_seen.wait()
        growing.put(answered(text="2"))
    growing.put(answered(text="3"))
    await asyncio.sleep(0)

    assert screen.shown == ["1"]


async def test_what_is_being_shown_is_waited_for() -> None:
    begun, ended = asyncio.Event(), False

    async def slowly(_so_far: Answered) -> None:
        nonlocal ended
        begun.set()
        for _ in range(5):
            await asyncio.sleep(0)
        ended = True

    async with Growing(slowly) as growing:
        growing.put(answered())
        await begun.wait()

    assert ended


async def test_an_answer_grows_from_the_thread_that_makes_it() -> None:
    screen = Screen()
    async with Growing(screen.show) as growing:
        await asyncio.to_thread(growing.put, answered(text="from afar"))
        await screen.is_seen.wait()
    assert screen.shown == ["from afar"]
