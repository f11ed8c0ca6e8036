"""Whose reports a question wants: "according to Reuters", "in the Guardian", "laut Nordlicht Tageblatt".

Only outlets that the library holds count; everybody else ("according to Merz") is a speaker.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from index.library import Library

_LONGEST_NAME = 6  # words


@dataclass(frozen=True, slots=True)
class NamedOutlet:
    """An outlet that a question names: its names in the library, and the question without it."""

    names: tuple[str, ...]
    question: str


class KnownOutlets:
    """The outlets of a library, read again when the library has changed. Thread-safe."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: tuple[int, Mapping[str, tuple[str, ...]]] = (-1, {})

    def named_in(self, question: str) -> NamedOutlet | None:
        """The outlet whose reports the question wants; None where it names none. Raises LibraryError."""
        if not _CUE.search(question):
            return None
        change = self._library.last_change()
        if self._known[0] != change:
            self._known = change, by_key(self._library.outlets())
        return outlet_in(question, self._known[1])


def outlet_in(question: str, known: Mapping[str, tuple[str, ...]]) -> NamedOutlet | None:
    """The outlet of `known` (see `by_key`) whose reports a question wants."""
    for cue in _CUE.finditer(question):
        words = list(re.finditer(r"[^\s,;:?!]+", question[cue.end() :]))[:_LONGEST_NAME]
        for count in range(len(words), 0, -1):
            end = cue.end() + words[count - 1].end()
            name = question[cue.end() : end]
            names = known.get(_key(name))
            is_named = names and (cue["weak"] is None or name.removeprefix("the ")[0].isupper())
            if names and is_named and (verb := _rest(cue, question[end:])) is not None:
                left = f"{question[: cue.start()]} {question[end + verb :]}"
                return NamedOutlet(names, re.sub(r"[\s,]+(?=[?.!]|\s|$)", "", left).lstrip(" ,;:"))
    return None


def by_key(outlets: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The library's names of each outlet, by every way in which people may write it."""
    known: dict[str, list[str]] = defaultdict(list)
    for outlet in outlets:
        for key in {_key(outlet), *_keys_of_domain(outlet)} - {""}:
            known[key].append(outlet)
    return {key: tuple(names) for key, names in known.items()}


def _rest(cue: re.Match[str], after: str) -> int | None:
    """How many characters after the name belong to it; None where the cue wants a verb that does not come."""
    pattern = _REPORTS if cue["asks"] else _REPORT
    found = pattern.match(after)
    return None if found is None else found.end()


@lru_cache(maxsize=10_000)
def _key(name: str) -> str:
    """The name without case, "the", possessive, white space and punctuation."""
    plain = re.sub(r"[’']s?$", "", name.casefold().strip())
    plain = re.sub(r"^(?:the|der|die|das|dem|den)\s+", "", plain)
    return "".join(filter(str.isalnum, plain))


def _keys_of_domain(outlet: str) -> Iterable[str]:
    """For www.theguardian.com: theguardiancom, theguardian and guardian."""
    if not re.fullmatch(r"[\w-]+(?:\.[\w-]+)+", outlet):
        return
    labels = [label for label in outlet.casefold().split(".")[:-1] if label not in _NO_NAMES]
    yield _key(outlet.casefold().removeprefix("www."))
    if labels:
        yield _key(labels[-1])
        yield _key(labels[-1].removeprefix("the"))


_NO_NAMES = frozenset({"www", "co", "com", "org", "net", "ac", "gov"})
_REPORTED = (
    r"(?:according to|as reported by|reported by|published by|written by|as reported in|reported in|published in|"
    r"laut|zufolge|nach angaben (?:von|der|des)|(?:reports?|articles?|story|stories|news|pieces?) (?:by|from|in|of)|"
    r"(?:berichte?|artikeln?|meldung(?:en)?) (?:von|der|des|im|in der|in))"
)
_CUE = re.compile(
    rf"(?<![\w’'-])(?:{_REPORTED}|(?P<weak>in|im|in der|in dem)|(?P<asks>did|does|has))\s+(?:an?\s+|einem\s+)?",
    re.IGNORECASE,
)
_REPORT = re.compile(
    r"(?:[’']s?)?(?:\s+(?:reports?|articles?|story|stories|bericht))?,?(?!\w)", re.IGNORECASE
)
_REPORTS = re.compile(
    r"\s+(?:report|reported|write|written|publish|published|cover|covered)\b", re.IGNORECASE
)
