"""Everything killed and indexes lost, at 20,000 passages: a question is answered at once, and all is mended unasked."""

import shutil
import signal
import time

import numpy as np
import pytest

from answer.answers import Answered
from answer.desk import Desk
from answer.notes import KeywordsOnly
from bench.growing import grow
from config.settings import load_settings
from index.searchable import SearchableLibrary
from tests.conftest import CACHE
from tests.serving import chroma_server
from tests.torture.commands import ROOT, Command, newsdesk
from tests.torture.conftest import NOW, SCALE
from tests.torture.fleet import voyage
from tests.torture.test_damage import cut, remove, scatter

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

PASSAGES = 20_000
QUESTION = "What did Merz say about a ceasefire?"
KEYWORDS, VECTORS = (remove, "keywords"), (remove, "chroma")
LOSSES = {
    "keywords": [KEYWORDS],
    "vectors": [VECTORS],
    "both": [KEYWORDS, VECTORS],
    "sound files": [(cut, "keywords/passages/meta.json"), (scatter, "chroma/store-*/*/*.bin")],
}


@pytest.fixture(scope="session")
def large(tmp_path_factory):
    """The data directory of the sample library, grown by variants of its articles, with both indexes."""
    settings = load_settings(data_dir=tmp_path_factory.mktemp("large") / "data", cache_dir=CACHE)
    code, command = newsdesk(settings, "ingest", ROOT / "samples" / "articles")
    assert code == 0, command.said
    with SearchableLibrary(settings) as library:
        grow(library, int(PASSAGES * min(1, SCALE)), np.random.default_rng(1))
        library.follow()
        library.close(stop_server_if_last=True)
    return settings.data_dir


@pytest.mark.parametrize("loss", LOSSES)
def test_large_library_searched_again(loss, trial, large, settings, tmp_path):
    """An ingest and Chroma's server are killed and indexes lost, while a bot has the library open."""
    trial.row = f"large library without {loss}"
    shutil.copytree(large, settings.data_dir)
    with SearchableLibrary(settings) as bot:
        desk = Desk(bot, settings.answer)
        desk.ask(QUESTION, asked=NOW)
        voyage(tmp_path / "voyage.jsonl", loss)
        command = Command(settings, "ingest", tmp_path / "voyage.jsonl")
        command.listen(until="24 articles")
        command.send(signal.SIGKILL)
        command.end()
        chroma_server(settings).kill()
        for do, place in LOSSES[loss]:
            for path in list(settings.data_dir.glob(place)):
                do(path)
        began = time.monotonic()
        answer = desk.ask(QUESTION, asked=NOW)
        trial.answered = time.monotonic() - began
        trial.expect(isinstance(answer, Answered), "unfound", answer.notes)
        is_told = KeywordsOnly() in answer.notes
        trial.expect(is_told or bot.vectors.ready(0), "unclear", "not told that meaning was not searched")
        trial.expect_searchable(bot, f"Round {loss} tells of ship number 5", f"{loss}-5", began=began)
        trial.expect(
            KeywordsOnly() not in desk.ask(QUESTION, asked=NOW).notes, "unfound", "by keywords still"
        )
        trial.counted["points"] += 1
        bot.close(stop_server_if_last=True)
    trial.expect_sound(settings)
