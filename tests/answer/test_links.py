from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answer.links import link_to


@pytest.mark.parametrize(
    ("url", "words", "expected"),
    [
        ("https://c.example/a", "still far off", "https://c.example/a#:~:text=still%20far%20off"),
        ("https://c.example/a#top", "x", "https://c.example/a#top:~:text=x"),
        (
            "https://c.example/a?b=c&d",
            "a-b, c & d",
            "https://c.example/a?b=c&d#:~:text=a%2Db%2C%20c%20%26%20d",
        ),
        (
            "https://c.example/a",
            "“Ja”,\nsagte  er",
            "https://c.example/a#:~:text=%E2%80%9CJa%E2%80%9D%2C%20sagte%20er",
        ),
    ],
)
def test_a_link_opens_the_page_at_the_quote(url, words, expected):
    assert link_to(url, words) == expected


def test_a_long_quote_is_named_by_its_beginning_and_end():
    words = " ".join(f"word{n}" for n in range(40))
    fragment = link_to("https://c.example/a", words).split(":~:text=")[1]
    assert [unquote(part) for part in fragment.split(",")] == [
        "word0 word1 word2 word3 word4 word5",
        "word34 word35 word36 word37 word38 word39",
    ]


@pytest.mark.parametrize("url", [None, "javascript:alert(1)", "ftp://c.example/a", "", "file:///etc/passwd"])
def test_only_web_pages_are_linked(url):
    assert link_to(url, "words") is None


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=99))
def test_no_quote_breaks_out_of_its_fragment(words):
    link = link_to("https://c.example/a", words)
    fragment = link.removeprefix("https://c.example/a#:~:text=")
    assert not set(fragment) & set(" ,&-#?()<>[]\n")
    assert unquote(fragment) == " ".join(words.split())
