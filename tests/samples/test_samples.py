"""The sample library keeps its promises: what its questions and labels name stands in its articles."""

import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import frontmatter
import pytest
import trafilatura

SAMPLES = Path(__file__).parents[2] / "samples"
FIRST_DAY, LAST_DAY = date(2025, 12, 10), date(2026, 1, 20)
PARAGRAPH = re.compile(r'<p(?: class="note")?>(.*?)</p>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sample:
    """An article as its file gives it."""

    id: str
    format: str
    title: str
    text: str
    url: str
    source: str
    author: str
    language: str
    published: str | None
    updated: str | None = None


def from_markdown(path: Path) -> Sample:
    post = frontmatter.loads(path.read_text(encoding="utf-8"))
    fields = {"published": None, **post.metadata}
    return Sample(format="md", text=post.content, **{key: written(value) for key, value in fields.items()})


def written(value: Any) -> Any:
    """YAML reads an unquoted date as a date; this gives back what was written."""
    return value.isoformat() if isinstance(value, date) else value


def from_json(line: str) -> Sample:
    fields = json.loads(line)
    return Sample(id=fields.pop("_id"), format="jsonl", **fields)


def from_page(path: Path) -> Sample:
    page = path.read_text(encoding="utf-8")
    found = extracted(page)
    return Sample(
        id=meta(page, "newsdesk:id") or "",
        format="html",
        title=found["title"],
        text=found["text"],
        url=found["url"],
        source=found["sitename"],
        author=found["author"],
        language=page.split('<html lang="', 1)[1][:2],
        published=meta(page, "article:published_time"),
        updated=meta(page, "article:modified_time"),
    )


def extracted(page: str) -> dict[str, Any]:
    document: Any = trafilatura.bare_extraction(page, with_metadata=True)
    return dict(document.as_dict())


def meta(page: str, name: str) -> str | None:
    found = re.search(rf'<meta (?:name|property)="{name}" content="([^"]*)">', page)
    return html.unescape(found[1]) if found else None


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def read_articles() -> Iterator[Sample]:
    folder = SAMPLES / "articles"
    yield from map(from_markdown, sorted(folder.glob("*.md")))
    yield from map(from_page, sorted(folder.glob("*.html")))
    for path in sorted(folder.glob("*.jsonl")):
        yield from map(from_json, path.read_text(encoding="utf-8").splitlines())


ARTICLES = list(read_articles())
BY_ID = {article.id: article for article in ARTICLES}
PAGES = sorted((SAMPLES / "articles").glob("*.html"))
QUESTIONS = records(SAMPLES / "questions.jsonl")
STATEMENTS = records(SAMPLES / "statements.jsonl")

each_article = pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.id)
each_page = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
each_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["_id"])


def moment(text: str) -> datetime:
    """A date alone counts as its noon in Sundmark, an hour east of Greenwich."""
    if len(text) == len("2026-01-06"):
        return datetime.combine(date.fromisoformat(text), time(12), timezone(timedelta(hours=1)))
    return datetime.fromisoformat(text)


def test_the_library_has_the_articles_that_its_readme_counts() -> None:
    assert Counter(article.format for article in ARTICLES) == {"md": 15, "html": 8, "jsonl": 18}
    assert len({article.source for article in ARTICLES}) == 8


def test_no_two_articles_share_an_id_an_address_or_a_title() -> None:
    for key in ("id", "url", "title"):
        assert len({getattr(article, key) for article in ARTICLES}) == len(ARTICLES)


@each_article
def test_an_article_is_complete(article: Sample) -> None:
    assert article.title
    assert article.author
    assert article.language in {"en", "de"}
    assert 120 <= len(article.text.split()) <= 350


@each_article
def test_an_address_lies_under_the_reserved_domain(article: Sample) -> None:
    assert (urlsplit(article.url).hostname or "").endswith(".example")


def test_an_outlet_has_one_host() -> None:
    assert len({(article.source, urlsplit(article.url).hostname) for article in ARTICLES}) == 8


