"""Text in the one form in which a model's words are compared with an article's, and the way back to its offsets.

Folded are what models change without meaning to: composed and compatibility characters (NFKD), case, white space,
quotation marks, dashes, and characters that nobody sees.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from index.stored import Span

_UNSEEN_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn"}
# Unicode's default ignorables, and blank letters, of other categories
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {
    chr(code)
    for first, last in ((0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
    for code in range(first, last + 1)
}
_SAME = str.maketrans(
    dict.fromkeys("“”„‟«»〝〞＂″‶", '"')
    | dict.fromkeys("‘’‚‛‹›′‵`´＇", "'")
    | dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")
    | {"…": "..."}
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A text folded: character `i` of `text` came from `source[starts[i]:ends[i]]`, in code points."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def find(self, words: str, begin: int = 0) -> Span | None:
        """Where folded `words` stand in the source, as whole words; None where they do not."""
        at = self.text.find(words, begin)
        while at >= 0:
            end = at + len(words)
            if not (_joins(self.text, at) or _joins(self.text, end)):
                return Span(self.starts[at], self.ends[end - 1])
            at = self.text.find(words, at + 1)
        return None


def is_unseen(character: str) -> bool:
    """Whether a character, which is no white space, has no glyph."""
    return not character.isspace() and (
        character in _UNSEEN or unicodedata.category(character) in _UNSEEN_CATEGORIES
    )


def seen(text: str) -> str:
    """The text without the characters that nobody sees."""
    return "".join(character for character in text if not is_unseen(character))


def plain(text: str) -> str:
    """The text with its case, but with plain quotation marks, dashes and spaces, and composed (NFKC)."""
    return unicodedata.normalize("NFKC", " ".join(seen(text).split())).translate(_SAME)


def folded(text: str) -> Folded:
    """Fold a text, remembering where each character came from."""
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        cluster = seen(text[start:end])
        plain = unicodedata.normalize("NFKD", cluster.translate(_SAME)).translate(_SAME).casefold()
        for letter in plain:
            is_space = letter.isspace()
            if is_space and (not letters or letters[-1] == " "):
                continue
            letters.append(" " if is_space else letter)
            starts.append(start)
            ends.append(end)
    return Folded("".join(letters), tuple(starts), tuple(ends))


def fold(text: str) -> str:
    """The folded text alone, without white space around it."""
    return folded(text).text.strip()


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Characters with the combining marks that follow them, which fold together."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not unicodedata.combining(text[at]):
            if start < at:
                yield start, at
            start = at


def _joins(text: str, at: int) -> bool:
    """Whether a word of letters that are parted by spaces goes on across `at`."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    return before.isalnum() and after.isalnum() and not (_is_unspaced(before) or _is_unspaced(after))


def _is_unspaced(character: str) -> bool:
    """Whether a script puts no spaces between words: Han, Kana, Thai, Lao, Khmer, Myanmar."""
    return any(
        first <= character <= last
        for first, last in (
            ("\u0e00", "\u0eff"),
            ("\u1000", "\u109f"),
            ("\u1780", "\u17ff"),
            ("\u3040", "\u30ff"),
            ("\u3400", "\u9fff"),
            ("\U00020000", "\U0003ffff"),
        )
    )
