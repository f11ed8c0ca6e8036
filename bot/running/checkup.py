"""What Discord says of the bot, without connecting it: for `newsdesk doctor`. English, as the rest of the terminal."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import discord

from answer.answers import Asker
from bot.asking.channel_rights import missing
from bot.client import NewsdeskBot, invite, needed_permissions
from bot.features import newsdesk_bot
from bot.running.run import explained, token_of
from config.sections import DiscordSettings
from config.settings import Settings
from index.searchable import SearchableLibrary

MOST_SERVERS = 20  # looked at one by one, three requests each


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what was found, and what to do where it is a problem."""

    subject: str
    found: str
    advice: str | None = None


def checkup(asker: Asker, library: SearchableLibrary, settings: Settings) -> tuple[Finding, ...]:
    """Ask Discord about token, intents, servers, permissions and commands; changes nothing there.

    Raises ConfigurationError where the token is missing or refused, NewsdeskError where Discord cannot be
    reached.
    """
    return asyncio.run(_checkup(asker, library, settings, token_of(settings.discord)))


async def _checkup(
    asker: Asker, library: SearchableLibrary, settings: Settings, token: str
) -> tuple[Finding, ...]:
    async with newsdesk_bot(asker, library, settings) as bot:
        with explained():
            await bot.login(token)
            application = await bot.application_info()
            servers = [server async for server in bot.fetch_guilds(limit=None)]
            return (
                Finding("Discord token", f"is that of {application.name} (application {application.id})"),
                _intents(settings.discord, application.flags),
                _servers(servers, invite(application.id, settings.discord)),
                *await _permissions(bot, bot.user.id if bot.user else 0, settings.discord, servers),
                await _commands(bot, settings.discord),
            )


def _intents(settings: DiscordSettings, flags: discord.ApplicationFlags) -> Finding:
    subject = "Discord intents"
    is_on = flags.gateway_message_content or flags.gateway_message_content_limited
    if settings.message_content and not is_on:
        return Finding(
            subject,
            "discord.message_content is set, and Message Content is off",
            "Switch on Message Content Intent (developer portal, your application, Bot), or unset the setting.",
        )
    return Finding(subject, "as the settings need them")


def _servers(servers: Sequence[discord.Guild], link: str) -> Finding:
    subject = "Discord servers"
    if not servers:
        return Finding(subject, "the bot is in none", f"Invite it: {link}")
    return Finding(subject, f"the bot is in {len(servers)}")


async def _permissions(
    bot: NewsdeskBot, me: int, settings: DiscordSettings, servers: Iterable[discord.Guild]
) -> list[Finding]:
    """One finding a server in which something is missing, else one for all; channels only that settings name."""
    chosen = [server for server in servers if not settings.sync_guilds or server.id in settings.sync_guilds]
    lacks = [await _lacks(bot, me, settings, server.id) for server in chosen[:MOST_SERVERS]]
    subject = "Discord permissions"
    problems = [
        Finding(
            subject, lack, "Grant it to the bot's role (server settings, Roles; a channel's Permissions)."
        )
        for lack in chain.from_iterable(lacks)
    ]
    looked_at = min(len(chosen), MOST_SERVERS)
    return problems or [Finding(subject, f"all that is needed, in {looked_at} of {len(chosen)} servers")]


async def _lacks(bot: NewsdeskBot, me: int, settings: DiscordSettings, id_: int) -> list[str]:
    server = await bot.fetch_guild(id_)  # with its roles, which the list of servers leaves out
    member = await server.fetch_member(me)
    needed = needed_permissions(settings)
    lacks = [_lack(f"server {id_}", discord.Permissions(needed.value & ~member.guild_permissions.value))]
    named = {*settings.ask_channels, *settings.answer_channels}
    for channel in await server.fetch_channels() if named else ():
        if channel.id in named:
            rights = missing(channel.permissions_for(member), is_thread=False)
            lacks.append(_lack(f"channel {channel.id} of server {id_}", rights))
    return [lack for lack in lacks if lack]


def _lack(where: str, rights: discord.Permissions) -> str | None:
    names = ", ".join(name.replace("_", " ") for name, is_lacking in rights if is_lacking)
    return f"the bot lacks in {where}: {names}" if names else None


async def _commands(bot: NewsdeskBot, settings: DiscordSettings) -> Finding:
    subject, advice = "Discord commands", "Tell Discord: newsdesk bot --sync"
    ours = {_shape(command.to_dict(bot.tree)) for command in bot.tree.get_commands()}
    for place in map(discord.Object, settings.sync_guilds) if settings.sync_guilds else (None,):
        theirs = {_shape(command.to_dict()) for command in await bot.tree.fetch_commands(guild=place)}
        where = f" in server {place.id}" if place else ""
        if not theirs:
            return Finding(subject, f"Discord knows none{where}", advice)
        if theirs != ours:
            return Finding(subject, f"Discord knows those of another release{where}", advice)
    return Finding(subject, f"Discord knows all {len(ours)}")


def _shape(command: Any) -> tuple[object, ...]:  # noqa: ANN401 - Discord's JSON, ours and theirs
    """What people see of a command, without its translations: Discord leaves those out."""
    options = tuple(map(_shape, command.get("options", ())))
    return command.get("type", 1), command["name"], command.get("description", ""), options
