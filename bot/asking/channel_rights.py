"""What the bot needs in a channel to answer a message there, and what it lacks. Pure."""

from collections.abc import Iterator

import discord

from bot.wording import Texts


def missing(permissions: discord.Permissions, *, is_thread: bool) -> discord.Permissions:
    """What the bot may not do in a channel, of what an answer there needs."""
    needed = discord.Permissions(view_channel=True, embed_links=True, read_message_history=True)
    needed.send_messages_in_threads, needed.send_messages = is_thread, not is_thread
    return discord.Permissions(needed.value & ~permissions.value)


def named(texts: Texts, rights: discord.Permissions) -> str:
    """The rights as Discord's own settings name them."""

    def names() -> Iterator[str]:
        if rights.view_channel:
            yield texts.say("right-view")
        if rights.send_messages:
            yield texts.say("right-send")
        if rights.send_messages_in_threads:
            yield texts.say("right-send-in-threads")
        if rights.embed_links:
            yield texts.say("right-embed")
        if rights.read_message_history:
            yield texts.say("right-history")

    return ", ".join(names())
