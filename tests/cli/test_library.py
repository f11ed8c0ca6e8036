"""The commands on a library that is kept in PostgreSQL, as a person types them."""

import json

from bot.running.place import Part
from cli.display import bot_of
from index.database import Occupied
from tests.bot.rest import TOKEN


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


def test_the_status_tells_which_part_of_discord_a_bot_serves_and_how_many_stand_by(
    newsdesk, monkeypatch, open_library
):
    store = open_library()
    folder, url = open_library.arguments
    monkeypatch.setenv("NEWSDESK_DATA_DIR", str(folder))
    if url:
        monkeypatch.setenv("NEWSDESK_DATABASE_URL", url)
    monkeypatch.setenv("NEWSDESK_DISCORD__TOKEN", TOKEN)
    monkeypatch.setenv("NEWSDESK_DISCORD__SHARDS", "2")
    monkeypatch.setenv("NEWSDESK_DISCORD__SHARDS_PER_BOT", "1")
    with store.alone("bot-1"):
        said = newsdesk("status").output
        assert "No bot serves shard 0\nA bot serves shard 1" in said
        zero, one = json.loads(newsdesk("status", "--json").stdout)["bots"]
    assert zero == {"shards": [0], "is_held": False, "waiting": 0}
    assert one == {"shards": [1], "is_held": True, "waiting": 0 if url else None}
    assert bot_of(Part(), Occupied(is_held=True, waiting=1)) == "A bot serves Discord, 1 stands by"
