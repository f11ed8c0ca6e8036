"""`/digest` and `/quotes`, through the real discord.py client, on a real library."""

from collections.abc import Callable
from typing import Any

import discord
import pytest
from simcord import InteractionResult
from simcord.components import walk_components

from answer.speeches import NobodyQuoted, SeveralPeople
from bot.library.statements import quotes_cards
from index.articles import Article
from index.searchable import SearchableLibrary
from tests.bot.conftest import TEXTS, Room, shown

pytestmark = pytest.mark.simcord(settle_timeout=60)

STORM = "A storm tore a crane from its rails in the *harbour* of Calder. Nobody was hurt, the port authority said."
STRIKE = (
    "Harbour workers in Calder went on strike for higher wages on Friday. Their union expects a long dispute."
)
SAID = (
    "“The harbour of Calder will be closed for a week,” mayor Anna Keller said on {day}. "
    "The repairs are expected to cost {cost} crowns."
)


@pytest.fixture
def put(library: SearchableLibrary, make_article: Callable[..., Article]) -> Callable[..., None]:
    def put(id_: str, text: str, day: int, outlet: str = "The Courier") -> None:
        article = make_article(
            id_,
            text,
            title=f"Of {id_}",
            outlet=outlet,
            published=f"2026-01-{day:02}",
            url=f"https://courier.example/{id_}",
        )
        library.put(library.prepare([article]))

    return put


async def use(room: Room, command: str, **options: Any) -> InteractionResult:
    return await room.alice.slash(room.channel, command, **options)


def arrow(result: InteractionResult, emoji: str) -> str:
    frames = [one if isinstance(one, dict) else one.to_dict() for one in result.response.components]
    parts = [part for frame in frames for part in walk_components(frame)]
    return next(part["custom_id"] for part in parts if part.get("emoji", {}).get("name") == emoji)


async def test_a_digest_lists_what_is_new_for_everyone(room: Room, put: Callable[..., None]) -> None:
    put("storm", STORM, 8)
    put("strike", STRIKE, 10, "The @everyone Post")
    result = await use(room, "digest", topic="Calder  harbour")

    assert [message.id for message in room.messages()] == [result.response.id]
    text = shown(result.response)
    assert text.startswith("### New on Calder harbour\n> Harbour workers in Calder went on strike")
    assert (
        "`1` **The \\@everyone Post** · 10 Jan 2026 · [read](https://courier.example/strike#:~:text=" in text
    )
    assert "> A storm tore a crane from its rails in the \\*harbour\\* of Calder\\." not in text
    assert "in the \\*harbour\\* of Calder." in text
    assert "-# Searched 2 articles, 8 Jan 2026 to 10 Jan 2026 (looking only from 5 Jan 2026" in text


async def test_a_digest_without_news_says_what_was_searched(room: Room, put: Callable[..., None]) -> None:
    put("storm", STORM, 1)
    text = shown((await use(room, "digest", topic="harbour")).response)
    assert TEXTS.say("digest-nothing", newest="1 Jan 2026") in text
    assert "-# Searched 0 articles" in text

    since = shown((await use(room, "digest", topic="harbour", since="1 January")).response)
    assert "> A storm tore" in since


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"topic": " \u200b"}, "digest-empty"),
        ({"topic": "harbour", "since": "someday"}, "“someday”"),
        ({"topic": "harbour", "outlet": "The Nobody"}, "nothing from an outlet of that name"),
    ],
)
async def test_what_a_digest_cannot_be_limited_to_is_told_privately(
    room: Room, put: Callable[..., None], options: dict[str, str], text: str
) -> None:
    put("storm", STORM, 8)
    result = await use(room, "digest", **options)
    assert result.response.ephemeral
    assert (TEXTS.say("digest-empty") if text == "digest-empty" else text) in shown(result.response)


