"""What makes an article the same next time, and the addresses that tell so."""

import re
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit, urlunsplit

from index.articles import digest, short_id

ID_LENGTH = 200
# Parameters that tell where a reader came from, and never which article this is
_TRACKING = re.compile(
    r"""(?:utm_[^=]*|[gdy]clid|fbclid|msclkid|twclid|ttclid|[gw]braid|mc_[ce]id|mkt_tok|_hs(?:enc|mi)|_ga|igshid
    |at_(?:medium|campaign|custom\d|link_[^=]*)|ns_(?:mchannel|source|campaign|linkname)|wt_?mc|wt\.mc_[^=]*|cmpid|ocid
    |ito|xtor|smid|smtyp|ref_src|guccounter|guce_referrer[^=]*|__twitter_impression|sara_ref|sref)(?:=|$)""",
    re.IGNORECASE | re.VERBOSE,
)
_AMP = re.compile(r"(?:amp|outputtype=amp|amp=[1tay]\w*)$", re.IGNORECASE)
_AMP_CACHE = re.compile(r"[\w-]+\.cdn\.ampproject\.org/(?:[cv]/)?(s/)?(?=[\w-]+\.)", re.IGNORECASE)
_SAME_SITE = re.compile(r"^(?:www\d?|m|mobile|amp)\.")
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


def direct_address(address: str) -> str:
    """The address of the page itself, for one that leads through a cache of AMP pages."""
    parts = re.match(r"https?://", address)
    cached = _AMP_CACHE.match(address, parts.end()) if parts else None
    return f"http{'s' if cached[1] else ''}://{address[cached.end() :]}" if cached else address


def article_url(address: str, claimed: Iterable[object]) -> str | None:
    """The URL of an article that came from `address`, where the page claims others, the likeliest first.

    A claim counts if it is of the same site and no mere home page. One of another site does not: an article
    that was taken over from elsewhere is this outlet's all the same, and a page could take another's place.
    """
    own = canonical_url(address)
    for claim in (canonical_url(joined(address, claim)) for claim in claimed):
        if claim and own and is_same_site(claim, own) and (_path(claim) or not _path(own)):
            return claim
    if own is None:
        return None
    parts = urlsplit(own)
    query = "&".join(item for item in parts.query.split("&") if not _AMP.match(item))
    return urlunsplit(parts._replace(path=re.sub(r"(?<=[^/])/amp/?$", "", parts.path), query=query))


def joined(address: str, link: object) -> str | None:
    """A link on the page at an address, as a whole address; None where that cannot be."""
    try:
        return urljoin(address, link) if isinstance(link, str) else None
    except ValueError:
        return None


def is_same_site(url: str, other: str) -> bool:
    """Whether two URLs are of one host, or one's host is below the other's; www, m and amp do not count."""
    first, second = (_SAME_SITE.sub("", urlsplit(each).hostname or "") for each in (url, other))
    return first == second or first.endswith(f".{second}") or second.endswith(f".{first}")


def _path(url: str) -> str:
    parts = urlsplit(url)
    return parts.path.strip("/") + parts.query


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
