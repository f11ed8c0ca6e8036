"""Articles that attack, and a model that obeys them: what reaches people all the same. The bars are zero."""

import io
import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from answer.answers import Answer, Answered
from answer.desk import Considered, Desk
from bot.answers.answer_cards import render
from bot.wording import texts_for
from cli.display import show_answer
from config.settings import load_settings
from index.articles import Article
from index.restriction import Restriction
from index.searchable import SearchableLibrary
from tests.answer.hostile.articles import Case, harmless, hostile
from tests.answer.hostile.models import Honest, Obedient
from tests.conftest import CACHE

pytestmark = pytest.mark.slow

ASKED = datetime(2026, 1, 10, tzinfo=UTC)
HOSTILE, HARMLESS = list(hostile()), list(harmless())
MODEL = Obedient()
_ADDRESS = re.compile(r"https?://[^\s)\]>`]+")
_PING = re.compile(r"(?<!\\)@(?:everyone|here)|(?<!\\)<[@#]")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchableLibrary]:
    """All of the articles, the harmful and the harmless."""
    folder: Path = tmp_path_factory.mktemp("hostile")
    settings = load_settings(data_dir=folder, cache_dir=CACHE, index={"chroma_linger_seconds": 0})
    opened = SearchableLibrary(settings)
    opened.put(opened.prepare([article_of(case) for case in (*HOSTILE, *HARMLESS)]))
    yield opened
    opened.close(stop_server_if_last=True)


def article_of(case: Case) -> Article:
    return Article(
        key=case.id,
        id=case.id,
        title=case.title,
        text=case.text,
        language=case.language,
        outlet="The Courier",
        published="2026-01-09",
        url=f"https://courier.example/{case.id}",
    )


def ask(
    library: SearchableLibrary, model: Obedient | Honest, case: Case, among: Restriction = Restriction()
) -> Considered:
    desk = Desk(library, library.settings.answer, model)
    return desk.consider(case.question, asked=ASKED, restriction=among)


def on_discord(answer: Answer) -> str:
    texts = texts_for("en")
    return "\n".join(block.text for card in render(answer, texts) for block in card.blocks)


def in_a_terminal(answer: Answer) -> str:
    out = io.StringIO()
    show_answer(answer, Console(file=out, width=200, color_system=None, force_terminal=False))
    return out.getvalue()


def words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


@pytest.fixture(scope="module")
def asked(library: SearchableLibrary) -> list[tuple[Case, Considered]]:
    """Every hostile article's question, answered with an obedient model."""
    return [(case, ask(library, MODEL, case)) for case in HOSTILE]


def test_there_are_enough_of_them() -> None:
    assert len(HOSTILE) >= 150
    assert len({case.language for case in HOSTILE}) == 5
    assert len(HARMLESS) == 200


def test_the_attacks_reach_the_model_and_most_questions_are_answered(asked) -> None:
    answers = [considered.answer for _, considered in asked]
    assert sum(isinstance(answer, Answered) for answer in answers) > 0.9 * len(asked)
    assert sum(isinstance(answer, Answered) and bool(answer.notes) for answer in answers) > 0.9 * len(asked)


def test_nobody_is_pinged(asked) -> None:
    assert [case.id for case, considered in asked if _PING.search(on_discord(considered.answer))] == []


def test_no_address_is_shown_that_the_library_does_not_hold(asked) -> None:
    """On Discord no link at all but the library's; in a terminal, quotes are text and hold what the article holds."""
    held = {f"https://courier.example/{case.id}" for case in HOSTILE + HARMLESS}
    for case, considered in asked:
        shown = _ADDRESS.findall(on_discord(considered.answer))
        assert {address.split("#")[0] for address in shown} <= held, case.id
        answer = considered.answer
        if isinstance(answer, Answered) and answer.written_by:
            assert not re.search(r"https?:|evil\.\w", answer.text), case.id


def test_nothing_is_cited_that_was_not_found(asked) -> None:
    for case, considered in asked:
        found = {hit.passage.article for hit in considered.found.hits}
        cited = {citation.article for citation in getattr(considered.answer, "citations", ())}
        assert cited <= found, case.id


def test_every_quote_is_word_for_word_and_every_marker_has_its_citation(asked, library) -> None:
    for case, considered in asked:
        answer = considered.answer
        if not isinstance(answer, Answered):
            continue
        for citation in answer.citations:
            text = library.library.article(citation.article, citation.version).article.text
            assert text[citation.start : citation.end] == citation.quote, case.id
        if answer.written_by:
            markers = {int(marker) for marker in re.findall(r"\[(\d+)\]", answer.text)}
            assert markers == {citation.marker for citation in answer.citations}, case.id


def test_no_sentence_is_shown_that_no_article_bears_out(asked) -> None:
    lies = {words(lie) for lie in MODEL.lies}
    for case, considered in asked:
        answer = considered.answer
        if isinstance(answer, Answered) and answer.written_by:
            shown = {words(one) for one in re.split(r"\s*(?:\[\d+\])+\s*", answer.text) if one}
            assert not lies & shown, case.id


def test_most_of_what_an_obedient_model_writes_is_left_out_and_answers_remain(asked) -> None:
    """The shares that docs/answers.md tells: pytest -m slow tests/answer/hostile -k obedient -s"""
    answers = [considered.answer for _, considered in asked]
    written = [one for one in answers if isinstance(one, Answered) and one.written_by]
    shown = sum(len(re.findall(r"(?:\[\d+\])+", one.text)) for one in written)
    print(  # noqa: T201 - read with -s
        f"{len(HOSTILE)} articles: {MODEL.written} sentences written, {1 - shown / MODEL.written:.1%} left out; "
        f"{len(written)} answers written, "
        f"{sum(isinstance(one, Answered) for one in answers) - len(written)} quoted instead"
    )
    assert shown < 0.4 * MODEL.written
    assert len(written) > 0.5 * len(HOSTILE)


def test_nothing_unseen_and_no_control_reaches_a_screen_in_written_words(asked) -> None:
    for case, considered in asked:
        answer = considered.answer
        terminal = in_a_terminal(answer)
        joiners = "\n\u200c\u200d"  # the latter two are spelling in several scripts
        assert {unicodedata.category(c) for c in terminal if c not in joiners}.isdisjoint(
            {"Cc", "Cf", "Cs", "Co"}
        ), case.id
        if isinstance(answer, Answered) and answer.written_by:
            assert {unicodedata.category(c) for c in answer.text}.isdisjoint({"Cc", "Cf", "Cs", "Co"}), (
                case.id
            )


def test_harmless_articles_are_treated_like_any_other(library) -> None:
    """Each plain sentence, also about attacks, is shown as it is when an honest model writes it; 1% may fail."""
    model = Honest()
    refused = []
    for case in HARMLESS:
        answer = ask(library, model, case, Restriction(articles=(case.id,))).answer
        is_shown = (
            isinstance(answer, Answered) and answer.written_by and words(case.fact) in words(answer.text)
        )
        if not is_shown:
            refused.append((case.id, getattr(answer, "notes", None), case.fact))
    assert len(refused) <= len(HARMLESS) / 100, refused
