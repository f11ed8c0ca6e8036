"""How much the bot takes: mentions that ping nobody, repeated events, lost connections, a thousand errors."""

import io
import itertools
import logging
import random
import sys
from collections.abc import Iterator
from typing import Any

import discord
import pytest
from pydantic import SecretStr

from answer.answers import AlsoIn, Answer, Answered
from bot.asking import heard
from bot.features import newsdesk_bot
from config.errors import LibraryBusyError, LibraryError, StorageError
from config.logs import start_logging
from config.settings import Settings
from index.searchable import SearchableLibrary
from tests.bot.conftest import Room, said
from tests.bot.fakes import QUESTION, ScriptedAsker, answered, citation
from tests.bot.rest import TOKEN
from tests.bot.wire import Wire, wired

pytestmark = pytest.mark.slow

MENTIONS = 500
EVENTS = 200
RECONNECTS = 100
ERRORS = 1_000


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Settings that let everybody ask as much as they like."""
    changes = {"person_limit": "", "channel_limit": "", "server_limit": "", "longest_line": 2_000}
    changes |= {"token": SecretStr(TOKEN)}
    discord = settings.discord.model_copy(update=changes)
    patient = settings.answer.model_copy(update={"deadline_seconds": 600})
    return settings.model_copy(update={"discord": discord, "answer": patient})


def mentions(person: int, role: int) -> list[str]:
    """Ways to write a mention, some of which once fooled somebody."""
    plain = ["@everyone", "@here", f"<@{person}>", f"<@!{person}>", f"<@&{role}>", "<@&0>", "@EVERYONE"]
    wraps = [
        "{}", "**{}**", "`{}`", "```\n{}\n```", "||{}||", "> {}", "# {}", "- {}", "[{}](https://x.example)", "\\{}",
        "\u202e{}\u202c", "\u200b{}", "{}\n{}", "“{}”", "<{}>", "{}!", "a{}b", "\u2066{}\u2069", "|| {} `", "_{}_",
        "\\\\{}", "~~{}~~", "1. {}", "\n\n{}", "*{}",
    ]  # fmt: skip
    broken = [
        "@every\u200bone",
        "@\u2060here",
        "@everyone\ufe0f",
        "<@\u200b" + str(person) + ">",
        "@ everyone",
    ]
    return [wrap.format(*[one] * wrap.count("{}")) for wrap in wraps for one in (*plain, *broken)]


async def test_no_mention_in_articles_or_questions_pings_anybody(room: Room, asker: ScriptedAsker) -> None:
    role = room.alice.guild.create_role("desk", permissions=discord.Permissions(mention_everyone=True))
    written = list(itertools.islice(itertools.cycle(mentions(room.bob.id, role.id)), MENTIONS))
    asker.script = lambda question: _everywhere(question, written[len(asker.calls) - 1])
    assert room.bot.user

    for number, text in enumerate(written):
        if number % 2:
            await room.alice.slash(room.channel, "ask", question=f"{text} {number}"[:300])
        else:
            await room.alice.send(room.channel, f"{room.bot.user.mention} {text} {number}")

    assert len(asker.calls) == MENTIONS
    backend = room.env.backend
    sent = [one for one in backend.messages[room.channel.id].values() if one.author_id == room.bot.user.id]
    assert len(sent) >= MENTIONS
    assert [one.id for one in sent if one.ping_user_ids or one.ping_role_ids or one.mention_everyone] == []
    bodies = [body for body in room.sent() if body.get("components")]
    assert {str(body["allowed_mentions"]) for body in bodies} == {"{'parse': []}"}


def _everywhere(question: str, text: str) -> Answered:
    also = AlsoIn("b", text, text, "https://x.example", None)
    cited = citation(quote=text, title=text, outlet=text, speaker=text, also_in=(also,))
    return answered(cited, question=question, text=f"{text} [1]")


async def test_events_that_come_twice_are_answered_once(
    library: SearchableLibrary, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asker = ScriptedAsker()
    ours = Wire()
    async with wired(newsdesk_bot(asker, library, settings), ours, monkeypatch) as wire:
        for number in range(EVENTS):
            send = wire.asks if number % 2 else wire.says
            for _ in range(2 + number % 2):
                send(number, f"question {number}")
        await wire.done()
        for number in range(EVENTS):  # and once more, when all is answered
            (wire.asks if number % 2 else wire.says)(number, f"question {number}")
        await wire.done()

    titles = [said(message["components"]).splitlines()[0] for message in ours.messages.values()]
    assert sorted(titles) == sorted(f"### question {number}" for number in range(EVENTS))
    assert len(asker.calls) == EVENTS


async def test_reconnecting_costs_no_answer(room: Room, asker: ScriptedAsker) -> None:
    shard: Any = room.bot.shards[0]
    for number in range(RECONNECTS):
        await shard.disconnect()
        await shard.reconnect()
        await room.env.settle()
        await room.ask(f"question {number}")

    assert len(asker.calls) == RECONNECTS
    assert len(room.messages()) == RECONNECTS
    assert room.env.errors == []


@pytest.fixture
def log(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What newsdesk's own logging writes, at its most talkative."""
    written = io.StringIO()
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    monkeypatch.setattr(sys, "stderr", written)
    start_logging(settings.model_copy(update={"log_level": "debug"}))
    for name in ("discord", "aiohttp"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield written
    root.handlers[:], root.level = before, level
    for name in ("discord", "aiohttp"):
        logging.getLogger(name).setLevel(logging.NOTSET)


async def test_a_thousand_errors_never_tell_the_token(
    library: SearchableLibrary, settings: Settings, monkeypatch: pytest.MonkeyPatch, log: io.StringIO
) -> None:
    chance = random.Random(7)
    kinds = (LibraryError, LibraryBusyError, StorageError, RuntimeError, ValueError, KeyError, OSError)

    def fail(question: str) -> Answer:
        raise chance.choice(kinds)(f"Authorization: Bot {TOKEN} while {question}")

    def fail_to_hear(_message: heard.Message) -> heard.Wanted:
        raise RuntimeError(f"token={TOKEN}")

    ours = Wire()
    async with wired(newsdesk_bot(ScriptedAsker(fail), library, settings), ours, monkeypatch) as wire:
        for number in range(ERRORS - 100):
            (wire.asks if number % 2 else wire.says)(number, QUESTION)
        await wire.done()
        monkeypatch.setattr(heard, "wanted", fail_to_hear)
        for number in range(ERRORS, ERRORS + 100):
            wire.says(number, QUESTION)
        await wire.done()

    told = log.getvalue()
    assert told.count("Incident") + told.count("A question failed") == ERRORS
    assert TOKEN not in told
    assert TOKEN not in str(ours.messages)
    assert QUESTION not in told.replace(f"while {QUESTION}", "")
