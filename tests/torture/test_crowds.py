"""Two ingests, which share half of their articles, and twenty readers at once."""

import io
import json
import re
import sys

import pytest

from index.library import Library
from tests.torture.commands import Command, with_batches
from tests.torture.fleet import Book, fields
from tests.torture.test_terminations import COUNTS

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

READERS, QUESTIONS, ARTICLES = 20, 10, 300
COVERED = re.compile(r"Searched ([\d,]+) article")


def ask_on():
    """In the child: a conversation of so many questions."""
    sys.stdin = io.StringIO(
        "\n".join(f"What does round {n} tell of ship {n}?" for n in range(QUESTIONS)) + "\n"
    )


def test_two_ingests_and_twenty_readers(trial, settings, tmp_path):
    settings = with_batches(settings, 32)
    for point in trial.points(1):
        given = [fields(point, n) for n in range(ARTICLES)]
        files = []
        for name, some in (("first", given[: ARTICLES * 3 // 4]), ("second", given[ARTICLES // 4 :])):
            files.append(tmp_path / f"{name}.jsonl")
            files[-1].write_text("\n".join(map(json.dumps, some)))
        ingests = [Command(settings, "ingest", file) for file in files]
        readers = [Command(settings, "ask", prepare=ask_on) for _ in range(READERS)]
        told = 0
        for command in ingests:
            code = command.end()
            counts = COUNTS.search(command.said)
            trial.expect(code == 0 and counts, "unclear", command.said)
            told += sum(map(int, counts.groups()[:2])) if counts else 0
        for command in readers:
            code = command.end()
            searched = [int(number.replace(",", "")) for number in COVERED.findall(command.said)]
            trial.expect(code == 0 and len(searched) == QUESTIONS, "unclear", command.said)
            trial.expect(searched == sorted(searched), "lost", f"fewer articles than before: {searched}")
        for command in [*ingests, *readers]:
            trial.expect_clear(command)
        library = Library(settings.data_dir)
        trial.compare(Book(), library, given, told)
        library.close()
        trial.expect(told == ARTICLES, "twice", f"{told} of {ARTICLES} stored")
        trial.expect_sound(settings)
