"""The language model as the rest of newsdesk knows it: it gives text within bounds, or one of our reasons why not.

A request runs in a thread of its own, so that the question that waits for it keeps its deadline whatever a name
server, a provider or its library do. A second request is made where a first one failed in passing, before any text
came, and time is left.
"""

import logging
import math
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Protocol

from answer.notes import Reason
from answer.writing.allowance import Allowance
from answer.writing.failures import ModelFailure
from answer.writing.providers import Message, Piece, Schema, pieces, require
from answer.writing.transport import Call
from config.errors import LibraryError
from config.sections import LlmSettings
from index.breaker import Breaker
from index.library import Library
from index.usage import Ceilings, Spent, UsageLog

log = logging.getLogger(__name__)

_CHARACTERS_A_TOKEN = 3  # about, and rather too few: what is not told is estimated high
_PAUSE = 0.5  # before a second request, where the provider names no time
_LEAST_SECONDS = 1.0  # a request with less time than this is not begun a second time
_MAX_CHARACTERS = 40_000
_MAX_COMPLETION = 4_000
_SHARE_OF_A_COMPLETION = 1 / 3  # of the time that is left: the answer itself is still to come


class LanguageModel(Protocol):
    """What writes text. Thread-safe."""

    @property
    def name(self) -> str:
        """The model's name, for people."""
        ...

    def stream(
        self, messages: Sequence[Message], allowance: Allowance, schema: Schema | None = None
    ) -> Iterator[str]:
        """The answer, piece by piece, in the form of `schema` if the provider can. Raises ModelFailure only."""
        ...

    def complete(self, prompt: str, allowance: Allowance) -> str | None:
        """What the model says to `prompt`, stripped and of bounded length; None where it fails in any way.

        It costs one or two of the question's requests, and a third of its time at most. What it says is a model's:
        show none of it unchecked.
        """
        ...


class Model:
    """The model that the settings name, with its breaker, its concurrency limit and its ceilings."""

    def __init__(
        self,
        settings: LlmSettings,
        library: Library,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Nothing is loaded or connected yet. Raises ConfigurationError where the settings cannot work."""
        require(settings)
        self._settings = settings
        self._usage = UsageLog(library)
        self._clock = clock
        self._breaker = Breaker()
        self._slots = threading.BoundedSemaphore(settings.concurrency)

    @property
    def name(self) -> str:
        """The model's name, as the settings have it."""
        return self._settings.model

    def stream(
        self, messages: Sequence[Message], allowance: Allowance, schema: Schema | None = None
    ) -> Iterator[str]:
        """See LanguageModel."""
        if self._breaker.is_resting:
            raise ModelFailure(Reason.RESTING)
        has_begun = False
        while True:
            try:
                for text in self._once(messages, allowance, schema):
                    has_begun = True
                    yield text
            except ModelFailure as failure:
                log.warning("The language model failed: %s", failure.reason.name)
                if failure.is_of_the_server:
                    self._breaker.failed(failure.retry_after)
                pause = _PAUSE if failure.retry_after is None else failure.retry_after
                is_worth_it = failure.is_passing and not has_begun and allowance.requests > 0
                if not is_worth_it or allowance.seconds < pause + _LEAST_SECONDS:
                    raise
                threading.Event().wait(pause)
            else:
                self._breaker.succeeded()
                return

    def complete(self, prompt: str, allowance: Allowance) -> str | None:
        """See LanguageModel."""
        said = ""
        share = Allowance(time.monotonic() + allowance.seconds * _SHARE_OF_A_COMPLETION, allowance.requests)
        try:
            for text in self.stream([Message("user", prompt)], share):
                said += text
                if len(said) > _MAX_COMPLETION:
                    return None
        except ModelFailure:
            return None
        finally:
            allowance.requests = share.requests
        return said.strip() or None

    def _once(
        self, messages: Sequence[Message], allowance: Allowance, schema: Schema | None
    ) -> Iterator[str]:
        """One request, read by a thread that may outlive it."""
        if not allowance.requests or not self._slots.acquire(timeout=allowance.seconds / 2):
            raise ModelFailure(Reason.BUSY)
        call = Call(allowance)
        given: queue.SimpleQueue[str | ModelFailure | None] = queue.SimpleQueue()
        threading.Thread(
            target=self._request, args=(messages, call, schema, given.put), name="model", daemon=True
        ).start()
        characters = 0
        try:
            while (item := given.get(timeout=allowance.seconds)) is not None:
                if isinstance(item, ModelFailure):
                    raise item
                characters += len(item)
                if characters > _MAX_CHARACTERS:
                    raise ModelFailure(Reason.TOO_LONG)
                yield item
        except queue.Empty:
            raise ModelFailure(Reason.TOO_SLOW) from None
        finally:
            call.stopped.set()

    def _request(
        self,
        messages: Sequence[Message],
        call: Call,
        schema: Schema | None,
        put: Callable[[str | ModelFailure | None], None],
    ) -> None:
        """Make the request and hand over what comes, whatever comes; runs in a thread of its own."""
        try:
            for text in self._counted(messages, call, schema):
                put(text)
            put(ModelFailure(call.fault, call.retry_after) if call.fault else None)
        except ModelFailure as failure:
            put(failure)
        except LibraryError:
            log.warning("The use of the language model could not be counted", exc_info=True)
            put(ModelFailure(Reason.BUSY))
        except Exception as exc:  # noqa: BLE001 - a provider's library may raise anything; its words may hold anything
            log.warning("The language model's library raised %s", type(exc).__name__)
            put(ModelFailure(call.fault or Reason.UNREADABLE, call.retry_after))
        finally:
            self._slots.release()

    def _counted(self, messages: Sequence[Message], call: Call, schema: Schema | None) -> Iterator[str]:
        """The request's text; what it takes is reserved before and put right after. Raises ModelFailure(CEILING)."""
        settings, day = self._settings, self._clock().astimezone(UTC).date()
        tokens_in = _tokens(sum(len(message.text) for message in messages))
        reserved = self._spent(tokens_in, settings.output_tokens)
        ceilings = Ceilings(settings.daily_tokens, settings.daily_cost)
        if not self._usage.reserve(day, settings.model, reserved, ceilings):
            raise ModelFailure(Reason.CEILING)
        last, characters = Piece(""), 0
        try:
            for piece in pieces(settings, messages, call, schema):
                last = piece if piece.tokens_in is not None else last
                characters += len(piece.text)
                if piece.text:
                    yield piece.text
        finally:
            wrote = _tokens(characters) if last.tokens_out is None else last.tokens_out
            spent = self._spent(tokens_in if last.tokens_in is None else last.tokens_in, wrote)
            self._usage.correct(day, settings.model, reserved, spent)

    def _spent(self, tokens_in: int, tokens_out: int) -> Spent:
        settings = self._settings
        cost = (tokens_in * settings.price_in + tokens_out * settings.price_out) / 1_000_000
        return Spent(1, tokens_in, tokens_out, cost)


def _tokens(characters: int) -> int:
    return math.ceil(characters / _CHARACTERS_A_TOKEN)
