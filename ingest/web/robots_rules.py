"""What a robots.txt says about one address; runs in the child process of `ingest.parsers`."""

from collections.abc import Mapping
from functools import lru_cache

from protego import Protego

AGENT = "newsdesk"


def judge(data: bytes, options: Mapping[str, str | None]) -> dict[str, object]:
    """Whether newsdesk may ask for the address of the options, and how many seconds it should leave between."""
    rules = _rules(data)
    return {
        "allowed": bool(rules.can_fetch(options["address"] or "", AGENT)),
        "delay": float(rules.crawl_delay(AGENT) or 0.0),
    }


@lru_cache(maxsize=32)
def _rules(data: bytes) -> Protego:
    return Protego.parse(data.decode("utf-8", "replace"))
