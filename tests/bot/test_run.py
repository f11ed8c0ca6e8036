"""Starting on Discord, against a Discord of our own on loopback."""

import json
import logging
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import discord
import pytest
from pydantic import SecretStr

from bot.run import run_bot, sync_commands
from config.errors import ConfigurationError, NewsdeskError
from config.sections import DiscordSettings
from config.settings import Settings
from index.searchable import SearchableLibrary
from tests.bot.fakes import ScriptedAsker
from tests.bot.test_preview import ended, process

TOKEN = "MTIz.token-of-the-tests.abc"
ME = {"id": "1", "username": "newsdesk", "discriminator": "0", "avatar": None, "bot": True}
APPLICATION = {"id": "42", "name": "newsdesk", "icon": None, "description": "", "bot_public": True,
               "bot_require_code_grant": False, "verify_key": "", "flags": 0, "team": None, "owner": ME}  # fmt: skip


@dataclass
class Discord:
    """A few routes of Discord's API over real HTTP."""

    token: str = TOKEN
    forbidden: bool = False
    requests: list[tuple[str, str, Any]] = field(default_factory=list)

    def answer(self, method: str, path: str, token: str, body: Any) -> tuple[int, Any]:
        self.requests.append((method, path, body))
        match method, path.split("/")[1:]:
            case _ if token != f"Bot {self.token}":
                return 401, {"code": 0, "message": "401: Unauthorized"}
            case "GET", ["users", "@me"]:
                return 200, ME
            case "GET", ["oauth2", "applications", "@me"]:
                return 200, APPLICATION
            case "PUT", ["applications", "42", *_, "commands"] if not self.forbidden:
                facts = {"application_id": "42", "version": "1", "default_member_permissions": None}
                return 200, [{"id": str(9 + number), **facts, **one} for number, one in enumerate(body)]
            case _:
                return 403, {"code": 50001, "message": "Missing Access"}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Discord]:
    ours = Discord()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def respond(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or "null")
            status, answer = ours.answer(self.command, self.path, self.headers.get("Authorization", ""), body)
            content = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_PUT = do_POST = respond  # noqa: N815 - the names that http.server looks for

        def log_message(self, *_args: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    thread = threading.Thread(target=http.serve_forever)
    thread.start()
    monkeypatch.setattr(discord.http.Route, "BASE", f"http://127.0.0.1:{http.server_port}")
    yield ours
    http.shutdown()
    http.server_close()
    thread.join()


def with_token(settings: Settings, token: str | None = TOKEN, **changes: Any) -> Settings:
    return settings.model_copy(
        update={"discord": DiscordSettings(token=SecretStr(token) if token else None, **changes)}
    )


@pytest.mark.parametrize("token", [None, "", "  "])
def test_without_a_token_every_step_is_explained(
    library: SearchableLibrary, settings: Settings, token: str | None
) -> None:
    with pytest.raises(ConfigurationError) as told:
        run_bot(ScriptedAsker(), library, with_token(settings, token))

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


@pytest.mark.parametrize("start", [run_bot, sync_commands])
def test_a_refused_token_is_said_plainly_and_never_shown(
    start: Any,
    server: Discord,
    library: SearchableLibrary,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    server.token = "another"

    with pytest.raises(ConfigurationError, match="Discord refused the bot's token") as told:
        start(ScriptedAsker(), library, with_token(settings))

    assert TOKEN not in caplog.text + str(told.value)


def test_an_unreachable_discord_is_said_plainly(
    library: SearchableLibrary, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discord.http.Route, "BASE", "http://127.0.0.1:9")
    with pytest.raises(NewsdeskError, match="Discord cannot be reached"):
        run_bot(ScriptedAsker(), library, with_token(settings))


def test_commands_are_synced_everywhere(
    server: Discord, library: SearchableLibrary, settings: Settings
) -> None:
    assert sync_commands(ScriptedAsker(), library, with_token(settings)) == ("ask",)

    ((_, path, commands),) = [request for request in server.requests if request[0] == "PUT"]
    assert path == "/applications/42/commands"
    (ask,) = commands
    (question,) = ask["options"]
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
from bot.run import run_bot
from config.sections import DiscordSettings
from config.settings import Settings
from index.searchable import SearchableLibrary
from tests.bot.fakes import ScriptedAsker

silent = socket.create_server(("127.0.0.1", 0))

def tell_when_the_bot_is_there():
    silent.accept()[0].recv(1)
    print("connected", flush=True)

threading.Thread(target=tell_when_the_bot_is_there, daemon=True).start()
discord.http.Route.BASE = f"http://127.0.0.1:{silent.getsockname()[1]}"
settings = Settings(_env_file=None, data_dir=sys.argv[1], discord=DiscordSettings(token="x"))
run_bot(ScriptedAsker(), SearchableLibrary(settings), settings)
print("library closed", flush=True)
"""


def test_sigterm_ends_the_bot_cleanly_even_while_discord_is_silent(tmp_path: Path) -> None:
    with process(WAITING, str(tmp_path)) as running:
        assert running.stdout
        assert running.stdout.readline() == "connected\n"
        running.send_signal(signal.SIGTERM)
        assert ended(running) == (0, "library closed\n", "")
