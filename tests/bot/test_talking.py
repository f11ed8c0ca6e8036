"""A conversation on a real library: what was answered is kept, and completes the question that follows."""

import pytest

from answer.desk import Desk
from config.settings import Settings
from index.articles import Article
from index.searchable import SearchableLibrary
from tests.bot.conftest import Room, shown

MERZ = "Chancellor Friedrich Merz said a ceasefire in the strait was still far off."
MACRON = "President Emmanuel Macron said a ceasefire in the strait could come before Easter."


@pytest.fixture
def asker(library: SearchableLibrary, settings: Settings, make_article: type[Article]) -> Desk:
    articles = [
        make_article("a1", f"{MERZ} He spoke in Berlin.", title="Merz on the ceasefire"),
        make_article("a2", f"{MACRON} He spoke in Paris.", title="Macron on the ceasefire"),
        make_article("a3", "The bakery on Mill Lane sells rye loaves before dawn.", title="Rye"),
    ]
    library.put(library.prepare(articles))
    return Desk(library, settings.answer)


@pytest.mark.simcord(settle_timeout=120)
async def test_a_reply_is_understood_from_the_answer_before_it(room: Room) -> None:
    assert room.bot.user
    await room.alice.send(
        room.channel, f"{room.bot.user.mention} What did Friedrich Merz say about a ceasefire?"
    )
    first = room.messages()[-1]
    await room.bob.send(room.channel, "And Emmanuel Macron?", reply_to=first)

    second = room.messages()[-1]
    kept = await room.bot.services.memory.by_message(second.id)
    assert MERZ in shown(first)
    assert MACRON in shown(second)
    assert kept
    assert kept.understood
    assert "ceasefire" in kept.understood
