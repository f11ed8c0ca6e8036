"""Logging, set up once at the entry. Logs carry ids, never a token and never people's questions."""

import logging
import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from pydantic import BaseModel, SecretStr
from pythonjsonlogger.json import JsonFormatter

from config.settings import Settings

_QUIET = (
    "alembic",
    "httpx",
    "httpcore",
    "chromadb",
    "urllib3",
    "filelock",
    "discord",
    "openai",
    "anthropic",
    "ollama",
    "llama_index",
    "sentence_transformers",
    "transformers",
)
_MASK = "***"
# The shape of a bot's token, and of an interaction's within an address: good for 15 minutes to anyone.
_TOKENS = re.compile(
    r"(/(?:webhooks|interactions)/\d+/)[\w-]+|(?<![\w.-])[\w-]{18,40}\.[\w-]{6}\.[\w-]{25,60}"
)
_SHORTEST_SECRET = 8  # a placeholder such as "none" would mask words


class Masked(logging.Formatter):
    """Another formatter's lines without secrets: the last line of defence, whoever wrote the record.

    It looks at the finished line, so that messages, arguments and tracebacks of any library pass through it.
    """

    def __init__(self, inner: logging.Formatter, secrets: tuple[str, ...]) -> None:
        super().__init__()
        self._inner = inner
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """The line, with asterisks where a secret stood."""
        line = self._inner.format(record)
        for secret in self._secrets:
            line = line.replace(secret, _MASK)
        return _TOKENS.sub(lambda found: f"{found[1] or ''}{_MASK}", line)


def start_logging(settings: Settings) -> None:
    """Write log lines of newsdesk from `log_level` on to standard error; of libraries only warnings."""
    handler = logging.StreamHandler()
    handler.setFormatter(Masked(_formatter(settings), tuple(_secrets(settings))))
    logging.basicConfig(level=settings.log_level.upper(), handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger().level))


def _formatter(settings: Settings) -> logging.Formatter:
    if settings.log_format == "json":
        return JsonFormatter(
            ("asctime", "levelname", "name", "message"),
            rename_fields={"asctime": "time", "levelname": "level", "name": "logger"},
            datefmt="%Y-%m-%dT%H:%M:%S%z",
        )
    return logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s", datefmt="%H:%M:%S")


def _secrets(section: BaseModel) -> Iterator[str]:
    for _name, value in section:
        if isinstance(value, SecretStr):
            secret = value.get_secret_value().strip()
            password = (urlsplit(secret).password or "") if "://" in secret else ""
            shapes = (secret, password, unquote(password))
            yield from (shape for shape in shapes if len(shape) >= _SHORTEST_SECRET)
        elif isinstance(value, BaseModel):
            yield from _secrets(value)
