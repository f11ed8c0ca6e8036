"""All settings, their defaults and bounds, and where they come from.

Precedence, weakest first: the defaults below, `newsdesk.toml`, `.env`, the environment (`NEWSDESK_…`, with
`__` between a section and its key), flags. `load_settings` is called once, at the entry; sections are passed
down from there.
"""

import os
import tomllib
from pathlib import Path
from typing import Any, Literal

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, HttpUrl, SecretStr, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from config.errors import ConfigurationError

PREFIX = "NEWSDESK_"
CONFIG_FILE_VARIABLE = f"{PREFIX}CONFIG"
BUNDLED_MODEL = "all-MiniLM-L6-v2"


class Section(BaseModel):
    """A part of the settings; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class EmbeddingSettings(Section):
    """The model that turns text into vectors."""

    model: str = Field(
        default=BUNDLED_MODEL,
        description="The bundled all-MiniLM-L6-v2, or any sentence-transformers model by name or local path.",
    )
    revision: str | None = Field(default=None, description="Revision of a model from a hub.")
    backend: Literal["auto", "openvino", "torch"] = Field(
        default="auto", description="auto: openvino where it can run the model, else torch."
    )
    precision: Literal["auto", "float32", "bfloat16"] = Field(
        default="auto", description="auto: bfloat16 where the processor has it, else float32."
    )
    batch_size: int = Field(default=8, ge=1, le=1024, description="Passages per call of the model.")
    threads: int = Field(default=0, ge=0, le=1024, description="Threads of the model; 0: one for each core.")


class IndexSettings(Section):
    """How articles are cut and where their vectors live."""

    passage_tokens: int = Field(
        default=192, ge=32, le=8192, description="Word pieces of a passage, its title included."
    )
    title_tokens: int = Field(default=48, ge=0, le=512, description="Word pieces kept for the title.")
    chroma_url: HttpUrl | None = Field(
        default=None, description="A Chroma server of yours; empty: newsdesk runs one on loopback."
    )
    chroma_linger_seconds: float = Field(
        default=20.0,
        ge=0,
        le=86_400,
        description="How long the Chroma server that newsdesk started stays for the next command.",
    )
    chroma_start_seconds: float = Field(
        default=30.0, ge=1, le=600, description="How long to wait for the Chroma server to start."
    )


class SearchSettings(Section):
    """How hits are found and ranked."""

    candidates: int = Field(default=100, ge=1, le=10_000, description="Hits read from each index.")
    vector_wait_seconds: float = Field(
        default=5.0, ge=0, le=600, description="How long a question waits for the vector index to be ready."
    )
    recency_weight: float = Field(
        default=1.0,
        ge=0,
        le=3,
        description="Weight of dates near the asking date; 0 ignores dates, 1 is as learned.",
    )
    reranker: str | None = Field(
        default=None,
        description="A sentence-transformers CrossEncoder that orders the best hits anew, by name or local path.",
    )
    reranker_passages: int = Field(
        default=24, ge=1, le=1000, description="How many of the best hits the reranker reads."
    )
    reranker_ms: int = Field(
        default=1000,
        ge=1,
        le=600_000,
        description="Time of the reranker for a search; hits that it does not reach keep their places.",
    )


class IngestSettings(Section):
    """Bounds on what is read."""

    max_file_mb: int = Field(
        default=64,
        ge=1,
        le=4096,
        description="Largest text, Markdown, HTML or JSON file, in MB, after decompression.",
    )
    max_line_mb: int = Field(
        default=16, ge=1, le=1024, description="Longest line of a JSON Lines file, in MB."
    )
    batch_articles: int = Field(default=128, ge=1, le=10_000, description="Articles per transaction.")


class AnswerSettings(Section):
    """What counts as an answer."""

    max_quotes: int = Field(default=4, ge=1, le=10, description="Quotes of one answer.")
    min_confidence: float = Field(
        default=0.3, ge=0, le=1, description="Below this the answer is that nothing was found."
    )
    passages: int = Field(default=12, ge=1, le=100, description="Passages from which quotes are chosen.")
    deadline_seconds: float = Field(default=25.0, ge=1, le=600, description="An answer or an error by then.")


class DiscordSettings(Section):
    """The bot."""

    token: SecretStr | None = Field(default=None, description="The bot's token, from the developer portal.")
    sync_guilds: tuple[int, ...] = Field(
        default=(),
        description="Servers that get commands at once by `newsdesk bot --sync`; empty: all, slowly.",
    )
    workers: int = Field(
        default=4, ge=1, le=64, description="Questions answered at the same time; others wait their turn."
    )


class Settings(BaseSettings):
    """Everything that can be set. Build it with `load_settings`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        env_file=".env",
        env_file_encoding="utf-8",
        extra="forbid",
        frozen=True,
        nested_model_default_partial_update=True,
    )

    data_dir: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir("newsdesk", appauthor=False)),
        description="Where the library is kept.",
    )
    cache_dir: Path = Field(
        default_factory=lambda: Path(platformdirs.user_cache_dir("newsdesk", appauthor=False)),
        description="What can be made again: converted models, indexes of evaluations.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = "warning"
    embedding: EmbeddingSettings = EmbeddingSettings()
    index: IndexSettings = IndexSettings()
    search: SearchSettings = SearchSettings()
    ingest: IngestSettings = IngestSettings()
    answer: AnswerSettings = AnswerSettings()
    discord: DiscordSettings = DiscordSettings()

    @field_validator("data_dir", "cache_dir")
    @classmethod
    def _absolute(cls, path: Path) -> Path:
        return path.expanduser().absolute()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Strongest first; secrets come by environment, not from a folder of files."""
        del file_secret_settings
        toml = TomlConfigSettingsSource(settings_cls, config_file())
        return init_settings, env_settings, dotenv_settings, toml


def config_file() -> Path:
    """The settings file: what NEWSDESK_CONFIG names, else newsdesk.toml in the working directory."""
    return Path(os.environ.get(CONFIG_FILE_VARIABLE, "newsdesk.toml")).expanduser()


def load_settings(**flags: object) -> Settings:
    """Read all sources; `flags` (keys of Settings, sections as dicts) win over them. None flags are ignored.

    Raises ConfigurationError naming the key, what it was and what is allowed.
    """
    named = os.environ.get(CONFIG_FILE_VARIABLE)
    if named and not config_file().is_file():
        raise ConfigurationError(
            f"{CONFIG_FILE_VARIABLE} names {named}, which is not a file. Create it or unset the variable."
        )
    _refuse_unknown_variables()
    try:
        given = {key: value for key, value in flags.items() if value is not None}
        return Settings(**given)  # type: ignore[arg-type] # checked by pydantic, key by key
    except ValidationError as exc:
        raise ConfigurationError(_explain(exc)) from exc
    except tomllib.TOMLDecodeError as exc:
        raise ConfigurationError(f"{config_file()} is not valid TOML: {exc}. Correct that line.") from exc
    except (OSError, UnicodeDecodeError) as exc:
        raise ConfigurationError(f"The settings could not be read: {exc}.") from exc
    except ValueError as exc:  # pydantic-settings: a section in the environment that is not JSON
        raise ConfigurationError(f"The settings could not be read: {exc}.") from exc


def masked(settings: Settings) -> dict[str, Any]:
    """All settings as plain values for display, every secret replaced by asterisks."""
    return settings.model_dump(mode="json")


def _refuse_unknown_variables() -> None:
    """pydantic-settings ignores unknown environment variables; a misspelt one should not pass unnoticed."""
    known = {name.upper() for name in Settings.model_fields}
    for variable in os.environ:
        if not variable.startswith(PREFIX) or variable == CONFIG_FILE_VARIABLE:
            continue
        if variable.removeprefix(PREFIX).split("__")[0] not in known:
            raise ConfigurationError(
                f"Unknown setting {variable} in the environment. Known sections and keys: "
                f"{', '.join(f'{PREFIX}{name}' for name in sorted(known))}."
            )


def _explain(exc: ValidationError) -> str:
    """One line a wrong key: its dotted name, what is wrong with it, what is allowed."""
    lines = []
    for error in exc.errors(include_url=False, include_context=False):
        key = ".".join(str(part) for part in error["loc"])
        if error["type"] == "extra_forbidden":
            lines.append(f"{key}: unknown setting. Allowed here: {', '.join(_siblings(error['loc']))}.")
        else:
            lines.append(f"{key}: {error['msg'][0].lower()}{error['msg'][1:]} (got {_shown(error)}).")
    return "Settings are wrong. " + "\n".join(lines)


def _shown(error: ErrorDetails) -> str:
    """The wrong value, unless it belongs to a secret."""
    is_secret = any(str(part) in {"token", "api_key"} for part in error["loc"])
    return "a secret" if is_secret else repr(error["input"])


def _siblings(location: tuple[int | str, ...]) -> list[str]:
    """The keys that are known where the unknown one stood."""
    model: type[BaseModel] = Settings
    for part in location[:-1]:
        annotation = model.model_fields[str(part)].annotation
        if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
            return []
        model = annotation
    return sorted(model.model_fields)
