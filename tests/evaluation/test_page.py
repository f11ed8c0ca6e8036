"""The page: one file, nothing from outside, nothing believed."""

from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from evaluation.findings import Marked, mark
from tests.evaluation.conftest import ARTICLES, Evaluated, write_lines

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"


class Page(HTMLParser):
    """What a page refers to and runs."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.handlers: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name in {"href", "xlink:href"} and tag == "a":
                self.links.append(value or "")
            elif name in {"src", "href", "xlink:href", "action", "data", "poster"}:
                self.loaded.append(value or "")
            elif name.startswith("on"):
                self.handlers.append(name)


@pytest.fixture
def hostile(beir: Path, evaluated: Callable[..., Evaluated]) -> str:
    """The page of a set whose second article would like to do harm, and is found by a wrong question."""
    bread = ARTICLES[2] | {"title": HOSTILE, "text": f"A loaf of rye bread {HOSTILE} costs four crowns."}
    write_lines(beir / "corpus.jsonl", [*ARTICLES[:2], bread])
    (beir / "qrels.tsv").write_text("q2\tharbour\t1\n")
    write_lines(
        beir / "queries.jsonl",
        [{"_id": "q2", "text": f"What does rye bread cost? {HOSTILE}", "answer": HOSTILE, "kind": "present"}],
    )
    return (evaluated(beir).out / "report.html").read_text()


def test_the_page_loads_nothing_from_outside(samples: Evaluated) -> None:
    page = Page((samples.out / "report.html").read_text())
    assert all(address.startswith("#") for address in page.loaded)
    assert page.links
    assert all(link.startswith("https://") for link in page.links)
    assert "link" not in page.tags
    assert "url(http" not in (samples.out / "report.html").read_text()


def test_the_page_shows_curves_measures_and_the_worst_questions(samples: Evaluated) -> None:
    text = (samples.out / "report.html").read_text()
    assert Page(text).tags.count("figure") == 6
    assert text.count('<details class="question"') > 10
    for words in ("mrr@10", "risk", "Wanted", "Found", "wrongly refused"):
        assert words in text


def test_hostile_text_is_only_shown(hostile: str) -> None:
    page = Page(hostile)
    assert page.tags.count("script") == 1
    assert "img" not in page.tags
    assert page.handlers == []
    assert "&lt;/script&gt;&lt;script&gt;alert(1)" in hostile


def test_only_addresses_of_the_web_become_links() -> None:
    from evaluation.page import _web_address

    assert _web_address("https://courier.example/") == "https://courier.example/"
    assert _web_address("javascript:alert(1)") is None
    assert _web_address(None) is None


def test_the_ids_of_the_drawings_differ(samples: Evaluated) -> None:
    text = (samples.out / "report.html").read_text()
    ids = [part.split('"')[0] for part in text.split(' id="')[1:]]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("text", "gold", "length", "marked"),
    [
        ("Closed by ice today.", "ICE", 360, Marked("Closed by ", "ice", " today.")),
        ("Closed by snow.", "ice", 360, Marked("Closed by snow.")),
        ("Closed by snow.", None, 360, Marked("Closed by snow.")),
        ("one two three four", None, 10, Marked("one two …")),
        ("zero one two three ice four five six", "ice", 16, Marked("…three ", "ice", " four …")),
    ],
)
def test_a_text_is_cut_around_the_gold_answer(
    text: str, gold: str | None, length: int, marked: Marked
) -> None:
    assert mark(text, gold, length) == marked
