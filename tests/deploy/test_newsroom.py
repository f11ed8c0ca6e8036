"""deploy/newsroom.yaml: as far as it can be checked without starting a container (`make check-deploy` does more)."""

import re
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from typer.testing import CliRunner

from cli.main import app
from config.settings import PREFIX, load_settings

DEPLOY = Path(__file__).parents[2] / "deploy"
NEWSROOM: dict[str, Any] = yaml.safe_load((DEPLOY / "newsroom.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = NEWSROOM["services"]
OURS = {name for name, service in SERVICES.items() if "extends" in service}
BOTS = {"bot-a", "bot-b"}
ONCE = {"ingest", "model"}
SECRET = re.compile(r"PASSWORD|SECRET|TOKEN$|API_KEY")


def given(name: str) -> dict[str, str]:
    """The environment of a service."""
    return SERVICES[name].get("environment", {})


def test_every_newsdesk_is_the_container_of_one_machine():
    assert BOTS | ONCE | {"feeds"} == OURS
    for name in OURS:
        service = SERVICES[name]
        assert service["extends"] == {"file": "compose.yaml", "service": "bot"}
        # what confines it comes from there
        assert not {"image", "read_only", "cap_drop", "security_opt", "user", "privileged"} & service.keys()


@pytest.mark.parametrize("name", sorted(OURS - {"model"}))
def test_every_setting_exists_and_is_allowed(name: str, monkeypatch: pytest.MonkeyPatch):
    settings = {key: value for key, value in given(name).items() if key.startswith(PREFIX)}
    for key, value in settings.items():
        monkeypatch.setenv(key, value)
    loaded = load_settings()
    assert loaded.database_url
    assert loaded.index.engine == "milvus"
    assert not loaded.feeds.by_bot


@pytest.mark.parametrize("name", ["feeds", "ingest"])
def test_a_command_exists(name: str):
    command = [word for word in SERVICES[name]["command"] if not word.startswith("/")]
    assert CliRunner().invoke(app, [*command, "--help"]).exit_code == 0
    assert all(
        option in CliRunner().invoke(app, [*command, "--help"], env={"COLUMNS": "200"}).output
        for option in command
        if option.startswith("--")
    )


def test_the_bots_run_what_the_image_runs():
    assert not [name for name in BOTS if {"command", "entrypoint"} & SERVICES[name].keys()]


def test_the_bundled_model_is_put_where_the_embedding_server_reads_it():
    program, verb, folder = SERVICES["model"]["entrypoint"]
    assert program in {script.name for script in entry_points(group="console_scripts")}
    assert verb == "export"
    cache = Path("/var/cache/newsdesk")
    (volume,) = SERVICES["embedding"]["volumes"]
    source, target, mode = volume.split(":")
    assert (source, mode) == ("cache", "ro")
    assert given("embedding")["INFINITY_MODEL_ID"] == f"{target}/{Path(folder).relative_to(cache)}"
    assert SERVICES["embedding"]["depends_on"] == {"model": {"condition": "service_completed_successfully"}}


@pytest.mark.parametrize("name", sorted(OURS - {"model"}))
def test_the_settings_name_servers_of_this_file_by_their_ports(name: str):
    settings, server = given(name), given("embedding")
    embedding = urlsplit(settings[f"{PREFIX}EMBEDDING__URL"])
    assert (embedding.hostname, str(embedding.port)) == ("embedding", server["INFINITY_PORT"])
    assert embedding.path == server["INFINITY_URL_PREFIX"]
    assert settings[f"{PREFIX}EMBEDDING__MODEL"] == server["INFINITY_SERVED_MODEL_NAME"]
    assert settings[f"{PREFIX}INDEX__MILVUS_URI"] == "http://milvus:19530"
    database, server = urlsplit(settings[f"{PREFIX}DATABASE_URL"]), given("postgres")
    assert (database.hostname, database.port, database.password) == ("postgres", 5432, None)
    assert (database.username, database.path) == (server["POSTGRES_USER"], f"/{server['POSTGRES_DB']}")
    assert settings["PGPASSWORD"] == server["POSTGRES_PASSWORD"]


@pytest.mark.parametrize("name", sorted(SERVICES.keys() - OURS))
def test_images_are_pinned_to_a_version(name: str):
    _, _, tag = SERVICES[name]["image"].rpartition(":")
    assert re.search(r"\d+[.-]\d+", tag), tag
    assert "latest" not in tag


def test_no_port_is_published_and_servers_are_on_a_network_of_their_own():
    assert not [name for name, service in SERVICES.items() if {"ports", "network_mode"} & service.keys()]
    assert NEWSROOM["networks"]["engines"] == {"internal": True}
    outside = {name for name, service in SERVICES.items() if "outside" in service["networks"]}
    assert outside == OURS - {"model"}
    assert all("engines" in service["networks"] for service in SERVICES.values())


def test_no_secret_stands_in_it_and_one_that_is_missing_is_asked_for():
    secrets = {
        f"{name}: {key}": value
        for name in SERVICES
        for key, value in given(name).items()
        if SECRET.search(key)
    }
    assert len(secrets) >= 4
    assert not [
        key
        for key, value in secrets.items()
        if not re.fullmatch(r"\$\{\w+:\?write \w+=… into deploy/\.env\}", value)
    ]


def test_who_needs_a_server_waits_until_it_is_healthy():
    for name, service in SERVICES.items():
        for needed, how in service.get("depends_on", {}).items():
            if how["condition"] == "service_healthy":
                assert "test" in SERVICES[needed]["healthcheck"], f"{name} waits for {needed}"
            else:
                assert needed in ONCE
    assert all(
        SERVICES[name]["depends_on"].keys() == {"postgres", "milvus", "embedding"}
        for name in OURS - {"model"}
    )


def test_what_serves_is_started_again_and_what_is_run_once_is_not():
    for name in SERVICES.keys() - BOTS:  # which have the rule of compose.yaml
        assert SERVICES[name]["restart"] == ("no" if name in ONCE else "always")
    assert not [name for name in BOTS if "restart" in SERVICES[name]]


def test_memory_and_processor_are_bounded_and_leave_room_for_the_parser():
    for name in SERVICES.keys() - {"model"}:
        limits = SERVICES[name]["deploy"]["resources"]["limits"]
        assert float(limits["cpus"]) >= 1
        assert re.fullmatch(r"\d+G", limits["memory"])
    assert (
        int(SERVICES["feeds"]["deploy"]["resources"]["limits"]["memory"][:-1]) * 1024
        > 2 * load_settings().ingest.parse_mb
    )


def test_every_server_keeps_its_data_in_a_volume():
    mounted = {
        name: {volume.split(":")[0] for volume in service.get("volumes", ())}
        for name, service in SERVICES.items()
    }
    assert all(mounted[name] == {name} for name in ("postgres", "milvus", "etcd", "minio"))
    assert NEWSROOM["volumes"].keys() == {"library", "cache", "postgres", "milvus", "etcd", "minio"}
