"""deploy/kubernetes: as far as it can be checked without a cluster (`make check-deploy` does more)."""

import re
import tomllib
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from typer.testing import CliRunner

from cli.main import app
from config.settings import CONFIG_FILE_VARIABLE, PREFIX, Settings, load_settings

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "deploy" / "kubernetes"
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text()
PAGES = re.findall(r'web\.get\("(/\w+)"', (ROOT / "bot" / "running" / "health.py").read_text())
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


def documents(name: str) -> list[dict[str, Any]]:
    return list(yaml.safe_load_all((FOLDER / name).read_text()))


(KUSTOMIZATION,) = documents("kustomization.yaml")
EVERYTHING = {
    f"{one['kind']}/{one['metadata']['name']}": one
    for file in sorted(FOLDER.glob("*.yaml"))
    if file.name != "kustomization.yaml"
    for one in documents(file.name)
}
PODS = {
    name: one["spec"]["template"]["spec"]
    for name, one in EVERYTHING.items()
    if "template" in one.get("spec", {})
}
BOTS = EVERYTHING["Deployment/bots"]["spec"]
BOT = PODS["Deployment/bots"]["containers"][0]

each_pod = pytest.mark.parametrize("pod", PODS.values(), ids=PODS)


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> Settings:
    """What a pod reads."""
    monkeypatch.setenv(CONFIG_FILE_VARIABLE, str(FOLDER / "newsdesk.toml"))
    return load_settings()


def test_the_settings_are_allowed_and_hold_no_secret(settings: Settings):
    assert settings.database_url
    assert urlsplit(settings.database_url.get_secret_value()).password is None
    assert settings.index.engine == "milvus"
    assert not any((settings.discord.token, settings.embedding.api_key, settings.index.milvus_token))
    assert settings.feeds.by_bot is False  # a deployment of its own asks them


def test_kustomize_is_given_files_that_exist_and_all_but_those_applied_by_hand():
    given = {*KUSTOMIZATION["resources"]}
    by_hand = {"backfill.yaml", "secret.example.yaml", "kustomization.yaml"}
    assert given | by_hand == {file.name for file in FOLDER.glob("*.yaml")}
    assert not given & by_hand
    assert KUSTOMIZATION["configMapGenerator"] == [{"name": "newsdesk", "files": ["newsdesk.toml"]}]
    assert KUSTOMIZATION["namespace"] == EVERYTHING["Namespace/newsdesk"]["metadata"]["name"]


def test_what_is_applied_by_hand_names_the_namespace_itself():
    for name in ("Job/backfill", "Secret/newsdesk"):
        assert EVERYTHING[name]["metadata"]["namespace"] == KUSTOMIZATION["namespace"]


def test_the_example_of_the_secret_has_names_that_newsdesk_reads_and_no_values(
    monkeypatch: pytest.MonkeyPatch,
):
    secret = EVERYTHING["Secret/newsdesk"]["stringData"]
    assert {*secret.values()} == {""}
    for name in secret.keys() - {"PGPASSWORD"}:  # which libpq reads
        assert name.startswith(PREFIX)
        monkeypatch.setenv(name, "x")
    settings = load_settings()
    assert settings.discord.token
    assert settings.index.milvus_token


def test_the_image_is_of_this_version():
    (image,) = KUSTOMIZATION["images"]
    assert (image["name"], image["newTag"]) == ("newsdesk", VERSION)
    assert {pod["containers"][0]["image"] for name, pod in PODS.items() if name != "Job/backfill"} == {
        "newsdesk"
    }
    assert PODS["Job/backfill"]["containers"][0]["image"] == f"newsdesk:{VERSION}"


@each_pod
def test_a_command_exists(pod: dict[str, Any]):
    (container,) = pod["containers"]
    assert "command" not in container  # the image's entrypoint is newsdesk
    words = [word for word in container["args"] if not word.startswith("/")]
    helped = CliRunner().invoke(app, [*words, "--help"], env={"COLUMNS": "200"})
    assert helped.exit_code == 0
    assert all(word in helped.output for word in words if word.startswith("--"))


