"""Indexes that are damaged while nobody looks: answers come at once, and all is sound again without being asked."""

import os
import random
import shutil

import pytest

from index.searchable import SearchableLibrary
from tests.torture.commands import newsdesk

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

QUESTION, ARTICLE = "Convoy 17 called at port", "convoy-17"
NOBODY = 65534


def cut(file):
    os.truncate(file, file.stat().st_size // 2)


def empty(file):
    os.truncate(file, 0)


def zero(file):
    file.write_bytes(bytes(file.stat().st_size))


def scatter(file):
    """Change bytes here and there."""
    content = bytearray(file.read_bytes())
    for at in random.Random(file.suffix).sample(range(len(content)), max(1, len(content) // 50)):
        content[at] ^= 0xA5
    file.write_bytes(content)


def remove(path):
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def replace(path):
    """Put a foreign file in the place of a folder."""
    shutil.rmtree(path)
    path.write_text("in the way")


def foreign(file):
    file.write_bytes(b"\xff\xfe of another program \x00")


def hide(path):
    path.chmod(0)


def exchange(folder):
    """Passages for articles, and articles for passages."""
    (folder / "passages").rename(folder / "other")
    (folder / "articles").rename(folder / "passages")
    (folder / "other").rename(folder / "articles")


def add_folders(folder):
    for name in ("store-old", "store-9", "store-"):
        (folder / name).mkdir()
        (folder / name / "notes.txt").write_text("of another program")


def exchange_database(file):
    shutil.copy(file.parents[2] / "library.sqlite3", file)


DAMAGES = [
    (remove, "keywords"),
    (replace, "keywords"),
    (replace, "keywords/passages"),
    (exchange, "keywords"),
    (hide, "keywords/passages"),
    (foreign, "keywords/owner.json"),
    (cut, "keywords/passages/meta.json"),
    (remove, "keywords/articles/meta.json"),
    (cut, "keywords/passages/*.idx"),
    (zero, "keywords/articles/*.term"),
    (scatter, "keywords/passages/*.store"),
    (scatter, "keywords/passages/*.idx"),
    (remove, "keywords/passages/*.fast"),
    (remove, "chroma"),
    (replace, "chroma"),
    (replace, "chroma/store-1"),
    (hide, "chroma/store-1"),
    (foreign, "chroma/server.json"),
    (add_folders, "chroma"),
    (cut, "chroma/store-1/chroma.sqlite3"),
    (zero, "chroma/store-1/chroma.sqlite3"),
    (empty, "chroma/store-1/chroma.sqlite3"),
    (scatter, "chroma/store-1/chroma.sqlite3"),
    (exchange_database, "chroma/store-1/chroma.sqlite3"),
    (cut, "chroma/store-1/*/*"),
    (zero, "chroma/store-1/*/*"),
    (scatter, "chroma/store-1/*/*.bin"),
    (remove, "chroma/store-1/*-*"),
]


def named(damage):
    do, place = damage
    return f"{do.__name__} {place}"


def as_nobody():
    """In the child: no right to pass over permissions, which root has."""
    os.setgid(NOBODY)
    os.setuid(NOBODY)


@pytest.mark.parametrize("damage", DAMAGES, ids=named)
def test_damaged_index(damage, trial, at_sea):
    do, place = damage
    for path in list(at_sea.data_dir.glob(place)):
        do(path)
    for _point in trial.points(1):
        if do is hide and os.getuid() == 0:
            _without_rights(trial, at_sea, at_sea.data_dir / place)
        with SearchableLibrary(at_sea) as bot:
            trial.expect_searchable(bot, QUESTION, ARTICLE)
            bot.close(stop_server_if_last=True)
        trial.expect_sound(at_sea)


def _without_rights(trial, settings, hidden):
    """Somebody who may not read an index is told so, or gets a new one."""
    for path in [settings.data_dir, *settings.data_dir.rglob("*")]:
        os.chown(path, NOBODY, NOBODY)
    for parent in settings.data_dir.parents[:3]:
        parent.chmod(0o755)
    code, command = newsdesk(settings, "search", QUESTION, prepare=as_nobody)
    trial.expect(code == 0 or "ermission" in command.said, "unclear", command.said)
    trial.expect_clear(command)
    hidden.chmod(0o700)


@pytest.mark.parametrize("place", ["keywords", "keywords/passages/meta.json", "chroma"])
def test_index_deleted_in_use(place, trial, at_sea):
    """An open bot notices, and its server, which has lost its files, is replaced."""
    with SearchableLibrary(at_sea) as bot:
        for _point in trial.points(1):
            trial.expect_searchable(bot, QUESTION, ARTICLE)
            remove(at_sea.data_dir / place)
            trial.expect_searchable(bot, QUESTION, ARTICLE)
            trial.expect_sound(at_sea)
        bot.close(stop_server_if_last=True)
