import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.cleaning import clean_line, clean_text, clean_title, headline, without_title

ANY_TEXT = st.text(st.characters() | st.sampled_from("\ud800\udfff\0\r"))  # lone surrogates as well


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("one\r\ntwo\rthree\n", "one\ntwo\nthree"),
        ("page one\fpage two\vline", "page one\npage two\nline"),
        ("a\0b\x01c\x1b[31md\x7f", "abc[31md"),
        ("tab\there", "tab\there"),
        ("lone \ud800 surrogate", "lone \ufffd surrogate"),
        ("\ufeff\u00a0 text \u2003", "text"),
        ("two  spaces, “quotes” – and e\u0301", "two  spaces, “quotes” – and e\u0301"),
        ("\x00 \n", ""),
    ],
)
def test_only_what_cannot_be_stored_or_shown_is_taken_out_of_text(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean


@given(ANY_TEXT)
def test_clean_text_can_be_stored_and_stays_as_it_is(raw: str) -> None:
    clean = clean_text(raw)
    clean.encode("utf-8")
    assert "\r" not in clean
    assert "\0" not in clean
    assert clean_text(clean) == clean


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"))))
def test_nothing_within_ordinary_text_changes(text: str) -> None:
    assert clean_text(f"a{text}z") == f"a{text}z"


def test_a_title_is_one_line_with_single_spaces() -> None:
    assert clean_title(" Merz:\n  far\toff ") == "Merz: far off"


def test_an_endless_title_is_cut_between_words() -> None:
    title = clean_title("word " * 1000)
    assert len(title) <= 500
    assert title.endswith("word…")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("It rained. Then it stopped.", "It rained."),
        ("“It is over.” He left.", "“It is over.”"),
        ("First line\nSecond line", "First line"),
        ("Oil at 3.25 percent and more words", "Oil at 3.25 percent and more words"),
        ("x" * 200, "x" * 119 + "…"),
        ("word " * 40 + "end.", "word " * 23 + "word…"),
    ],
)
def test_a_text_without_title_is_called_by_its_first_sentence(text: str, title: str) -> None:
    assert headline(text) == title


@given(ANY_TEXT.map(clean_text).filter(bool))
def test_every_text_has_a_headline_of_one_line(text: str) -> None:
    title = headline(text)
    assert 0 < len(title) <= 120
    assert clean_line(title) == title


def test_a_first_line_that_repeats_the_title_goes_unless_it_is_all() -> None:
    assert without_title("A title\n\nThe text.", "A title") == "The text."
    assert without_title("A title", "A title") == "A title"
    assert without_title("Another line\nThe text.", "A title") == "Another line\nThe text."
