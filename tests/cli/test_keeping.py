"""`check`, `backup`, `restore` and `articles history`, as a person types them."""

import json

from tests.cli.test_commands import harbour, newsdesk  # noqa: F401 - fixtures


def test_a_library_is_copied_restored_elsewhere_and_answers_there(newsdesk, harbour, tmp_path):  # noqa: F811
    newsdesk("ingest", harbour)
    assert "Copied the library" in newsdesk("backup", tmp_path / "copy.sqlite3").output

    elsewhere = ("--data-dir", tmp_path / "elsewhere")
    assert "Restored 2 articles" in newsdesk(*elsewhere, "restore", tmp_path / "copy.sqlite3").output
    assert "Ada Quist" in newsdesk(*elsewhere, "ask", "When would the harbour reopen?").output


def test_a_check_names_each_part_and_exits_0_when_all_is_sound(newsdesk, harbour):  # noqa: F811
    newsdesk("ingest", harbour)
    result = newsdesk("check")
    assert (result.exit_code, result.output.split("\n")[:3]) == (
        0,
        ["library: sound", "keywords: sound", "vectors: sound"],
    )
    parts = [json.loads(line) for line in newsdesk("check", "--json").output.splitlines()]
    assert [part["sound"] for part in parts] == [True, True, True]


def test_the_history_shows_the_words_that_changed(newsdesk, harbour):  # noqa: F811
    newsdesk("ingest", harbour)
    harbour.write_text(harbour.read_text().replace("reopen on Monday", "stay closed until Friday"))
    newsdesk("ingest", harbour)

    output = " ".join(newsdesk("articles", "history", "h1").output.split())
    assert "Version 1" in output
    assert "Version 2" in output
    assert "would [-reopen on Monday.-]{+stay closed until Friday.+}" in output
    lines = newsdesk("articles", "history", "h1", "--json").output.splitlines()
    assert [json.loads(line)["version"] for line in lines] == [1, 2]


def test_an_unknown_article_has_no_history(newsdesk):  # noqa: F811
    assert "no such article" in str(newsdesk("articles", "history", "nothing").exception)
