"""Several processes that read and embed for one that stores: as one process does it, whoever dies."""

import json
import os
import pickle
import signal
from pathlib import Path

import psutil
import pytest
from pydantic import SecretStr

from index.library import Library
from index.searchable import SearchableLibrary
from ingest.blocks import tools_of
from ingest.files import expand
from ingest.pipeline import Tally, ingest
from ingest.processes import Processes
from ingest.reading import read_all
from ingest.web.reading import Web
from ingest.workers import Workers
from tests.ingest.compared import ARTICLES, BATCH, by_one_process, content_of, text, written
from tests.ingest.deadly import MARK, Deadly
from tests.torture.commands import Command, newsdesk, with_batches


@pytest.fixture
def settings(settings):
    return with_batches(settings, BATCH)


@pytest.fixture
def news(tmp_path) -> Path:
    return written(tmp_path)


def workers_of(command):
    """The processes of a command that do its blocks."""
    children = psutil.Process(command.pid).children()
    return [child for child in children if "spawn_main" in "".join(child.cmdline())]


def test_workers_one_of_which_is_killed_store_what_one_process_does(settings, news, tmp_path):
    command = Command(settings, "ingest", "--workers", 2, news)
    assert command.listen(until=f"{BATCH} articles")
    killed, other = workers_of(command)
    killed.kill()
    assert command.listen(until=f"{command.told + 6 * BATCH} articles")
    (replaced,) = {worker.pid for worker in workers_of(command)} - {other.pid}
    assert replaced != killed.pid
    assert command.end() == 1
    assert "a worker died" in command.said
    assert not any(map(psutil.pid_exists, (killed.pid, other.pid, replaced)))

    expected, tally = by_one_process(settings, tmp_path / "one", news)
    assert content_of(settings) == expected
    assert [failure.line for failure in tally.failures] == [8, 41, None]
    for failure in tally.failures:
        where = failure.source if failure.line is None else f"{failure.source}:{failure.line}"
        assert f"{where}: {failure.reason}" in command.said
    assert command.unclear() == []


@pytest.mark.slow
@pytest.mark.parametrize("way", ["Ctrl-C", "SIGTERM", "kill -9"])
def test_an_ingest_that_is_ended_leaves_no_worker_and_goes_on_where_it_was(settings, news, way):
    command = Command(settings, "ingest", "--workers", 2, news, prepare=os.setsid)
    assert command.listen(until=f"{BATCH} articles")
    workers = workers_of(command)
    if way == "kill -9":
        os.kill(command.pid, signal.SIGKILL)
    else:  # to all processes, as a terminal or systemd does it
        os.killpg(command.pid, signal.SIGINT if way == "Ctrl-C" else signal.SIGTERM)
    command.end()
    assert len(workers) == 2
    assert psutil.wait_procs(workers, timeout=60)[1] == []
    library = Library(settings.data_dir)
    stored = library.count()[0]
    library.close()
    assert BATCH <= stored < ARTICLES
    if way != "kill -9":
        assert f"{stored} added, 0 updated, 0 unchanged, 0 duplicate" in command.said
        assert "Stopped early." in command.said
        assert "a worker died" not in command.said
        assert command.unclear() == []
    _, again = newsdesk(settings, "ingest", "--workers", 2, news)
    assert f"{ARTICLES - stored} added, 0 updated, {stored} unchanged, 1 duplicate, 3 failed." in again.said


@pytest.mark.slow
@pytest.mark.parametrize("task", ["read_parts", "prepare_articles"])
def test_what_ends_its_worker_twice_is_named_and_the_rest_is_stored(settings, tmp_path, task):
    for name in ("a", MARK, "z"):
        (tmp_path / f"{name}.txt").write_text(f"The {name} ferry sailed on Tuesday.")
    tally = Tally()
    with (
        SearchableLibrary(settings) as library,
        Web(settings) as web,
        Workers(Deadly(Processes(1), task), library, web.clock()) as workers,
    ):
        items = (item for item, _ in read_all(expand([str(tmp_path)]).sources, web, workers))
        ingest(library, items, tally, batch_articles=BATCH, elsewhere=workers)
        assert {one.article.title for one in library.library.articles()} == {"a", "z"}
    (failure,) = tally.failures
    assert failure.source == str(tmp_path / f"{MARK}.txt")
    assert "died" in failure.reason


def test_no_secret_is_given_to_workers(settings, now):
    changes = {
        "embedding": settings.embedding.model_copy(update={"api_key": SecretStr("hush-1")}),
        "index": settings.index.model_copy(
            update={"milvus_token": SecretStr("hush-2"), "chroma_token": SecretStr("hush-3")}
        ),
        "database_url": SecretStr("postgresql://me:hush-4@db.example/news"),
    }
    assert b"hush" not in pickle.dumps(tools_of(settings.model_copy(update=changes), now, 1))


def test_not_more_than_a_block_for_each_worker_is_read_ahead(settings, tmp_path, library, now):
    class Here:
        places, threads, done = 2, 1, 0

        def do(self, task, given):
            self.done += 1
            return task(given)

        def stop(self):
            pass

        def close(self):
            pass

    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps({"text": text(n)}) for n in range(100)))
    here = Here()
    with Workers(here, library, now) as workers:
        next(workers.read(expand([str(tmp_path / "a.jsonl")]).sources))
    assert here.done <= 3
