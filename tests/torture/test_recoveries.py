"""Everything killed and both indexes lost, at 20,000 passages: how long until all is searched again."""

import os
import shutil
import signal

import numpy as np
import pytest

from index.searchable import SearchableLibrary
from tests.torture.commands import Command
from tests.torture.conftest import SCALE
from tests.torture.fleet import convoy, voyage
from tests.torture.test_kills import server

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

PASSAGES = 20_000
LOST = {"keywords": ["keywords"], "vectors": ["chroma"], "both": ["keywords", "chroma"]}


def test_large_library_searched_again(trial, settings, tmp_path):
    """An ingest and Chroma's server are killed and indexes deleted, while a bot has the library open."""
    with SearchableLibrary(settings) as bot:
        convoy(bot, int(PASSAGES * min(1, SCALE)), np.random.default_rng(1))
        bot.follow()
        for name, folders in LOST.items():
            voyage(tmp_path / "voyage.jsonl", name)
            command = Command(settings, "ingest", tmp_path / "voyage.jsonl")
            command.listen(until="24 articles")
            command.send(signal.SIGKILL)
            command.end()
            os.kill(server(settings), signal.SIGKILL)
            for folder in folders:
                shutil.rmtree(settings.data_dir / folder)
            trial.expect_searchable(bot, "Convoy 17 called at port", "convoy-17")
            trial.expect_searchable(bot, f"Round {name} tells of ship number 5", f"{name}-5")
            trial.counted["points"] += 1
        bot.close(stop_server_if_last=True)
    trial.expect_sound(settings)
