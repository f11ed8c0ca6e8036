"""The commands on a library that is kept in PostgreSQL, as a person types them."""

import json


def test_a_library_in_postgresql_is_used_as_one_in_a_folder(
    newsdesk,
    harbour,
    monkeypatch,
    postgres,
    postgres_url,
    tmp_path,
):
    monkeypatch.setenv("NEWSDESK_DATABASE_URL", postgres_url)
    assert newsdesk("ingest", harbour).exit_code == 0
    assert "Ada Quist" in newsdesk("ask", "When would the harbour reopen?").output
    status = newsdesk("status")
    assert f"Kept in postgresql://postgres@127.0.0.1:{postgres.port}/shared" in status.output
    assert postgres.password not in status.output + newsdesk("status", "--json").output
    assert postgres.password not in newsdesk("config", "show").output
    parts = [json.loads(line) for line in newsdesk("check", "--json").output.splitlines()]
    assert [part["sound"] for part in parts] == [True, True, True]
    assert "pg_dump" in str(newsdesk("backup", tmp_path / "copy.sqlite3").exception)
    assert "pg_restore" in str(newsdesk("restore", tmp_path / "copy.sqlite3").exception)

    copied = newsdesk("library", "copy", "settings", tmp_path / "folder")
    assert "Copied 2 articles" in copied.output
    assert postgres.password not in copied.output
    assert "not empty" in str(newsdesk("library", "copy", tmp_path / "folder", "settings").exception)
    assert "no library in" in str(newsdesk("library", "copy", tmp_path / "none", "settings").exception)
    monkeypatch.delenv("NEWSDESK_DATABASE_URL")
    assert "2 articles" in newsdesk("--data-dir", tmp_path / "folder", "status").output
