"""The example files: complete, true to the settings, and what the command prints."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from config.example import example_env, example_toml
from config.settings import load_settings

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("file", "flags"), [("newsdesk.toml.example", []), (".env.example", ["--env"])])
def test_a_committed_example_is_what_the_command_prints(file, flags):
    printed = CliRunner().invoke(app, ["config", "example", *flags])
    assert printed.exit_code == 0
    assert (ROOT / file).read_text() == printed.output, (
        f"make it again: newsdesk config example {' '.join(flags)} > {file}"
    )


@pytest.mark.parametrize("example", [example_toml(), example_env()], ids=["toml", "env"])
def test_in_an_example_every_line_is_a_comment_a_heading_or_empty(example):
    assert all(line.startswith(("#", "[")) or not line for line in example.splitlines())


@pytest.mark.parametrize(
    ("example", "file", "unset"),
    [(example_toml(), "newsdesk.toml", '= ""'), (example_env(), ".env", "=")],
    ids=["toml", "env"],
)
def test_uncommented_an_example_sets_every_default_to_itself(example, file, unset, tmp_path):
    defaults = load_settings()
    settings = [line if line.startswith("# ") else line.removeprefix("#") for line in example.splitlines()]
    (tmp_path / file).write_text("\n".join(line for line in settings if not line.endswith(unset)))
    assert load_settings() == defaults


def test_an_example_names_no_secret_and_no_folder_of_the_machine_that_made_it():
    assert str(Path.home()) not in example_toml() + example_env()
