"""`/library feeds`: which feeds keep the library current, how they stand; and the thread that asks them."""

import asyncio
import threading
from collections.abc import Callable
from datetime import UTC, datetime

from discord import app_commands

from bot.answers.answer_cards import age, dotted, link, name
from bot.asking.suggesting import LONGEST_CHOICE, MOST_CHOICES, in_time
from bot.gatekeeping.admission import wishing
from bot.gatekeeping.rights import Wish
from bot.lists import pages
from bot.markdown import ellipted, escaped, one_line
from bot.paging import show_pages
from bot.rendering import Block, Card, notice, small
from bot.services import Services
from bot.telling import Interaction, layout_of, services_of, texts_of
from bot.translating import localised
from bot.wording import Texts
from config.errors import InputError
from index.feeds import Feed, Feeds, FeedState, FeedSummary
from ingest.feeds.polling import Poller
from ingest.feeds.subscribing import Subscribed, add_feed

_LINES = 10  # feeds on a page
_LONGEST_REASON = 500


class FeedGroup(app_commands.Group):
    """The commands."""

    @app_commands.command(
        name=localised("command-feeds-list"),
        description=localised("command-feeds-list-description"),
        extras=wishing(Wish.MANAGE),
    )
    async def show(self, interaction: Interaction) -> None:
        """Show each feed: last request, next one, faults, articles, freshness."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        summaries = await asyncio.to_thread(_feeds(interaction).summaries)
        await show_pages(interaction, list_cards(summaries, texts_of(interaction)), private=True)

    @app_commands.command(
        name=localised("command-feeds-add"),
        description=localised("command-feeds-add-description"),
        extras=wishing(Wish.MANAGE),
    )
    @app_commands.rename(address=localised("command-feeds-address"))
    @app_commands.describe(address=localised("command-feeds-address-description"))
    async def add(self, interaction: Interaction, address: app_commands.Range[str, 1, 2000]) -> None:
        """Read a feed from now on."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        services, texts = services_of(interaction), texts_of(interaction)
        try:
            added = await asyncio.to_thread(add_feed, services.library.library, address.strip(), services.web)
        except InputError as error:
            why = escaped(ellipted(one_line(str(error)), _LONGEST_REASON))
            card = notice(texts.say("feed-refused", why=why))
        else:
            card = added_card(added, texts)
        await interaction.edit_original_response(view=layout_of(card))

    @app_commands.command(
        name=localised("command-feeds-pause"),
        description=localised("command-feeds-pause-description"),
        extras=wishing(Wish.MANAGE),
    )
    @app_commands.rename(feed=localised("command-feeds-feed"))
    @app_commands.describe(feed=localised("command-feeds-feed-description"))
    async def pause(self, interaction: Interaction, feed: int) -> None:
        """Leave a feed alone until it is resumed."""
        now = services_of(interaction).clock()
        feeds = _feeds(interaction)
        await _change(
            interaction,
            feed,
            lambda: feeds.set_state(feed, FeedState.PAUSED, now),
            lambda texts, title: texts.say("feed-paused", title=title),
        )

    @app_commands.command(
        name=localised("command-feeds-resume"),
        description=localised("command-feeds-resume-description"),
        extras=wishing(Wish.MANAGE),
    )
    @app_commands.rename(feed=localised("command-feeds-feed"))
    @app_commands.describe(feed=localised("command-feeds-feed-description"))
    async def resume(self, interaction: Interaction, feed: int) -> None:
        """Read a paused feed, or one that was gone, again."""
        now = services_of(interaction).clock()
        feeds = _feeds(interaction)
        await _change(
            interaction,
            feed,
            lambda: feeds.set_state(feed, FeedState.ACTIVE, now),
            lambda texts, title: texts.say("feed-resumed", title=title),
        )

    @app_commands.command(
        name=localised("command-feeds-remove"),
        description=localised("command-feeds-remove-description"),
        extras=wishing(Wish.MANAGE),
    )
    @app_commands.rename(feed=localised("command-feeds-feed"))
    @app_commands.describe(feed=localised("command-feeds-feed-description"))
    async def remove(self, interaction: Interaction, feed: int) -> None:
        """Read a feed no longer; its articles stay."""
        feeds = _feeds(interaction)
        await _change(
            interaction,
            feed,
            lambda: feeds.remove(feed),
            lambda texts, title: texts.say("feed-removed", title=title),
        )

    @pause.autocomplete("feed")
    @resume.autocomplete("feed")
    @remove.autocomplete("feed")
    async def _numbers(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[int]]:
        async def found() -> list[app_commands.Choice[int]]:
            return choices(await asyncio.to_thread(_feeds(interaction).all), typed)

        return await in_time(interaction, found())


