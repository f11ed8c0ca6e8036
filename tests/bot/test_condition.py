"""How the running bot is, as its health pages tell it."""

import shutil

import pytest

from bot.features import newsdesk_bot
from bot.running.condition import readings, state
from bot.running.health import State
from config.settings import Settings
from index.searchable import SearchableLibrary
from tests.bot.conftest import Room
from tests.bot.fakes import ScriptedAsker


async def test_a_connected_bot_with_a_library_is_ready(room: Room) -> None:
    assert state(room.bot) == State()


async def test_a_bot_that_is_not_connected_yet_is_not_ready(
    library: SearchableLibrary, settings: Settings
) -> None:
    async with newsdesk_bot(ScriptedAsker(), library, settings) as bot:
        assert state(bot) == State(("not connected to Discord",))


@pytest.mark.simcord(check_errors=False)  # it hears of what the rounds of watches run into, too
async def test_a_library_that_cannot_be_read_is_an_obstacle_without_its_path(
    room: Room, library: SearchableLibrary, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    library.library.close()
    shutil.rmtree(settings.data_dir)
    settings.data_dir.write_text("no folder")
    assert state(room.bot).obstacles == ("the library cannot be read",)
    assert str(settings.data_dir) in caplog.text
    assert readings(room.bot).lag == {}


async def test_the_gauges_show_servers_shards_and_how_far_indexes_lag(
    room: Room, library: SearchableLibrary, make_article
) -> None:
    now = readings(room.bot)
    assert (now.running, now.waiting, now.servers) == (0, 0, 1)
    assert now.lag == {"keywords": 0}

    library.put(library.prepare([make_article()]))
    assert readings(room.bot).lag["keywords"] > 0
    library.follow()
    assert readings(room.bot).lag == {"keywords": 0, "vectors": 0}


@pytest.fixture
def sharded(settings: Settings) -> Settings:
    return settings.model_copy(update={"discord": settings.discord.model_copy(update={"shards": 3})})


async def test_a_sharded_bot_runs_as_many_shards_as_the_settings_say(
    library: SearchableLibrary, sharded: Settings
) -> None:
    async with newsdesk_bot(ScriptedAsker(), library, sharded) as bot:
        assert (bot.shard_count, bot.shard_ids) == (3, None)


class TestSharded:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"discord": settings.discord.model_copy(update={"shards": 2})})

    async def test_a_sharded_bot_answers_and_tells_each_shards_latency(self, room: Room) -> None:
        await room.ask()
        assert len(room.messages()) == 1
        assert [shard for shard, _ in room.bot.latencies] == [0, 1]
        assert state(room.bot) == State()
