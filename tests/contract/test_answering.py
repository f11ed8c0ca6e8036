"""The sample articles are kept alike and the sample questions answered alike, whatever newsdesk runs on."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from answer.answers import Answer
from answer.desk import desk_of
from answer.speeches import most_quoted, statements_of
from index.searchable import SearchableLibrary
from index.stored import StoredArticle
from ingest.files import expand
from ingest.parsers import Parsers
from ingest.pipeline import Tally, ingest
from ingest.readers import read

SAMPLES = Path(__file__).parents[2] / "samples"
NOW = datetime(2026, 1, 20, tzinfo=UTC)
_SURE = 0.005  # confidences differ by so much at most: tantivy counts texts' lengths exactly until it merges segments


@dataclass(frozen=True, slots=True)
class Kept:
    """What a library made of the samples, as people see it."""

    tallies: list[Tally]
    articles: list[StoredArticle]
    stories: list[list[str]]
    answers: list[Answer]
    statements: list[object]


@pytest.fixture(scope="module")
def kept(one_machine, servers, tmp_path_factory):
    """The samples on one machine and on servers."""
    folder = tmp_path_factory.mktemp("samples")
    return [
        _kept(set_up.settings(folder / name))
        for name, set_up in (("one_machine", one_machine), ("servers", servers))
    ]


def _kept(settings):
    with SearchableLibrary(settings) as library, Parsers(settings.ingest) as parsers:
        tallies = [_ingested(library, settings, parsers) for _ in range(2)]
        assert library.vectors.ready(60)
        desk = desk_of(library, settings)
        questions = map(json.loads, (SAMPLES / "questions.jsonl").read_text().splitlines())
        answers = [
            desk.ask(one["text"], asked=datetime.fromisoformat(one["asked"]).replace(tzinfo=UTC))
            for one in questions
        ]
        articles = sorted(library.library.articles(limit=1000), key=lambda one: one.article.id)
        stories = [[one.article.id for one in library.library.story_of(each.article.id)] for each in articles]
        statements = [statements_of(library, name) for name, _ in most_quoted(library)]
        library.close(stop_server_if_last=True)
    return Kept(tallies, articles, stories, answers, statements)


def _ingested(library, settings, parsers):
    sources = expand([str(SAMPLES / "articles")]).sources
    items = (item for source in sources for item, _ in read(source, settings.ingest, NOW, parsers))
    tally = Tally()
    ingest(library, items, tally, batch_articles=16)
    return tally


def test_the_sample_questions_are_answered_alike(kept):
    here, there = ([replace(one, took_ms={}, confidence=0.0) for one in each.answers] for each in kept)
    assert len(here) > 50
    for one, other in zip(here, there, strict=True):
        assert one == other
    for one, other in zip(kept[0].answers, kept[1].answers, strict=True):
        assert one.confidence == pytest.approx(other.confidence, abs=_SURE), one.question


def test_the_sample_articles_are_kept_alike(kept):
    here, there = ([replace(one, stored_at=NOW) for one in each.articles] for each in kept)
    assert len(here) > 30
    assert here == there
    assert kept[0].stories == kept[1].stories
    assert max(map(len, kept[0].stories)) > 1
    assert kept[0].tallies == kept[1].tallies


def test_what_the_samples_people_said_is_listed_alike(kept):
    assert len(kept[0].statements) > 5
    assert kept[0].statements == kept[1].statements
