"""What is common to asking servers that run models, whoever asks them."""

import time
from email.utils import parsedate_to_datetime
from functools import cache

import httpx

CONNECT_SECONDS = 3.0


@cache
def connections() -> httpx.HTTPTransport:
    """Connections that all requests share and that stay open; what the environment says of proxies is ignored."""
    return httpx.HTTPTransport(trust_env=False)


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
