"""Sentences as they are quoted: abbreviations, times of day and quotation marks break none."""

from itertools import pairwise

import pytest

from index.sentences import news_spans, told_spans


def told(text, language="en"):
    return [text[span.start : span.end] for span in told_spans(text, language)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Mr. Smith met Dr. Jones at 7.30 a.m. on Monday. They talked.", 2),
        ("The U.S. Senate voted. Sen. Ted Cruz, R-Texas, objected.", 2),
        ("Born on Jan. 5, 1950 in St. Louis. Died there.", 2),
        ("Gen. Mark Milley met Sgt. Melvin Tarrow (ret.). They left.", 2),
        ("Halden Cell Inc. earned $5.3 million, vs. $4.1 million. Shares rose.", 2),
        ("It begins at 11 a.m. ET with two sessions. Doors open early.", 2),
        ("It splashed down at 6:05 p.m. EDT. Boats were near.", 2),
        ("The storm, e.g. its eye, passed Org. trial said so. Rain fell.", 2),
        ("Ripley’s Believe It or Not! is responding. Others are not.", 2),
    ],
)
def test_abbreviations_and_times_end_no_sentence(text, sentences):
    assert len(told(text)) == sentences


@pytest.mark.parametrize(
    "speech",
    [
        "“This is bad. It is very bad. We must act,” Merz said.",
        '"This is bad. It is very bad," Merz said.',
        "“You have our thanks for waiting. We work on it. Thanks for sticking with us,” the bank said.",
        "“He said, ‘Sit down. All of you. Now,’ in the voice of a schoolmaster,” she recalled.",
        '"A start. More is to come," he said at 9 a.m. ET on Friday.',
    ],
)
def test_speech_in_quotation_marks_stays_whole(speech):
    assert told(f"{speech} Then rain fell.") == [speech, "Then rain fell."]


def test_german_speech_stays_whole():
    text = "„Das Wasser steigt. Es liest keine Karten“, sagte er. Er fordert z. B. einen Fonds."
    assert told(text, "de") == [
        "„Das Wasser steigt. Es liest keine Karten“, sagte er.",
        "Er fordert z. B. einen Fonds.",
    ]


def test_an_opening_mark_belongs_to_the_speech_that_it_opens():
    text = '"It grows," Beasley said. " We are glad." The end.'
    assert all(not sentence.endswith(' "') for sentence in told(text))


@pytest.mark.parametrize(
    "text",
    [
        '"One paragraph of speech that goes on. It does not end here.\n\n"Another paragraph," he said. Rain fell.',
        "“" + "Long speech goes on and on. " * 40 + "” he said.",
        'An inch is 1". A foot is 12". A yard is 36".',
        "«Un. Deux.» „Drei. “ ” \" '",
    ],
)
def test_joined_sentences_stand_in_the_text_in_order_and_stay_short(text):
    spans, before = told_spans(text), news_spans(text)
    assert [span.start for span in spans] == sorted({span.start for span in spans})
    assert all(one.end <= other.start for one, other in pairwise(spans))
    longest = max(span.end - span.start for span in before)
    assert all(span.end - span.start <= max(420, longest) for span in spans)
    assert not any("\n" in text[span.start : span.end] for span in spans)
