"""What people read on Discord, in their language: the texts of `bot/texts/`, one folder a language.

The texts are Fluent (https://projectfluent.org); a message is looked up by its id and filled with arguments:
`texts.say("searched", covered=…)`. Write ids out, for a test compares them, and the names of arguments, with the
files of every language. Arguments are put in as they are: escape what an article or a person wrote first.
What the operator reads in the terminal is in bot/running/terminal.py. Nothing here knows Discord.
"""

from datetime import date, datetime
from functools import cache
from pathlib import Path

from babel.dates import format_date
from fluent.runtime import FluentBundle, FluentResource

from answer.answers import Coverage
from answer.notes import (
    Contradict,
    Differ,
    KeywordsOnly,
    LeftOut,
    LimitedTo,
    Note,
    NothingFrom,
    NothingIn,
    NotWritten,
    OldNews,
    SearchedFor,
    Undated,
)
from bot.markdown import ellipted
from config.errors import (
    LibraryBusyError,
    LibraryError,
    ModelMismatchError,
    NewsdeskError,
    StorageError,
    VectorIndexError,
)
from index.restriction import Window

TEXTS = Path(__file__).parent / "texts"
# Each language and the conventions for its dates and numbers. British dates read the same on both sides of the
# Atlantic, for they name the month: 6 Jan 2026.
LANGUAGES = {"en": "en_GB", "de": "de_DE"}
DEFAULT_LANGUAGE = "en"
MAX_ARGUMENT = 2_000  # fluent.runtime refuses to put in more than 2,500 characters


class Texts:
    """The texts of one language."""

    def __init__(self, language: str) -> None:
        """Read the files of `language`, one of LANGUAGES."""
        self.language = language
        self._conventions = LANGUAGES[language]
        # Invisible marks around every argument would end up in links and in names; `markdown.isolated` fences
        # what may run from right to left.
        self._bundle = FluentBundle([self._conventions], use_isolating=False)
        for file in sorted((TEXTS / language).glob("*.ftl")):
            self._bundle.add_resource(FluentResource(file.read_text(encoding="utf-8")))

    def say(self, id: str, /, **arguments: str | float) -> str:  # noqa: A002 - Fluent's own word for it
        """The text `id`. Raises LookupError or ValueError where it or one of its arguments is missing."""
        pattern = self._bundle.get_message(id).value
        if pattern is None:
            raise LookupError(f"The text {id} has no value.")
        bounded = {name: _bounded(value) for name, value in arguments.items()}
        text, errors = self._bundle.format_pattern(pattern, bounded)
        if errors:
            raise ValueError(f"The text {id} cannot be said: {errors}")
        return str(text)

    def day(self, published: date | str | None) -> str:
        """A date, or a publication date (ISO 8601, with or without time), for people: "6 Jan 2026"."""
        try:
            moment = date.fromisoformat(published[:10]) if isinstance(published, str) else published
        except ValueError:
            moment = None
        return (
            self.say("unknown-date")
            if moment is None
            else format_date(moment, "medium", locale=self._conventions)
        )

    def either(self, names: tuple[str, ...]) -> str:
        """Names as alternatives: "A, B or C"."""
        *others, last = names
        return self.say("either", one=", ".join(others), other=last) if others else last


def _bounded(value: str | float) -> str | float:
    """An argument as long as Fluent takes it; what is longer is no name and no fact."""
    return ellipted(value, MAX_ARGUMENT) if isinstance(value, str) else value


@cache
def _texts(language: str) -> Texts:
    return Texts(language)


def texts_for(locale: object, default: str = DEFAULT_LANGUAGE) -> Texts:
    """The texts for a locale such as "de" or "en-US" (or discord.Locale), else those of `default`."""
    language = str(locale or "").replace("_", "-").split("-")[0].lower()
    return _texts(language if language in LANGUAGES else default)


def searched(texts: Texts, coverage: Coverage) -> str:
    """What an answer rests on, as one short line."""
    return texts.say("searched", covered=_covered(texts, coverage))


def nothing_found(texts: Texts, coverage: Coverage) -> str:
    """The library holds no answer; what it does hold."""
    if not coverage.articles:
        return texts.say("library-empty")
    return texts.say("nothing-found", covered=_covered(texts, coverage))


def note_text(texts: Texts, note: Note) -> str:
    """A note of an answer."""
    match note:
        case Contradict() | Differ():
            said = _disagreement(texts, note)
        case KeywordsOnly():
            said = texts.say("note-keywords-only")
        case LeftOut() | NotWritten():
            said = _of_the_model(texts, note)
        case LimitedTo(outlets):
            said = texts.say("note-limited-to", outlets=texts.either(outlets))
        case NothingFrom(outlets):
            said = texts.say("note-nothing-from", outlets=texts.either(outlets))
        case NothingIn(window):
            limits, start, end = _limits(texts, window)
            said = texts.say("note-nothing-in", limits=limits, since=start, until=end)
        case OldNews(newest, days):
            return texts.say("note-old-news", newest=texts.day(newest), days=days)
        case SearchedFor(written, found):
            said = texts.say("note-searched-for", written=written, found=found)
        case Undated(articles):
            said = texts.say("note-undated", number=articles)
    return said


def _of_the_model(texts: Texts, note: LeftOut | NotWritten) -> str:
    if isinstance(note, LeftOut):
        return texts.say("note-left-out", number=note.sentences)
    return texts.say("note-not-written", reason=note.reason.name.lower())


def _disagreement(texts: Texts, note: Contradict | Differ) -> str:
    if isinstance(note, Contradict):
        return texts.say("note-contradict")
    told = (f"{one.text} ({texts.day(one.published)})" for one in note.figures)
    return texts.say("note-differ", figures=", ".join(told))


def error_text(texts: Texts, error: NewsdeskError) -> str:
    """What an error of newsdesk means to a person on Discord; its own message, with paths, is for the log."""
    match error:
        case LibraryBusyError():
            return texts.say("error-busy")
        case StorageError():
            return texts.say("error-storage")
        case ModelMismatchError():
            return texts.say("error-model")
        case VectorIndexError():
            return texts.say("error-vectors")
        case LibraryError():
            return texts.say("error-library")
        case _:
            return texts.say("error-other")


def _covered(texts: Texts, coverage: Coverage) -> str:
    first, last = texts.day(coverage.first), texts.day(coverage.last)
    is_known = texts.say("unknown-date") not in (first, last)
    span = "none" if not is_known else "day" if first == last else "range"
    limits, start, end = _limits(texts, coverage.window)
    return texts.say(
        "covered",
        number=coverage.articles,
        span=span,
        first=first,
        last=last,
        limits=limits,
        since=start,
        until=end,
    )


def _limits(texts: Texts, window: Window | None) -> tuple[str, str, str]:
    """Which ends a window has (none, from, until or both), and its days."""
    match window:
        case Window(start=datetime() as start, end=datetime() as end):
            return "both", texts.day(start), texts.day(end)
        case Window(start=datetime() as start):
            return "from", texts.day(start), ""
        case Window(end=datetime() as end):
            return "until", "", texts.day(end)
        case _:
            return "none", "", ""
