"""How the versions of an article are shown: what each one changed, word by word."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from cli.display import plain
from index.stored import StoredArticle

_FIELDS = ("title", "outlet", "authors", "published", "updated", "url", "language")
_LOOKS = {"went": ("[-{}-]", "red"), "came": ("{{+{}+}}", "green"), "stayed": ("{}", "dim")}
_AROUND = 12  # words of what stayed that are shown before and after a change
_WORDS = re.compile(r"\s*\S+\s*")


def as_object(stored: StoredArticle) -> dict[str, object]:
    """A version for a program to read."""
    article = stored.article
    described = {name: getattr(article, name) for name in _FIELDS}
    return {
        "id": article.id,
        "version": stored.version,
        "stored": stored.stored_at.isoformat(),
        "withdrawn": stored.withdrawn.isoformat() if stored.withdrawn else None,
        **described,
        "text": article.text,
    }


def show_version(before: StoredArticle | None, stored: StoredArticle, console: Console) -> None:
    """Print when a version was stored and how it differs from the one before."""
    console.print(
        Text(f"Version {stored.version}, stored {stored.stored_at:%Y-%m-%d %H:%M} UTC", style="bold")
    )
    if before is None:
        words = len(stored.article.text.split())
        console.print(Padding(Text(f"{plain(stored.article.title)} · {words:,} words"), (0, 0, 1, 2)))
        return
    for name in _FIELDS:
        old, new = getattr(before.article, name), getattr(stored.article, name)
        if old != new:
            console.print(Padding(Text(f"{name}: ").append_text(_changed(_shown(old), _shown(new))), (0, 2)))
    if before.article.text != stored.article.text:
        console.print(Padding(_changed(before.article.text, stored.article.text), (0, 2)))
    console.print()


def _shown(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value or "nothing")


def _changed(old: str, new: str) -> Text:
    """What went and what came, marked as wdiff does, with some of what stayed around it."""
    text = Text()
    for kind, words in _pieces(_WORDS.findall(old), _WORDS.findall(new)):
        form, style = _LOOKS[kind]
        text.append(form.format(plain(words)), style=style)
    return text


def _pieces(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for at, (tag, start, end, new_start, new_end) in enumerate(codes):
        if tag == "equal":
            yield "stayed", _shortened(old[start:end], is_first=at == 0, is_last=at == len(codes) - 1)
            continue
        if end > start:
            yield "went", "".join(old[start:end])
        if new_end > new_start:
            yield "came", "".join(new[new_start:new_end])


def _shortened(words: list[str], *, is_first: bool, is_last: bool) -> str:
    """What stayed, without its middle, and without its far end at the ends of the text."""
    if len(words) <= 2 * _AROUND:
        return "".join(words)
    head = "" if is_first else "".join(words[:_AROUND])
    tail = "" if is_last else "".join(words[-_AROUND:])
    return f"{head} … {tail}"
