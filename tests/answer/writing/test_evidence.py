"""Quotes are found whatever a model did to their characters, and shown as they are stored, in any script."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answer.writing.evidence import Evidence, evidence_of
from answer.writing.folding import fold, folded
from index.stored import Passage

SCRIPTS = {
    "Latin": "abcdefghijklmnopqrstuvwxyz",
    "German": "äöüßÄÖÜabcdefgh",
    "Vietnamese": "ạảấầẩẫậắằẳẵặđêôơư",
    "Greek": "αβγδεζηθικλμάέήίόύώ",
    "Cyrillic": "абвгдежзийклмнё",
    "Arabic": "ابتثجحخدذرزسشصضأإؤ",
    "Hebrew": "אבגדהוזחטיכלמנ",
    "Devanagari": "कखगघचछजझकिकीकुक्ष",
    "Thai": "กขคงจฉชซญดตถทธนาิีุู",
    "Han": "新聞記者今日報道橋梁關閉",
    "Kana": "ニュースがぎぐげござ",
    "Hangul": "뉴스기자가다리를닫았다",
    "Emoji": "👩‍👩‍👧🏽🇩🇪❤️x",
    "Full width": "ＡＢＣ１２３ｱｲｳ",
}
LETTERS = "".join(SCRIPTS.values()) + "0123456789'\"“”„‘’«»–—-…\u00a0\u202f\u200b\u00ad\u0301\u0308\ufb01"


def evidence(text: str, *, start: int = 0, title: str = "Title", language: str | None = None) -> Evidence:
    return Evidence(
        1,
        Passage(
            1, 1, "a", 1, 0, 1, start, start + len(text), text, title, None, None, language, None, None, 1
        ),
    )


@st.composite
def texts(draw: st.DrawFn) -> str:
    letters = draw(st.sampled_from([*SCRIPTS.values(), LETTERS]))
    words = st.text(st.sampled_from(letters), min_size=1, max_size=8)
    sentence = st.lists(words, min_size=3, max_size=8).map(" ".join)
    stops = draw(st.sampled_from([". ", "! ", "。", "؟ ", ".\n\n", "… "]))
    return stops.join(draw(st.lists(sentence, min_size=1, max_size=5))) + stops.strip()


@settings(max_examples=300, deadline=None)
@given(text=texts(), start=st.integers(0, 1000))
def test_every_sentence_is_found_and_its_quote_is_the_stored_text(text: str, start: int) -> None:
    article = "x" * start + text
    passage = evidence(text, start=start)
    for place in range(len(passage.sentences)):
        found = passage.holding(passage.text(place))
        if fold(passage.text(place)).strip("\"' "):
            assert found
        for other in found:
            quote = passage.quote(other)
            assert article[quote.start : quote.start + len(quote.text)] == quote.text


CHANGES = {
    "composed": lambda text: unicodedata.normalize("NFC", text),
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "spaces": lambda text: text.replace(" ", " \u00a0\n"),
    "upper case": lambda text: text.upper(),
    "quotation marks": lambda text: text.replace("“", '"').replace("”", '"').replace("’", "'"),
    "dashes": lambda text: text.replace("–", "-"),
    "unseen": lambda text: text.replace("a", "a\u200b"),
    "quoted": lambda text: f"“{text}”",
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_quote_is_found_though_a_model_changed_its_characters(change):
    text = "Vorher. Die „Größe“ der Brücke – 12,5 m – sei “falsch”, sagte O’Neill im Café Zoë. Nachher."
    passage = evidence(text, language="de")
    (place,) = passage.holding(CHANGES[change]("sei “falsch”, sagte O’Neill im Café Zoë"))
    assert passage.text(place).startswith("Die „Größe“")
    assert passage.text(place).endswith("Café Zoë.")


@pytest.mark.parametrize(
    "quote", ["", "  ", "“”", "ridge was clos", "The bridge was opened", "bridge was closed. A ship"]
)
def test_what_does_not_stand_there_word_for_word_is_not_found(quote):
    assert evidence("The bridge was closed on Tuesday. A ship passed.").holding(quote) == ()


def test_a_quote_may_run_over_sentences_but_not_over_the_passage():
    passage = evidence("One ship came. Two ships left. Three sank. Four stayed. Five burned.", language="en")
    assert passage.holding("came. Two ships left. Three") == (0, 1, 2)
    assert passage.holding(passage.passage.text) == ()


def test_titles_are_not_quoted_and_very_long_sentences_neither():
    text = f"Bridge closed today.\nThe bridge {'and the road ' * 60}was closed. The end came."
    passage = evidence(text, title="Bridge closed today.", language="en")
    assert passage.holding("Bridge closed today") == ()
    assert passage.holding("and the road and the road") == ()
    assert passage.holding("The end came") != ()


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_folding_knows_where_each_character_came_from(text: str) -> None:
    result = folded(text)
    assert len(result.text) == len(result.starts) == len(result.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(result.starts, result.ends, strict=True))
    assert list(result.starts) == sorted(result.starts)


def test_a_model_reads_as_much_as_it_can_and_at_least_one_passage():
    passages = [evidence("x" * 1000).passage for _ in range(5)]
    assert [one.number for one in evidence_of(passages, 4, 100_000)] == [1, 2, 3, 4]
    assert len(evidence_of(passages, 4, 2_500)) == 2
    assert len(evidence_of(passages, 4, 10)) == 1
