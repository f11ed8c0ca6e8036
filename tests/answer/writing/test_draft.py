"""What a model writes, read piece by piece: the same sentences however it is cut, and no half ones."""

import json

from hypothesis import given
from hypothesis import strategies as st

from answer.writing.draft import Draft, DraftQuote, DraftSentence

SENTENCES = [
    DraftSentence(sentence='One } two " three.', quotes=(DraftQuote(passage=1, quote="one } {"),)),
    DraftSentence(
        sentence="Zwei “drei” – vier.",
        quotes=(DraftQuote(passage=2, quote="zwei"), DraftQuote(passage=12, quote="drei\n[")),
    ),
    DraftSentence(sentence="Trois\\quatre.", quotes=(DraftQuote(passage=3, quote="```"),)),
]
TEXT = "```json\n" + json.dumps({"sentences": [one.model_dump() for one in SENTENCES]}, indent=1) + "\n```\n"


@given(st.lists(st.integers(0, len(TEXT)), max_size=30).map(sorted))
def test_the_same_sentences_come_however_the_text_is_cut(cuts: list[int]) -> None:
    draft = Draft()
    found: list[DraftSentence] = []
    for begin, end in zip([0, *cuts], [*cuts, len(TEXT)], strict=True):
        found += draft.add(TEXT[begin:end])
    rest = draft.finish()
    assert rest is not None
    assert [*found, *rest] == SENTENCES
    assert draft.malformed == 0


@given(st.integers(0, TEXT.index("\n```\n") - 1))
def test_a_text_that_breaks_off_gives_whole_sentences_only_and_says_so(end: int) -> None:
    draft = Draft()
    found = draft.add(TEXT[:end])
    assert found == SENTENCES[: len(found)]
    assert draft.finish() is None


def test_a_number_that_is_cut_is_not_another_number():
    draft = Draft()
    assert draft.add('{"sentences": [{"sentence": "A.", "quotes": [{"quote": "a", "passage": 1') == []
    assert draft.finish() is None


def test_items_without_the_form_are_counted_and_the_others_stand():
    items = [
        7,
        None,
        {"sentence": "A."},
        {"sentence": "B.", "passage": 2, "quote": "b"},
        {"text": "", "quotes": []},
    ]
    draft = Draft()
    found = draft.add(json.dumps({"sentences": items}))
    rest = draft.finish()
    assert rest is not None
    assert [one.sentence for one in (*found, *rest)] == ["B."]
    assert draft.malformed == 4


def test_endless_lists_are_not_read_to_their_end():
    draft = Draft()
    item = {"sentence": "A.", "passage": 1, "quote": "a"}
    found = draft.add(json.dumps({"sentences": [item] * 500}))
    assert len(found) + len(draft.finish() or ()) <= 30
