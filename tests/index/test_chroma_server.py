"""The shared Chroma server: one for all processes of a folder, gone when nobody uses it."""

import json
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from config.errors import VectorIndexError
from index import vectors
from index.chroma_server import ChromaServer, _end, _lives

ROOT = Path(__file__).parents[2]
USER = """
import sys; from pathlib import Path; from index.chroma_server import ChromaServer
print(ChromaServer(Path(sys.argv[1]), linger_seconds=0, start_seconds=30).address(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "chroma"


@pytest.fixture
def server(folder):
    held = ChromaServer(folder, linger_seconds=0, start_seconds=30)
    yield held
    held.leave(stop_if_last=True)


def keeper(folder):
    return psutil.Process(json.loads((folder / "server.json").read_text())["pid"])


def gone(process):
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def ended(process):
    """Wait for a process that may be our own child."""
    with suppress(psutil.NoSuchProcess):
        process.wait(timeout=20)
    return gone(process)


def test_a_second_user_joins_the_server_of_the_first(server, folder):
    other = ChromaServer(folder, linger_seconds=0, start_seconds=30)
    assert other.address() == server.address()
    other.leave(stop_if_last=True)
    assert not gone(keeper(folder))


def test_the_server_ends_with_its_last_user(server, folder):
    server.address()
    process = keeper(folder)
    server.leave(stop_if_last=True)
    assert gone(process)


def test_the_server_ends_by_itself_when_its_last_user_just_leaves(server, folder):
    server.address()
    process = keeper(folder)
    server.leave()
    assert ended(process)


def test_the_server_ends_when_its_only_user_is_killed(folder):
    with subprocess.Popen(
        [sys.executable, "-c", USER, folder], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as user:
        assert user.stdout is not None
        user.stdout.readline()
        process = keeper(folder)
        user.send_signal(signal.SIGKILL)
    assert ended(process)


def test_a_killed_server_is_started_again(server, folder):
    server.address()
    first = keeper(folder)
    first.kill()
    assert ended(first)
    server.address()
    assert keeper(folder).pid != first.pid


def test_a_server_whose_starter_was_killed_before_it_could_name_it_is_ended(server, folder):
    server.address()
    orphan = keeper(folder)
    (folder / "server.json").unlink()
    server.address()
    assert gone(orphan)
    assert keeper(folder).pid != orphan.pid


def test_a_server_that_was_killed_and_not_yet_reaped_by_its_starter_is_replaced(folder):
    with subprocess.Popen(
        [sys.executable, "-c", USER, folder], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as starter:
        assert starter.stdout is not None
        starter.stdout.readline()
        first = keeper(folder).pid
        psutil.Process(first).kill()
        _end(first)
        starter.kill()
    assert not _lives(first)


def test_a_replaced_store_is_empty_and_the_old_one_deleted(server, folder):
    server.address()
    assert [path.name for path in folder.glob("store-*")] == ["store-1"]
    server.replace_store()
    assert [path.name for path in folder.glob("store-*")] == ["store-2"]


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"pid": 1}', '{"pid": 1, "started": 0, "port": 1, "store": "x"}']
)
def test_a_state_file_that_means_nothing_is_no_obstacle(server, folder, content):
    folder.mkdir()
    (folder / "server.json").write_text(content)
    assert server.address()[0] == "127.0.0.1"


def test_a_server_that_cannot_start_is_told_with_its_log_and_its_vectors_are_kept(
    server, folder, monkeypatch
):
    (folder / "store-1").mkdir(parents=True)
    monkeypatch.setattr("index.chroma_server._KEEPER", folder / "missing.py")
    with pytest.raises(VectorIndexError, match=r"server\.log"):
        server.address()
    assert [path.name for path in folder.glob("store-*")] == ["store-1"]


def test_a_server_that_fails_at_its_folder_gets_a_fresh_one(server, folder):
    folder.mkdir()
    (folder / "store-1").write_text("in the way")
    server.address()
    assert [path.name for path in folder.glob("store-*")] == ["store-2"]


def test_a_store_that_another_process_has_replaced_is_not_replaced_again(server, folder):
    other = ChromaServer(folder, linger_seconds=0, start_seconds=30)
    assert other.address() == server.address()
    server.replace_store()
    other.replace_store()
    assert [path.name for path in folder.glob("store-*")] == ["store-2"]
    other.leave()


def test_a_folder_that_cannot_be_kept_is_told(tmp_path):
    (tmp_path / "users.lock").mkdir()
    with pytest.raises(VectorIndexError, match="permissions"):
        ChromaServer(tmp_path, linger_seconds=0, start_seconds=30).address()


def test_an_index_that_follows_again_and_again_keeps_its_connection(library, monkeypatch):
    """Each of chromadb's clients leaves 1.6 MB behind, and an ingest follows a thousand times."""
    made = []

    class Counted(vectors._Client):
        def __init__(self, **given):
            made.append(1)
            super().__init__(**given)

    monkeypatch.setattr(vectors, "_Client", Counted)
    for _ in range(3):
        library.follow()
    assert len(made) == 1
