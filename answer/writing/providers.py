"""llama-index's language models, each made so that one call is one request that newsdesk watches.

The only place that imports them; they are extras, and take a second to import.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import httpx

from answer.writing.transport import Call, client_options
from config.errors import ConfigurationError
from config.sections import LlmSettings
from index.servers import connections

if TYPE_CHECKING:
    from llama_index.core.llms import LLM, ChatResponse

_EXTRAS = {"openai_like": "openai-like", "openai": "openai", "anthropic": "anthropic", "ollama": "ollama"}
Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """What is said to a model: by us (`system`), or what it shall work on (`user`)."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that a model gave, and the tokens read and written so far where the provider tells."""

    text: str
    tokens_in: int | None = None
    tokens_out: int | None = None


def require(settings: LlmSettings) -> None:
    """Raise ConfigurationError where the settings name a model that cannot be used."""
    if not settings.model:
        raise ConfigurationError(
            f"llm.provider is {settings.provider}, but llm.model is empty. Set it to the model's name."
        )
    if settings.provider == "openai_like" and settings.api_base is None:
        raise ConfigurationError(
            "llm.provider is openai_like, but llm.api_base is empty. "
            "Set it to the server's address, such as http://127.0.0.1:8080/v1."
        )
    if not _is_installed(f"llama_index.llms.{settings.provider}"):
        raise ConfigurationError(
            f"llm.provider {settings.provider} needs a package that is not installed. "
            f"Install newsdesk[{_EXTRAS[settings.provider]}]."
        )


def pieces(
    settings: LlmSettings, messages: Sequence[Message], call: Call, schema: Schema | None
) -> Iterator[Piece]:
    """Ask the model once and give what it says as it says it. `schema` is the form of its answer, if any.

    Raises whatever llama-index and the provider's library raise; `call` tells what happened on the wire.
    """
    from llama_index.core.llms import ChatMessage

    llm = _MAKERS[settings.provider](settings, call)
    said = [ChatMessage(role=message.role, content=message.text) for message in messages]
    for response in llm.stream_chat(said, **_form(settings, schema)):
        yield _piece(response)


def _is_installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # not even the package that would hold it
        return False


def _openai_like(settings: LlmSettings, call: Call) -> "LLM":
    from llama_index.llms.openai_like import OpenAILike

    llm: LLM = OpenAILike(
        **_common(settings),
        api_base=str(settings.api_base),
        api_key=_key(settings) or "none",
        is_chat_model=True,
        context_window=settings.context_tokens,
        max_retries=0,
        http_client=httpx.Client(**client_options(call, connections())),
        additional_kwargs={"stream_options": {"include_usage": True}},
    )
    return llm


def _openai(settings: LlmSettings, call: Call) -> "LLM":
    from llama_index.llms.openai import OpenAI

    llm: LLM = OpenAI(
        **_common(settings),
        api_base=str(settings.api_base) if settings.api_base else None,
        api_key=_key(settings),
        max_retries=0,
        http_client=httpx.Client(**client_options(call, connections())),
        additional_kwargs={"stream_options": {"include_usage": True}},
    )
    return llm


def _anthropic(settings: LlmSettings, call: Call) -> "LLM":
    import anthropic
    from llama_index.llms.anthropic import Anthropic

    base = str(settings.api_base) if settings.api_base else None
    llm: LLM = Anthropic(**_common(settings), api_key=_key(settings), base_url=base, max_retries=0)
    client = anthropic.Anthropic(
        api_key=_key(settings),
        base_url=base,
        max_retries=0,
        http_client=httpx.Client(**client_options(call, connections())),
    )
    setattr(llm, "_client", client)  # noqa: B010 - llama-index offers no other way to its connections
    return llm


def _ollama(settings: LlmSettings, call: Call) -> "LLM":
    from llama_index.llms.ollama import Ollama
    from ollama import Client

    base = str(settings.api_base) if settings.api_base else None
    options = client_options(call, connections())
    llm: LLM = Ollama(
        model=settings.model,
        temperature=settings.temperature,
        context_window=settings.context_tokens,
        client=Client(base, **options),
        additional_kwargs={"num_predict": settings.output_tokens},
    )
    return llm


_MAKERS: dict[str, Callable[[LlmSettings, Call], "LLM"]] = {
    "openai_like": _openai_like,
    "openai": _openai,
    "anthropic": _anthropic,
    "ollama": _ollama,
}


def _common(settings: LlmSettings) -> dict[str, Any]:
    return {
        "model": settings.model,
        "temperature": settings.temperature,
        "max_tokens": settings.output_tokens,
    }


def _key(settings: LlmSettings) -> str | None:
    return settings.api_key.get_secret_value().strip() if settings.api_key else None


def _form(settings: LlmSettings, schema: Schema | None) -> dict[str, Any]:
    """How the provider is asked to hold the model to a form. Anthropic's models follow the prompt."""
    if schema is None or settings.structured == "prompt" or settings.provider == "anthropic":
        return {}
    is_free = settings.structured == "json_object"
    if settings.provider == "ollama":
        return {"format": "json" if is_free else schema}
    if is_free:
        return {"response_format": {"type": "json_object"}}
    form = {"name": "answer", "schema": schema, "strict": True}
    return {"response_format": {"type": "json_schema", "json_schema": form}}


def _piece(response: "ChatResponse") -> Piece:
    usage = _usage(response.raw)
    tokens_in = usage.get("prompt_tokens", usage.get("input_tokens"))
    tokens_out = usage.get("completion_tokens", usage.get("output_tokens"))
    return Piece(response.delta or "", _count(tokens_in), _count(tokens_out))


def _usage(raw: object) -> dict[str, object]:
    """What a provider says about tokens: an attribute or a key, an object or a dict, or nothing."""
    given = raw.get("usage") if isinstance(raw, dict) else getattr(raw, "usage", None)
    if given is None:
        return {}
    return given if isinstance(given, dict) else dict(vars(given))


def _count(given: object) -> int | None:
    return given if isinstance(given, int) and given >= 0 else None
