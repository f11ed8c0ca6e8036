"""What a message in a channel wants of the bot. Pure: discord.py's message comes in as facts.

Without the privileged intent for message content, Discord gives the bot the text only of messages that mention it
(a reply with the ping on does) and of direct messages. All others arrive without text.
"""

import re
from dataclasses import dataclass
from enum import Enum

from bot.markdown import one_line

MAX_SPOKEN = 1_000
_EMPHASIS = re.compile(
    r"^[>#\s]+|[*~`|]{1,3}(?=\S)|(?<=\S)[*~`|]{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)", re.MULTILINE
)
_LINK = re.compile(r"\[([^\]]+)\]\(\s*<?https?://[^)]*\)|<?https?://\S+>?")


@dataclass(frozen=True, slots=True)
class Message:
    """The facts of a message of a person.

    `text` is without mentions of the bot. `is_reply_to_bot` and `is_reply` tell what it replies to, if anything;
    `is_own_thread` is whether the bot opened the thread that it stands in; `is_answer_channel` whether an admin
    chose the channel to be answered in without a mention.
    """

    text: str
    is_direct: bool = False
    is_mention: bool = False
    is_reply: bool = False
    is_reply_to_bot: bool = False
    is_own_thread: bool = False
    is_answer_channel: bool = False


class Wanted(Enum):
    """What to do about a message."""

    NOTHING = "not meant for the bot"
    ANSWER = "a question"
    CHECK = "what is replied to is to be checked"
    GREETING = "the bot was called, but not asked"
    MENTION = "meant for the bot, which cannot read it without a mention"
    SHORTER = "too long for a question"


def wanted(message: Message) -> Wanted:
    """What a message wants."""
    is_called = message.is_mention or message.is_direct
    if not (is_called or message.is_reply_to_bot or message.is_own_thread or message.is_answer_channel):
        return Wanted.NOTHING
    if not message.text:
        if message.is_mention and message.is_reply and not message.is_reply_to_bot:
            return Wanted.CHECK
        if is_called:
            return Wanted.GREETING
        return Wanted.MENTION if message.is_own_thread else Wanted.NOTHING
    if message.is_reply and not (message.is_reply_to_bot or is_called):
        return Wanted.NOTHING  # people talk with each other
    return Wanted.ANSWER if len(message.text) <= MAX_SPOKEN else Wanted.SHORTER


def without_mentions(text: str, ids: tuple[int, ...]) -> str:
    """`text` on one line without mentions of the bot or its role."""
    for id_ in ids:
        text = re.sub(rf"<@[!&]?{id_}>", " ", text)
    return one_line(text)


def claim_in(text: str, most: int = 300) -> str:
    """What a message claims: its words on one line without marks and links, its first sentences if it is long."""
    words = one_line(_EMPHASIS.sub("", _LINK.sub(lambda link: link[1] or " ", text)))
    if len(words) <= most:
        return words
    cut = words[:most]
    ends = [end.end() for end in re.finditer(r"[.!?…。！？]+(?=\s|$)", cut)]
    return cut[: ends[-1]] if ends else cut.rsplit(" ", 1)[0]
