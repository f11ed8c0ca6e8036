"""The page of code in docs/engines.md that wraps a llama-index vector store works as it stands there."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.restriction import Restriction

DOCS = Path(__file__).parents[2] / "docs" / "engines.md"
NOW = datetime(2026, 1, 10, tzinfo=UTC)


@pytest.fixture
def open_elsewhere(settings):
    """Open a library by the class that the page ends with."""
    page = DOCS.read_text("utf-8").split("```python\n")[1].split("```")[0]
    names: dict[str, object] = {"__name__": "page"}
    exec(compile(page, str(DOCS), "exec"), names)  # noqa: S102 - our own documentation
    return lambda: names["Elsewhere"](settings)


def test_the_wrapped_store_is_searched_follows_changes_and_is_kept(open_elsewhere, make_article):
    with open_elsewhere() as library:
        articles = [
            make_article("ferry", "A ferry hit the pier at Sundmark."),
            make_article("rates", "The central bank left rates unchanged.", outlet="The Post"),
        ]
        library.put(library.prepare(articles))
        found = library.search("Which ship crashed?", asked=NOW)
        assert found.by_meaning
        assert found.hits[0].passage.article == "ferry"
        within = library.search(
            "Which ship crashed?", asked=NOW, restriction=Restriction(outlets=("The Post",))
        )
        assert [hit.passage.article for hit in within.hits] == ["rates"]
        library.library.remove(["ferry"])
        library.follow()
    with open_elsewhere() as again:
        assert again.vectors.ids() == {2}
        again.vectors.rebuild()
        assert again.vectors.ids() == {2}
        assert again.search("monetary policy", asked=NOW).by_meaning
