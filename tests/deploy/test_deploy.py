"""The files under deploy/: as far as they can be checked without starting systemd or a container."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from cli.main import app
from config.settings import PREFIX, Settings, load_settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
UNIT = (DEPLOY / "newsdesk.service").read_text()
DOCKERFILE = (DEPLOY / "Dockerfile").read_text()
MOST_EXPOSED = 2.0  # of 10, by `systemd-analyze security`; an ordinary unit has 9.6

needs_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")


def variables(text: str) -> dict[str, str]:
    """The settings of newsdesk that a file gives values to."""
    return dict(re.findall(rf"^(?:ENV |Environment=|\s*)({PREFIX}\w+)=(\S+?)(?: \\)?$", text, re.MULTILINE))


def compose() -> dict[str, Any]:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


@pytest.fixture(params=UNITS, ids=lambda file: file.stem)
def unit(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A unit, with a program that exists on this machine."""
    file = tmp_path / request.param.name
    file.write_text(request.param.read_text().replace("/opt/newsdesk/.venv/bin/newsdesk", sys.executable))
    return file


@needs_systemd
def test_systemd_finds_nothing_wrong_with_the_unit(unit: Path):
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stderr) == (0, "")


@needs_systemd
def test_systemd_calls_the_unit_well_confined(unit: Path):
    limit = f"--threshold={round(MOST_EXPOSED * 10)}"
    checked = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", limit, unit],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout.splitlines()[-1]


def test_both_units_are_confined_alike():
    confinement = [unit.read_text().partition("NoNewPrivileges")[2] for unit in UNITS]
    assert len(confinement) == 2
    assert confinement[0] == confinement[1]


@pytest.mark.parametrize("unit", UNITS, ids=lambda file: file.stem)
def test_a_unit_starts_a_command_that_exists(unit: Path):
    command = re.search(r"^ExecStart=\S+/newsdesk (.*)$", unit.read_text(), re.MULTILINE)
    assert command
    helped = CliRunner().invoke(app, [*command[1].split(), "--help"])
    assert helped.exit_code == 0


@pytest.mark.parametrize("text", [UNIT, DOCKERFILE], ids=["unit", "image"])
def test_every_setting_that_is_given_exists_and_is_allowed(text: str, monkeypatch: pytest.MonkeyPatch):
    given = variables(text)
    assert {f"{PREFIX}DATA_DIR", f"{PREFIX}LOG_FORMAT", f"{PREFIX}DISCORD__HEALTH_PORT"} <= given.keys()
    for name, value in given.items():
        if name != f"{PREFIX}CONFIG":
            monkeypatch.setenv(name, value)
    settings = load_settings()
    assert isinstance(settings, Settings)
    assert settings.log_format == "json"
    assert settings.data_dir == Path("/var/lib/newsdesk")


def test_the_image_asks_for_its_health_where_the_bot_tells_it():
    port = variables(DOCKERFILE)[f"{PREFIX}DISCORD__HEALTH_PORT"]
    assert f"http://127.0.0.1:{port}/health" in DOCKERFILE


def test_the_image_does_not_run_as_root_and_keeps_its_data_in_volumes():
    user = re.findall(r"^USER (\d+):", DOCKERFILE, re.MULTILINE)[-1]
    assert user != "0"
    volumes = re.search(r"^VOLUME \[(.*)\]", DOCKERFILE, re.MULTILINE)
    assert volumes
    assert [name.strip(' "') for name in volumes[1].split(",")] == [
        variables(DOCKERFILE)[f"{PREFIX}{name}"] for name in ("DATA_DIR", "CACHE_DIR")
    ]


def test_the_image_gets_what_the_package_is_built_of_and_no_secret():
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    let_in = {line[1:] for line in lines if line.startswith("!")}
    assert "*" in lines
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert {*project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]} <= let_in
    assert {project["project"]["readme"], *project["project"]["license-files"], "constraints.txt"} <= let_in
    assert not [name for name in let_in if not (ROOT / name).exists()]
    assert not {".env", "newsdesk.toml", ".git"} & let_in


def test_compose_builds_the_image_and_confines_its_service():
    (service,) = compose()["services"].values()
    assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).resolve() == (
        DEPLOY / "Dockerfile"
    )
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "ports" not in service  # health and metrics stay on loopback


def test_compose_keeps_the_library_in_a_volume():
    files = compose()
    (service,) = files["services"].values()
    mounted = dict(entry.split(":") for entry in service["volumes"])
    assert mounted.keys() == files["volumes"].keys()
    assert set(mounted.values()) == {"/var/lib/newsdesk", "/var/cache/newsdesk"}


def test_a_wrong_setting_is_not_tried_again_for_ever():
    (service,) = compose()["services"].values()
    assert re.fullmatch(r"on-failure:\d+", service["restart"])
    assert "RestartPreventExitStatus=2\n" in UNIT
