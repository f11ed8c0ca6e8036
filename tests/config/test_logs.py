"""What log lines look like, and that no secret is in one."""

import json
import logging
import random
from collections.abc import Iterator
from typing import Any

import pytest

from config.logs import start_logging
from config.settings import load_settings

# the shape of a real token, made up
TOKEN = "MTAxMjM0NTY3ODkwMTIzNDU2.GabcDe.abcdefghijklmnopqrstuvwxyz0123456789_-"
ANOTHER = "MTk5OTk5OTk5OTk5OTk5OTk5.HzzzzZ.zyxwvutsrqponmlkjihgfedcba9876543210_-"
INTERACTION = "aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4OTphYmNkZWZnaGlq"


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    levels = {name: logging.getLogger(name).level for name in ("", "discord", "httpx")}
    handlers = root.handlers[:]
    yield
    root.handlers[:] = handlers
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def started(format_: str = "text", **settings: Any) -> None:
    start_logging(load_settings(log_format=format_, discord={"token": TOKEN}, **settings))


def test_a_line_of_json_is_one_object_with_time_level_and_message(capsys):
    started("json")
    logging.getLogger("bot.client").warning("Channel %d refused", 12)
    line = json.loads(capsys.readouterr().err)
    assert (line["level"], line["logger"], line["message"]) == ("WARNING", "bot.client", "Channel 12 refused")
    assert line["time"][:2] == "20"


def test_a_traceback_stays_on_one_line_of_json(capsys):
    started("json")
    logging.getLogger("bot").error("Incident %s", "ab12", exc_info=ValueError("two\nlines"))
    (line,) = capsys.readouterr().err.splitlines()
    assert "two\nlines" in json.loads(line)["exc_info"]


def leak_in_message(log: logging.Logger, secret: str) -> None:
    log.error(f"login with {secret} failed")  # noqa: G004 - a careless message is the point


def leak_in_argument(log: logging.Logger, secret: str) -> None:
    log.error("headers %r", {"Authorization": f"Bot {secret}"})


def leak_in_error(log: logging.Logger, secret: str) -> None:
    log.error("no connection", exc_info=ValueError(f"bad header: {secret}"))


def leak_in_cause(log: logging.Logger, secret: str) -> None:
    error = RuntimeError("outer")
    error.__cause__ = KeyError(secret)
    log.error("failed", exc_info=error)


def leak_in_extra(log: logging.Logger, secret: str) -> None:
    log.error("failed", extra={"header": secret})


LEAKS = (leak_in_message, leak_in_argument, leak_in_error, leak_in_cause, leak_in_extra)


@pytest.mark.parametrize("format_", ["text", "json"])
def test_a_thousand_errors_that_carry_tokens_show_none(format_, capsys):
    started(format_)
    chance = random.Random(5)
    for number in range(1_000):
        log = logging.getLogger(chance.choice(["bot.client", "discord.http", "asyncio", "aiohttp.client"]))
        chance.choice(LEAKS)(log, chance.choice([TOKEN, ANOTHER]))
        if number % 10 == 0:
            log.warning("rate limited: POST /api/v10/webhooks/42/%s/messages/@original", INTERACTION)
            log.warning("late: POST /api/v10/interactions/77/%s/callback", INTERACTION)
    written = capsys.readouterr().err
    assert written.count("***") >= 900
    assert not [secret for secret in (TOKEN, ANOTHER, INTERACTION) if secret in written]
    assert "/webhooks/42/***/messages/@original" in written


def test_ids_addresses_and_names_are_left_as_they_are(capsys):
    started()
    plain = (
        "article 3f2a9c.1 of index.searchable at 127.0.0.1:8000, a-rather-long-name.of-six.and-more-than-that"
    )
    logging.getLogger("index").warning(plain)
    assert capsys.readouterr().err.rstrip().endswith(plain)


def test_a_placeholder_for_a_secret_masks_no_words(capsys):
    start_logging(load_settings(discord={"token": "none"}))
    logging.getLogger("bot").warning("none of them")
    assert "none of them" in capsys.readouterr().err
