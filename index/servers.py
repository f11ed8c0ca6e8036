"""What is common to asking servers that run models, whoever asks them."""

import time
from email.utils import parsedate_to_datetime
from functools import cache

import httpx
from pydantic import SecretStr

from config.errors import ConfigurationError

CONNECT_SECONDS = 3.0


@cache
def connections() -> httpx.HTTPTransport:
    """Connections that all requests share and that stay open; what the environment says of proxies is ignored."""
    return httpx.HTTPTransport(trust_env=False)


def authorization(setting: str, key: SecretStr | None) -> dict[str, str]:
    """The header that carries a key, if there is one. Raises ConfigurationError, naming the setting."""
    text = key.get_secret_value().strip() if key else ""
    if not (text.isascii() and text.isprintable()):
        raise ConfigurationError(f"{setting} holds characters that no key has. Copy it again.")
    return {"authorization": f"Bearer {text}"} if text else {}


def seconds_to_wait(retry_after: str | None) -> float | None:
    """What the header Retry-After asks for: seconds, or a date; None where it says nothing that can be read."""
    if retry_after is None:
        return None
    try:
        return max(0.0, float(retry_after))
    except ValueError:
        pass
    try:
        at = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max(0.0, at.timestamp() - time.time())
