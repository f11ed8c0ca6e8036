"""What makes an article the same next time, and the addresses that tell so."""

import re
from urllib.parse import urlsplit, urlunsplit

from index.articles import digest, short_id

ID_LENGTH = 200
_TRACKING = re.compile(r"(?:utm_[^=]*|gclid|fbclid)(?:=|$)", re.IGNORECASE)
_IMPOSSIBLE = re.compile('[\x00-\x1f\x7f<>"\\\\^`{|}\ufffd\ud800-\udfff]')


def canonical_url(address: object) -> str | None:
    """A web address without its fragment and tracking parameters, scheme and host in lower case.

    None for anything but http and https.
    """
    if not isinstance(address, str) or _IMPOSSIBLE.search(address := address.strip()):
        return None
    try:
        parts = urlsplit(address.replace(" ", "%20"))
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return None
    user, at, host = parts.netloc.rpartition("@")
    query = "&".join(item for item in parts.query.split("&") if not _TRACKING.match(item))
    return urlunsplit((parts.scheme, f"{user}{at}{host.lower()}", parts.path, query, ""))


def host_of(url: str) -> str | None:
    """The name of the host of a URL, without "www."."""
    return (urlsplit(url).hostname or "").removeprefix("www.") or None


def identify(given: str, url: str | None, otherwise: str) -> tuple[str, str]:
    """The key and the id of an article: from the (clean) id that it came with, else its URL, else `otherwise`.

    An id longer than people should see still identifies; it is shown as twelve digits of its hash.
    """
    if given:
        key = f"id:{given}" if len(given) <= ID_LENGTH else f"id:{digest(given)}"
        return key, given if len(given) <= ID_LENGTH else short_id(key)
    key = f"url:{url}" if url else otherwise
    return key, short_id(key)
