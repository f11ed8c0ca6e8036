import pytest

from answer.questions import speaker_in


@pytest.mark.parametrize(
    ("question", "name", "topic"),
    [
        ("What did Merz say about a ceasefire?", ("merz",), {"ceasefir"}),
        (
            "What did Friedrich Merz say about the pension reform?",
            ("friedrich", "merz"),
            {"pension", "reform"},
        ),
        ("How did Anna Keller react to the vote?", ("anna", "keller"), {"vote"}),
        ("What has the minister announced?", ("minist",), set()),
        ("According to Ada Quist, when will the harbour reopen?", ("ada", "quist"), {"harbour", "reopen"}),
        ("Was sagte Merz über einen Waffenstillstand?", ("merz",), {"waffenstillstand"}),
    ],
)
def test_a_question_for_somebody_s_words_names_the_speaker_and_the_topic(question, name, topic):
    speaker = speaker_in(question)
    assert speaker.name == name
    assert topic <= speaker.topic


@pytest.mark.parametrize(
    "question", ["Who won the race?", "When did the ferry leave?", "", "What did the?", "???"]
)
def test_other_questions_ask_for_nobody_s_words(question):
    assert speaker_in(question) is None
