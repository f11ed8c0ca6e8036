"""Settings that change while the bot runs."""

import asyncio
import os
import signal
from pathlib import Path

import pytest

from bot.features import newsdesk_bot
from bot.gatekeeping.rights import Visitor, Wish
from bot.running.reloading import CHANGEABLE, Reloading, changes, on_hangup
from bot.services import Services
from config.settings import Settings, load_settings
from index.searchable import SearchableLibrary
from tests.bot.fakes import ScriptedAsker

ALICE = Visitor(person=1, channel=10, server=100)


@pytest.fixture
def services(library: SearchableLibrary) -> Services:
    return newsdesk_bot(ScriptedAsker(), library, load_settings()).services


def write(text: str) -> None:
    Path("newsdesk.toml").write_text(text)


async def test_changed_rights_and_limits_are_in_force_at_once(
    services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    reload = Reloading(services, load_settings)
    write('[discord]\nask_roles = [7]\nperson_limit = "1/hour"\n')
    await reload()

    assert services.gate.admit(Wish.ASK, ALICE)
    assert "In force now: discord.ask_roles, discord.person_limit. After a restart: nothing." in caplog.text


async def test_what_cannot_change_is_said_and_not_done(
    services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    reload = Reloading(services, load_settings)
    write('[discord]\nworkers = 9\ntoken = "a-new-secret-token"\n[answer]\nmax_quotes = 2\n')
    await reload()

    assert "In force now: nothing new." in caplog.text
    assert "After a restart: answer.max_quotes, discord.token, discord.workers." in caplog.text
    assert "a-new-secret-token" not in caplog.text


async def test_wrong_settings_change_nothing_and_are_explained(
    services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    reload = Reloading(services, load_settings)
    write("[discord]\nask_roles = [7]\nask_rolls = [8]\n")
    await reload()

    assert services.gate.admit(Wish.ASK, ALICE) is None
    assert "discord.ask_rolls: unknown setting" in caplog.text

    write("[discord]\nask_roles = [7]\n")
    await reload()
    assert services.gate.admit(Wish.ASK, ALICE)


async def test_a_longer_line_takes_more_questions(services: Services) -> None:
    write("[discord]\nlongest_line = 4\n")
    await Reloading(services, load_settings)()
    assert services.replies.turns.longest == 4


async def test_sighup_reads_the_settings_again() -> None:
    reloaded = asyncio.Event()

    async def reload() -> None:
        reloaded.set()

    with on_hangup(reload):
        os.kill(os.getpid(), signal.SIGHUP)
        await asyncio.wait_for(reloaded.wait(), timeout=10)
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_DFL


def test_only_keys_that_differ_are_named() -> None:
    old = load_settings(discord={"token": "one", "workers": 2})
    new = load_settings(discord={"token": "two", "workers": 2}, log_level="info")
    assert changes(old, old) == frozenset()
    assert changes(old, new) == {"discord.token", "log_level"}


def test_every_key_that_can_change_exists() -> None:
    known = set(Settings.model_fields) | {
        f"discord.{name}" for name in type(load_settings().discord).model_fields
    }
    assert known >= CHANGEABLE
