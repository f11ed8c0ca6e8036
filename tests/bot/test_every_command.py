"""All that the bot offers, walked: described in every language, let in by the gate, and heard when it fails."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Any

import discord
import pytest
from discord import app_commands
from simcord import InteractionResult

import bot as bot_room
from bot.client import NewsdeskBot
from bot.gatekeeping.gate import Gate
from bot.gatekeeping.rights import Wish
from bot.translating import Translator
from bot.views import LastingButton, Layout, Modal, View
from bot.wording import LANGUAGES
from config.sections import DiscordSettings
from tests.bot.conftest import Room, shown

Offered = app_commands.Command[Any, ..., Any] | app_commands.ContextMenu
BASES = (View, Layout, Modal, LastingButton)
SUBCOMMANDS = (
    discord.AppCommandOptionType.subcommand.value,
    discord.AppCommandOptionType.subcommand_group.value,
)
NOBODY = DiscordSettings(ask_roles=(999,), manage_roles=(999,))


def offered(bot: NewsdeskBot) -> list[Offered]:
    """Every command and every menu command."""
    menus = bot.tree.get_commands(type=discord.AppCommandType.message)
    menus += bot.tree.get_commands(type=discord.AppCommandType.user)
    return [*(one for one in bot.tree.walk_commands() if isinstance(one, app_commands.Command)), *menus]


def named(payload: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Whatever has a name in a command as Discord gets it: itself, its parameters, its choices."""
    path = f"{path}/{payload['name']}"
    yield path, payload
    for part in (*payload.get("options", ()), *payload.get("choices", ())):
        yield from named(part, path)


async def payloads(bot: NewsdeskBot) -> list[dict[str, Any]]:
    """The commands as `newsdesk bot --sync` tells them."""
    commands = bot.tree.get_commands()
    return [await one.get_translated_payload(bot.tree, Translator()) for one in commands]


def made() -> list[type]:
    """Every view, form and lasting button of the bot."""
    found: list[type] = []
    for name in sorted(one.name for one in pkgutil.walk_packages(bot_room.__path__, "bot.")):
        module = importlib.import_module(name)
        kinds = [kind for kind in vars(module).values() if inspect.isclass(kind)]
        found += [kind for kind in kinds if kind.__module__ == module.__name__ and issubclass(kind, BASES)]
    return [kind for kind in found if kind not in BASES]


async def invoke(room: Room, command: Offered) -> InteractionResult:
    """Use a command as a person would, with something in all that it requires."""
    if isinstance(command, app_commands.ContextMenu):
        message = await room.bob.send(room.channel, "The harbour was closed on Tuesday.")
        return await room.alice.context_menu(room.channel, command.name, message)
    options = {one.name: filled(one) for one in command.parameters if one.required}
    return await room.alice.slash(room.channel, command.qualified_name, **options)


def filled(parameter: app_commands.Parameter) -> Any:
    if parameter.choices:
        return parameter.choices[0].value
    match parameter.type:
        case discord.AppCommandOptionType.string:
            return "something".ljust(int(parameter.min_value or 0), "g")
        case discord.AppCommandOptionType.integer:
            return int(parameter.min_value or 1)
        case discord.AppCommandOptionType.boolean:
            return True
        case discord.AppCommandOptionType.attachment:
            return "harbour.txt", b"The harbour was closed on Tuesday."
    raise NotImplementedError(f"say here how {parameter.type} is filled in")


async def test_every_command_parameter_and_choice_is_described_within_discords_limits(room: Room) -> None:
    for payload in await payloads(room.bot):
        for path, part in named(payload):
            if "description" not in part:  # menus and choices have a name only
                assert 1 <= len(part["name"]) <= 100, path
                continue
            assert 10 <= len(part["description"]) <= 100, path
            assert part["description"] != "…", path  # discord.py's own for one that is missing


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
async def test_every_command_parameter_and_choice_has_its_name_in_each_language(
    room: Room, language: str
) -> None:
    for payload in await payloads(room.bot):
        for path, part in named(payload):
            assert part["name_localizations"][language], path
            if "description" in part:
                assert 10 <= len(part["description_localizations"][language]) <= 100, path


