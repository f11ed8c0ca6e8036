"""Starting on Discord, against a Discord of our own on loopback."""

import json
import logging
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import discord
import pytest
from pydantic import SecretStr

from bot.running.run import run_bot, sync_commands
from config.errors import ConfigurationError, NewsdeskError
from config.sections import DiscordSettings
from config.settings import Settings
from index.searchable import SearchableLibrary
from tests.bot.fakes import ScriptedAsker
from tests.bot.rest import TOKEN, Discord, on_loopback
from tests.bot.test_health import fetch, values
from tests.bot.test_preview import ended, process


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Discord]:
    ours = Discord()
    with on_loopback(ours, monkeypatch):
        yield ours


def start(asker: ScriptedAsker, library: SearchableLibrary, settings: Settings) -> None:
    run_bot(asker, library, settings, read=lambda: settings)


def with_token(settings: Settings, token: str | None = TOKEN, **changes: Any) -> Settings:
    return settings.model_copy(
        update={"discord": DiscordSettings(token=SecretStr(token) if token else None, **changes)}
    )


@pytest.mark.parametrize("token", [None, "", "  "])
def test_without_a_token_every_step_is_explained(
    library: SearchableLibrary, settings: Settings, token: str | None
) -> None:
    with pytest.raises(ConfigurationError) as told:
        start(ScriptedAsker(), library, with_token(settings, token))

    message = str(told.value)
    for step in (
        "developer portal",
        "New Application",
        "Reset Token",
        "NEWSDESK_DISCORD__TOKEN",
        "newsdesk.toml",
        "newsdesk bot --sync",
    ):
        assert step in message
    assert "client_id=YOUR_APPLICATION_ID&scope=bot+applications.commands&permissions=274877991936" in message


@pytest.mark.parametrize("begin", [start, sync_commands])
def test_a_refused_token_is_said_plainly_and_never_shown(
    begin: Any,
    server: Discord,
    library: SearchableLibrary,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    server.token = "another"

    with pytest.raises(ConfigurationError, match="Discord refused the bot's token") as told:
        begin(ScriptedAsker(), library, with_token(settings))

    assert TOKEN not in caplog.text + str(told.value)


@pytest.mark.parametrize("token", ["Bot abc.def.ghi", "abc.def\nghi", "“abc.def.ghi”", "abc.def.ghi\u200b"])
def test_what_cannot_be_a_token_is_said_before_it_is_sent_and_never_shown(
    server: Discord, library: SearchableLibrary, settings: Settings, token: str
) -> None:
    with pytest.raises(ConfigurationError, match="is no token") as told:
        start(ScriptedAsker(), library, with_token(settings, token))
    assert server.requests == []
    assert "abc" not in str(told.value)


def test_an_unreachable_discord_is_said_plainly(
    library: SearchableLibrary, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discord.http.Route, "BASE", "http://127.0.0.1:9")
    with pytest.raises(NewsdeskError, match="Discord cannot be reached"):
        start(ScriptedAsker(), library, with_token(settings))


def test_commands_are_synced_everywhere(
    server: Discord, library: SearchableLibrary, settings: Settings
) -> None:
    names = sync_commands(ScriptedAsker(), library, with_token(settings))
    assert names == ("ask", "privacy", "forget-me", "digest", "quotes", "library", "watch", "Check this")

    ((_, path, commands),) = [request for request in server.requests if request[0] == "PUT"]
    assert path == "/applications/42/commands"
    ask, *_, check = commands
    question, *limits = ask["options"]
    assert [option["name"] for option in limits] == ["since", "until", "outlet", "private"]
    assert (check["name"], check["type"]) == ("Check this", 3)
    assert check["name_localizations"] == {"de": "Das prüfen"}
    assert (ask["name"], question["name"], question["required"]) == ("ask", "question", True)
    assert (question["min_length"], question["max_length"]) == (1, 300)


def test_commands_are_synced_to_the_servers_that_are_named(
    server: Discord, library: SearchableLibrary, settings: Settings
) -> None:
    sync_commands(ScriptedAsker(), library, with_token(settings, sync_guilds=(7, 8)))

    assert [path for method, path, _ in server.requests if method == "PUT"] == [
        "/applications/42/guilds/7/commands",
        "/applications/42/guilds/8/commands",
    ]


def test_a_server_that_the_bot_is_not_in_is_said_plainly(
    server: Discord, library: SearchableLibrary, settings: Settings
) -> None:
    server.forbidden = True
    with pytest.raises(ConfigurationError, match=r"discord\.sync_guilds"):
        sync_commands(ScriptedAsker(), library, with_token(settings, sync_guilds=(7,)))


WAITING = """
import socket, sys, threading
import discord
from bot.running.run import run_bot
from config.logs import start_logging
from config.settings import load_settings
from index.searchable import SearchableLibrary
from tests.bot.fakes import ScriptedAsker

silent = socket.create_server(("127.0.0.1", 0))

def tell_when_the_bot_is_there():
    silent.accept()[0].recv(1)
    print("connected", flush=True)

def read():
    settings = load_settings(data_dir=sys.argv[1])
    start_logging(settings)
    return settings

threading.Thread(target=tell_when_the_bot_is_there, daemon=True).start()
discord.http.Route.BASE = f"http://127.0.0.1:{silent.getsockname()[1]}"
settings = read()
run_bot(ScriptedAsker(), SearchableLibrary(settings), settings, read)
print("library closed", flush=True)
"""


@contextmanager
def waiting_bot(folder: Path, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """A bot in a process of its own, of whose login Discord takes no notice."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEWSDESK_DISCORD__TOKEN", TOKEN)
        for name, value in environment.items():
            patch.setenv(f"NEWSDESK_{name}", value)
        with process(WAITING, str(folder / "data")) as running:
            assert running.stdout
            assert running.stdout.readline() == "connected\n"
            yield running


def test_sigterm_ends_the_bot_cleanly_even_while_discord_is_silent(tmp_path: Path) -> None:
    with waiting_bot(tmp_path) as running:
        running.send_signal(signal.SIGTERM)
        assert ended(running) == (0, "library closed\n", "")


def test_a_bot_that_waits_for_discord_is_alive_and_says_why_it_is_not_ready(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with waiting_bot(tmp_path, DISCORD__HEALTH_PORT=str(port)) as running:
        assert fetch(port, "/health")[0] == 200
        assert fetch(port, "/ready")[::2] == (
            503,
            '{"status": "not ready", "obstacles": ["not connected to Discord"]}',
        )
        now = values(fetch(port, "/metrics")[2])
        assert (now["newsdesk_questions_total",], now["newsdesk_index_lag", "keywords"]) == (0, 0)
        running.send_signal(signal.SIGTERM)
        assert ended(running)[0] == 0


def test_sighup_brings_changed_settings_and_says_what_waits_for_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "newsdesk.toml"
    file.write_text("")
    with waiting_bot(tmp_path, CONFIG=str(file), LOG_FORMAT="json") as running:
        file.write_text("[discord]\nask_roles = [7]\nworkers = 2\n")
        running.send_signal(signal.SIGHUP)
        assert running.stderr
        line = json.loads(running.stderr.readline())
        assert line["level"] == "WARNING"
        assert "In force now: discord.ask_roles. After a restart: discord.workers." in line["message"]
        running.send_signal(signal.SIGTERM)
        assert ended(running) == (0, "library closed\n", "")
