from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.cutting import cut, piece_starts
from index.sentences import sentence_spans

words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=30)
texts = st.lists(
    words | st.sampled_from([". ", "\n\n", " “Yes,” he said. ", "🎉", "\u200f"]), max_size=60
).map(" ".join)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He met Dr. Smith of the U.S. at 5 p.m. in St. Aldate. Then he left.", 2),
        ("“We won’t sign. Never,” she said. He agreed.", 2),
        ("A headline without a stop\nThe text begins here. It goes on.", 3),
        ("It cost $3.5 million. J. K. Rowling paid.", 2),
        ("  \n\n ", 0),
        ("", 0),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text, expected):
    assert len(sentence_spans(text)) == expected


def test_german_dates_and_quotes_do_not_break_sentences():
    text = "Am 6. Januar sagte er: „Das ist z. B. gut.“ Dann ging er."
    assert [text[s.start : s.end] for s in sentence_spans(text, "de")] == [
        "Am 6. Januar sagte er: „Das ist z. B. gut.“",
        "Dann ging er.",
    ]


@given(texts)
@settings(max_examples=300, deadline=None)
def test_sentences_are_in_order_apart_and_hold_every_visible_character(text):
    spans = sentence_spans(text)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert "".join("".join(text[s.start : s.end] for s in spans).split()) == "".join(text.split())


@given(text=texts, limit=st.integers(8, 64))
@settings(max_examples=200, deadline=None)
def test_passages_never_exceed_the_limit_and_lose_nothing(embedder, text, limit):
    tokenizer = embedder.tokenizer
    passages = cut(text, "en", piece_starts([text], tokenizer)[0], limit)
    held = "".join(text[p.start : p.end] for p in passages)
    assert "".join(held.split()) == "".join(text.split())
    for passage in passages:
        pieces = tokenizer.encode(text[passage.start : passage.end], add_special_tokens=False)
        assert len(pieces.ids) <= limit


def test_a_passage_holds_as_many_whole_sentences_as_fit(embedder):
    text = " ".join(f"Sentence number {n} is here." for n in range(20))
    passages = cut(text, "en", piece_starts([text], embedder.tokenizer)[0], 21)
    assert all(text[p.start : p.end].endswith("here.") for p in passages)
    assert len(passages) < 20


def test_a_sentence_longer_than_the_limit_is_cut_between_words(embedder):
    text = " ".join(["harbour"] * 100) + "."
    pieces = [text[p.start : p.end] for p in cut(text, "en", piece_starts([text], embedder.tokenizer)[0], 16)]
    assert all(set(piece.rstrip(".").split()) == {"harbour"} for piece in pieces)
