"""The commented example files, made from the settings themselves so that they cannot fall behind."""

import json
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from config.sections import Section
from config.settings import PREFIX, Settings


def example_toml() -> str:
    """A newsdesk.toml in which every setting stands commented out, at its default."""
    lines = ["# Settings of newsdesk. Remove the # in front of what you change.", ""]
    lines += [line for name, field in _plain(Settings) for line in _toml_lines(name, field)]
    for section, model in _sections():
        lines += ["", f"[{section}]", f"# {(model.__doc__ or '').splitlines()[0]}"]
        lines += [line for name, field in _plain(model) for line in _toml_lines(name, field)]
    return "\n".join(lines) + "\n"


def example_env() -> str:
    """An .env file in which every setting stands commented out, at its default."""
    lines = ["# Settings of newsdesk as environment variables. Remove the # in front of what you change.", ""]
    lines += [line for name, field in _plain(Settings) for line in _env_lines(PREFIX, name, field)]
    for section, model in _sections():
        prefix = f"{PREFIX}{section.upper()}__"
        lines += ["", f"# {(model.__doc__ or '').splitlines()[0]}"]
        lines += [line for name, field in _plain(model) for line in _env_lines(prefix, name, field)]
    return "\n".join(lines) + "\n"


def _sections() -> Iterator[tuple[str, type[BaseModel]]]:
    for name, field in Settings.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, Section):
            yield name, field.annotation


def _plain(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    sections = dict(_sections()) if model is Settings else {}
    yield from ((name, field) for name, field in model.model_fields.items() if name not in sections)


def _toml_lines(name: str, field: FieldInfo) -> list[str]:
    return [*_described(field), f"#{name} = {json.dumps(_shown(field))}"]


def _env_lines(prefix: str, name: str, field: FieldInfo) -> list[str]:
    return [*_described(field), f"#{prefix}{name.upper()}={_env_value(field)}"]


def _described(field: FieldInfo) -> list[str]:
    return [f"# {field.description}"] if field.description else []


def _shown(field: FieldInfo) -> Any:  # noqa: ANN401 - a setting's default can be of any plain type
    default = None if field.default_factory is not None else field.default
    return "" if default is None or isinstance(default, SecretStr) else default


def _env_value(field: FieldInfo) -> str:
    shown = _shown(field)
    return shown if isinstance(shown, str) else json.dumps(shown)
