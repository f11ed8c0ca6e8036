"""The last check before a sentence is shown: the stored version is looked up again."""

import numpy as np
import pytest

from answer.writing.draft import DraftQuote, DraftSentence
from answer.writing.evidence import Evidence
from answer.writing.writer import Page
from index.library import Library
from index.restriction import Restriction
from index.stored import IndexedArticle, ModelIdentity, Passage, Span

TEXT = "Seven people were injured at Averhaven. The captain was unhurt."
DRAFT = DraftSentence(
    sentence="Seven people were injured at Averhaven.",
    quotes=(DraftQuote(passage=1, quote="Seven people were injured"),),
)


@pytest.fixture
def library(tmp_path):
    opened = Library(tmp_path)
    yield opened
    opened.close()


def store(library, article) -> None:
    vectors = np.ones((1, 2), dtype=np.float32) / np.sqrt(2)
    library.put([IndexedArticle(article, (Span(0, len(article.text)),), vectors)], ModelIdentity("m", "d", 2))


def passage(text: str) -> Passage:
    return Passage(1, 1, "a1", 1, 0, 1, 0, len(text), text, "Title", None, None, "en", None, None, 1)


def test_a_sentence_stands_while_the_library_holds_its_quote(library, make_article):
    store(library, make_article("a1", TEXT))
    page = Page([Evidence(1, passage(TEXT))], library, Restriction())
    assert page.add_all([DRAFT])
    written = page.written(0)
    assert written.text == "Seven people were injured at Averhaven. [1]"
    assert TEXT[written.citations[0].start : written.citations[0].end] == written.citations[0].quote


def test_a_quote_that_the_library_no_longer_holds_takes_its_sentence_with_it(library, make_article, caplog):
    page = Page([Evidence(1, passage(TEXT))], library, Restriction())
    assert not page.add_all([DRAFT])
    store(library, make_article("a1", "Eight people were injured at Averhaven. The captain was unhurt."))
    assert not page.add_all([DRAFT])
    assert page.written(0).left_out == 2
    assert page.written(0).citations == ()
    assert caplog.text.count("dropped a quote that article a1 does not hold") == 2


def test_the_same_sentence_again_is_neither_shown_nor_counted(library, make_article):
    store(library, make_article("a1", TEXT))
    page = Page([Evidence(1, passage(TEXT))], library, Restriction())
    page.add_all([DRAFT, DRAFT])
    assert (page.shown, page.written(0).left_out) == (1, 0)


def test_at_most_six_sentences_are_shown(library, make_article):
    text = " ".join(f"Ship {number} left Averhaven." for number in range(9))
    store(library, make_article("a1", text))
    page = Page([Evidence(1, passage(text))], library, Restriction())
    sentences = [f"Ship {number} left Averhaven." for number in range(9)]
    page.add_all(
        [DraftSentence(sentence=one, quotes=(DraftQuote(passage=1, quote=one),)) for one in sentences]
    )
    assert page.shown == 6
