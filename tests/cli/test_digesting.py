"""`newsdesk digest` as a person types it."""

import json

import pytest

from cli.asking import NO_EVIDENCE
from index.searchable import SearchableLibrary

WORDS = "A storm tore a crane from its rails in the harbour of Calder. Nobody was hurt."


@pytest.fixture
def newsdesk(newsdesk, settings, make_article):
    """The same on a library with one article."""
    with SearchableLibrary(settings) as library:
        library.put(library.prepare([make_article("a1", WORDS, published="2026-01-08")]))
    return newsdesk


def test_what_is_new_is_listed_and_printed_as_an_object(newsdesk):
    shown = newsdesk("digest", "Calder harbour", "--asked", "2026-01-10")
    assert shown.exit_code == 0
    assert "A storm tore a crane from its rails in the harbour of Calder." in " ".join(shown.output.split())
    printed = json.loads(newsdesk("digest", "Calder harbour", "--asked", "2026-01-10", "--json").stdout)
    (item,) = printed["items"]
    assert WORDS[item["start"] : item["end"]] == item["quote"]
    assert (printed["topic"], printed["more"], printed["coverage"]["articles"]) == ("Calder harbour", 0, 1)


def test_without_news_it_says_so_and_exits_with_3(newsdesk):
    nothing = newsdesk("digest", "Calder harbour", "--asked", "2026-02-10")
    assert nothing.exit_code == NO_EVIDENCE
    assert "Nothing new on Calder harbour." in nothing.output
    assert "the newest article of all is of 2026-01-08" in " ".join(nothing.output.split())
