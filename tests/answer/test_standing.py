"""What has become of quoted articles: told when an answer is given, and when it is shown again."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from answer.answers import Answered, Newer, Standing, as_json
from answer.desk import Desk
from answer.keeping import kept, restored
from answer.speeches import statements_of
from answer.standing import shown_again

ASKED = datetime(2026, 1, 20, 12, tzinfo=UTC)
QUESTION = "When was the harbour of Calder closed after a storm?"
TEXT = "The harbour of Calder was closed on Tuesday after a storm. “We will reopen soon,” said Ann Lee."
GONE = Standing("2026-01-12T00:00:00+00:00")


@pytest.fixture
def article(library, make_article):
    stored = make_article("a", TEXT, title="Harbour of Calder closed", published="2026-01-06")
    library.put(library.prepare([stored]))
    return stored


@pytest.fixture
def ask(library):
    def asking(question=QUESTION) -> Answered:
        answer = Desk(library, library.settings.answer).ask(question, asked=ASKED)
        assert isinstance(answer, Answered)
        return answer

    return asking


def test_an_article_that_is_as_it_was_has_nothing_to_tell(article, ask) -> None:
    assert [one.standing for one in ask().citations] == [None]


def test_a_withdrawn_article_is_still_quoted_and_marked(library, article, ask, withdraw) -> None:
    withdraw(article)
    (citation,) = ask().citations
    assert citation.standing == GONE
    (speech,) = statements_of(library, "Lee").speeches
    assert speech.standing == GONE


def test_where_another_article_says_the_same_and_is_still_there_that_one_is_quoted(
    library, article, make_article, ask, withdraw
) -> None:
    other = make_article("b", TEXT, title=article.title, outlet="The Post", published="2026-01-07")
    library.put(library.prepare([other]))
    assert ask().citations[0].article == "a"
    withdraw(article)
    (citation,) = ask().citations
    assert (citation.article, citation.standing, citation.other_outlets) == ("b", None, ())
    assert [one.withdrawn for one in citation.also_in] == [GONE.withdrawn]


def test_an_article_that_changes_while_it_is_quoted_says_so(library, article, ask, monkeypatch) -> None:
    search = library.search

    def changing(*arguments, **more):
        found = search(*arguments, **more)
        library.put(library.prepare([replace(article, text=TEXT.replace("Tuesday", "Wednesday"))]))
        return found

    monkeypatch.setattr(library, "search", changing)
    (citation,) = ask().citations
    assert (citation.version, "Tuesday" in citation.quote) == (1, True)
    stored = library.library.article("a").stored_at.isoformat()
    assert citation.standing == Standing(newer=Newer(2, stored, holds_quote=False))
    (told,) = as_json(ask())["citations"]
    assert (told["version"], told["standing"]) == (2, None)


def test_an_answer_that_is_shown_again_tells_what_became_of_its_articles(
    library, article, ask, withdraw
) -> None:
    answer = restored(kept(ask()))
    assert shown_again(answer, library.library).citations == answer.citations
    library.put(library.prepare([replace(article, text=f"Corrected. {TEXT}")]))
    withdraw(article)
    (citation,) = shown_again(answer, library.library).citations
    assert (citation.version, citation.standing.withdrawn) == (1, GONE.withdrawn)
    assert (citation.standing.newer.version, citation.standing.newer.holds_quote) == (2, True)
    again = restored(kept(replace(answer, citations=(citation,))))
    assert again.citations == (citation,)
    library.library.remove(["a"])
    (citation,) = shown_again(answer, library.library).citations
    assert citation.standing == Standing(is_removed=True)