async def test_a_long_digest_has_pages_that_its_asker_turns_and_others_see_by_themselves(
    room: Room, put: Callable[..., None]
) -> None:
    for number in range(1, 8):
        own = " ".join(f"{word}{number}" for word in ("gulls", "nets", "ropes", "masts", "sails", "keels"))
        put(f"a{number}", f"The harbour of Calder saw {own} in the week.", number + 4)
    result = await use(room, "digest", topic="Calder harbour")
    assert shown(result.response).count("> `") == 5

    turned = await room.alice.click(result.response, custom_id=arrow(result, "▶️"))
    assert shown(turned.response).count("> `") == 2
    (message,) = room.messages()
    assert shown(message).count("> `") == 2

    for_bob = await room.bob.click(message, custom_id=arrow(turned, "◀️"))
    assert for_bob.response.ephemeral
    assert shown(for_bob.response).count("> `") == 5
    assert shown(room.channel.history(viewer=room.alice)[0]).count("> `") == 2


async def test_buttons_that_would_do_nothing_go_away(room: Room, put: Callable[..., None]) -> None:
    for number in range(1, 8):
        own = " ".join(f"{word}{number}" for word in ("gulls", "nets", "ropes", "masts", "sails", "keels"))
        put(f"a{number}", f"The harbour of Calder saw {own} in the week.", number + 4)
    await use(room, "digest", topic="Calder harbour")
    await room.env.advance_time(841)
    (message,) = room.messages()
    assert shown(message).count("> `") == 5
    assert discord.ComponentType.action_row not in [part.type for part in message.components[0].children]


async def test_the_statements_of_a_speaker_come_in_the_order_of_time(
    room: Room, put: Callable[..., None]
) -> None:
    put("second", SAID.format(day="Friday", cost="nine million").replace("a week", "a month"), 9)
    put("first", SAID.format(day="Monday", cost="two million"), 5)
    result = await use(room, "quotes", speaker="Keller", about="harbour")

    text = shown(result.response)
    assert not result.response.ephemeral
    assert text.startswith("### Anna Keller on harbour\n")
    assert text.index("for a week") < text.index("for a month")
    assert "`1` **Anna Keller** · The Courier · 5 Jan 2026 · [read](https://courier.example/first#" in text

    later = shown((await use(room, "quotes", speaker="Keller", since="7 January")).response)
    assert "for a week" not in later


async def test_a_speaker_who_is_not_quoted_gets_those_who_are(room: Room, put: Callable[..., None]) -> None:
    put("first", SAID.format(day="Monday", cost="two million"), 5)
    text = shown((await use(room, "quotes", speaker="*Nobody*")).response)
    assert "nobody called \\*Nobody\\*" in text
    assert "Anna Keller (1)" in text
    silent = shown((await use(room, "quotes", speaker="Keller", about="football")).response)
    assert TEXTS.say("quotes-not-on-topic", number=1) in silent


async def test_speakers_and_outlets_are_offered_while_typing(room: Room, put: Callable[..., None]) -> None:
    put("first", SAID.format(day="Monday", cost="two million"), 5)

    async def offered(command: str, option: str, typed: str) -> list[str]:
        return [one["value"] for one in await room.alice.autocomplete(room.channel, command, option, typed)]

    assert await offered("quotes", "speaker", "kel") == ["Anna Keller"]
    assert await offered("quotes", "outlet", "cour") == ["The Courier"]
    assert await offered("digest", "outlet", "x") == []


def test_of_several_people_one_is_asked_for_by_the_full_name() -> None:
    (card,) = quotes_cards(SeveralPeople("Keller", (("Anna Keller", 3), ("Jo Keller", 1)), 7), None, TEXTS)
    texts = "\n".join(block.text for block in card.blocks)
    assert "Anna Keller (3), Jo Keller (1)" in texts
    assert TEXTS.say("quotes-unread", number=7) in texts
    (nobody,) = quotes_cards(NobodyQuoted("Keller", ()), None, TEXTS)
    assert "quotes nobody at all yet" in nobody.blocks[1].text
