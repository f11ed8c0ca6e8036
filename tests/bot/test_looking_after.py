"""`/library`: adding, looking and removing, through the real discord.py client, on a real library and real pages."""

import asyncio
import gzip
import io
import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import pytest_asyncio
from simcord import InteractionResult
from simcord.components import walk_components

from bot.library import additions
from bot.library.additions import Addition
from bot.library.feed_commands import Polling, list_cards
from bot.library.library_cards import progress_card, summary_card
from bot.library.looking_after import MAX_ADDRESSES, LookingAfter
from config.errors import LibraryBusyError, StorageError
from config.sections import DiscordSettings
from config.settings import Settings, load_settings
from index.articles import Article
from index.feeds import Feed, FeedState, FeedSummary
from index.searchable import SearchableLibrary
from ingest.pipeline import Tally
from ingest.sources import SUPPORTED, Failure
from ingest.web import reading
from ingest.web.fetching import Fetcher
from ingest.web.reading import Web
from tests.bot.conftest import TEXTS, Room, shown
from tests.conftest import CACHE, Site

pytestmark = pytest.mark.simcord(settle_timeout=60)

WORDS = "The harbour of Calder was closed on Tuesday after a storm had torn a crane from its rails."
PAGE = f"<html lang=en><head><title>Harbour closed</title></head><body><article><p>{WORDS}</p></article></body></html>"


@pytest.fixture
def settings(tmp_path: Any) -> Settings:
    return load_settings(
        data_dir=tmp_path / "data",
        cache_dir=CACHE,
        index={"chroma_linger_seconds": 0},
        discord={"upload_mb": 1},
    )


@pytest.fixture(autouse=True)
def _web(monkeypatch: pytest.MonkeyPatch, fetcher: Fetcher) -> None:
    """The web is a site on loopback."""
    monkeypatch.setattr(reading, "Fetcher", lambda _settings: fetcher)


@pytest_asyncio.fixture
async def room(room: Room) -> Room:
    """Everybody here may look after the library."""
    room.bot.services.gate.reload(DiscordSettings(manage_roles=(room.env.guild.default_role.id,)))
    return room


async def use(room: Room, command: str, **options: Any) -> InteractionResult:
    result = await room.alice.slash(room.channel, f"library {command}", **options)
    assert result.response.ephemeral
    return result


async def told(room: Room, command: str, **options: Any) -> str:
    return shown((await use(room, command, **options)).response)


def counted(**numbers: int) -> str:
    counts = {"added": 0, "updated": 0, "unchanged": 0, "duplicate": 0, "failed": 0} | numbers
    return TEXTS.say("library-added", **counts)


def put(library: SearchableLibrary, *articles: Article) -> None:
    library.put(library.prepare(list(articles)))


async def test_pages_are_added_and_those_that_are_none_are_named_with_a_reason(
    room: Room, site: Site, library: SearchableLibrary
) -> None:
    site["/a"] = PAGE
    text = await told(room, "add url", url=f"{site.url('/a')} {site.url('/gone')} nonsense")

    assert counted(added=1, failed=2) in text
    assert "/gone: " in text
    assert "- nonsense: This is no web address" in text
    (stored,) = library.library.articles()
    assert (stored.article.title, stored.article.url) == ("Harbour closed", site.url("/a"))
    assert counted(unchanged=1) in await told(room, "add url", url=site.url("/a"))


async def test_no_more_addresses_than_so_many_are_taken_at_once(room: Room) -> None:
    addresses = "https://a.example " * (MAX_ADDRESSES + 1)
    assert await told(room, "add url", url=addresses) == TEXTS.say("library-too-many", most=MAX_ADDRESSES)


async def test_a_file_of_articles_is_added_and_its_bad_line_fails_alone(
    room: Room, library: SearchableLibrary
) -> None:
    lines = [json.dumps({"_id": f"a{n}", "title": f"News {n}", "text": f"{n}. {WORDS}"}) for n in range(3)]
    data = gzip.compress("\n".join([*lines, "{broken"]).encode())
    text = await told(room, "add file", file=("news.jsonl.gz", data))

    assert counted(added=3, failed=1) in text
    assert "- news.jsonl.gz\\:4: " in text
    assert library.library.count()[0] == 3
    assert library.lag() == {"keywords": 0, "vectors": 0}


