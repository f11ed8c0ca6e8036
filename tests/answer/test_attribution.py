import pytest

from answer.attribution import begins_with_pronoun, full_name, speech_strength

MERZ = ("merz",)


@pytest.mark.parametrize(
    ("sentence", "before", "at_least"),
    [
        ("“A ceasefire is far off,” Merz said.", "", 1.0),
        ("Chancellor Friedrich Merz told reporters that talks go on.", "", 1.0),
        ("According to Merz, nothing is agreed.", "", 1.0),
        ("Bundeskanzler Merz sagte, es sei noch weit.", "", 1.0),
        ("He said that Russia must agree.", "Merz spoke in Berlin.", 0.8),
        ("“It looks unlikely,” he added.", "Merz spoke in Berlin.", 0.8),
        ("Without it, he said, nothing moves.", "Merz spoke in Berlin.", 0.8),
        ("“Nobody knows how long it will take.”", "Merz was asked about the talks.", 0.5),
    ],
)
def test_the_speaker_s_words_are_recognised(sentence, before, at_least):
    assert speech_strength(sentence, before, MERZ) >= at_least


@pytest.mark.parametrize(
    ("sentence", "before"),
    [
        ("Zakharova called the plans dangerous.", ""),
        ("He said that it rained.", "Nobody was named."),
        ("Merz arrived in Paris on Tuesday.", ""),
        ("The weather was fine.", "Merz spoke in Berlin."),
    ],
)
def test_what_others_say_or_the_speaker_does_is_not_their_words(sentence, before):
    assert speech_strength(sentence, before, MERZ) < 0.5


@pytest.mark.parametrize(
    ("text", "speaker", "name"),
    [
        ("Friedrich Merz spoke. Later Merz left.", ("merz",), "Friedrich Merz"),
        ("Chancellor Friedrich Merz spoke.", ("merz",), "Friedrich Merz"),
        ("Only Merz was there.", ("merz",), "Only Merz"),
        ("Nobody was there.", ("merz",), None),
    ],
)
def test_a_speaker_is_shown_by_the_name_that_the_article_uses(text, speaker, name):
    assert full_name(text, speaker) == name


@pytest.mark.parametrize(
    ("sentence", "expected"), [("He left.", True), ("“They lost,” she said.", True), ("Here it is.", False)]
)
def test_a_pronoun_at_the_start_is_noticed(sentence, expected):
    assert begins_with_pronoun(sentence) is expected
