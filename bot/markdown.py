r"""Text from outside, put into Discord's Markdown so that it is shown and never read as markup.

Discord drops a backslash in front of any character that is no letter, no digit and no white space, and shows
that character. So `escaped` changes nothing that a reader sees: the words of a quote stay the words that are
stored.

Characters that nobody can see are left out of titles, outlets and questions (`one_line`). A quote keeps them,
for it is word for word, and says below that it has them (`hidden_characters`); each of its lines stands alone,
and a change of writing direction ends with its line (UAX #9, rule X8), so none reaches the words around it.

Masked links have labels and targets that no article chose: `masked_link` takes its label from the wording
and refuses every target that is not http or https.

Nothing of this could ping anybody; the client forbids all mentions besides.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from urllib.parse import quote, urlsplit

ELLIPSIS = "…"
MAX_TARGET = 1_000

_INLINE = re.compile(r"[\\*_~`|<>\[\]@&]|:(?=\S)")
_LINE_START = re.compile(r"^(\s*)([-+#=])", re.MULTILINE)
_NUMBERED_LINE = re.compile(r"^(\s*\d+)([.)])", re.MULTILINE)

# RFC 3986's reserved and unreserved characters and "%", but for the parentheses, which would end the link.
_KEPT_IN_URL = "%/:?#[]@!$&'*+,;=~-._"

# Characters without a glyph: Unicode's Default_Ignorable_Code_Point, controls, private use, lone surrogates,
# interlinear marks, and the letters and the pattern that are blank.
_HIDDEN = (
    "\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ud800-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff"
)
# The joiners of Persian and Indic spelling, and what forms emoji, are kept where they stand for that.
_SPELLING = (
    "(?<=[^\x00-\x7f\u200b-\u200f])[\u200c\u200d](?=[^\x00-\x7f\u200b-\u200f])"
    "|(?<=[^\x00-\x7f\ufe00-\ufe0f])[\ufe0e\ufe0f]"
)
_UNSEEN = re.compile(f"(?P<spelling>{_SPELLING})|[{_HIDDEN}]")
_HARMLESS = "\xad\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"  # common in web text; they hide nothing
_JOINER = "\u200d"
_RIGHT_TO_LEFT = ("R", "AL", "AN")


def units(text: str) -> int:
    """The length of `text` as Discord may count it at most: in UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)


def escaped(text: str) -> str:
    """`text` as Markdown that Discord shows as exactly these characters, mentions and bare links included."""
    text = _INLINE.sub(r"\\\g<0>", text)
    text = _LINE_START.sub(r"\1\\\2", text)
    return _NUMBERED_LINE.sub(r"\1\\\2", text)


def one_line(text: str) -> str:
    """`text` on one line, without the characters that nobody sees."""
    return " ".join(_UNSEEN.sub(lambda unseen: unseen["spelling"] or "", text).split())


def hidden_characters(text: str) -> int:
    """How many characters of `text` are invisible and could hide or reorder something."""
    return sum(not (unseen["spelling"] or unseen[0] in _HARMLESS) for unseen in _UNSEEN.finditer(text))


def isolated(text: str) -> str:
    """`text` fenced, where it holds right-to-left letters, so that it does not reorder its neighbours."""
    is_mixed = any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in text)
    return f"\u2068{text}\u2069" if is_mixed else text


def masked_link(label: str, url: str | None) -> str | None:
    """A link called `label` (text of ours, never of an article), or None if `url` cannot be one."""
    target = link_target(url)
    return f"[{label}]({target})" if target else None


def link_target(url: str | None) -> str | None:
    """`url` encoded so that nothing in it ends the link; None without http(s) or a host, or if too long."""
    try:
        parts = urlsplit((url or "").strip())
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
    except ValueError:
        return None
    target = quote((url or "").strip(), safe=_KEPT_IN_URL, errors="replace")
    return target if units(target) <= MAX_TARGET else None


def shortened(text: str, limit: int, cost: Callable[[str], int] = units) -> str:
    """`text`, or as many of its words as cost at most `limit`; the caller says that it was cut."""
    text_so_far = text[: limit + 1]  # no character costs less than one
    fitting = bisect_right(range(len(text_so_far) + 1), limit, key=lambda end: cost(text_so_far[:end])) - 1
    return text if fitting >= len(text) else text[: _word_end(text, fitting)]


def ellipted(text: str, limit: int, cost: Callable[[str], int] = units) -> str:
    """`text`, or its beginning with an ellipsis, costing at most `limit` together."""
    if cost(text[: limit + 1]) <= limit and len(text) <= limit:
        return text
    return shortened(text, limit - units(ELLIPSIS), cost).rstrip() + ELLIPSIS


def _word_end(text: str, end: int) -> int:
    """The end of the last whole word before `end`; within a long one, of the last whole character."""
    space = max(text.rfind(" ", 0, end + 1), text.rfind("\n", 0, end + 1))
    if space > end - 40 and space > 0:
        return space
    while end > 0 and (_belongs_to_previous(text[end]) or text[end - 1] == _JOINER):
        end -= 1
    return end


def _belongs_to_previous(character: str) -> bool:
    return character == _JOINER or unicodedata.category(character) in ("Mn", "Mc", "Me", "Sk")
