"""Take the pictures of docs/images: the bot on the sample library, used by people of a simulated server.

Needs Chromium (Debian: chromium) and the dependency group `docs`. Run it with `make screenshot`; with names of
pictures as arguments it takes only these.
"""

import asyncio
import shutil
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import simcord
from PIL import Image
from playwright.async_api import Browser, FloatRect, Page, async_playwright

from answer.desk import desk_of
from bot.features import newsdesk_bot
from cli.samples import sample_settings
from config.settings import Settings, load_settings
from index.questions import Questions
from index.searchable import SearchableLibrary

ASKED = datetime(2026, 1, 21, 9, 30, tzinfo=UTC)  # the day after the newest article of the sample library
IMAGES = Path(__file__).parents[1] / "docs" / "images"
DESKTOP, PHONE = 760, 390  # pixels wide
HIGH, MARGIN = 2_400, 12
SETTLE_MS = 1_500  # fonts and avatars
PATIENCE = 120  # seconds; the first question loads the model
LOCALES = {"en": "en-GB", "de": "de"}
END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)
SCALE = 1.5
COLOURS = 128  # of a picture; with more, it is only larger
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Room:
    """A channel of a server, somebody in it, and how to mention the bot."""

    env: simcord.Env
    channel: simcord.ChannelHandle
    alex: simcord.MemberActor
    bot: str

    async def use(self, command: str, **options: str | bool) -> simcord.ResponseMessage:
        """Use a command, and give the message that answers."""
        answered = await self.alex.slash(self.channel, command, **options)
        return answered.response or sys.exit(f"Nothing to take a picture of: {answered}")


async def answer(room: Room) -> simcord.ChannelHandle:
    """A question and its answer."""
    await room.use("ask", question="Why were the heaters recalled?")
    return room.channel


async def nothing(room: Room) -> simcord.ChannelHandle:
    """A question that the library does not answer."""
    await room.use("ask", question="What did Merz say about the pension reform?")
    return room.channel


async def passages(room: Room) -> simcord.ChannelHandle:
    """A quote in its context."""
    message = await room.use("ask", question="What did Keller say about the sea wall?")
    await room.alex.click(message, label="In context")
    return room.channel


async def conversation(room: Room) -> simcord.ChannelHandle:
    """A mention, a thread, a follow-up."""
    await room.alex.send(room.channel, f"{room.bot} What did Merz say about a ceasefire?")
    (thread,) = room.channel.threads
    await room.alex.send(thread, "And Zakharova?")
    return thread


async def private(room: Room) -> simcord.ChannelHandle:
    """An answer for one person, in which the articles disagree."""
    await room.use("ask", question="How many people were injured in the ferry accident?", private=True)
    return room.channel


async def german(room: Room) -> simcord.ChannelHandle:
    """A question in German."""
    await room.use("ask", question="Was sagte Merz zu einem Waffenstillstand?")
    return room.channel


async def quotes(room: Room) -> simcord.ChannelHandle:
    """What somebody said, in the order of time."""
    await room.use("quotes", speaker="Zakharova")
    return room.channel


async def digest(room: Room) -> simcord.ChannelHandle:
    """What is new on a topic."""
    await room.use("digest", topic="ferry Marisol", since="2026-01-12")
    return room.channel


@dataclass(frozen=True)
class Picture:
    """A scene, and how it is shown: how wide, in which language, and how many of its last messages."""

    play: Callable[[Room], Awaitable[simcord.ChannelHandle]]
    width: int = DESKTOP
    language: str = "en"
    last: int = 1


PICTURES = {
    "answer": Picture(answer),
    "answer-phone": Picture(answer, width=PHONE),
    "nothing-found": Picture(nothing),
    "passages": Picture(passages),
    "conversation": Picture(conversation, last=2),
    "private": Picture(private),
    "german": Picture(german, language="de"),
    "quotes": Picture(quotes),
    "digest": Picture(digest),
}


@asynccontextmanager
async def stage(library: SearchableLibrary, settings: Settings) -> AsyncIterator[Room]:
    """The bot in a simulated server at the time of the sample library."""
    Questions(library.library).prune(END_OF_TIME)  # simulated ids begin anew each time
    bot = newsdesk_bot(desk_of(library, settings), library, settings, lambda: ASKED)
    async with simcord.run(bot, settle_timeout=PATIENCE) as env:
        await bot.tree.sync()
        me = bot.user or sys.exit("The bot did not start.")
        await me.edit(username="newsdesk")
        await env.advance_time((ASKED - env.now()).total_seconds())
        server = env.create_guild("The Daily Desk")
        alex = server.add_member(env.create_user("alex", global_name="Alex"))
        yield Room(env, server.create_text_channel("newsroom"), alex, me.mention)
    await bot.close()


async def take(name: str, picture: Picture, library: SearchableLibrary, browser: Browser) -> None:
    """Play a scene, and write its picture."""
    discord = {"language": picture.language, "open_threads": True, "message_content": True}
    async with stage(library, load_settings(discord=discord)) as room:
        channel = await picture.play(room)
        locale = LOCALES[picture.language]
        async with room.env.preview(channel, viewers=[room.alex], layout="channel", locale=locale) as shown:
            page = await browser.new_page(
                viewport={"width": picture.width, "height": HIGH}, device_scale_factor=SCALE
            )
            await page.goto(shown.url)
            await page.get_by_role("log").get_by_text("newsdesk").first.wait_for()
            await page.wait_for_timeout(SETTLE_MS)
            image = Image.open(BytesIO(await page.screenshot(clip=await area(page, picture.last))))
            await page.close()
    path = IMAGES / f"{name}.png"
    image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    sys.stdout.write(f"{path.name}: {image.width} × {image.height}, {path.stat().st_size // 1000} kB\n")


async def area(page: Page, last: int) -> FloatRect:
    """Where the last messages stand on the page."""
    top, bottom, width = await page.evaluate(
        """(last) => {
            const said = [...document.querySelector('[role=log]').lastElementChild.children].slice(-last);
            const boxes = said.map(one => one.getBoundingClientRect());
            return [boxes[0].top, boxes[boxes.length - 1].bottom, innerWidth];
        }""",
        last,
    )
    return {"x": 0, "y": top - MARGIN, "width": width, "height": bottom - top + 2 * MARGIN}


async def main() -> None:
    """Take the pictures that are named, or all."""
    chromium = shutil.which("chromium") or sys.exit(
        "Chromium is missing; on Debian: apt-get install chromium"
    )
    IMAGES.mkdir(parents=True, exist_ok=True)
    settings = sample_settings(load_settings())
    library = SearchableLibrary(settings)
    try:
        async with async_playwright() as driver:
            browser = await driver.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
            for name in sys.argv[1:] or PICTURES:
                await take(name, PICTURES[name], library, browser)
            await browser.close()
    finally:
        library.close(stop_server_if_last=True)


if __name__ == "__main__":
    asyncio.run(main())
