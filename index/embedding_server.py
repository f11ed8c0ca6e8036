"""One request to a server that runs an embedding model: OpenAI's protocol, or text-embeddings-inference's.

What comes back is believed only where it is what was asked for. Errors hold our words, never the server's, which
may repeat the key.
"""

import time
from collections.abc import Sequence
from http import HTTPStatus

import httpx
import numpy as np
from pydantic import BaseModel, TypeAdapter

from config.errors import EmbeddingError
from config.sections import EmbeddingSettings
from index.servers import CONNECT_SECONDS, authorization, connections, seconds_to_wait
from index.stored import Vectors

_BYTES_A_TEXT = 128 * 1024  # 8,192 numbers of 16 characters
_BYTES_BESIDE = 64 * 1024


class ServerError(EmbeddingError):
    """Why a request gave no vectors. `retry_after` is how many seconds the server asked to wait, if it did.

    `is_passing`: the same request may succeed in a moment. `is_too_much`: fewer or shorter texts may.
    """

    def __init__(
        self,
        message: str,
        *,
        is_passing: bool = False,
        is_too_much: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.is_passing = is_passing
        self.is_too_much = is_too_much
        self.retry_after = retry_after


class _Numbered(BaseModel):
    index: int
    embedding: list[float]


class _Listed(BaseModel):
    data: list[_Numbered]


_OPENAI = TypeAdapter(_Listed)
_TEI = TypeAdapter(list[list[float]])


class EmbeddingServer:
    """The server that the settings name. Safe to use from several threads."""

    def __init__(self, settings: EmbeddingSettings) -> None:
        """Connects to nothing yet. Raises ConfigurationError where the key cannot be sent."""
        self._model = settings.model
        self._is_openai = settings.kind == "openai"
        self.url = _address(str(settings.url), "embeddings" if self._is_openai else "embed")
        headers = authorization("embedding.api_key", settings.api_key)
        headers["accept-encoding"] = "identity"  # a few bytes could unpack to gigabytes
        self._client = httpx.Client(
            transport=connections(), trust_env=False, follow_redirects=False, headers=headers
        )

    def vectors(self, texts: Sequence[str], seconds: float) -> Vectors:
        """The vectors of the texts, in their order, shape (len(texts), dimensions), as the server made them.

        All are finite and none is zero. Raises ServerError, after at most twice `seconds`.
        """
        body = self._received(self._question(texts), seconds, _BYTES_BESIDE + _BYTES_A_TEXT * len(texts))
        try:
            vectors = self._read(body)
        except ValueError:  # pydantic's, or numpy's where the vectors differ in length; both repeat what came
            raise self._wrong("something else than vectors of one length") from None
        if len(vectors) != len(texts):
            raise self._wrong(f"{len(vectors)} vectors for {len(texts)} texts")
        if not np.isfinite(vectors).all() or not vectors.any(axis=1).all():
            raise self._wrong("vectors that are not finite, or zero")
        return vectors

    def _question(self, texts: Sequence[str]) -> dict[str, object]:
        if self._is_openai:
            return {"model": self._model, "input": list(texts), "encoding_format": "float"}
        return {"inputs": list(texts), "truncate": True, "normalize": True}

    def _read(self, body: bytes) -> Vectors:
        """Raises ValueError (ValidationError is one)."""
        if self._is_openai:
            data = sorted(_OPENAI.validate_json(body).data, key=lambda item: item.index)
            if [item.index for item in data] != list(range(len(data))):
                raise ValueError("not numbered as the texts were")
            listed = [item.embedding for item in data]
        else:
            listed = _TEI.validate_json(body)
        with np.errstate(over="ignore"):  # becomes infinite, which is looked for
            return np.array(listed, dtype=np.float32).reshape(len(listed), -1)

    def _received(self, question: dict[str, object], seconds: float, limit: int) -> bytes:
        """The body of a successful answer, of at most `limit` bytes."""
        until = time.monotonic() + seconds
        timeout = httpx.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds))
        body = bytearray()
        try:
            with self._client.stream("POST", self.url, json=question, timeout=timeout) as response:
                self._require_success(response)
                for piece in response.iter_raw():
                    body += piece
                    if len(body) > limit:
                        raise self._wrong(f"more than {limit // 1024:,} KiB")
                    if time.monotonic() > until:
                        raise self._fault("is too slow", "Raise embedding.deadline_seconds", is_passing=True)
        except httpx.TimeoutException as exc:
            raise self._fault(
                "does not answer in time",
                "Look after it, or raise embedding.deadline_seconds",
                is_passing=True,
            ) from exc
        except httpx.HTTPError as exc:
            raise self._fault(
                f"cannot be reached ({type(exc).__name__})",
                "Start it, or correct embedding.url",
                is_passing=True,
            ) from exc
        return bytes(body)

    def _require_success(self, response: httpx.Response) -> None:
        if response.headers.get("content-encoding", "identity") != "identity":
            raise self._wrong("a compressed answer, which was not asked for")
        status = response.status_code
        if status == HTTPStatus.OK:
            return
        found, advice = _meaning(status)
        raise self._fault(
            f"{found} (status {status})",
            advice,
            is_passing=status in _PASSING or status >= HTTPStatus.INTERNAL_SERVER_ERROR,
            is_too_much=status in _TOO_MUCH,
            retry_after=seconds_to_wait(response.headers.get("retry-after")),
        )

    def _wrong(self, what: str) -> ServerError:
        return self._fault(f"gave {what}", "Check embedding.url, embedding.kind and the server")

    def _fault(
        self,
        found: str,
        advice: str,
        *,
        is_passing: bool = False,
        is_too_much: bool = False,
        retry_after: float | None = None,
    ) -> ServerError:
        message = (
            f"The embedding server {self.url} {found}. {advice}. "
            "What is stored stays; the next run goes on from there."
        )
        return ServerError(message, is_passing=is_passing, is_too_much=is_too_much, retry_after=retry_after)


_PASSING = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS})
_TOO_MUCH = frozenset(
    {HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY}
)


def _meaning(status: int) -> tuple[str, str]:
    match status:
        case 401 | 402 | 403:
            return "refuses the key", "Correct embedding.api_key"
        case 404 | 405:
            return (
                "knows no such address or model",
                "Correct embedding.url, embedding.kind or embedding.model",
            )
        case 413:
            return "finds the texts too long", "Lower embedding.request_passages or index.passage_tokens"
        case 429 | 503:
            return "is busy", "Lower embedding.concurrency, or try again later"
        case _ if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return "has a fault", "Look into its log"
    return "refuses the request", "Check embedding.model, embedding.kind and embedding.max_tokens"


def _address(url: str, ending: str) -> str:
    """The address of the protocol's one command, whether the setting names it or what lies above it."""
    url = url.rstrip("/")
    return url if url.endswith(f"/{ending}") else f"{url}/{ending}"
