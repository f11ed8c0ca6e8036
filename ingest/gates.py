"""Pages that stand where an article should be: the teaser before a paywall, a request for consent, a check for robots.

They look like short articles. Stored as such, "We value your privacy" would be quoted as news.
"""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from urllib.parse import urlsplit

TEASER = 2500  # characters; what is longer is an article, whatever stands around it
NOTICE = 3000
_DIGITS = 7
_SHARE_OF_WORDS = 0.6  # of the words that a page says its article has


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(phrases), re.IGNORECASE)


_PAYWALL = _any(
    r"subscribe (?:now )?to (?:continue|keep|read|unlock)",
    r"to (?:continue|keep) reading,? (?:please )?(?:subscribe|register|sign|log)",
    r"(?:article|story|content|page) is (?:\w+ ){0,2}(?:for|to) (?:\w+ )?(?:subscriber|member)s",
    r"(?:subscribers?|members?)[- ]only (?:article|story|content)",
    r"already (?:a )?(?:subscriber|subscribed|a member)\b",
    r"(?:start|begin) your (?:free )?(?:trial|subscription)",
    r"this (?:article|story) is behind (?:a|our) paywall",
    r"you(?:'|’)ve (?:reached|read) your (?:limit|last|monthly)",
    r"(?:unlock|continue reading) this (?:article|story)",
    r"nur für abonnent",
    r"mit (?:plus-)?abo (?:weiter)?lesen",
    r"(?:jetzt|hier) weiterlesen mit",
    r"sie haben bereits ein abo",
    r"diese[rn] (?:artikel|inhalt) (?:ist|lesen) .{0,30}\b(?:abo|plus)",
    r"réservée? aux abonnés",
    r"il vous reste [\d.,]+ ?% de cet article",
    r"exclusivo para suscriptores",
    r"riservat[oa] agli abbonati",
)
_CONSENT_TITLE = _any(
    r"before you continue|bevor sie (?:fortfahren|weiter)|avant de continuer",
    r"cookie (?:consent|settings|policy|notice)|gestion des cookies",
    r"privacy (?:settings|choices|gate)|your privacy (?:choices|matters)|we value your privacy",
    r"ihre privatsphäre|datenschutz-?einstellungen|einwilligung|zustimmung|consent required",
)
_CONSENT_WORDS = _any(
    r"\bcookies?\b|\bconsent\b|\baccept(?: all)?\b|\breject(?: all)?\b|\bpartners?\b|\bprivacy\b",
    r"legitimate interest|\beinwilligung|\bzustimm|\bakzeptier|\bablehnen\b|\bdatenschutz|\bwerbung\b",
    r"\bconsentement|\baccepter",
)
_CONSENT_HOST = re.compile(r"^(?:consent|cmp)\.|(?:^|\.)privacy-mgmt\.", re.IGNORECASE)
_CONSENT_PATH = re.compile(
    r"/(?:cookie-?)?consent(?:/|$|\.)|/privacy-?(?:gate|wall)|/zustimmung", re.IGNORECASE
)
_CONSENT_DENSITY = 25  # words of consent in a thousand
_FEW, _MANY = 3, 8  # words of consent, where the title speaks of it too, and where it does not
_CHALLENGE = _any(
    r"^just a moment|checking your browser|attention required|are you a robot|are you human",
    r"verify(?:ing)? (?:that )?you are (?:a )?human|enable javascript and cookies|unusual traffic",
    r"access (?:to this page has been )?denied|pardon our interruption|bot verification|ddos protection",
    r"security check|request blocked|captcha",
)
_CHALLENGE_TEXT = 800


class Gate(StrEnum):
    """What stands where an article should be, in words that follow "It is"."""

    PAYWALL = "behind a paywall, and only its beginning was sent"
    CONSENT = "a page that asks for consent to cookies, not the article"
    CHALLENGE = "a page that checks for robots, not the article"


def gate(
    address: str,
    title: str,
    text: str,
    walls: str,
    meta: Mapping[str, str],
    linked: Iterable[Mapping[str, object]],
) -> Gate | None:
    """What stands before the article on a page, if anything does.

    `address` is where the page came from, `text` what was found as its text, `walls` what elements say that are
    named as paywalls, `meta` its meta elements and `linked` the objects of its linked data.
    """
    if len(text) <= _CHALLENGE_TEXT and _CHALLENGE.search(f"{title}\n{text}"):
        return Gate.CHALLENGE
    if _asks_for_consent(address, title, text):
        return Gate.CONSENT
    return Gate.PAYWALL if _is_teaser(text, walls, meta, linked) else None


def _asks_for_consent(address: str, title: str, text: str) -> bool:
    parts = urlsplit(address)
    if _CONSENT_HOST.search(parts.hostname or "") or _CONSENT_PATH.search(parts.path):
        return True
    if len(text) > NOTICE:
        return False
    found = len(_CONSENT_WORDS.findall(text))
    is_dense = found * 1000 >= _CONSENT_DENSITY * len(text.split())
    return is_dense and found >= (_FEW if _CONSENT_TITLE.search(title) else _MANY)


def _is_teaser(
    text: str, walls: str, meta: Mapping[str, str], linked: Iterable[Mapping[str, object]]
) -> bool:
    """Whether a short text says that the rest must be paid for, or the page says so for programs."""
    promised, free = 0, meta.get("article:content_tier", "free").lower() not in {"locked", "metered"}
    for node in linked:
        promised = max(promised, _count(node.get("wordCount")))
        free = free and str(node.get("isAccessibleForFree", True)).lower() != "false"
    if promised and not free and len(text.split()) < promised * _SHARE_OF_WORDS:
        return True
    return len(text) <= TEASER and ((not free and not promised) or bool(_PAYWALL.search(f"{text}\n{walls}")))


def _count(value: object) -> int:
    digits = str(value)
    return int(digits) if digits.isdecimal() and len(digits) <= _DIGITS else 0