async def test_a_file_of_the_same_name_takes_the_place_of_no_other(
    room: Room, library: SearchableLibrary
) -> None:
    await told(room, "add file", file=("story.txt", WORDS.encode()))
    await told(room, "add file", file=("story.txt", b"The ferry to the isle sails at nine again."))
    assert library.library.count()[0] == 2
    assert counted(unchanged=1) in await told(room, "add file", file=("other.txt", WORDS.encode()))


async def test_each_file_of_an_archive_is_added_or_named(room: Room, library: SearchableLibrary) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", WORDS)
        archive.writestr("b/c.html", PAGE.replace("Tuesday", "Friday"))
        archive.writestr("song.mp3", "la")
        archive.writestr("empty.txt", " ")
    text = await told(room, "add file", file=("week.zip", packed.getvalue()))

    assert counted(added=2, failed=2) in text
    assert "- week.zip/song.mp3: Of this kind nothing is read." in text
    assert "- week.zip/empty.txt: It holds nothing but white space." in text
    assert {one.article.key.partition(":")[0] for one in library.library.articles()} == {"text"}


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (("song.mp3", b"x"), TEXTS.say("library-kinds", kinds=SUPPORTED)),
        (("long.txt", b"x" * 1_000_001), TEXTS.say("library-too-large", most=1)),
    ],
)
async def test_what_cannot_be_read_here_is_refused_before_it_is_fetched(
    room: Room, library: SearchableLibrary, file: tuple[str, bytes], text: str
) -> None:
    assert await told(room, "add file", file=file) == text
    assert library.library.count()[0] == 0


async def test_a_file_name_is_shown_as_it_is(room: Room) -> None:
    text = await told(room, "add file", file=("*@everyone*.txt", b" "))
    assert "- \\*\\@everyone\\*.txt: " in text