@pytest.mark.parametrize("language", [None, *(language for language in LANGUAGES if language != "en")])
async def test_no_two_commands_have_one_name_in_a_language(room: Room, language: str | None) -> None:
    names = [
        (payload.get("type", 1), payload["name_localizations"][language] if language else payload["name"])
        for payload in await payloads(room.bot)
    ]
    assert len(set(names)) == len(names)


async def test_every_command_names_its_wish(room: Room) -> None:
    assert [one.name for one in offered(room.bot) if not isinstance(one.extras.get("wish"), Wish)] == []


async def test_every_command_turns_away_who_may_not_before_it_begins(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []
    room.bot.services.gate.reload(NOBODY)
    for command in offered(room.bot):
        if command.extras["wish"] is Wish.PERSONAL:
            continue

        async def begin(*_arguments: Any, name: str = command.name, **_options: Any) -> None:
            begun.append(name)

        with monkeypatch.context() as patch:
            patch.setattr(command, "_callback", begin)
            result = await invoke(room, command)
        assert result.response.ephemeral, command.name
        assert "certain role" in shown(result.response), command.name
    assert begun == []


@pytest.mark.simcord(settle_timeout=60)  # the first search starts the model and Chroma
async def test_every_command_that_asks_counts_for_the_limits(room: Room) -> None:
    for command in offered(room.bot):
        if command.extras["wish"] is not Wish.ASK:
            continue
        room.bot.services.gate.reload(DiscordSettings(person_limit="1/hour"))
        assert (await invoke(room, command)).response is not None
        again = await invoke(room, command)
        assert "room for the next one" in shown(again.response), command.name


@pytest.mark.simcord(check_errors=False)
async def test_every_command_that_fails_tells_the_person_alone(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.bot.services.gate.reload(DiscordSettings(manage_roles=(room.env.guild.default_role.id,)))

    async def fail(*_arguments: Any, **_options: Any) -> None:
        raise RuntimeError("secret detail")

    for command in offered(room.bot):
        with monkeypatch.context() as patch:
            patch.setattr(command, "_callback", fail)
            result = await invoke(room, command)
        assert result.response.ephemeral, command.name
        told = shown(result.response)
        assert "Something went wrong (id" in told, command.name
        assert "secret" not in told


async def test_every_suggestion_while_typing_survives_an_error_and_the_gate(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = [
        (command, parameter.name)
        for command in offered(room.bot)
        if isinstance(command, app_commands.Command)
        for parameter in command.parameters
        if parameter.autocomplete
    ]
    assert typed
    for command, name in typed:
        room.bot.services.gate.reload(NOBODY)
        assert await room.alice.autocomplete(room.channel, command.qualified_name, name, "a") == []
        room.bot.services.gate.reload(DiscordSettings(manage_roles=(room.env.guild.default_role.id,)))
        with monkeypatch.context() as patch:
            patch.setattr(Gate, "admit", fail_to_decide)
            assert await room.alice.autocomplete(room.channel, command.qualified_name, name, "a") == []
    room.bot.services.library.library.close()
    for command, name in typed:
        assert isinstance(
            await room.alice.autocomplete(room.channel, command.qualified_name, name, "a"), list
        )


def fail_to_decide(*_arguments: object) -> None:
    raise RuntimeError("broken")


def test_no_view_form_or_lasting_button_goes_around_the_gate_or_the_error_path() -> None:
    kinds = made()
    assert kinds
    for kind in kinds:
        base = next(one for one in BASES if issubclass(kind, one))
        assert isinstance(kind.wish, Wish), kind  # type: ignore[attr-defined] # every base has it
        assert kind.interaction_check is base.interaction_check, kind  # type: ignore[attr-defined]
        heard = "callback" if base is LastingButton else "on_error"
        assert getattr(kind, heard) is getattr(base, heard), kind


def test_every_form_says_whether_it_asks_a_question_for_that_counts_for_the_limits() -> None:
    assert [kind for kind in made() if issubclass(kind, Modal) and "wish" not in vars(kind)] == []
