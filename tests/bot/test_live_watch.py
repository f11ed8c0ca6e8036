"""A watch in the open bot, on a real library into which another process brings articles meanwhile."""

from pathlib import Path

import pytest

from config.settings import Settings
from tests.bot.conftest import Room, shown
from tests.bot.test_live_library import NEWS, OTHER, QUESTION, QUOTE, asker, ingest, open_library, settings

__all__ = ["asker", "open_library", "settings"]  # fixtures

COPY = NEWS | {
    "_id": "copy",
    "source": "The Agency",
    "text": f"{NEWS['text']} More follows.",
    "published": "2026-01-12",
}
TWO_MINUTES = 120


@pytest.mark.simcord(settle_timeout=60)
async def test_what_another_process_brings_in_is_told_once_and_its_copy_not_at_all(
    room: Room, settings: Settings, tmp_path: Path
) -> None:
    await room.alice.slash(room.channel, "watch add", question=QUESTION)
    await ingest(OTHER, tmp_path, settings)
    await room.env.advance_time(TWO_MINUTES)
    assert room.messages() == []

    await ingest(NEWS, tmp_path, settings)
    await room.env.advance_time(TWO_MINUTES)
    (message,) = room.messages()
    assert f"> {QUOTE}\n" in shown(message)
    assert "The Harbour Courier" in shown(message)

    await ingest(COPY, tmp_path, settings)
    await room.env.advance_time(TWO_MINUTES)
    assert len(room.messages()) == 1
