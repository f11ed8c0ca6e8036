"""Errors of buttons and forms, which discord.py tells nobody, reach the person who used them."""

import importlib
import pkgutil
import re
from typing import Any, Self

import discord
import pytest
from simcord import Env, InteractionResult

import bot
from bot import views
from bot.client import NewsdeskBot
from bot.features import FEATURES
from bot.views import LastingButton, Layout, Modal, View
from config.errors import LibraryBusyError
from tests.bot.conftest import TEXTS, Room, shown


class Broken(View):
    @discord.ui.button(label="press", custom_id="press")
    async def press(self, interaction: discord.Interaction[Any], button: discord.ui.Button[Any]) -> None:
        raise RuntimeError("secret detail")


class BrokenForm(Modal, title="Form"):
    words: discord.ui.TextInput[Any] = discord.ui.TextInput(label="words", custom_id="words")

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        raise RuntimeError("secret detail")


class Opening(View):
    @discord.ui.button(label="open", custom_id="open")
    async def open(self, interaction: discord.Interaction[Any], button: discord.ui.Button[Any]) -> None:
        await interaction.response.send_modal(BrokenForm())


class Lasting(LastingButton, template=r"broken:(?P<kind>\w+)"):
    def __init__(self, kind: str) -> None:
        super().__init__(discord.ui.Button(label="press", custom_id=f"broken:{kind}"))
        self.kind = kind

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        return cls(match["kind"])

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        if self.kind == "late":
            await interaction.response.defer(ephemeral=True, thinking=True)
        raise LibraryBusyError("/srv/private") if self.kind == "busy" else RuntimeError("secret detail")


async def pressed(room: Room, view: discord.ui.View, label: str = "press") -> InteractionResult:
    channel = room.bot.get_channel(room.channel.id)
    assert isinstance(channel, discord.TextChannel)
    message = await channel.send("look", view=view)
    return await room.alice.click(message, label=label)


def told(result: InteractionResult) -> str:
    (message,) = [one for one in (result.response, *result.followups) if one and one.components]
    assert message.ephemeral
    return shown(message)


@pytest.mark.simcord(check_errors=False)
async def test_an_error_in_a_button_is_told_with_an_id(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    text = told(await pressed(room, Broken()))

    (incident,) = re.findall(r"\(id ([0-9a-f]{8})\)", text)
    assert incident in caplog.text
    assert "secret" not in text


@pytest.mark.simcord(check_errors=False)
async def test_an_error_in_a_form_is_told_with_an_id(room: Room) -> None:
    shown = await pressed(room, Opening(), "open")
    text = told(await room.alice.submit_modal(shown, {"words": "hello"}))
    assert "Something went wrong" in text


@pytest.mark.parametrize(
    ("kind", "words"),
    [("soon", "Something went wrong"), ("late", "Something went wrong"), ("busy", "library")],
)
@pytest.mark.simcord(check_errors=False)
async def test_an_error_in_a_lasting_button_is_told(room: Room, kind: str, words: str) -> None:
    room.bot.add_dynamic_items(Lasting)
    view = discord.ui.View(timeout=None)
    view.add_item(Lasting(kind))

    assert words in told(await pressed(room, view))


async def test_a_person_is_told_in_their_own_language(room: Room) -> None:
    assert TEXTS.say("error-busy") != room.bot.services.texts("de").say("error-busy")


def test_every_view_form_and_lasting_button_stands_on_a_base_that_hears_its_errors() -> None:
    bare: list[type] = []
    for one in pkgutil.walk_packages(bot.__path__, "bot."):
        module = importlib.import_module(one.name)
        own = [kind for kind in vars(module).values() if isinstance(kind, type)]
        for kind in (kind for kind in own if kind.__module__ == module.__name__ and module is not views):
            if issubclass(kind, discord.ui.DynamicItem) and not issubclass(kind, LastingButton):
                bare.append(kind)
            is_view = issubclass(kind, (discord.ui.View, discord.ui.LayoutView, discord.ui.Modal))
            if is_view and not issubclass(kind, (View, Layout, Modal)):
                bare.append(kind)
    assert bare == []


def test_every_lasting_button_is_listed_by_a_feature() -> None:
    listed = {button for feature in FEATURES for button in feature.lasting}
    kinds = [LastingButton]
    for kind in kinds:
        kinds += kind.__subclasses__()
    made = {kind for kind in kinds if kind.__module__.startswith("bot.") and not kind.__subclasses__()}
    assert made == listed


async def test_the_bot_has_the_commands_of_all_features(simcord_env: Env, simcord_bot: NewsdeskBot) -> None:
    assert {type(cog) for cog in simcord_bot.cogs.values()} == set(FEATURES)
