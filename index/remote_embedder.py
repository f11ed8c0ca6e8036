"""The embedder whose model runs on a server: requests in batches, several at a time, tried again in one place.

Every request carries a probe, a fixed text whose vector the library remembers. A response is taken only where the
probe came back as it was, so a server whose model was changed, or that mixes up its texts, cannot spoil the index.
"""

import hashlib
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import numpy as np
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception,
    sleep_using_event,
    stop_any,
    stop_before_delay,
    stop_when_event_set,
    wait_exponential_jitter,
)
from tokenizers import Tokenizer

from config.errors import ConfigurationError, EmbeddingError
from config.sections import EmbeddingSettings
from index.breaker import Breaker
from index.embedding import bundled_folder, by_length, unit
from index.embedding_server import EmbeddingServer, ServerError
from index.probes import TEXT, Probes
from index.stored import ModelIdentity, Vectors

log = logging.getLogger(__name__)

_SAME = 0.99  # cosine of the probe's vectors; precision, batches and processors make differences below 0.004
_MARGIN = 0.75  # of what the model reads is used where another model's tokenizer counts
_SHARE = 0.5  # of the time that is left may pass in one try, so that there is another
_SHORTEST = 200  # characters of a text that is refused even so
_pauses = wait_exponential_jitter(multiplier=0.25, max=10, jitter=0.25)


class RemoteEmbedder:
    """A model behind an address. Its texts leave this machine."""

    def __init__(self, settings: EmbeddingSettings, probes: Probes) -> None:
        """Connects to nothing yet. Raises ConfigurationError."""
        self.tokenizer = _tokenizer(settings)
        self.max_tokens = settings.max_tokens if settings.tokenizer else int(settings.max_tokens * _MARGIN)
        self._settings = settings
        self._digest = _digest(settings)
        self._server = EmbeddingServer(settings)
        self._probes = probes
        self._probe: Vectors | None = None
        self._breaker = Breaker()

    @property
    def precision(self) -> None:
        """Unknown: the server does not tell."""

    @property
    def identity(self) -> ModelIdentity:
        """The model by the names that the settings give it. Raises EmbeddingError where it was never reached."""
        return ModelIdentity(self._settings.model, self._digest, len(self._remembered()))

    def embed(self, texts: Sequence[str], seconds: float | None = None) -> Vectors:
        """Vectors of unit length, shape (len(texts), dimensions), in the order of the texts.

        A request is given up after `seconds`, or what the settings say. Raises EmbeddingError.
        """
        limit = seconds or self._settings.deadline_seconds
        vectors = np.zeros((len(texts), len(self._remembered())), dtype=np.float32)
        order, size = by_length(texts), self._settings.request_passages
        batches = [order[at : at + size] for at in range(0, len(order), size)]
        stopped = Event()

        def embed(batch: list[int]) -> None:
            try:
                if not stopped.is_set():
                    vectors[batch] = self._batch([texts[position] for position in batch], limit, stopped)
            except BaseException:
                stopped.set()
                raise

        with self._counted():
            if len(batches) == 1:
                embed(batches[0])
            else:
                self._together(embed, batches, stopped)
        return vectors

    def _together(self, embed: Callable[[list[int]], None], batches: list[list[int]], stopped: Event) -> None:
        with ThreadPoolExecutor(self._settings.concurrency) as pool:
            try:
                list(pool.map(embed, batches))
            finally:
                stopped.set()

    def _remembered(self) -> Vectors:
        """The vector that the probe must have, shape (dimensions,); asked for where nothing is remembered yet."""
        if self._probe is None:
            self._probe = self._probes.of(self._digest)
        if self._probe is None:
            with self._counted():
                seconds = self._settings.deadline_seconds
                made = self._tried([TEXT], seconds, Event())[0]
            self._probe = self._probes.remember(self._digest, made)
        return self._probe

    def _batch(self, texts: list[str], seconds: float, stopped: Event) -> Vectors:
        """The vectors of one request's texts; what the server finds too much is asked for in smaller parts."""
        try:
            return self._checked(self._tried([TEXT, *texts], seconds, stopped))
        except ServerError as fault:
            parts = _smaller(texts) if fault.is_too_much else []
            if not parts:
                raise
        return np.concatenate([self._batch(part, seconds, stopped) for part in parts])

    def _tried(self, texts: list[str], seconds: float, stopped: Event) -> Vectors:
        """Unit vectors of the texts, asked for again where a try failed in passing."""
        until = time.monotonic() + seconds

        def once() -> Vectors:
            return unit(self._server.vectors(texts, (until - time.monotonic()) * _SHARE))

        tries = Retrying(
            retry=retry_if_exception(lambda fault: isinstance(fault, ServerError) and fault.is_passing),
            wait=_pause,
            stop=stop_any(stop_before_delay(seconds), stop_when_event_set(stopped)),
            sleep=sleep_using_event(stopped),
            reraise=True,
        )
        return tries(once)

    def _checked(self, vectors: Vectors) -> Vectors:
        """The vectors without the probe's, which comes first. Raises EmbeddingError where it is another."""
        probe = self._remembered()
        if vectors.shape[1] != len(probe):
            found = f"{vectors.shape[1]} numbers a text instead of {len(probe)}"
        elif (likeness := float(vectors[0] @ probe)) < _SAME:
            found = f"another vector than before for the same text (cosine {likeness:.2f})"
        else:
            return vectors[1:]
        raise EmbeddingError(
            f"The embedding server {self._server.url} gives {found}: its model was changed. Put the old one back, or "
            "set embedding.model or embedding.revision to a new name and run `newsdesk reindex`."
        )

    @contextmanager
    def _counted(self) -> Iterator[None]:
        """Let the breaker know how it ends; raises EmbeddingError while the server is left alone."""
        if self._breaker.is_resting:
            raise EmbeddingError(
                f"The embedding server {self._server.url} failed again and again, and is left alone for some seconds."
            )
        try:
            yield
        except ServerError as fault:
            self._breaker.failed(fault.retry_after)
            raise
        self._breaker.succeeded()


def _pause(state: RetryCallState) -> float:
    """Seconds until the next try: what the server asks for, else more from time to time."""
    fault = state.outcome.exception() if state.outcome else None
    asked = fault.retry_after if isinstance(fault, ServerError) else None
    return _pauses(state) if asked is None else asked


def _smaller(texts: list[str]) -> list[list[str]]:
    """The same in two halves; a single text loses its end, as it would in a model that reads no more."""
    if len(texts) > 1:
        middle = len(texts) // 2
        return [texts[:middle], texts[middle:]]
    if texts and len(texts[0]) > _SHORTEST:
        return [[texts[0][: len(texts[0]) // 2]]]
    return []


def _digest(settings: EmbeddingSettings) -> str:
    """Identify the model by its name and revision: what it is, the probe tells."""
    named = f"server:{settings.model}@{settings.revision or ''}"
    return hashlib.sha256(named.encode()).hexdigest()[:32]


def _tokenizer(settings: EmbeddingSettings) -> Tokenizer:
    """The server's model's tokenizer if there is one here, else that of the bundled model."""
    named = settings.tokenizer
    file = named.expanduser() if named else bundled_folder() / "tokenizer.json"
    try:
        tokenizer = Tokenizer.from_file(str(file))
    except Exception as exc:  # tokenizers raises bare Exception
        raise ConfigurationError(
            f"embedding.tokenizer ({file}) is no tokenizer.json that can be read. Name that file of the model, or "
            "remove the setting."
        ) from exc
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
