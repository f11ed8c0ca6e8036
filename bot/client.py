"""The bot: `/ask`, and the ways in which replies and errors reach people."""

import logging
import sys
from collections.abc import Callable
from datetime import datetime

import discord
from discord import app_commands

from answer.answers import Asker
from bot import wording
from bot.incidents import log_incident
from bot.markdown import one_line
from bot.rendering import Card, notice, problem
from bot.replies import Replies, Reply, now
from config.settings import Settings

logger = logging.getLogger(__name__)

MAX_QUESTION = 300
PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    embed_links=True,
    read_message_history=True,
)


class NewsdeskBot(discord.Client):
    """Answers questions about the library of `asker`. It needs no privileged intent and pings nobody."""

    def __init__(self, asker: Asker, settings: Settings, clock: Callable[[], datetime] = now) -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # it will never speak
        super().__init__(
            intents=discord.Intents.default(),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
        )
        self.replies = Replies(asker, settings, clock)
        self.tree = CommandTree(self)

    async def on_ready(self) -> None:
        """Say in the log where the bot is and how to invite it to more servers."""
        logger.info("Connected to %d servers; invite link: %s", len(self.guilds), invite(self.application_id))

    async def on_error(self, event_method: str, /, *_args: object, **_kwargs: object) -> None:
        """Log what a listener raised."""
        if error := sys.exc_info()[1]:
            log_incident(event_method, error)

    async def close(self) -> None:
        """Disconnect, then let the questions that run finish."""
        await super().close()
        await self.replies.close()


class CommandTree(app_commands.CommandTree[discord.Client]):
    """All commands of the bot, and what people read when one fails."""

    def __init__(self, client: discord.Client) -> None:
        super().__init__(client)
        self.add_command(ask)

    async def on_error(
        self, interaction: discord.Interaction[discord.Client], error: app_commands.AppCommandError, /
    ) -> None:
        """Tell the person who used the command what happened, and nobody else."""
        match error:
            case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
                card = notice(wording.COMMAND_CHANGED)
            case _:
                cause = getattr(error, "original", error)
                card = problem(wording.unexpected(log_incident(_name(interaction), cause)))
        try:
            await _tell_asker(interaction, card)
        except discord.HTTPException as failure:
            logger.warning("Nobody could be told that %s failed: %s", _name(interaction), failure)


@app_commands.command(name="ask", description=wording.ASK)
@app_commands.describe(question=wording.ASK_QUESTION)
async def ask(
    interaction: discord.Interaction[NewsdeskBot], question: app_commands.Range[str, 1, MAX_QUESTION]
) -> None:
    """Answer a question for everyone in the channel; tell problems to the asker alone."""
    question = one_line(question)
    if not question:
        await interaction.response.send_message(
            embed=embed_of(notice(wording.EMPTY_QUESTION)), ephemeral=True
        )
        return
    await interaction.response.defer(thinking=True)
    await _send(interaction, await interaction.client.replies.to(question))


def invite(application_id: int | str | None) -> str:
    """The link that adds the bot to a server, with the rights that it needs."""
    return discord.utils.oauth_url(
        application_id or "YOUR_APPLICATION_ID",
        permissions=PERMISSIONS,
        scopes=("bot", "applications.commands"),
    )


async def _send(interaction: discord.Interaction[NewsdeskBot], reply: Reply) -> None:
    first, *others = reply.cards
    if reply.only_to_asker:
        await _replace_for_asker(interaction, first)
        return
    await interaction.edit_original_response(embed=embed_of(first))
    for card in others:
        await interaction.followup.send(embed=embed_of(card))


async def _tell_asker(interaction: discord.Interaction[discord.Client], card: Card) -> None:
    """Send `card` to the person who used the command, however far the command got."""
    if not interaction.response.is_done():
        await interaction.response.send_message(embed=embed_of(card), ephemeral=True)
    elif (await interaction.original_response()).flags.loading:
        await _replace_for_asker(interaction, card)
    else:
        await interaction.followup.send(embed=embed_of(card), ephemeral=True)


async def _replace_for_asker(interaction: discord.Interaction[discord.Client], card: Card) -> None:
    """Put a private message in the place of the public "thinking…".

    The first message after a deferral takes the deferral's visibility, whatever it asks for, and where the
    deferral was deleted Discord may refuse the next message (its API documentation's issues 2739, 2866 and
    3087). So the deferral is completed with words that anyone may read, and removed when the private message
    is there.
    """
    await interaction.edit_original_response(embed=embed_of(notice(wording.TOLD_PRIVATELY)))
    await interaction.followup.send(embed=embed_of(card), ephemeral=True)
    await interaction.delete_original_response()


def embed_of(card: Card) -> discord.Embed:
    """The card as discord.py sends it."""
    embed = discord.Embed(title=card.title, description=card.description, colour=card.colour)
    return embed.set_footer(text=card.footer) if card.footer else embed


def _name(interaction: discord.Interaction[discord.Client]) -> str:
    command = interaction.command
    return f"/{command.qualified_name}" if command else "an unknown command"
