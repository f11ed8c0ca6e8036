"""Questions in messages: mentions, replies to answers, the bot's own threads, direct messages, chosen channels."""

import logging
from datetime import datetime, timedelta

import discord
from discord.ext import commands

from bot.asking import heard
from bot.asking.answering import answer
from bot.asking.channel_rights import missing, named
from bot.asking.checking import words_of
from bot.asking.heard import Wanted
from bot.asking.inquiries import Inquiry, place_of
from bot.asking.once import Once
from bot.asking.sending import UnderMessage
from bot.client import Feature, NewsdeskBot
from bot.gatekeeping.admission import author_of, known_in
from bot.gatekeeping.gate import Refusal, TooOften
from bot.gatekeeping.refusals import refusal_text
from bot.gatekeeping.rights import Wish
from bot.incidents import log_incident
from bot.markdown import ellipted, one_line
from bot.rendering import Card, notice, problem
from bot.telling import NOT_SENT, layout_of
from bot.wording import Texts, error_text
from config.errors import NewsdeskError
from index.questions import Place

logger = logging.getLogger(__name__)

SAME_TALK = timedelta(minutes=30)  # direct messages that are further apart begin a new conversation
SHORT_SECONDS = 30.0  # what concerns one person does not stay in the channel for longer
_REFUSAL_PAUSE = timedelta(minutes=10)
MAX_THREAD_NAME = 100


