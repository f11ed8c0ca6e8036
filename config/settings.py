"""All settings, their defaults and bounds, and where they come from.

Precedence, weakest first: the defaults below, `newsdesk.toml`, `.env`, the environment (`NEWSDESK_…`, with
`__` between a section and its key), flags. `load_settings` is called once, at the entry; sections are passed
down from there.
"""

import os
import re
import tomllib
from pathlib import Path
from typing import Any, Literal

import platformdirs
from pydantic import BaseModel, Field, SecretStr, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from config.errors import ConfigurationError
from config.sections import (
    AnswerSettings,
    DiscordSettings,
    EmbeddingSettings,
    FeedsSettings,
    FetchSettings,
    IndexSettings,
    IngestSettings,
    LlmSettings,
    RefreshSettings,
    RetentionSettings,
    SearchSettings,
)
from config.watch_section import WatchSettings

PREFIX = "NEWSDESK_"
DATABASES = ("postgresql://", "postgresql+psycopg://", "postgres://")
CONFIG_FILE_VARIABLE = f"{PREFIX}CONFIG"
_SECRETS = frozenset({"token", "api_key", "database_url", "chroma_token", "milvus_token", "milvus_uri"})
_CREDENTIALS = re.compile(r"//[^/\s]*@")


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
    database_url: SecretStr | None = Field(
        default=None,
        description="PostgreSQL in place of a file in data_dir: postgresql://USER:PASSWORD@HOST:5432/DATABASE.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = "warning"
    log_format: Literal["text", "json"] = Field(default="text", description="json: one object a line.")
    embedding: EmbeddingSettings = EmbeddingSettings()
    index: IndexSettings = IndexSettings()
    search: SearchSettings = SearchSettings()
    ingest: IngestSettings = IngestSettings()
    fetch: FetchSettings = FetchSettings()
    feeds: FeedsSettings = FeedsSettings()
    refresh: RefreshSettings = RefreshSettings()
    retention: RetentionSettings = RetentionSettings()
    answer: AnswerSettings = AnswerSettings()
    llm: LlmSettings = LlmSettings()
    discord: DiscordSettings = DiscordSettings()
    watch: WatchSettings = WatchSettings()

    @field_validator("data_dir", "cache_dir")
    @classmethod
    def _absolute(cls, path: Path) -> Path:
        return path.expanduser().absolute()

    @field_validator("database_url")
    @classmethod
    def _postgres(cls, url: SecretStr | None) -> SecretStr | None:
        if url is None or not url.get_secret_value():
            return None
        if not url.get_secret_value().startswith(DATABASES):
            raise ValueError(f"must begin with {DATABASES[0]}; without it the library is a file in data_dir")
        return url

    def of_folder(self, folder: Path) -> "Settings":
        """These settings for another library: one of its own in a folder, whatever database the user's is in."""
        return self.model_copy(update={"data_dir": folder, "database_url": None})

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
    is_secret = any(str(part) in _SECRETS for part in error["loc"])
    return "a secret" if is_secret else _CREDENTIALS.sub("//***@", repr(error["input"]))


def _siblings(location: tuple[int | str, ...]) -> list[str]:
    """The keys that are known where the unknown one stood."""
    model: type[BaseModel] = Settings
    for part in location[:-1]:
        annotation = model.model_fields[str(part)].annotation
        if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
            return []
        model = annotation
    return sorted(model.model_fields)
