"""The sample questions get the same answers from a library in a file and from one in PostgreSQL."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from answer.desk import desk_of
from index.searchable import SearchableLibrary
from ingest.files import expand
from ingest.parsers import Parsers
from ingest.pipeline import Tally, ingest
from ingest.readers import read

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.mark.slow
def test_sample_questions_are_answered_alike_by_either_database(settings, postgres_url, tmp_path):
    in_postgres = settings.model_copy(
        update={"data_dir": tmp_path / "here", "database_url": SecretStr(postgres_url)}
    )
    of_file, of_postgres = answers(settings), answers(in_postgres)
    assert len(of_file) > 50
    assert of_file == of_postgres


def answers(settings):
    with SearchableLibrary(settings) as library, Parsers(settings.ingest) as parsers:
        now = datetime(2026, 1, 20, tzinfo=UTC)
        sources = expand([str(SAMPLES / "articles")]).sources
        ingest(
            library,
            (item for source in sources for item, _ in read(source, settings.ingest, now, parsers)),
            Tally(),
            batch_articles=16,
        )
        assert library.vectors.ready(60)
        desk = desk_of(library, settings)
        questions = map(json.loads, (SAMPLES / "questions.jsonl").read_text().splitlines())
        return [
            replace(
                desk.ask(one["text"], asked=datetime.fromisoformat(one["asked"]).replace(tzinfo=UTC)),
                took_ms={},
            )
            for one in questions
        ]