@each_article
def test_a_date_lies_in_the_weeks_that_the_library_covers(article: Sample) -> None:
    for text in filter(None, (article.published, article.updated)):
        assert moment(text).tzinfo
        assert FIRST_DAY <= moment(text).date() <= LAST_DAY


def test_one_article_has_no_date_and_three_have_a_date_without_a_time() -> None:
    assert [article.id for article in ARTICLES if article.published is None] == ["lanternfish-tidal-turbines"]
    assert sum(len(article.published or "") == len("2026-01-06") for article in ARTICLES) == 3


def test_a_correction_comes_after_publication_and_is_said_in_the_text() -> None:
    corrected = {article.id: article for article in ARTICLES if article.updated}
    assert corrected.keys() == {"courier-ferry-inquiry", "calderpost-ferry-captain"}
    for article in corrected.values():
        assert moment(article.published or "") < moment(article.updated or "")
        assert "Correction, 14 January:" in article.text


@each_page
def test_a_page_gives_its_title_outlet_author_and_date_to_trafilatura(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    found = extracted(page)
    assert found["title"] == meta(page, "og:title")
    assert found["sitename"] == meta(page, "og:site_name")
    assert found["author"] == meta(page, "author")
    assert found["date"] == (meta(page, "article:published_time") or "")[:10]
    assert meta(page, "newsdesk:id") == path.stem


@each_page
def test_a_page_gives_its_paragraphs_and_no_menu_or_cookie_notice_to_trafilatura(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    story = page[page.index("<article") : page.index("</article>")]
    paragraphs = [html.unescape(re.sub(r"<[^>]+>", "", paragraph)) for paragraph in PARAGRAPH.findall(story)]
    article = BY_ID[path.stem]
    assert [line for line in article.text.splitlines() if line != article.title] == paragraphs
    assert "cookie" in page.lower()
    assert "cookie" not in article.text.lower()


def test_the_first_question_is_the_one_on_the_ceasefire() -> None:
    assert QUESTIONS[0]["text"] == "What did Merz say about a ceasefire?"


def test_the_questions_are_as_many_as_the_readme_counts() -> None:
    assert Counter(question["kind"] for question in QUESTIONS) == {"present": 47, "absent": 14}
    assert len({question["_id"] for question in QUESTIONS}) == len(QUESTIONS)
    assert len({question["text"] for question in QUESTIONS}) == len(QUESTIONS)


@each_question
def test_a_gold_answer_stands_word_for_word_in_every_article_named(question: dict[str, Any]) -> None:
    assert bool(question["articles"]) == (question["kind"] == "present")
    assert (question["answer"] is None) == (question["kind"] == "absent")
    for named in question["articles"]:
        assert question["answer"] in BY_ID[named].text


@each_question
def test_a_question_is_asked_when_its_articles_are_out(question: dict[str, Any]) -> None:
    for named in question["articles"]:
        for text in filter(None, (BY_ID[named].published, BY_ID[named].updated)):
            assert moment(text).date() <= date.fromisoformat(question["asked"])


def test_every_article_answers_a_question() -> None:
    assert {named for question in QUESTIONS for named in question["articles"]} == BY_ID.keys()


def test_every_labelled_sentence_stands_word_for_word_in_its_article() -> None:
    strays = [row for row in STATEMENTS if row["sentence"] not in BY_ID[row["article"]].text]
    assert strays == []


def test_no_sentence_of_an_article_is_labelled_twice() -> None:
    assert len({(row["article"], row["sentence"]) for row in STATEMENTS}) == len(STATEMENTS)


def test_the_labels_cover_every_article_and_are_about_half_with_a_speaker() -> None:
    assert {row["article"] for row in STATEMENTS} == BY_ID.keys()
    assert len(STATEMENTS) == 503
    assert 0.4 <= sum(row["speaker"] is not None for row in STATEMENTS) / len(STATEMENTS) <= 0.6


def test_a_statement_has_a_speaker_and_a_kind_or_neither() -> None:
    kinds = {(row["speaker"] is not None, row["kind"]) for row in STATEMENTS}
    assert kinds == {(True, "direct"), (True, "reported"), (False, None)}
