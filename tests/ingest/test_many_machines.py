"""Several machines that bring articles into one PostgreSQL at once."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from config.settings import load_settings
from index.checking import check
from index.schema import articles, changes, passages, stories, versions
from index.searchable import SearchableLibrary

ROOT = Path(__file__).parents[2]
PROCESSES, MACHINES, ARTICLES, EACH = 8, 2, 120, 70


@pytest.mark.slow
def test_eight_processes_bring_overlapping_sets_in_and_nothing_is_lost_or_twice(
    settings, postgres_url, tmp_path
):
    chance = random.Random(7)
    news = [
        {"_id": f"n{n}", "title": f"Report {n}", "text": _text(chance), "source": f"Outlet {n % 5}"}
        for n in range(ARTICLES)
    ]
    given, running = [], []
    for number in range(PROCESSES):
        some = chance.sample(news, EACH)
        given += some
        file = tmp_path / f"{number}.jsonl"
        file.write_text("\n".join(map(json.dumps, some)))
        environment = os.environ | {
            "NEWSDESK_DATABASE_URL": postgres_url,
            "NEWSDESK_CACHE_DIR": str(settings.cache_dir),
            "NEWSDESK_INGEST__BATCH_ARTICLES": "5",
            "NEWSDESK_EMBEDDING__THREADS": "1",
        }
        command = [
            sys.executable,
            "-m",
            "cli.main",
            "--data-dir",
            str(tmp_path / f"machine-{number % MACHINES}"),
        ]
        running.append(
            subprocess.Popen(
                [*command, "ingest", file], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
            )
        )
    said = [process.communicate(timeout=280)[1] for process in running]
    assert [process.returncode for process in running] == [0] * PROCESSES, said

    expected = {one["_id"] for one in given}
    for machine in range(MACHINES):
        opened = load_settings(
            data_dir=tmp_path / f"machine-{machine}",
            cache_dir=settings.cache_dir,
            database_url=postgres_url,
            index={"chroma_linger_seconds": 0},
        )
        with SearchableLibrary(opened) as library:
            assert {stored.article.id for stored in library.library.articles(limit=999)} == expected
            assert all(part.is_sound for part in check(library))
            with library.library.reading() as db:
                for table in (articles, versions, stories):
                    assert db.scalar(select(func.count()).select_from(table)) == len(expected)
                put = select(func.sum(changes.c.last - changes.c.first + 1)).where(changes.c.kind == "put")
                assert db.scalar(put) == db.scalar(select(func.count()).select_from(passages))


def _text(chance):
    words = ("harbour", "mayor", "storm", "ferry", "council", "bridge", "budget", "strike", "school", "river")
    return " ".join(f"The {' '.join(chance.choices(words, k=8))} on Tuesday." for _ in range(12))
