"""`newsdesk quotes` as a person types it."""

import json
from functools import partial

import pytest

LINES = [
    {
        "_id": "h1",
        "title": "Harbour",
        "text": "The mayor, Ada Quist, said that the harbour would reopen on Monday.",
        "published": "2026-01-05",
        "source": "The Post",
        "url": "https://post.example/h1",
    },
    {
        "_id": "h2",
        "title": "Harbour",
        "text": "“The harbour stays closed,” Ada Quist said. “We found another crack.”",
        "published": "2026-01-08",
        "source": "The Courier",
    },
    {
        "_id": "h3",
        "title": "Bread",
        "text": "“Rye is dear,” Bo Quist said.\n\n“Rye is cheap,” Ines Ling said.",
        "source": "\x1b[31mThe Mirror",
    },
]


@pytest.fixture
def newsdesk(newsdesk, tmp_path):
    """`newsdesk quotes` on a library with three articles."""
    file = tmp_path / "news.jsonl"
    file.write_text("\n".join(map(json.dumps, LINES)))
    assert newsdesk("ingest", file).exit_code == 0
    return partial(newsdesk, "quotes")


def test_statements_are_listed_oldest_first_with_where_they_stand(newsdesk):
    shown = newsdesk("--speaker", "Ada Quist").output
    assert shown.index("5 January 2026 · reported") < shown.index("8 January 2026 · direct")
    assert "https://post.example/h1#:~:text=" in shown
    assert "We found another crack" in shown


def test_a_change_of_position_is_one_object_a_line(newsdesk):
    done = newsdesk("--speaker", "Ada Quist", "--about", "harbour", "--json")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(line["article"], line["kind"], line["published"]) for line in lines] == [
        ("h1", "reported", "2026-01-05"),
        ("h2", "direct", "2026-01-08"),
    ]
    assert lines[0]["words"] == "the harbour would reopen on Monday."


def test_dates_and_outlets_limit_the_list(newsdesk):
    since = newsdesk("--speaker", "Ada Quist", "--since", "2026-01-06", "--json").stdout
    assert [json.loads(line)["article"] for line in since.splitlines()] == ["h2"]
    post = newsdesk("--speaker", "Ada Quist", "--outlet", "The Post", "--json").stdout
    assert [json.loads(line)["article"] for line in post.splitlines()] == ["h1"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--speaker", "Quist"], "Several people are called Quist: Ada Quist (2 times), Bo Quist (once)."),
        (["--speaker", "Merz"], "quotes nobody called Merz. Most quoted: Ada Quist (2), "),
        (["--speaker", "Ling", "--about", "ferries"], "Ines Ling is quoted once, but not about ferries."),
    ],
)
def test_who_cannot_be_listed_is_told_why_and_what_else_there_is(newsdesk, arguments, told):
    done = newsdesk(*arguments)
    assert done.exit_code == 3
    assert told in done.output


def test_text_of_articles_reaches_the_terminal_as_text(newsdesk):
    assert "\x1b" not in newsdesk("--speaker", "Ines Ling").output
