"""What watches tell, through the real discord.py client: each story once, whatever happens."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import numpy as np
import pytest
import pytest_asyncio

from bot.features import newsdesk_bot
from bot.watches.watch_rounds import WatchRounds
from bot.watches.watching import Watching
from config.errors import LibraryBusyError
from config.settings import Settings, load_settings
from index.articles import Article
from index.library import Library
from index.searchable import SearchableLibrary
from index.stored import IndexedArticle, ModelIdentity, Span
from index.watches import Finding, Watch, Watches
from tests.bot.conftest import TEXTS, Room, shown
from tests.bot.fakes import ScriptedAsker
from tests.conftest import CACHE

MODEL = ModelIdentity("tiny", "d1", 4)
QUESTION = "When does the ferry to @everyone sail?"


BEGIN = datetime(2026, 1, 1, tzinfo=UTC)  # of simcord's own clock; one o'clock in Berlin


class Clock:
    now = BEGIN

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(tmp_path: Any) -> Settings:
    return load_settings(
        data_dir=tmp_path / "data",
        cache_dir=CACHE,
        index={"chroma_linger_seconds": 0},
        watch={"messages_per_day": 2, "stories_per_message": 2, "time_zone": "Europe/Berlin"},
    )


@pytest_asyncio.fixture
async def simcord_bot(
    asker: ScriptedAsker, library: SearchableLibrary, settings: Settings, clock: Clock
) -> Any:
    bot = newsdesk_bot(asker, library, settings, clock=clock)
    yield bot
    await bot.close()


def ferry(library: Library, id_: str, at: datetime) -> None:
    """A new article, whose first sentence answers every watch that is not paused."""
    own_words = " ".join(f"{word}{id_}" for word in ("it", "takes", "an", "hour", "or", "two"))
    text = f"The ferry {id_} sails at nine. {own_words}."  # or all were one story
    article = Article(
        key=f"id:{id_}",
        id=id_,
        title=f"Ferry {id_}",
        text=text,
        outlet="The Harbour *Courier*",
        published="2026-01-11",
        url=f"https://courier.example/{id_}",
    )
    indexed = IndexedArticle(article, (Span(0, len(text)),), np.eye(4, dtype=np.float32)[:1])
    library.put([indexed], MODEL)
    watches = Watches(library)
    for watch in watches.running():
        (number,) = watches.new_articles(watch)
        quote = text.split(". ", maxsplit=1)[0] + "."
        watches.save(watch, library.last_change(), [Finding(number, number, id_, 1, 0, quote)], at)


class Desk:
    """A watch of alice in the channel, for which things are found."""

    def __init__(self, room: Room, library: SearchableLibrary, clock: Clock) -> None:
        self.room = room
        self.clock = clock
        self.library = library
        self.watches = Watches(library.library)

    @property
    def rounds(self) -> WatchRounds:
        (cog,) = (cog for cog in self.room.bot.cogs.values() if isinstance(cog, Watching))
        return cog.rounds

    def watch(self, **changes: Any) -> Watch:
        wanted = Watch(
            0,
            owner=self.room.alice.id,
            question=QUESTION,
            created=BEGIN,
            looked=BEGIN,
            server=self.room.alice.guild.id,
            channel=self.room.channel.id,
        )
        added = self.watches.add(replace(wanted, **changes), most_of_person=9, most_of_server=9)
        assert isinstance(added, Watch)
        return added

    def find(self, *ids: str) -> None:
        """New articles, whose first sentence answers every watch that is not paused."""
        for id_ in ids:
            ferry(self.library.library, id_, self.clock())

    async def round(self, after: timedelta = timedelta()) -> None:
        self.clock.now += after
        await self.rounds.round()
        await self.room.env.settle()

    def told(self) -> list[str]:
        """What the channel was told, message by message."""
        return [shown(message) for message in self.room.messages()]

    async def restart(self) -> None:
        """As after a crash: another process, which knows what the library knows."""
        services = self.room.bot.services
        bot = newsdesk_bot(services.asker, self.library, services.settings, clock=self.clock)
        before, self.room = self.room.bot, replace(self.room, bot=bot)
        await self.room.env.restart_bot(bot)
        await before.close()  # its threads; nothing of the crash is mended by that


@pytest_asyncio.fixture
async def desk(room: Room, library: SearchableLibrary, clock: Clock) -> Desk:
    await room.env.settle()  # the bot's own first round
    return Desk(room, library, clock)


async def test_a_new_answer_is_told_with_its_quote_outlet_date_link_and_buttons(desk: Desk) -> None:
    watch = desk.watch()
    desk.find("a1")
    await desk.round()

    (message,) = desk.room.messages()
    text = shown(message)
    assert text.startswith(
        "### News: When does the ferry to \\@everyone sail?\n> The ferry a1 sails at nine.\n"
        "> `1` **The Harbour \\*Courier\\*** · 11 Jan 2026 · [read](https://courier.example/a1#:~:text="
    )
    assert text.endswith(f"-# {TEXTS.say('watch-footer', number=str(watch.number))}")
    (row,) = (
        part for part in message.components[0].children if part.type is discord.ComponentType.action_row
    )
    assert [button.label for button in row.children] == ["Pause", "Delete"]
    (body,) = [body for body in desk.room.sent() if body.get("nonce")]
    assert (body["nonce"], body["enforce_nonce"]) == ("watch-1-0", True)
    assert body["allowed_mentions"] == {"parse": []}


async def test_what_another_process_is_telling_is_left_to_it(desk: Desk) -> None:
    desk.watch()
    desk.find("a1")
    with desk.library.library.alone("watches"):
        await desk.round()
        assert desk.told() == []
    await desk.round()
    assert len(desk.told()) == 1


async def test_a_story_is_told_once(desk: Desk) -> None:
    desk.watch()
    desk.find("a1")
    await desk.round()
    await desk.round(timedelta(hours=1))
    await desk.restart()
    await desk.round(timedelta(days=1))
    assert len(desk.told()) == 1


async def test_several_stories_are_told_together_and_the_rest_after_a_pause(desk: Desk) -> None:
    desk.watch()
    desk.find("a1", "a2", "a3")
    await desk.round()
    assert [text.count("> The ferry") for text in desk.told()] == [2]
    await desk.round(timedelta(minutes=9))
    assert len(desk.told()) == 1
    await desk.round(timedelta(minutes=1))
    assert [text.count("> The ferry") for text in desk.told()] == [2, 1]


async def test_a_day_has_so_many_messages_and_the_last_says_so(desk: Desk) -> None:
    desk.watch()
    for number in range(3):
        desk.find(f"a{number}")
        await desk.round(timedelta(minutes=10))
    assert [TEXTS.say("watch-last-today") in text for text in desk.told()] == [False, True]

    await desk.round(timedelta(days=1))
    assert len(desk.told()) == 3


async def test_in_quiet_hours_nothing_is_told_and_afterwards_everything_together(desk: Desk) -> None:
    desk.watch(quiet="00:30-02:30")
    desk.find("a1", "a2")
    await desk.round()
    assert desk.told() == []
    await desk.round(timedelta(minutes=90))
    assert [text.count("> The ferry") for text in desk.told()] == [2]


async def test_news_for_a_person_come_as_direct_messages(desk: Desk) -> None:
    desk.watch(channel=None, server=None, language="de")
    desk.find("a1")
    await desk.round()
    assert desk.told() == []
    (message,) = desk.room.alice.user.dm_channel.history()
    assert shown(message).startswith("### Neu: ")


async def test_a_crash_between_telling_and_recording_tells_nothing_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise LibraryBusyError("killed")

    desk.watch()
    desk.find("a1")
    with monkeypatch.context() as crashing:
        crashing.setattr(Watches, "finish", crash)
        await desk.round()
    assert len(desk.told()) == 1
    assert len(desk.watches.unfinished()) == 1

    await desk.restart()
    await desk.round(timedelta(hours=1))
    assert len(desk.told()) == 1
    assert desk.watches.unfinished() == []


async def test_a_crash_between_beginning_and_telling_loses_nothing(desk: Desk) -> None:
    watch = desk.watch()
    desk.find("a1")
    assert desk.watches.begin(watch, 5, desk.clock()) is not None  # and no more

    await desk.restart()
    await desk.round(timedelta(hours=1))
    assert len(desk.told()) == 1
    await desk.round(timedelta(hours=1))
    assert len(desk.told()) == 1


async def test_a_message_that_discord_fails_to_take_is_told_in_the_next_round(desk: Desk) -> None:
    desk.watch()
    desk.find("a1")
    desk.room.env.inject_error("POST", "/channels/*/messages", status=400, code=1)
    await desk.round()
    assert desk.told() == []
    await desk.round()
    assert len(desk.told()) == 1


async def test_while_discord_is_out_of_order_nothing_is_sent_again(desk: Desk) -> None:
    watch = desk.watch()
    desk.find("a1")
    desk.watches.begin(watch, 5, desk.clock())
    desk.room.env.inject_error("GET", "/channels/*/messages", status=400, code=1)
    await desk.round()
    assert desk.told() == []
    await desk.round()
    assert len(desk.told()) == 1


@pytest.mark.parametrize("status", [403, 404])
async def test_a_watch_that_cannot_speak_is_paused_and_its_owner_told_once(desk: Desk, status: int) -> None:
    watch = desk.watch()
    desk.find("a1")
    desk.room.env.inject_error(
        "POST", f"/channels/{desk.room.channel.id}/messages", status=status, times=None
    )
    for _ in range(3):
        await desk.round(timedelta(hours=1))

    (message,) = desk.room.alice.user.dm_channel.history()
    expected = TEXTS.say("watch-undeliverable", number=str(watch.number), where=f"<#{desk.room.channel.id}>")
    assert shown(message) == expected
    paused = desk.watches.by_number(watch.number)
    assert paused is not None
    assert paused.paused == "undeliverable"
    refusals = [one for one in desk.room.env.http_requests if one.method == "POST" and "messages" in one.path]
    assert len(refusals) == 2  # the channel once, the owner once


async def test_an_owner_who_cannot_be_told_either_is_left_alone(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.watch()
    desk.find("a1")
    desk.room.env.inject_error("POST", "/channels/*/messages", status=403, times=None)
    for _ in range(3):
        await desk.round(timedelta(hours=1))
    assert "could not be told" in caplog.text
    posts = [one for one in desk.room.env.http_requests if one.method == "POST" and "messages" in one.path]
    assert len(posts) == 2


async def test_what_was_removed_from_the_library_meanwhile_is_not_told(desk: Desk) -> None:
    desk.watch()
    desk.find("a1")
    desk.library.library.remove(["a1"])
    await desk.round()
    assert desk.told() == []
    assert desk.watches.unfinished() == []


async def test_a_round_that_fails_is_logged_and_the_next_one_runs(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("out of order")

    desk.watch()
    desk.find("a1")
    with monkeypatch.context() as failing:
        failing.setattr(Watches, "waiting", fail)
        await desk.round()
    assert "Incident" in caplog.text
    await desk.round()
    assert len(desk.told()) == 1


async def test_rounds_are_run_by_the_bot_itself(desk: Desk) -> None:
    desk.watch()
    desk.find("a1")
    await desk.room.env.advance_time(31)
    assert len(desk.told()) == 1


async def test_a_shard_leaves_the_watches_of_others_alone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.watch(channel=None, server=None)
    desk.find("a1")
    monkeypatch.setattr(desk.room.bot, "shard_ids", [1], raising=False)
    monkeypatch.setattr(desk.room.bot, "shard_count", 2, raising=False)
    await desk.round()
    assert desk.room.alice.user.dm_channel.history() == []


async def press(desk: Desk, who: Any, label: str) -> str:
    result = await who.click(desk.room.messages()[0], label=label)
    assert result.response.ephemeral
    return shown(result.response)


@pytest.mark.parametrize(("label", "text"), [("Pause", "watch-paused"), ("Delete", "watch-deleted")])
async def test_the_owner_pauses_and_deletes_with_buttons_also_after_a_restart(
    desk: Desk, label: str, text: str
) -> None:
    watch = desk.watch()
    desk.find("a1")
    await desk.round()
    await desk.restart()

    assert await press(desk, desk.room.bob, label) == TEXTS.say("watch-not-yours")
    assert await press(desk, desk.room.alice, label) == TEXTS.say(text, number=str(watch.number))
    assert desk.watches.running() == []


async def test_a_button_of_a_watch_that_is_gone_says_so(desk: Desk) -> None:
    watch = desk.watch()
    desk.find("a1")
    await desk.round()
    desk.watches.delete(watch.number)
    assert await press(desk, desk.room.alice, "Pause") == TEXTS.say("watch-gone")
