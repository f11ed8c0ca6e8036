import pytest

from answer.attribution import begins_with_pronoun


@pytest.mark.parametrize(
    ("sentence", "expected"), [("He left.", True), ("“They lost,” she said.", True), ("Here it is.", False)]
)
def test_a_pronoun_at_the_start_is_noticed(sentence, expected):
    assert begins_with_pronoun(sentence) is expected