async def test_progress_is_told_while_articles_are_read(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(additions, "SHOW_SECONDS", 0.01)
    (cog,) = (cog for cog in room.bot.cogs.values() if isinstance(cog, LookingAfter))
    was_told = threading.Event()
    told_of: list[int] = []

    async def show(addition: Addition) -> None:
        told_of.append(addition.read)
        if addition.read:
            was_told.set()

    def items(_: Web) -> Iterator[Article]:
        yield Article(key="id:a", id="a", title="One", text=WORDS)
        assert was_told.wait(timeout=30)

    addition = await cog.additions.add(items, show)
    assert addition.tally.added == 1
    assert told_of[-1] == 1


async def test_a_library_that_cannot_be_written_is_told_with_what_is_stored(
    room: Room, library: SearchableLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StorageError("/srv/secret is full")

    monkeypatch.setattr(SearchableLibrary, "put", full)
    text = await told(room, "add file", file=("story.txt", WORDS.encode()))
    assert TEXTS.say("library-stopped", why=TEXTS.say("error-storage")) in text
    assert "secret" not in text


async def test_a_summary_that_comes_too_late_for_discord_is_sent_directly(room: Room) -> None:
    room.env.inject_error("PATCH", "/webhooks/*/*/messages/@original", status=404, code=10015, times=None)
    await room.alice.slash(room.channel, "library add file", file=("story.txt", WORDS.encode()))
    (message,) = room.alice.user.dm_channel.history()
    assert counted(added=1) in shown(message)


def test_progress_says_whether_it_waits_and_a_summary_names_so_many_failures() -> None:
    addition = Addition()
    assert progress_card(addition, TEXTS).blocks[0].text == TEXTS.say("library-waits")
    addition.is_begun, addition.read = True, 7
    assert progress_card(addition, TEXTS).blocks[0].text == TEXTS.say("library-adding", read=7, stored=0)
    addition.tally = Tally(failures=[Failure("x" * 500, n, "why " * 500) for n in range(30)])
    addition.fault = LibraryBusyError("busy")
    card = summary_card(addition, TEXTS)
    assert TEXTS.say("library-more-failures", number=24) in card.blocks[2].text
    assert sum(len(block.text) for block in card.blocks) < 4_000


async def test_the_status_tells_how_much_there_is_how_fresh_and_how_it_is_searched(
    room: Room, library: SearchableLibrary, make_article: Callable[..., Article]
) -> None:
    empty = await told(room, "status")
    assert TEXTS.say("status-articles", articles=0, outlets=0) in empty

    put(
        library,
        make_article("a1", WORDS, published="2026-01-06T14:00:00+01:00"),
        make_article("a2", "Undated, the ferry sails.", outlet="The Post"),
    )
    library.follow()
    text = await told(room, "status")
    assert TEXTS.say("status-articles", articles=2, outlets=2) in text
    assert TEXTS.say("status-dates", first="6 Jan 2026", last="6 Jan 2026", undated=1) in text
    assert "<t:1767704400:R>" in text
    assert "all\\-MiniLM" in text or "all-MiniLM" in text
    assert TEXTS.say("status-lag", changes=0) in text


def button(result: InteractionResult, label: str) -> str:
    parts = [part for frame in result.response.components for part in walk_components(frame)]
    return next(part["custom_id"] for part in parts if part.get("label") == label)


async def test_an_article_is_removed_after_it_was_asked_once_more(
    room: Room, library: SearchableLibrary, make_article: Callable[..., Article]
) -> None:
    put(library, make_article("a1", WORDS, title="Harbour *closed*"), make_article("a2", "Another text."))
    asked = await use(room, "remove", article="#1")
    assert "**Harbour \\*closed\\***" in shown(asked.response)
    assert library.library.count()[0] == 2

    kept = await room.alice.click(asked.response, custom_id=button(asked, "Keep it"))
    assert shown(kept.response) == TEXTS.say("library-kept")
    assert library.library.count()[0] == 2

    asked = await use(room, "remove", article="a1")
    gone = await room.alice.click(asked.response, custom_id=button(asked, "Take it out"))
    assert TEXTS.say("library-removed", versions=1) in shown(gone.response)
    assert [one.article.id for one in library.library.articles()] == ["a2"]
    assert library.lag()["keywords"] == 0


async def test_an_article_that_is_gone_meanwhile_is_told(
    room: Room, library: SearchableLibrary, make_article: Callable[..., Article]
) -> None:
    put(library, make_article("a1", WORDS))
    asked = await use(room, "remove", article="a1")
    library.library.remove(["a1"])
    gone = await room.alice.click(asked.response, custom_id=button(asked, "Take it out"))
    (told_alone,) = gone.followups
    assert shown(told_alone) == TEXTS.say("library-no-article")
    for unknown in ("a1", "#1", "#", "#x", "#99999999999999999999"):
        assert await told(room, "remove", article=unknown) == TEXTS.say("library-no-article")


async def test_who_may_not_look_after_the_library_cannot_press_the_button_either(
    room: Room, library: SearchableLibrary, make_article: Callable[..., Article]
) -> None:
    put(library, make_article("a1", WORDS))
    asked = await use(room, "remove", article="a1")
    room.bot.services.gate.reload(DiscordSettings(manage_roles=(999,)))
    await room.alice.click(asked.response, custom_id=button(asked, "Take it out"))
    assert library.library.count()[0] == 1


async def test_articles_are_offered_by_a_part_of_their_title(
    room: Room, library: SearchableLibrary, make_article: Callable[..., Article]
) -> None:
    put(
        library,
        make_article("a1", WORDS, title="Öl im Hafen", published="2026-01-06"),
        make_article("a2", "Another text.", title="100% of the ferries " + "sail " * 40),
    )
    offered = await room.alice.autocomplete(room.channel, "library remove", "article", "öl im")
    assert [(one["name"], one["value"]) for one in offered] == [
        ("6 Jan 2026 · The Courier · Öl im Hafen", "#1")
    ]
    (long,) = await room.alice.autocomplete(room.channel, "library remove", "article", "0% of")
    assert len(long["name"]) <= 100
    assert len(await room.alice.autocomplete(room.channel, "library remove", "article", "")) == 2
    assert await room.alice.autocomplete(room.channel, "library remove", "article", "_") == []


FEED = """<rss version="2.0"><channel><title>The *Calder* Post</title><item><title>Harbour closed</title>
<link>{}</link><guid>1</guid><pubDate>Tue, 06 Jan 2026 14:00:00 +0100</pubDate></item></channel></rss>"""


def with_feed(site: Site) -> None:
    site["/feed.xml"] = site.Answer(FEED.format(site.url("/a")), type="text/xml")
    site["/a"] = PAGE


async def test_feeds_are_added_listed_paused_resumed_and_removed(room: Room, site: Site) -> None:
    with_feed(site)
    assert await told(room, "feeds list") == TEXTS.say("feeds-none")
    title = "The \\*Calder\\* Post"
    url = site.url("/feed.xml")
    assert await told(room, "feeds add", address=f" {url} ") == TEXTS.say("feed-added", title=title)
    assert await told(room, "feeds add", address=url) == TEXTS.say("feed-known", title=title)

    listed = await told(room, "feeds list")
    assert f"**1** {title} · [feed]({url})" in listed
    assert "-# not asked yet · next <t:" in listed
    assert await told(room, "feeds pause", feed=1) == TEXTS.say("feed-paused", title=title)
    assert "· paused ·" in await told(room, "feeds list")
    assert await told(room, "feeds resume", feed=1) == TEXTS.say("feed-resumed", title=title)
    offered = await room.alice.autocomplete(room.channel, "library feeds remove", "feed", "calder")
    assert [one["value"] for one in offered] == [1]
    assert await told(room, "feeds remove", feed=1) == TEXTS.say("feed-removed", title=title)
    assert await told(room, "feeds remove", feed=1) == TEXTS.say("feed-unknown")


async def test_an_address_without_a_feed_is_told_with_a_reason(room: Room, site: Site) -> None:
    site["/"] = PAGE
    assert "No feed was found there" in await told(room, "feeds add", address=site.url("/"))
    assert "This is no web address" in await told(room, "feeds add", address="nonsense @everyone")


async def test_the_bot_asks_the_feeds_that_are_due_and_stops_with_itself(
    room: Room, site: Site, library: SearchableLibrary
) -> None:
    with_feed(site)
    await told(room, "feeds add", address=site.url("/feed.xml"))
    polling = Polling(room.bot.services)
    asked = threading.Event()
    site.routes["/a"] = lambda _: asked.set() or site.Answer(PAGE)
    polling.begin()
    polling.begin()
    assert await asyncio.to_thread(asked.wait, 30)
    await asyncio.to_thread(polling.end)
    assert [one.article.title for one in library.library.articles()] == ["Harbour closed"]
    assert "· 1 article · the newest <t:" in await told(room, "feeds list")


def test_a_feed_in_trouble_says_how_often_it_failed_and_why() -> None:
    feed = Feed(
        3, "https://post.example/feed", state=FeedState.ACTIVE, faults=4, fault="It is *out* of order."
    )
    (card,) = list_cards([FeedSummary(feed, 0, 2, 1, None)], TEXTS)
    text = card.blocks[1].text
    assert TEXTS.say("feed-fault", faults=4, why="It is \\*out\\* of order.") in text
    assert TEXTS.say("feed-pages", waiting=2, failed=1) in text


async def test_a_bot_that_ends_stops_adding_and_keeps_what_is_stored(
    room: Room, library: SearchableLibrary
) -> None:
    (cog,) = (cog for cog in room.bot.cogs.values() if isinstance(cog, LookingAfter))
    article = Article(key="id:a", id="a", title="One", text=WORDS)

    async def nothing(_: Addition) -> None:
        return None

    def endless(_: Web) -> Any:
        while True:
            yield article
            cog.additions._is_closing.set()

    added = await cog.additions.add(endless, nothing)
    assert (added.read, added.tally.added) == (1, 1)
