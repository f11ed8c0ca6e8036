"""Reading and embedding in a Ray cluster, which is a real one on loopback."""

import ipaddress
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import pytest

from config.errors import ConfigurationError
from ingest.cluster import Cluster
from tests.ingest.compared import ARTICLES, BATCH, Surroundings, by_one_process, content_of, written
from tests.torture.commands import Command, newsdesk, with_batches

RAY_WORKS = "ray::_done"


@pytest.fixture
def settings(settings):
    return with_batches(settings, BATCH)


@pytest.fixture
def news(tmp_path) -> Path:
    return written(tmp_path)


def family(command):
    """All processes of the cluster that a command started, but for those that end just now."""
    found = []
    for one in psutil.Process(command.pid).children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            if "chroma" not in str(one.cmdline()):
                found.append(one)
    return found


def kill_one_at_work(processes):
    """Kill a process that does a block now, in whatever block that is."""
    for one in processes:
        with suppress(psutil.NoSuchProcess):
            if one.name().startswith(RAY_WORKS):
                one.kill()
                return True
    return False


@pytest.mark.slow
def test_a_cluster_whose_workers_are_killed_stores_what_one_process_does(settings, news, tmp_path):
    home = Path.home() / ".ray"
    had_home = home.exists()
    command = Command(settings, "ingest", "--ray", "local", "--workers", 2, news)
    assert command.listen(until=f"{BATCH} articles")
    cluster = family(command)
    listening = [
        link.laddr.ip
        for one in (psutil.Process(command.pid), *cluster)
        for link in one.net_connections()
        if link.status == psutil.CONN_LISTEN
    ]
    killed = 0
    while command.told < ARTICLES - 4 * BATCH and command.listen(until=f"{command.told + BATCH} articles"):
        killed += killed < 3 and kill_one_at_work(family(command))
    assert command.end() == 1
    assert killed > 0
    assert "a worker died" in command.said
    assert len(listening) > 2
    assert all(ipaddress.ip_address(ip.removeprefix("::ffff:")).is_loopback for ip in listening)
    assert psutil.wait_procs(cluster, timeout=60)[1] == []
    assert home.exists() == had_home

    expected, tally = by_one_process(settings, tmp_path / "one", news)
    assert content_of(settings) == expected
    for failure in tally.failures:
        assert failure.reason in command.said


@pytest.fixture
def running(tmp_path):
    """A cluster that others started: its port, that for clients from elsewhere, and what opens it."""
    port, client_port = free_port(), free_port()
    environment = {
        "RAY_AUTH_MODE": "token",
        "RAY_AUTH_TOKEN": secrets.token_hex(32),
        "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",
        "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path)),
    }
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder, (tmp_path / "head.log").open("w") as said:
        program = Path(sys.executable).with_name("ray")
        options = f"--port={port} --ray-client-server-port={client_port} --num-cpus=2 --temp-dir={folder}"
        also = ("--head", "--block", "--include-dashboard=false", "--disable-usage-stats")
        head = subprocess.Popen(
            [program, "start", *also, *options.split()],
            env=os.environ | environment,
            stdout=said,
            stderr=said,
        )
        try:
            wait_for(client_port, head)
            yield port, client_port, environment, head.pid
        finally:
            parts = psutil.Process(head.pid).children(recursive=True) if head.poll() is None else []
            head.terminate()
            head.wait(60)
            psutil.wait_procs(parts, timeout=60)


def free_port():
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        return server.getsockname()[1]


def wait_for(port, process):
    """Until somebody listens."""
    until = time.monotonic() + 200
    while process.poll() is None and time.monotonic() < until:
        with closing(socket.socket()) as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.2)
    pytest.fail("Ray does not start")


@pytest.mark.slow
def test_a_cluster_that_runs_is_joined_from_within_and_from_elsewhere_and_goes_on(
    settings, news, running, tmp_path
):
    port, client_port, environment, _ = running
    expected, _ = by_one_process(settings, tmp_path / "one", news)
    for name, address in (("within", f"127.0.0.1:{port}"), ("elsewhere", f"ray://127.0.0.1:{client_port}")):
        apart = settings.model_copy(update={"data_dir": tmp_path / name})
        prepare = Surroundings(environment)
        code, command = newsdesk(apart, "ingest", "--ray", address, news, prepare=prepare)
        assert code == 1, command.said
        assert content_of(apart) == expected


@pytest.mark.slow
def test_a_cluster_that_is_lost_is_named_and_no_input_is_called_bad(settings, news, running):
    _, client_port, environment, head = running
    address = f"ray://127.0.0.1:{client_port}"
    command = Command(settings, "ingest", "--ray", address, news, prepare=Surroundings(environment))
    assert command.listen(until=f"{BATCH} articles")
    for process in (psutil.Process(head), *psutil.Process(head).children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            process.kill()
    assert command.end() == 1
    assert "The connection to the Ray cluster is lost." in command.said
    assert "and so did the next one" not in command.said
    assert command.unclear() == []
    assert BATCH <= len(content_of(settings)["articles"]) < ARTICLES


@pytest.mark.slow
def test_an_ingest_in_a_cluster_that_is_ended_leaves_nothing_and_goes_on_where_it_was(settings, news):
    command = Command(settings, "ingest", "--ray", "local", "--workers", 2, news)
    assert command.listen(until=f"{BATCH} articles")
    cluster = family(command)
    command.send(signal.SIGTERM)
    assert command.end() == -signal.SIGTERM
    assert psutil.wait_procs(cluster, timeout=60)[1] == []
    assert "Stopped early." in command.said
    assert command.unclear() == []
    stored = len(content_of(settings)["articles"])
    assert BATCH <= stored < ARTICLES
    _, again = newsdesk(settings, "ingest", "--workers", 2, news)
    assert f"{ARTICLES - stored} added, 0 updated, {stored} unchanged, 1 duplicate, 3 failed." in again.said


def test_without_ray_it_is_said_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ConfigurationError, match=r"pip install 'newsdesk\[ray\]'"):
        Cluster("10.0.0.1:6379", None)


def test_an_address_at_which_no_cluster_answers_is_named():
    port = free_port()
    for address in (f"127.0.0.1:{port}", f"ray://127.0.0.1:{port}", "nonsense"):
        with pytest.raises(ConfigurationError, match=address):
            Cluster(address, None)