class Polling:
    """Asks the feeds that are due, in a thread of its own, from `begin` to `end`."""

    def __init__(self, services: Services) -> None:
        self._poller = Poller(services.library, services.web)
        self._has_ended = threading.Event()
        self._thread: threading.Thread | None = None

    def begin(self) -> None:
        """Begin, unless it was begun before."""
        if self._thread is None:
            # a daemon: what is stored is safe at any moment, so a process that ends otherwise need not wait
            self._thread = threading.Thread(target=self._run, name="feeds", daemon=True)
            self._thread.start()

    def end(self) -> None:
        """End, and wait for the pages that are being read just now."""
        self._has_ended.set()
        self._poller.stop()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        self._poller.run(self._has_ended.wait)


def list_cards(summaries: list[FeedSummary], texts: Texts) -> tuple[Card, ...]:
    """Feeds, a few to a page."""
    if not summaries:
        return (notice(texts.say("feeds-none")),)
    blocks = (Block(_lines(one, texts)) for one in summaries)
    return pages(texts.say("feeds-title"), blocks, most=_LINES)


def added_card(added: Subscribed, texts: Texts) -> Card:
    """What was subscribed to, and what else the site has."""
    title = titled(added.feed)
    said = texts.say("feed-added", title=title) if added.is_new else texts.say("feed-known", title=title)
    others = [texts.say("feed-other", address=name(other)) for other in added.others[:_LINES]]
    return notice("\n".join([said, *others]))


def titled(feed: Feed) -> str:
    """Its title or address, for Markdown."""
    return name(feed.title or feed.address)


def choices(feeds: list[Feed], typed: str) -> list[app_commands.Choice[int]]:
    """Feeds to choose from, by a part of their number, title or address."""
    part = one_line(typed).casefold()
    named = ((feed.number, one_line(f"{feed.number}: {feed.title} {feed.address}")) for feed in feeds)
    return [
        app_commands.Choice(name=ellipted(shown, LONGEST_CHOICE), value=number)
        for number, shown in named
        if part in shown.casefold()
    ][:MOST_CHOICES]


def _lines(summary: FeedSummary, texts: Texts) -> str:
    feed = summary.feed
    newest = _age(summary.newest)
    state = [
        texts.say("feed-asked", when=_age(feed.asked_at) or "never"),
        texts.say("feed-state", state=feed.state.value, when=_age(feed.next_at) or ""),
        texts.say("feed-articles", articles=summary.articles),
        texts.say("feed-newest", when=newest) if newest else None,
    ]
    trouble = [
        texts.say("feed-fault", faults=feed.faults, why=name(feed.fault)) if feed.fault else None,
        texts.say("feed-pages", waiting=summary.waiting, failed=summary.failed)
        if summary.waiting or summary.failed
        else None,
    ]
    heading = dotted([f"**{feed.number}** {titled(feed)}", link(texts.say("feed-link"), feed.address)])
    return "\n".join([heading, small(dotted(state)), *(small(line) for line in trouble if line)])


def _age(seconds: int | None) -> str | None:
    return None if seconds is None else age(datetime.fromtimestamp(seconds, UTC).isoformat())


def _feeds(interaction: Interaction) -> Feeds:
    return Feeds(services_of(interaction).library.library)


async def _change(
    interaction: Interaction, number: int, change: Callable[[], None], said: Callable[[Texts, str], str]
) -> None:
    """Change a feed and say so; or say that there is no such feed."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    texts = texts_of(interaction)
    feed = next(
        (one for one in await asyncio.to_thread(_feeds(interaction).all) if one.number == number), None
    )
    if feed is None:
        card = notice(texts.say("feed-unknown"))
    else:
        await asyncio.to_thread(change)
        card = notice(said(texts, titled(feed)))
    await interaction.edit_original_response(view=layout_of(card))
