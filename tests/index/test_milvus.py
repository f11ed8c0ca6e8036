"""What is Milvus's own. What holds with it as on one machine is in tests/contract."""

from datetime import UTC, datetime

import pytest

from config.errors import ConfigurationError, VectorIndexError
from config.settings import Settings, load_settings
from index.searchable import SearchableLibrary
from tests.milvus import running_milvus

pytest.importorskip("milvus_lite")

NOW = datetime(2026, 1, 10, tzinfo=UTC)


def with_index(settings: Settings, **index: object) -> Settings:
    return settings.model_copy(
        update={"index": settings.index.model_copy(update={"engine": "milvus"} | index)}
    )


def fill(library, make_article):
    """Articles of several passages, with titles that say what no passage says."""
    texts = [
        ("Harbour closed", "The harbour was closed after the ferry hit the pier, said the harbour master. "),
        ("Ferry timetable", "Rye loaves are sold before dawn; the boat brings the flour. "),
        ("Rates", "Interest rates were left unchanged on Thursday, and will be for long. "),
        *((f"Weather {n}", f"Rain fell in the hills for {n} hours. ") for n in range(20)),
    ]
    articles = [
        make_article(str(n), text * (1 + n % 9), title=title) for n, (title, text) in enumerate(texts)
    ]
    library.put(library.prepare(articles))


def test_words_weigh_as_in_the_local_index(settings, library, make_article):
    question = "Why was the harbour closed when the ferry hit the pier?"
    fill(library, make_article)
    library.follow()
    numbers = {
        passage.id: passage.article_number for passage in library.library.passages(range(1, 99)).values()
    }
    here = library.keywords.match(question, numbers)
    with SearchableLibrary(with_index(settings)) as there:
        there.follow()
        milvus = there.keywords.match(question, numbers)
        assert there.rarity(["ferri", "harbour"]) == pytest.approx(
            library.rarity(["ferri", "harbour"]), rel=0.01
        )
    for name in ("body", "titled", "whole"):
        assert getattr(milvus, name) == pytest.approx(dict(getattr(here, name)), rel=0.02), name
    for name in ("held", "held_by_article", "bigrams"):
        assert {id_: getattr(milvus, name)[id_] for id_ in numbers} == {
            id_: getattr(here, name)[id_] for id_ in numbers
        }, name


@pytest.mark.slow
def test_a_server_that_does_not_answer_is_told_of_in_time(settings, make_article, tmp_path):
    with (
        running_milvus(tmp_path / "milvus") as server,
        SearchableLibrary(with_index(settings, milvus_uri=server.uri)) as library,
    ):
        fill(library, make_article)
        library.follow()
        library._milvus._seconds = 0.2
        server.freeze()
        with pytest.raises(VectorIndexError, match="does not answer"):
            library.search("ferry", asked=NOW)


def test_without_a_server_a_search_says_what_to_do_and_prints_nothing_else(settings, make_article, capfd):
    away = with_index(settings, milvus_uri="http://127.0.0.1:9", milvus_token=None)
    with SearchableLibrary(away) as library:
        fill(library, make_article)
        with pytest.raises(VectorIndexError, match=r"index\.milvus_uri"):
            library.search("ferry", asked=NOW)
    assert "Traceback" not in capfd.readouterr().err


def test_a_file_that_another_process_has_open_is_told_of(settings, make_article, tmp_path, capfd):
    with running_milvus(settings.data_dir / "milvus.db"), SearchableLibrary(with_index(settings)) as library:
        fill(library, make_article)
        with pytest.raises(VectorIndexError, match="One process at a time"):
            library.search("ferry", asked=NOW)
    assert "Traceback" not in capfd.readouterr().err


def test_an_address_with_a_password_is_refused_and_not_repeated():
    with pytest.raises(ConfigurationError) as error:
        load_settings(index={"milvus_uri": "http://me:secret-word@127.0.0.1:19530"})
    assert "milvus_uri" in str(error.value)
    assert "secret-word" not in str(error.value)
