"""How soon fifty people see that their question is worked on, over real HTTP, with real retrieval and a busy embedder.

Prints its figures (`pytest -s`); asserts none, for they are of the machine.
"""

import asyncio
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter, thread_time

import discord
import pytest

from answer.desk import Desk
from bot.features import newsdesk_bot
from config.settings import Settings
from index.searchable import SearchableLibrary
from ingest.files import expand
from ingest.parsers import Parsers
from ingest.pipeline import Tally, ingest
from ingest.readers import read
from tests.bot.conftest import said
from tests.bot.fakes import ASKED
from tests.bot.rest import TOKEN
from tests.bot.wire import Wired, serve

ARTICLES = Path(__file__).parents[2] / "samples" / "articles"
PEOPLE = 50
ROUNDS = 4
WARM_UP = 5
BEAT = 0.005
QUESTIONS = (
    "What did Merz say about a ceasefire?",
    "Why was the harbour closed?",
    "Who won the election?",
    "What happened yesterday?",
)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Settings that let everybody ask at once, and wait for as long as this machine takes."""
    changes = {"person_limit": "", "channel_limit": "", "server_limit": "", "longest_line": 1_000}
    discord_settings = settings.discord.model_copy(update=changes)
    answer = settings.answer.model_copy(update={"deadline_seconds": 600})
    return settings.model_copy(update={"discord": discord_settings, "answer": answer})


@pytest.fixture
def samples(library: SearchableLibrary, settings: Settings) -> SearchableLibrary:
    """The library that newsdesk brings, ingested."""
    with Parsers(settings.ingest) as parsers:
        items = (
            item
            for source in expand([str(ARTICLES)]).sources
            for item, _ in read(source, settings.ingest, ASKED, parsers)
        )
        ingest(library, items, Tally(), batch_articles=settings.ingest.batch_articles)
    return library


@contextmanager
def embedding_all_the_time(library: SearchableLibrary) -> Iterator[None]:
    """Somebody ingests meanwhile: the model is never idle."""
    is_over = threading.Event()

    def embed() -> None:
        while not is_over.is_set():
            library.embedder.embed(["A sentence of news, as long as sentences of news are. " * 8] * 32)

    thread = threading.Thread(target=embed)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


@dataclass
class Beats:
    """A coroutine that wants its turn every few milliseconds: how late it came, and how long others worked till then.

    Lateness is also that of a machine with other work, and of threads that hold the interpreter; work is processor
    time of the event loop's own thread.
    """

    late: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)

    async def run(self) -> None:
        while True:
            begin, worked = perf_counter(), thread_time()
            await asyncio.sleep(BEAT)
            self.late.append(perf_counter() - begin - BEAT)
            self.work.append(thread_time() - worked)


@asynccontextmanager
async def stalls() -> AsyncIterator[Beats]:
    """Watch the event loop."""
    beats = Beats()
    task = asyncio.create_task(beats.run())
    try:
        yield beats
    finally:
        task.cancel()


@contextmanager
def discord_elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[Connection]:
    """A Discord in a process of its own: its threads must not take the turns of those that are measured."""
    ours, theirs = Pipe()
    process = get_context("spawn").Process(target=serve, args=(theirs,))
    process.start()
    try:
        monkeypatch.setattr(discord.http.Route, "BASE", ours.recv())
        yield ours
    finally:
        process.join()


@pytest.mark.slow
async def test_fifty_people_at_once_are_all_answered_and_soon_see_that_it_is_worked_on(
    samples: SearchableLibrary, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = newsdesk_bot(Desk(samples, settings.answer), samples, settings)
    asked: dict[str, float] = {}

    def ask(number: int) -> None:
        asked[f"token{number}"] = perf_counter()
        wire.asks(number, QUESTIONS[number % len(QUESTIONS)])

    with discord_elsewhere(monkeypatch) as elsewhere:
        async with bot:
            await bot.login(TOKEN)
            wire = Wired(bot)
            for number in range(WARM_UP):  # the first questions load the model and both indexes
                ask(number)
            await wire.done()
            begin = perf_counter()
            with embedding_all_the_time(samples):
                async with stalls() as beats:
                    for first in range(WARM_UP, WARM_UP + PEOPLE * ROUNDS, PEOPLE):
                        for number in range(first, first + PEOPLE):
                            ask(number)
                        await wire.done()
            took = perf_counter() - begin
        elsewhere.send("end")
        acknowledged, messages = elsewhere.recv()

    waits = [at - asked[token] for token, at in acknowledged.items() if asked[token] >= begin]
    told = (
        f"{len(waits)} questions, {PEOPLE} at once",
        f"first response: {_figures(waits)}",
        f"event loop late: {_figures(beats.late)}",
        f"its own work at a time: {_figures(beats.work)}",
        f"until {PEOPLE} are answered: {took / ROUNDS:.1f} s",
    )
    sys.__stdout__.write("\n" + "\n".join(told) + "\n")
    assert len(waits) == PEOPLE * ROUNDS
    assert len(messages) == WARM_UP + PEOPLE * ROUNDS
    assert all(said(message["components"]).startswith("### ") for message in messages)


def _figures(seconds: list[float]) -> str:
    in_order = sorted(seconds)
    median, p99 = (in_order[int(share * (len(in_order) - 1))] for share in (0.5, 0.99))
    return f"median {median * 1_000:.0f} ms, p99 {p99 * 1_000:.0f} ms, most {in_order[-1] * 1_000:.0f} ms"
