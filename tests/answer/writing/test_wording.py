"""Which of a model's sentences can be shown at all."""

import pytest

from answer.writing.wording import showable


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("The bridge was closed.", "The bridge was closed."),
        ("The bridge\n was  closed", "The bridge was closed."),
        ("The bridge was closed [1][12].", "The bridge was closed."),
        ("The bridge [3, 4] was closed.", "The bridge was closed."),
        ("Was it closed?", "Was it closed?"),
        ("The U.S. Congress met at 10 a.m. in D.C.", "The U.S. Congress met at 10 a.m. in D.C."),
        ("Es kostet 1.200,50 € (z.B. am 6.1.2026).", "Es kostet 1.200,50 € (z.B. am 6.1.2026)."),
        ("Data: the bank’s rate is 3.5%.", "Data: the bank’s rate is 3.5%."),
        ("桥梁星期二关闭。", "桥梁星期二关闭。"),
        ("لم يقل المجلس متى سيفتح الجسر.", "لم يقل المجلس متى سيفتح الجسر."),
    ],
)
def test_plain_sentences_are_shown_without_markers_of_the_model(sentence, shown):
    assert showable(sentence) == shown


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        " [1] ",
        "See https://evil.example/x now.",
        "See //evil.example now.",
        "See www.evil.example now.",
        "See evil.example now.",
        "See EVIL.EXAMPLE now.",
        "Write to mail@evil.example now.",
        "@everyone look.",
        "<@123> look.",
        "<b>Look</b>.",
        "[Look](x).",
        "[look]: x",
        "**Look** now.",
        "_Look_ now.",
        "`Look` now.",
        "# Look now.",
        "||Look|| now.",
        "~~Look~~ now.",
        "javascript:alert(1) was found.",
        "mailto:x was found.",
        "The bridge was clo\u200bsed.",
        "The bridge was \u202edesolc\u202c.",
        "The bridge \u2067was\u2069 closed.",
        "The bridge was closed.\U000e0041",
        "The bridge was closed\ufe0f.",
        "\x1b[31mThe bridge was closed.",
        "The bridge\x00 was closed.",
        "The bridge w" + "\u0336" * 9 + "as closed.",
        "The bridge was closed. " * 30,
    ],
)
def test_what_could_link_ping_format_or_hide_is_not_shown(sentence):
    assert showable(sentence) is None
