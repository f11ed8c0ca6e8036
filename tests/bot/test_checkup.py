"""What `newsdesk doctor` finds out from Discord, against a Discord of our own on loopback."""

from collections.abc import Callable, Iterator
from typing import Any

import discord
import pytest
from pydantic import SecretStr

from bot.client import needed_permissions
from bot.running.checkup import Finding, checkup
from bot.running.run import sync_commands
from config.errors import ConfigurationError, NewsdeskError
from config.sections import DiscordSettings
from config.settings import Settings
from index.searchable import SearchableLibrary
from tests.bot.fakes import ScriptedAsker
from tests.bot.rest import TOKEN, Discord, on_loopback

SERVER, NEWS, ROLE = 500, 501, 502
MESSAGE_CONTENT = 1 << 19  # the application's flag for servers below a hundred

Look = Callable[..., dict[str, list[Finding]]]


@pytest.fixture
def ours(monkeypatch: pytest.MonkeyPatch) -> Iterator[Discord]:
    found = Discord()
    with on_loopback(found, monkeypatch):
        yield found


@pytest.fixture
def look(ours: Discord, library: SearchableLibrary, settings: Settings) -> Look:
    """Check up with some settings of Discord's; the findings by their subject."""

    def look(*, sync: bool = False, **changes: Any) -> dict[str, list[Finding]]:
        chosen = DiscordSettings(token=SecretStr(changes.pop("token", TOKEN)), **changes)
        chosen_settings = settings.model_copy(update={"discord": chosen})
        if sync:
            sync_commands(ScriptedAsker(), library, chosen_settings)
        findings = checkup(ScriptedAsker(), library, chosen_settings)
        return {
            one.subject: [other for other in findings if other.subject == one.subject] for one in findings
        }

    return look


def role(id_: int, permissions: discord.Permissions) -> dict[str, Any]:
    return {"id": str(id_), "name": "role", "permissions": str(permissions.value), "color": 0, "hoist": False,
            "position": 1, "managed": False, "mentionable": False, "flags": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None}}  # fmt: skip


def join(ours: Discord, permissions: discord.Permissions | None = None, denied: int = 0) -> None:
    """Put the bot into a server, in whose channel everyone is denied `denied`."""
    allowed = needed_permissions(DiscordSettings()) if permissions is None else permissions
    nothing = role(SERVER, discord.Permissions.none())
    ours.guilds[SERVER] = {"id": str(SERVER), "name": "Desk", "owner_id": "9", "emojis": [], "features": [],
                           "roles": [nothing, role(ROLE, allowed)]}  # fmt: skip
    ours.roles_of_bot[SERVER] = [ROLE]
    overwrite = {"id": str(SERVER), "type": 0, "allow": "0", "deny": str(denied)}
    ours.channels[SERVER] = [{"id": str(NEWS), "type": 0, "name": "news", "position": 0, "parent_id": None,
                              "permission_overwrites": [overwrite]}]  # fmt: skip


def advice(findings: dict[str, list[Finding]]) -> dict[str, str]:
    """What there is to do, by subject."""
    return {subject: one.advice for subject, found in findings.items() for one in found if one.advice}


def test_a_bot_that_is_set_up_needs_nothing(ours: Discord, look: Look) -> None:
    join(ours)
    findings = look(sync=True, ask_channels=(NEWS,))
    assert advice(findings) == {}
    assert findings["Discord token"][0].found == "is that of newsdesk (application 42)"
    assert findings["Discord permissions"][0].found == "all that is needed, in 1 of 1 servers"


def test_looking_changes_nothing_on_discord(ours: Discord, look: Look) -> None:
    join(ours)
    look()
    assert {method for method, _path, _body in ours.requests} == {"GET"}


def test_a_refused_token_is_explained_and_not_shown(look: Look) -> None:
    with pytest.raises(ConfigurationError, match="Discord refused the bot's token") as told:
        look(token="MTIz.another-token.xyz")
    assert "another-token" not in str(told.value)


def test_an_unreachable_discord_is_explained(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discord.http.Route, "BASE", "http://127.0.0.1:9")
    with pytest.raises(NewsdeskError, match="Discord cannot be reached"):
        look()


def test_an_intent_that_the_settings_need_and_the_portal_denies_is_told(ours: Discord, look: Look) -> None:
    assert "Message Content Intent" in advice(look(message_content=True))["Discord intents"]
    ours.flags = MESSAGE_CONTENT
    assert "Discord intents" not in advice(look(message_content=True))


def test_a_bot_without_a_server_gets_its_invite_link(look: Look) -> None:
    told = advice(look())["Discord servers"]
    assert "client_id=42&scope=bot+applications.commands&permissions=274877991936" in told


def test_a_missing_right_is_named_with_its_server(ours: Discord, look: Look) -> None:
    join(ours, discord.Permissions(view_channel=True, send_messages=True, read_message_history=True))
    (found,) = look()["Discord permissions"]
    assert found.found == "the bot lacks in server 500: embed links, send messages in threads"
    assert found.advice


def test_a_right_that_a_named_channel_denies_is_told(ours: Discord, look: Look) -> None:
    join(ours, denied=discord.Permissions(embed_links=True).value)
    assert "Discord permissions" not in advice(look())
    (found,) = look(ask_channels=(NEWS,))["Discord permissions"]
    assert found.found == "the bot lacks in channel 501 of server 500: embed links"


def test_threads_of_its_own_need_one_right_more(ours: Discord, look: Look) -> None:
    join(ours)
    (found,) = look(open_threads=True)["Discord permissions"]
    assert found.found == "the bot lacks in server 500: create public threads"


def test_commands_that_discord_does_not_know_are_told(ours: Discord, look: Look) -> None:
    assert look()["Discord commands"][0].found == "Discord knows none"
    assert "newsdesk bot --sync" in advice(look())["Discord commands"]


def test_commands_of_another_release_are_told(ours: Discord, look: Look) -> None:
    look(sync=True)
    assert "Discord commands" not in advice(look())
    ours.commands[0]["description"] = "What it was called before"
    assert look()["Discord commands"][0].found == "Discord knows those of another release"


def test_commands_are_looked_for_in_the_servers_that_get_them(ours: Discord, look: Look) -> None:
    join(ours)
    assert look(sync_guilds=(SERVER,))["Discord commands"][0].found == "Discord knows none in server 500"
    assert "Discord commands" not in advice(look(sync=True, sync_guilds=(SERVER,)))
