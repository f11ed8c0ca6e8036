"""A Discord of our own: some routes of its API, over real HTTP on loopback."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import discord
import pytest

from tests.serving import answering

TOKEN = "MTIz.token-of-the-tests.abc"
ME = {"id": "1", "username": "newsdesk", "discriminator": "0", "avatar": None, "bot": True}
APPLICATION = {"id": "42", "name": "newsdesk", "icon": None, "description": "", "bot_public": False,
               "bot_require_code_grant": False, "verify_key": "", "flags": 0, "team": None, "owner": ME}  # fmt: skip


@dataclass
class Discord:
    """What the server answers, and what it was asked: method, path and body of each request."""

    token: str = TOKEN
    forbidden: bool = False
    flags: int = 0
    commands: list[dict[str, Any]] = field(default_factory=list)
    guilds: dict[int, dict[str, Any]] = field(default_factory=dict)
    channels: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    roles_of_bot: dict[int, list[int]] = field(default_factory=dict)
    requests: list[tuple[str, str, Any]] = field(default_factory=list)

    def answer(self, method: str, path: str, token: str, body: Any) -> tuple[int, Any]:
        self.requests.append((method, path, body))
        if token != f"Bot {self.token}":
            return 401, {"code": 0, "message": "401: Unauthorized"}
        match method, path.partition("?")[0].split("/")[1:]:
            case "GET", ["guilds", id_, *what] if int(id_) in self.guilds:
                return 200, self._of_guild(int(id_), what)
            case "PUT", ["applications", "42", *_, "commands"] if not self.forbidden:
                facts = {
                    "description": "",
                    "application_id": "42",
                    "version": "1",
                    "default_member_permissions": None,
                }
                self.commands = [{"id": str(9 + number), **facts, **one} for number, one in enumerate(body)]
                return 200, self.commands
            case "GET", what if (found := self._of_application(what)) is not None:
                return 200, found
        return 403, {"code": 50001, "message": "Missing Access"}

    def _of_application(self, what: list[str]) -> Any:
        match what:
            case ["users", "@me"]:
                return ME
            case ["users", "@me", "guilds"]:
                return list(self.guilds.values())
            case ["oauth2", "applications", "@me"]:
                return APPLICATION | {"flags": self.flags}
            case ["applications", "42", *_, "commands"]:
                return self.commands
        return None

    def _of_guild(self, id_: int, what: list[str]) -> Any:
        match what:
            case ["channels"]:
                return self.channels.get(id_, [])
            case ["members", "1"]:
                roles = list(map(str, self.roles_of_bot.get(id_, [])))
                facts = {"joined_at": "2026-01-01T00:00:00+00:00", "deaf": False, "mute": False, "flags": 0}
                return {"user": ME, "roles": roles, **facts}
        return self.guilds[id_]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 1_024  # hundreds of people at once


@contextmanager
def served(ours: Discord) -> Iterator[str]:
    """Serve `ours` on loopback, at the address that is given."""

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

        do_GET = do_PUT = do_POST = do_PATCH = do_DELETE = respond  # noqa: N815 - the names that http.server looks for

        def log_message(self, *_args: object) -> None:
            pass

    http = _Server(("127.0.0.1", 0), Handler)
    with answering(http):
        yield f"http://127.0.0.1:{http.server_port}"


@contextmanager
def on_loopback(ours: Discord, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Serve `ours`, and point discord.py at it until the test ends."""
    with served(ours) as address:
        monkeypatch.setattr(discord.http.Route, "BASE", address)
        yield
