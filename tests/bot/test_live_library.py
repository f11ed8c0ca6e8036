"""The bot on a real library into which another process brings an article meanwhile."""

import asyncio
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from answer.desk import Desk
from config.settings import Settings, load_settings
from index.searchable import SearchableLibrary
from tests.bot.conftest import Room, shown

ROOT = Path(__file__).parents[2]
CACHE = ROOT / "build" / "test-cache"

QUESTION = "What did harbour master Ines Falk say about the lighthouse?"
QUOTE = "Harbour master Ines Falk said the lighthouse would shine again before Easter."
OTHER = {
    "_id": "bakery",
    "title": "Rye before dawn",
    "text": "The bakery on Mill Lane sells rye loaves before dawn. Its owner rises at three.",
    "published": "2026-01-05",
    "source": "The Post",
}
NEWS = {
    "_id": "lighthouse",
    "title": "Lighthouse to shine again",
    "text": f"{QUOTE} The lamp broke in the storm of November.",
    "url": "https://courier.example/lighthouse",
    "published": "2026-01-11",
    "source": "The Harbour Courier",
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(data_dir=tmp_path / "data", cache_dir=CACHE)


@pytest.fixture
def open_library(settings: Settings) -> Iterator[SearchableLibrary]:
    library = SearchableLibrary(settings)
    yield library
    library.close(stop_server_if_last=True)


@pytest.fixture
def asker(open_library: SearchableLibrary, settings: Settings) -> Desk:
    return Desk(open_library, settings.answer)


async def ingest(article: dict[str, str], folder: Path, settings: Settings) -> dict[str, object]:
    """Run `newsdesk ingest` in a process of its own, as a colleague beside the open bot would."""
    file = folder / f"{article['_id']}.jsonl"
    file.write_text(json.dumps(article))
    process = await asyncio.create_subprocess_exec(
        *(
            sys.executable,
            "-m",
            "cli.main",
            "--data-dir",
            str(settings.data_dir),
            "ingest",
            str(file),
            "--json",
        ),
        cwd=ROOT,
        env=os.environ | {"NEWSDESK_CACHE_DIR": str(settings.cache_dir)},
        stdout=asyncio.subprocess.PIPE,
    )
    printed, _ = await process.communicate()
    assert process.returncode == 0
    return json.loads(printed)


@pytest.mark.simcord(settle_timeout=60)
async def test_an_article_that_another_process_brings_in_is_quoted_in_the_open_channel(
    room: Room, settings: Settings, tmp_path: Path
) -> None:
    assert (await ingest(OTHER, tmp_path, settings))["added"] == 1
    before = shown((await room.ask(QUESTION)).response)
    assert "I found no sentence in the library that answers this" in before
    assert "I searched 1 article of 5 Jan 2026" in before

    assert (await ingest(NEWS, tmp_path, settings))["added"] == 1
    after = shown((await room.ask(QUESTION)).response)

    assert f"> {QUOTE}\n" in after
    assert "The Harbour Courier" in after
    assert "https://courier.example/lighthouse#:~:text=" in after
    assert after.endswith("\n-# Searched 2 articles, 5 Jan 2026 to 11 Jan 2026.")


@pytest.mark.simcord(settle_timeout=60)
async def test_the_bot_and_the_other_process_share_one_server(
    room: Room, settings: Settings, tmp_path: Path
) -> None:
    def server() -> dict[str, object]:
        return json.loads((settings.data_dir / "chroma" / "server.json").read_text())

    await ingest(OTHER, tmp_path, settings)
    await room.ask(QUESTION)
    running = server()
    await ingest(NEWS, tmp_path, settings)

    assert server() == running
