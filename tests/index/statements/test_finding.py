"""Statements are found in the forms in which news tells them, and nothing that only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.statements.finding import statements_in

ADA = "Ada Quist, the mayor, opened the harbour. "


def found(text, language="en"):
    return [(one.speaker, one.kind, text[one.start : one.end]) for one in statements_in(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We are closed,” Ada Quist said.", ("Ada Quist", "direct", "We are closed,")),
        ('"We are closed," said Ada Quist.', ("Ada Quist", "direct", "We are closed,")),
        ("‘We aren’t open,’ said Ada Quist.", ("Ada Quist", "direct", "We aren’t open,")),
        ("'We aren't open,' Ada Quist said.", ("Ada Quist", "direct", "We aren't open,")),
        ("«We are closed», said Ada Quist.", ("Ada Quist", "direct", "We are closed")),
        ("Ada Quist said: “We are closed.”", ("Ada Quist", "direct", "We are closed.")),
        ("Ada Quist told reporters: “We are closed.”", ("Ada Quist", "direct", "We are closed.")),
        ("“Closed? Yes. For a week,” Ada Quist said.", ("Ada Quist", "direct", "Closed? Yes. For a week,")),
        (
            "“We are,” Ada Quist said on Monday, “closed for a week.”",
            ("Ada Quist", "direct", "We are,” Ada Quist said on Monday, “closed for a week."),
        ),
        (
            "“We are closed,” Ada Quist said. “Ask me in May.”",
            ("Ada Quist", "direct", "We are closed,” Ada Quist said. “Ask me in May."),
        ),
        ("She called it “the worst of all years”.", None),
    ],
)
def test_direct_speech_in_every_style_of_quotation(text, expected):
    assert found(text) == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ada Quist said that the harbour was closed.", "the harbour was closed."),
        ("Ada Quist said the harbour was closed.", "the harbour was closed."),
        ("Ada Quist has repeatedly warned that it may close.", "it may close."),
        ("The harbour was closed, Ada Quist said on Monday.", "The harbour was closed"),
        ("The harbour was closed, said Ada Quist.", "The harbour was closed"),
        ("The harbour was closed, according to Ada Quist.", "The harbour was closed"),
        ("According to Ada Quist, the harbour was closed.", "the harbour was closed."),
        ("Without it, Ada Quist said, nothing moves.", "Without it, Ada Quist said, nothing moves."),
        ("Ada Quist, who runs the port, told the Post that it was closed.", "it was closed."),
        ("Ada Quist, 42, of Calder, said the harbour was closed.", "the harbour was closed."),
        ("Its director, Ada Quist, said the harbour was closed.", "the harbour was closed."),
        ("Harbour master Ada Quist said the harbour was closed.", "the harbour was closed."),
        ("Prime Minister Ada Quist said the harbour was closed.", "the harbour was closed."),
        ("Secretary of State Ada Quist said the harbour was closed.", "the harbour was closed."),
        ("Ada Quist of Lamplight Relief said the harbour was closed.", "the harbour was closed."),
        ("It was closed, wrote the publisher, Ada Quist.", "It was closed"),
        ("Asked about the ice, Ada Quist conceded that it was late.", "it was late."),
        ("Ada Quist accused the union of striking first.", "the union of striking first."),
        ("Bo Lind met Ada Quist, who said that it was late.", "it was late."),
    ],
)
def test_reported_speech(text, words):
    assert found(text) == [("Ada Quist", "reported", words)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (f"{ADA}She said that it was late.", "Ada Quist"),
        (f"{ADA}The mayor said that it was late.", "Ada Quist"),
        (f"{ADA}Quist said that it was late.", "Ada Quist"),
        (f"{ADA}It was late, she said.", "Ada Quist"),
        (f"{ADA}According to her, it was late.", "Ada Quist"),
        ("Chancellor Friedrich Merz came. The chancellor said that it was late.", "Friedrich Merz"),
        ("Mr. Lind waved to Mary Quist. She said that it was late.", "Mary Quist"),
        ("The Consumer Safety Office opened. The office said that it was late.", "Consumer Safety Office"),
        ("The Federal Bureau of Ice met. The FBI said that it was late.", "Federal Bureau of Ice"),
        ("The police said that it was late.", "police"),
        ("A spokesman for the company said that it was late.", "spokesman for the company"),
        ("Merz’s spokesman said that it was late.", "Merz’s spokesman"),
    ],
)
def test_names_titles_and_pronouns_lead_to_the_fullest_name(text, speaker):
    assert [one[0] for one in found(text)] == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        "The bridge is said to be the oldest.",
        "Ada Quist was told to wait.",
        "Ada Quist did not say when.",
        "Everything went according to plan.",
        "It rained, according to the report.",
        "The so-called “ice tax” came into force.",
        "“The Salt Clerk” is a novel by Ada Quist.",
        "Ada Quist told her story in Calder.",
        "The United States sent two ships.",
        "Many stocks were closed, and Ada Quist left.",
        "The players alleged to have cheated left.",
    ],
)
def test_what_only_looks_like_speech_is_nobody_s(text):
    assert found(text) == []


def test_a_quotation_of_several_paragraphs_has_one_speaker_until_it_closes():
    text = "“We are closed,” Ada Quist said. “Ask me in May.\n\n“Or in June.”\n\n“Not before,” Bo Lind said."
    assert [one[:2] for one in found(text)] == [
        ("Ada Quist", "direct"),
        ("Ada Quist", "direct"),
        ("Bo Lind", "direct"),
    ]


def test_a_quotation_goes_on_in_the_next_paragraph_if_nobody_else_speaks_there():
    text = "Ada Quist said that it was late.\n\n“We are closed.”\n\nBo Lind came.\n\n“Never mind.”"
    assert found(text) == [
        ("Ada Quist", "reported", "it was late."),
        ("Ada Quist", "direct", "We are closed."),
    ]


def test_two_speakers_in_a_sentence_have_their_own_words():
    text = "Ada Quist said the port was closed, while Bo Lind said it was open."
    assert [(speaker, words) for speaker, _, words in found(text)] == [
        ("Ada Quist", "the port was closed, while"),
        ("Bo Lind", "it was open."),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("„Wir haben zu“, sagte Ada Quist.", ("Ada Quist", "direct", "Wir haben zu")),
        ("Bundeskanzler Friedrich Merz sagte, es sei spät.", ("Friedrich Merz", "reported", "es sei spät.")),
        ("Nach Angaben von Ada Quist ist es spät.", ("Ada Quist", "reported", "ist es spät.")),
        ("„Es ist spät“, so Ada Quist.", ("Ada Quist", "direct", "Es ist spät")),
    ],
)
def test_german_forms(text, expected):
    assert found(text, "de") == [expected]


PIECES = st.sampled_from(
    [
        "“", "”", "\"", "'", "‘", "’", "„", "«", "»", " ", "\n", "\n\n", ", ", ". ", ": ", "said ", "told ", "she ",
        "Ada Quist ", "the mayor ", "according to ", "that ", "ist", "Straße ", "東京", "🎉", "\u0301", "𝛼", "(",
        ")", "\x01", "", "St. ", "U.S. ", "5,000 ", "who ", "and ", "’s ",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=60).map("".join), st.sampled_from(["en", "de", None, "xx"]))
def test_every_statement_is_an_exact_piece_of_the_text_within_its_sentence(text, language):
    for one in statements_in(text, language):
        assert 0 <= one.sentence_start <= one.start < one.end <= one.sentence_end <= len(text)
        assert text[one.sentence_start : one.sentence_end].strip()
        assert one.speaker.strip()


def test_a_text_without_paragraphs_is_read_to_its_end():
    text = "The ice was thick. " * 1000 + "“We are closed,” Ada Quist said."
    assert found(text) == [("Ada Quist", "direct", "We are closed,")]


@pytest.mark.timeout(60)
def test_reading_a_very_long_line_of_marks_stays_quick():
    text = "“" * 5000 + "'a " * 20_000 + " said Ada, " * 5000
    assert len(statements_in(text, "en")) <= len(text)