@each_pod
def test_a_pod_is_confined(pod: dict[str, Any]):
    user = re.search(r"^USER (\d+):(\d+)$", DOCKERFILE, re.MULTILINE)
    assert user
    assert pod["securityContext"] == {
        "runAsNonRoot": True,
        "runAsUser": int(user[1]),
        "runAsGroup": int(user[2]),
        "fsGroup": int(user[2]),
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    assert pod["automountServiceAccountToken"] is False
    assert not {"hostNetwork", "hostPID", "hostIPC"} & pod.keys()
    assert pod["containers"][0]["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }


@each_pod
def test_a_pod_may_write_where_the_image_writes_and_reads_its_settings(pod: dict[str, Any]):
    (container,) = pod["containers"]
    volumes = {volume["name"]: volume for volume in pod["volumes"]}
    paths = {mount["mountPath"]: volumes[mount["name"]] for mount in container["volumeMounts"]}
    assert len(paths) == len(volumes)
    writable = {path for path, volume in paths.items() if "emptyDir" in volume}
    kept = {*re.findall(rf"{PREFIX}(?:DATA|CACHE)_DIR=(\S+)", DOCKERFILE)}
    assert len(kept) == 2
    (service,) = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text())["services"].values()
    assert writable == kept | {*service["tmpfs"]}
    assert {"name": CONFIG_FILE_VARIABLE, "value": "/etc/newsdesk/newsdesk.toml"} in container["env"]
    assert paths["/etc/newsdesk"]["configMap"] == {"name": "newsdesk"}
    assert container["envFrom"] == [
        {"secretRef": {"name": EVERYTHING["Secret/newsdesk"]["metadata"]["name"]}}
    ]


@each_pod
def test_a_pod_asks_for_what_it_needs_and_has_time_to_finish(pod: dict[str, Any], settings: Settings):
    resources = pod["containers"][0]["resources"]
    assert resources["requests"].keys() == {"cpu", "memory"}
    assert resources["limits"].keys() == {
        "memory"
    }  # a limit of the processor would slow answers down for nothing
    assert pod["terminationGracePeriodSeconds"] > settings.answer.deadline_seconds + 5


@pytest.mark.parametrize("name", ["Deployment/bots", "Deployment/feeds"])
def test_a_deployment_selects_its_own_pods(name: str):
    spec = EVERYTHING[name]["spec"]
    assert spec["selector"]["matchLabels"].items() <= spec["template"]["metadata"]["labels"].items()


def test_probes_ask_for_pages_that_the_bot_serves_where_it_serves_them(settings: Settings):
    assert {"/health", "/ready", "/metrics"} <= {*PAGES}
    probes = {name: BOT[f"{name}Probe"]["httpGet"] for name in ("startup", "liveness", "readiness")}
    assert {name: probe["path"] for name, probe in probes.items()} == {
        "startup": "/health",
        "liveness": "/health",
        "readiness": "/ready",
    }
    assert {probe["port"] for probe in probes.values()} == {"health"}
    assert BOT["ports"] == [{"name": "health", "containerPort": settings.discord.health_port}]
    assert not ip_address(settings.discord.health_host).is_loopback
    told = BOTS["template"]["metadata"]["annotations"]
    assert told["prometheus.io/path"] in PAGES
    assert told["prometheus.io/port"] == str(settings.discord.health_port)


def test_an_upgrade_begins_with_a_bot_that_stands_by():
    assert BOTS["strategy"] == {
        "type": "RollingUpdate",
        "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0},
    }
    assert BOTS["replicas"] >= 2
    budget = EVERYTHING["PodDisruptionBudget/bots"]["spec"]
    assert 1 <= budget["minAvailable"] < BOTS["replicas"]
    assert budget["selector"] == BOTS["selector"]


def test_a_backfill_is_not_tried_again_where_that_helps_nobody():
    job = EVERYTHING["Job/backfill"]["spec"]
    assert job["template"]["spec"]["restartPolicy"] == "Never"  # else podFailurePolicy is refused
    fatal = [rule["onExitCodes"] for rule in job["podFailurePolicy"]["rules"] if rule["action"] == "FailJob"]
    assert fatal == [{"operator": "In", "values": [1, 2]}]


def test_the_network_lets_the_monitor_in_and_newsdesk_reach_its_servers(settings: Settings):
    policy = EVERYTHING["NetworkPolicy/newsdesk"]["spec"]
    assert (policy["podSelector"], policy["policyTypes"]) == ({}, ["Ingress", "Egress"])
    (way_in,) = policy["ingress"]
    assert way_in["ports"] == [{"port": settings.discord.health_port}]
    inside, outside = policy["egress"]
    assert settings.database_url
    needed = {
        urlsplit(settings.database_url.get_secret_value()).port,
        urlsplit(settings.index.milvus_uri).port,
        53,
    }
    assert needed <= {rule["port"] for rule in inside["ports"]}
    assert [rule["port"] for rule in outside["ports"]] == [80, 443]
    refused = {network for to in outside["to"] for network in to["ipBlock"]["except"]}
    assert {"10.0.0.0/8", "169.254.0.0/16", "fc00::/7"} <= refused
