"""The texts that people read: complete in every language, and used as they are written."""

import ast
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Junk, Message, VariableReference
from fluent.syntax.visitor import Visitor

from answer.answers import Coverage
from answer.notes import (
    Contradict,
    DatedFigure,
    Differ,
    KeywordsOnly,
    LeftOut,
    LimitedTo,
    Note,
    NothingFrom,
    NothingIn,
    NotWritten,
    OldNews,
    Reason,
    SearchedFor,
    Undated,
)
from bot.wording import LANGUAGES, TEXTS, Texts, error_text, note_text, nothing_found, searched, texts_for
from config.errors import NewsdeskError
from index.restriction import Window

BOT = TEXTS.parent
EN, DE = texts_for("en"), texts_for("de")


class Variables(Visitor):
    """Collects the names of the arguments of a message."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: VariableReference) -> None:  # noqa: N802 - the visitor's naming
        self.names.add(node.id.name)


def arguments_of(message: Message) -> set[str]:
    found = Variables()
    found.visit(message)
    return found.names


def written(file: Path) -> dict[str, set[str]]:
    """The messages of a file, each with the names of its arguments."""
    entries = FluentParser().parse(file.read_text()).body
    assert [entry.content for entry in entries if isinstance(entry, Junk)] == []
    messages = [entry for entry in entries if isinstance(entry, Message)]
    assert len({message.id.name for message in messages}) == len(messages)
    return {message.id.name: arguments_of(message) for message in messages}


def all_written(language: str) -> dict[str, set[str]]:
    files = [written(file) for file in sorted((TEXTS / language).glob("*.ftl"))]
    together = {id_: names for file in files for id_, names in file.items()}
    assert len(together) == sum(map(len, files)), "a text stands in two files"
    return together


def used() -> Iterator[tuple[str, str, set[str]]]:
    """Where the code names a text, with the arguments that it gives."""
    for file in BOT.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name not in ("say", "localised"):
                continue
            where = f"{file.name}:{node.lineno}"
            if name == "say" and file.name in ("translating.py", "preview.py"):
                continue  # they pass an id on, or say something else
            id_ = node.args[0]
            assert isinstance(id_, ast.Constant), f"{where}: write the id out"
            given = {keyword.arg or "**" for keyword in node.keywords}
            yield where, str(id_.value), given


def test_every_language_has_the_same_files() -> None:
    names = {language: {file.name for file in (TEXTS / language).iterdir()} for language in LANGUAGES}
    assert names["de"] == names["en"]


@pytest.mark.parametrize("file", sorted(file.name for file in (TEXTS / "en").iterdir()))
def test_every_language_says_the_same_with_the_same_arguments(file: str) -> None:
    assert written(TEXTS / "de" / file) == written(TEXTS / "en" / file)


def test_every_text_that_the_code_names_is_there_and_gets_its_arguments() -> None:
    texts = all_written("en")
    wrong = [(where, id_, given, texts.get(id_)) for where, id_, given in used() if given != texts.get(id_)]
    assert wrong == []


def test_every_text_is_used() -> None:
    assert set(all_written("en")) - {id_ for _, id_, _ in used()} == {"channel-topic"}  # the preview's


def test_a_text_that_is_missing_or_lacks_an_argument_is_refused() -> None:
    with pytest.raises(LookupError):
        EN.say("no-such-text")
    with pytest.raises(ValueError, match="unexpected"):
        EN.say("unexpected")


@pytest.mark.parametrize(
    ("locale", "default", "language"),
    [
        ("de", "en", "de"),
        ("en-US", "de", "en"),
        ("fr", "de", "de"),
        (None, "en", "en"),
        ("de_AT", "en", "de"),
    ],
)
def test_a_locale_gets_its_language_or_the_default(locale: str | None, default: str, language: str) -> None:
    assert texts_for(locale, default).language == language


@pytest.mark.parametrize(
    ("published", "english", "german"),
    [
        ("2026-01-06", "6 Jan 2026", "06.01.2026"),
        ("2026-01-06T18:00:00+01:00", "6 Jan 2026", "06.01.2026"),
        (datetime(2026, 1, 6, tzinfo=UTC), "6 Jan 2026", "06.01.2026"),
        (None, "no date", "ohne Datum"),
        ("some day", "no date", "ohne Datum"),
    ],
)
def test_a_day_is_told_as_the_language_does(published: date | str | None, english: str, german: str) -> None:
    assert (EN.day(published), DE.day(published)) == (english, german)


NOTES: list[Note] = [
    KeywordsOnly(),
    LimitedTo(("A", "B", "C")),
    NothingFrom(("A",)),
    NothingIn(Window(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC))),
    NothingIn(Window(end=datetime(2026, 1, 2, tzinfo=UTC))),
    SearchedFor("Selenskij", "Zelensky"),
    Undated(1),
    Undated(2),
    LeftOut(1),
    LeftOut(2),
    OldNews(date(2026, 1, 9), 23),
    *map(NotWritten, Reason),
    Contradict(),
    Differ((DatedFigure("four", "2026-01-12"), DatedFigure("six", None))),
]


@pytest.mark.parametrize("note", NOTES)
def test_every_note_is_said_in_both_languages(note: Note) -> None:
    english, german = note_text(EN, note), note_text(DE, note)
    assert english != german
    assert min(len(english), len(german)) > 10


def test_numbers_follow_the_language() -> None:
    coverage = Coverage(1234, "2025-12-18", "2026-01-19", Window(datetime(2026, 1, 1, tzinfo=UTC)))
    assert searched(EN, coverage) == (
        "Searched 1,234 articles, 18 Dec 2025 to 19 Jan 2026 (looking only from 1 Jan 2026 on)."
    )
    assert searched(DE, coverage) == (
        "Durchsucht: 1.234 Artikel, 18.12.2025 bis 19.01.2026 (nur ab dem 01.01.2026)."
    )


@pytest.mark.parametrize("texts", [EN, DE])
def test_an_empty_library_is_told_apart_from_one_without_an_answer(texts: Texts) -> None:
    empty, unlucky = Coverage(0, None, None), Coverage(3, None, None)
    assert nothing_found(texts, empty) != nothing_found(texts, unlucky)


def subclasses(of: type[NewsdeskError]) -> Iterator[type[NewsdeskError]]:
    for child in of.__subclasses__():
        yield child
        yield from subclasses(child)


@pytest.mark.parametrize(
    "kind", sorted({NewsdeskError, *subclasses(NewsdeskError)}, key=lambda k: k.__name__)
)
@pytest.mark.parametrize("texts", [EN, DE])
def test_every_error_has_words_that_name_no_path(texts: Texts, kind: type[NewsdeskError]) -> None:
    error = kind.__new__(kind, "/srv/private is broken")  # its constructor may make the message itself
    assert "/srv" not in error_text(texts, error)
