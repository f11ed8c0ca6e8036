"""`check`, `backup`, `restore` and `articles history`, as a person types them."""

import json
from datetime import UTC, datetime

from answer.keeping import kept
from index.library import Library
from index.questions import AskedQuestion, Place, Questions
from tests.bot.fakes import answered, citation


def test_a_library_is_copied_restored_elsewhere_and_answers_there(newsdesk, harbour, tmp_path):
    newsdesk("ingest", harbour)
    assert "Copied the library" in newsdesk("backup", tmp_path / "copy.sqlite3").output

    elsewhere = ("--data-dir", tmp_path / "elsewhere")
    assert "Restored 2 articles" in newsdesk(*elsewhere, "restore", tmp_path / "copy.sqlite3").output
    assert "Ada Quist" in newsdesk(*elsewhere, "ask", "When would the harbour reopen?").output


def test_a_check_names_each_part_and_exits_0_when_all_is_sound(newsdesk, harbour):
    newsdesk("ingest", harbour)
    result = newsdesk("check")
    assert (result.exit_code, result.output.split("\n")[:3]) == (
        0,
        ["library: sound", "keywords: sound", "vectors: sound"],
    )
    parts = [json.loads(line) for line in newsdesk("check", "--json").output.splitlines()]
    assert [part["sound"] for part in parts] == [True, True, True]


def test_the_history_shows_the_words_that_changed(newsdesk, harbour):
    newsdesk("ingest", harbour)
    harbour.write_text(harbour.read_text().replace("reopen on Monday", "stay closed until Friday"))
    newsdesk("ingest", harbour)

    output = " ".join(newsdesk("articles", "history", "h1").output.split())
    assert "Version 1" in output
    assert "Version 2" in output
    assert "would [-reopen on Monday.-]{+stay closed until Friday.+}" in output
    lines = newsdesk("articles", "history", "h1", "--json").output.splitlines()
    assert [json.loads(line)["version"] for line in lines] == [1, 2]


def test_an_unknown_article_has_no_history(newsdesk):
    assert "no such article" in str(newsdesk("articles", "history", "nothing").exception)


def test_pruning_removes_what_is_old_only_when_it_is_told_to(newsdesk, harbour):
    harbour.write_text(harbour.read_text().replace("2026-01-06", "2020-01-06"))
    newsdesk("ingest", harbour)

    assert newsdesk("prune").exception.exit_code == 2
    assert "Would remove 1 articles" in newsdesk("prune", "--dry-run", "--keep-months", "12").output
    assert newsdesk("articles", "show", "h1").exit_code == 0

    assert "Removed 1 articles" in newsdesk("prune", "--keep-months", "12").output
    assert "no such article" in str(newsdesk("articles", "show", "h1").exception)
    assert newsdesk("articles", "show", "h2").exit_code == 0  # without a date


def test_pruning_keeps_what_a_stored_answer_quotes(newsdesk, harbour, settings):
    harbour.write_text(harbour.read_text().replace("2026-01-06", "2020-01-06"))
    newsdesk("ingest", harbour)
    library = Library(settings.data_dir)
    answer = kept(answered(citation(article="h1")))
    Questions(library).record(AskedQuestion(1, Place(1), 1, datetime.now(UTC), "When?", answer))
    library.close()

    assert "Removed 0 articles" in newsdesk("prune", "--keep-months", "12").output
