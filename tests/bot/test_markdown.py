"""Text from outside is shown as it is, and read as nothing else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simcord.preview._markdown import (
    markdown_tokens,
)  # a second reader of Discord's Markdown; pinned in pyproject

from bot.markdown import (
    MAX_TARGET,
    ellipted,
    escaped,
    hidden_characters,
    isolated,
    link_target,
    masked_link,
    one_line,
    shortened,
    units,
)

SMALL = "-# small print"
MARKUP = [
    "**bold** __under__ ~~gone~~ ||spoiler|| `code`",
    "```py\nprint()\n```",
    "# Heading",
    SMALL,
    "> quoted",
    ">>> quoted to the end",
    "- a list\n* another\n+ a third",
    "1. first\n2) second",
    "[text](https://evil.example)",
    "https://evil.example/path and http://other.example",
    "<https://evil.example>",
    "mail someone@example.com",
    "@everyone @here",
    "<@123> <@!123> <@&123> <#123> </ask:123> <id:customize>",
    "<:name:123> <a:name:123> :tada: :+1:",
    "<t:1767700000:R>",
    r"a back\slash, \*escaped\*, ¯\_(ツ)_/¯",
    "AT&amp;T &#42;",
    "a | b\n--|--\n1 | 2",
    "Heading\n=====\nOther\n-----",
    "snake_case_name and 2*3*4",
]
CONTEXT = {"emojis": {"123": {"name": "name", "animated": False}}}
UNESCAPED_MENTION = re.compile(r"(?<!\\)(?:\\\\)*[<@]")


def as_discord_shows_it(markdown: str) -> str:
    """Discord's rule: a backslash before what is no letter, digit or white space vanishes."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", markdown)


def shown_by_the_preview(markdown: str) -> tuple[str, set[str]]:
    """The characters on the screen, white space apart, and the kinds of markup that were found."""
    text, kinds = "", set()
    todo = markdown_tokens(markdown, "text_display", context=CONTEXT)
    while todo:
        token = todo.pop(0)
        kinds.add(token["type"])
        text += token.get("content", "")
        todo = list(token.get("children", ())) + todo
    return "".join(text.split()), kinds - {"inline", "paragraph", "text", "break"}


@pytest.mark.parametrize("text", MARKUP)
def test_markup_from_outside_is_shown_and_not_obeyed(text: str) -> None:
    assert as_discord_shows_it(escaped(text)) == text
    assert not UNESCAPED_MENTION.search(escaped(text))
    if text != SMALL:  # simcord looks for its mark after the backslashes are gone
        assert shown_by_the_preview(escaped(text)) == ("".join(text.split()), set())


@pytest.mark.parametrize("text", [MARKUP[0], *MARKUP[4:11]])
def test_without_a_defence_the_second_reader_would_obey(text: str) -> None:
    assert shown_by_the_preview(text) != ("".join(text.split()), set())


PIECES = st.sampled_from(
    [*"\\*_~`|<>[]()@#&:/!-+=.1aé漢\n ", "@everyone", "<@123>", "https://x.example", "](", "1. "]
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_mixture_of_markup_is_shown_and_not_obeyed(text: str) -> None:
    lines = "\n".join(line.strip() for line in text.splitlines())
    assert as_discord_shows_it(escaped(lines)) == lines
    assert not UNESCAPED_MENTION.search(escaped(lines))
    assert shown_by_the_preview(escaped(lines)) == ("".join(lines.split()), set())


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  A\ttitle\r\nin  two lines ", "A title in two lines"),
        ("in\u200bvis\u2060i\ufeffble", "invisible"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("hi\U000e0041\U000e0042\U000e007fdden", "hidden"),
        ("a\u200db \u200d", "ab"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d👩\u200d👧 ❤\ufe0f", "👩\u200d👩\u200d👧 ❤\ufe0f"),
        ("é\u200d\u200d\u200dé", "éé"),
        ("\u200b\u3164 \x00", ""),
    ],
)
def test_a_title_is_one_line_of_visible_characters(text: str, line: str) -> None:
    assert one_line(text) == line


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("plain", 0),
        ("soft\xadhyphen\u200b", 0),
        ("👩\u200d👧", 0),
        ("\u202eoverride", 1),
        ("x\U000e0041\U000e0042", 2),
    ],
)
def test_characters_that_hide_or_reorder_are_counted(text: str, number: int) -> None:
    assert hidden_characters(text) == number


def test_right_to_left_names_do_not_reorder_what_follows() -> None:
    assert isolated("הארץ") == "\u2068הארץ\u2069"
    assert isolated("Haaretz") == "Haaretz"


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://a.example/b?c=d&e=%20f#:~:text=g,h", "https://a.example/b?c=d&e=%20f#:~:text=g,h"),
        ("https://a.example/x_(y)", "https://a.example/x_%28y%29"),
        ('https://a.example/a b>c\\d"e', "https://a.example/a%20b%3Ec%5Cd%22e"),
        (
            "https://a.example/\n[x](https://evil.example)",
            "https://a.example/%0A[x]%28https://evil.example%29",
        ),
        ("http://münchen.example/ü\u202e", "http://m%C3%BCnchen.example/%C3%BC%E2%80%AE"),
        (" https://a.example ", "https://a.example"),
        ("HTTPS://A.example/", "HTTPS://A.example/"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("data:text/html,x", None),
        ("//a.example", None),
        ("https://", None),
        ("http://[::1", None),
        ("", None),
        (None, None),
        ("https://a.example/" + "x" * MAX_TARGET, None),
    ],
)
def test_a_link_opens_what_the_library_says_and_only_on_the_web(url: str | None, target: str | None) -> None:
    assert link_target(url) == target
    assert masked_link("read", url) == (target and f"[read]({target})")


@given(st.text(max_size=60), st.integers(1, 40))
def test_a_shortened_text_is_a_beginning_that_fits(text: str, limit: int) -> None:
    short = shortened(text, limit)
    assert text.startswith(short)
    assert units(short) <= limit
    assert (short == text) == (units(text) <= limit)
    assert units(ellipted(text, limit)) <= limit


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("one two three", 9, "one two"),
        ("one two three", 7, "one two"),
        ("unbreakable" * 10, 60, ("unbreakable" * 10)[:60]),
        ("漢字仮名交じり文" * 10, 25, ("漢字仮名交じり文" * 10)[:25]),
        ("e\u0301" * 10, 3, "e\u0301"),
        ("x 👩\u200d👧", 5, "x"),
    ],
)
def test_a_text_is_cut_between_words_or_at_least_between_characters(
    text: str, limit: int, short: str
) -> None:
    assert shortened(text, limit) == short
