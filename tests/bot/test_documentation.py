"""docs/discord.md says what is so."""

import re
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.gatekeeping.gate import Barred, LineFull, TooOften, reason_of
from bot.gatekeeping.rights import Bar
from bot.running.metrics import Metrics, Readings
from bot.running.reloading import CHANGEABLE
from config.sections import DiscordSettings
from tests.bot.fakes import ASKED

TEXT = (Path(__file__).parents[2] / "docs" / "discord.md").read_text()


def test_every_metric_is_documented_and_there() -> None:
    metrics = Metrics()
    metrics.watch(lambda: Readings(latency={0: 0.1}, lag={"keywords": 0}))
    there = {family.name for family in text_string_to_metric_families(metrics.text().decode())}
    ours = {name for name in there if name.startswith("newsdesk_") and not name.endswith("_created")}
    documented = {name.removesuffix("_total") for name in re.findall(r"`(newsdesk_[a-z_]+)", TEXT)}
    assert documented == ours


def test_every_reason_of_a_refusal_is_documented() -> None:
    refusals = [TooOften(ASKED), LineFull(1), *map(Barred, Bar)]
    (row,) = [line for line in TEXT.splitlines() if line.startswith("| `newsdesk_refused_total")]
    for refusal in refusals:
        assert f"`{reason_of(refusal)}`" in row


@pytest.mark.parametrize(
    ("name", "shown"), re.findall(r"^\| `discord\.(\w+)` \| ([\w/]+) \| [^|]+ \|$", TEXT, re.MULTILINE)
)
def test_the_defaults_of_limits_are_as_documented(name: str, shown: str) -> None:
    assert str(DiscordSettings.model_fields[name].default) == shown


def test_every_setting_that_is_named_exists() -> None:
    named = set(re.findall(r"`discord\.(\w+)`", TEXT))
    assert named <= set(DiscordSettings.model_fields)
    assert {"person_limit", "ask_roles", "health_port", "shards"} <= named


def test_what_holds_at_once_is_documented() -> None:
    assert (
        "Rights, limits, `answer_channels`, `longest_line` and both settings of the log hold at once" in TEXT
    )
    kinds = {name.split("_")[-1] for name in CHANGEABLE}
    assert kinds == {"channels", "roles", "limit", "line", "format", "level"}