class Listening(Feature):
    """Answers messages."""

    def __init__(self, bot: NewsdeskBot) -> None:
        super().__init__(bot)
        self._hinted = Once(1_000)  # threads in which the bot said that it must be mentioned
        self._refused: dict[int, datetime] = {}

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that wants it; once, and with no more than one attempt where Discord forbids it."""
        me = self.bot.user
        if me is None or message.author.bot or message.webhook_id or message.is_system():
            return
        facts = _facts(message, me.id, self.services.gate.answer_channels)
        want = heard.wanted(facts)
        if want is Wanted.NOTHING or not self.services.take(message.id):
            return
        try:
            if await self._is_let_in(message, want):
                await self._do(want, facts, message)
                self.services.pauses.allow(message.channel.id)
        except discord.Forbidden as error:
            self.services.pauses.forbid(message.channel.id, self.services.clock())
            logger.warning("Discord forbade an answer in channel %d: %s", message.channel.id, error)
        except discord.NotFound as error:
            logger.warning("What was to be answered in channel %d is gone: %s", message.channel.id, error)
        except Exception as error:  # noqa: BLE001 - the last stop: logged with its traceback, told with its id
            await self._report(message, error)

    async def _is_let_in(self, message: discord.Message, want: Wanted) -> bool:
        """Whether bot and person may; if not, the person was told."""
        if not await self._may_answer(message):
            return False
        if want not in (Wanted.ANSWER, Wanted.CHECK):
            return True
        refusal = self.services.gate.admit(Wish.ASK, author_of(message))
        if refusal is None:
            return True
        await self._refuse(message, refusal)
        return False

    async def _do(self, want: Wanted, facts: heard.Message, message: discord.Message) -> None:
        texts = self._texts(message)
        match want:
            case Wanted.ANSWER:
                await self._answer(facts, message, texts)
            case Wanted.CHECK:
                await self._check(message, texts)
            case Wanted.GREETING:
                await _say(message, notice(texts.say("greeting")))
            case Wanted.SHORTER:
                await _say(message, notice(texts.say("question-too-long", most=heard.MAX_SPOKEN)))
            case Wanted.MENTION if self._hinted.is_first(message.channel.id):
                await _say(message, notice(texts.say("mention-needed")))

    async def _answer(self, facts: heard.Message, message: discord.Message, texts: Texts) -> None:
        before = await self._before(facts, message)
        thread = await self._opened_thread(facts, message)
        where = thread or message.channel
        place = place_of(where.id, where, message.guild.id if message.guild else None)
        inquiry = Inquiry(message.id, facts.text, message.author.id, place, before=before)
        await answer(self.services, inquiry, UnderMessage(message, texts, thread), texts)

    async def _check(self, message: discord.Message, texts: Texts) -> None:
        """Check the claim of the message that this one replies to."""
        claimed = message.reference.resolved if message.reference else None
        claim = heard.claim_in(words_of(claimed)) if isinstance(claimed, discord.Message) else ""
        if not claim:
            await _say(message, notice(texts.say("nothing-to-check")))
            return
        inquiry = Inquiry(message.id, claim, message.author.id, self._place(message))
        await answer(self.services, inquiry, UnderMessage(message, texts), texts)

    async def _before(self, facts: heard.Message, message: discord.Message) -> int | None:
        """The turn that a message continues: of the answer that it replies to, else of its thread or talk."""
        place = self._place(message)
        if facts.is_reply_to_bot and message.reference and message.reference.message_id:
            asked = await self.services.memory.by_message(message.reference.message_id)
            return asked.id if asked and asked.place == place and not asked.is_private else None
        if not (facts.is_own_thread or facts.is_direct):
            return None
        latest = await self.services.memory.latest(place)
        if latest is None or (facts.is_direct and self.services.clock() - latest.asked > SAME_TALK):
            return None
        return latest.id

    async def _opened_thread(self, facts: heard.Message, message: discord.Message) -> discord.Thread | None:
        """A new thread for a new conversation, where the settings want one and the bot may."""
        channel = message.channel
        if (
            not self.services.settings.discord.open_threads
            or facts.is_reply
            or not isinstance(channel, discord.TextChannel)
        ):
            return None
        rights = channel.permissions_for(channel.guild.me)
        if not (rights.create_public_threads and rights.send_messages_in_threads):
            return None
        name = ellipted(one_line(facts.text), MAX_THREAD_NAME)
        try:
            return await message.create_thread(name=name)
        except discord.HTTPException as error:
            logger.warning("No thread was opened in channel %d: %s", channel.id, error)
            return channel.get_thread(message.id)  # there after all, where only the response was lost

    async def _may_answer(self, message: discord.Message) -> bool:
        """Whether the bot has the rights to answer here; if not, the person is told, and not again for a while."""
        channel, now = message.channel, self.services.clock()
        if message.guild is None or isinstance(channel, (discord.DMChannel, discord.GroupChannel)):
            return True
        is_thread = isinstance(channel, discord.Thread)
        rights = channel.permissions_for(message.guild.me)
        lacking = missing(rights, is_thread=is_thread)
        is_closed = self.services.pauses.is_closed(channel.id, now)
        if not lacking.value:
            return not is_closed
        if not is_closed:
            self.services.pauses.forbid(channel.id, now)
            texts = self._texts(message)
            told = texts.say("rights-missing", channel=f"<#{channel.id}>", rights=named(texts, lacking))
            may_say = not (lacking.send_messages or lacking.send_messages_in_threads)
            await _tell_alone(message, told, into_channel=may_say)
        return False

    async def _refuse(self, message: discord.Message, refusal: Refusal) -> None:
        """Tell a person why not, once in a while."""
        now, person = self.services.clock(), message.author.id
        if self._refused.get(person, now) > now:
            return
        self._refused = {one: until for one, until in self._refused.items() if until > now}
        self._refused[person] = refusal.until if isinstance(refusal, TooOften) else now + _REFUSAL_PAUSE
        texts = self._texts(message)
        await _say(message, notice(refusal_text(texts, refusal, known_in(message.guild))), is_short=True)

    async def _report(self, message: discord.Message, error: Exception) -> None:
        texts = self._texts(message)
        if isinstance(error, NewsdeskError):
            logger.warning("A message failed: %s: %s", type(error).__name__, error)
            told = error_text(texts, error)
        else:
            told = texts.say("unexpected", incident=log_incident("a message", error))
        try:
            await _say(message, problem(told, texts))
        except NOT_SENT as failure:
            logger.warning("Nobody could be told in channel %d: %s", message.channel.id, failure)

    def _texts(self, message: discord.Message) -> Texts:
        return self.services.public_texts(message.guild)

    @staticmethod
    def _place(message: discord.Message) -> Place:
        return place_of(message.channel.id, message.channel, message.guild.id if message.guild else None)


def _facts(message: discord.Message, me: int, answer_channels: frozenset[int]) -> heard.Message:
    channel, reference = message.channel, message.reference
    replied = reference.resolved if reference else None
    role = message.guild.self_role if message.guild else None
    ids = (me, role.id) if role else (me,)
    places = {channel.id, getattr(channel, "parent_id", None)}
    return heard.Message(
        text=heard.without_mentions(message.content, ids),
        is_direct=message.guild is None,
        is_mention=any(user.id == me for user in message.mentions) or (role in message.role_mentions),
        is_reply=reference is not None and reference.type is discord.MessageReferenceType.reply,
        is_reply_to_bot=isinstance(replied, discord.Message) and replied.author.id == me,
        is_own_thread=isinstance(channel, discord.Thread) and channel.owner_id == me,
        is_answer_channel=not places.isdisjoint(answer_channels),
    )


async def _say(message: discord.Message, card: Card, *, is_short: bool = False) -> None:
    """Reply to a message; a short reply goes away by itself."""
    sent = await message.channel.send(
        view=layout_of(card),
        reference=message.to_reference(fail_if_not_exists=False),
        nonce=f"{message.id}-said",  # not that of the answer, or Discord would take it for one of its messages
    )
    if is_short:
        await sent.delete(delay=SHORT_SECONDS)


async def _tell_alone(message: discord.Message, told: str, *, into_channel: bool) -> None:
    """Say in plain words what the bot lacks: in the channel if it may speak there, else to the person alone."""
    where = message.channel if into_channel else message.author
    try:
        await where.send(told, nonce=f"{message.id}-said", suppress_embeds=True)
    except NOT_SENT as failure:
        logger.warning("Nobody could be told what is missing in channel %d: %s", message.channel.id, failure)
