"""The library with Milvus as its one index: Milvus Lite, in this process."""

from datetime import UTC, datetime

import pytest

from config.errors import ConfigurationError, VectorIndexError
from config.settings import Settings, load_settings
from index.checking import check
from index.keywords import KeywordIndex
from index.library import Library
from index.projection import Batch
from index.restriction import Restriction, Window
from index.searchable import SearchableLibrary
from index.stored import ModelIdentity, Passage

pytest.importorskip("milvus_lite")
from index.milvus import MilvusIndex
from index.milvus_keywords import MilvusKeywords

NOW = datetime(2026, 1, 10, tzinfo=UTC)
TEXTS = {
    "ferry": "A ferry hit the pier at Sundmark. Seven people were injured.",
    "bread": "The bakery on Mill Lane sells rye loaves before dawn.",
    "rates": "The central bank left interest rates unchanged on Thursday.",
}


def with_index(settings: Settings, **index: object) -> Settings:
    return settings.model_copy(
        update={"index": settings.index.model_copy(update={"engine": "milvus"} | index)}
    )


@pytest.fixture
def milvus(settings):
    with SearchableLibrary(with_index(settings)) as library:
        yield library


def fill(library, make_article, texts=TEXTS, **fields):
    library.put(library.prepare([make_article(id_, text, title="", **fields) for id_, text in texts.items()]))


def found(library, question, restriction=Restriction()):
    return [hit.passage.article for hit in library.search(question, asked=NOW, restriction=restriction).hits]


def test_what_was_stored_is_found_by_its_words_and_by_its_meaning(milvus, make_article):
    fill(milvus, make_article)
    assert found(milvus, "Who was hurt in the ferry crash?")[0] == "ferry"
    assert found(milvus, "monetary policy decision")[0] == "rates"
    assert milvus.search("ferry", asked=NOW).by_meaning


def test_changes_and_removals_are_followed(milvus, make_article):
    fill(milvus, make_article)
    assert found(milvus, "pier")[0] == "ferry"
    fill(milvus, make_article, {"ferry": "The tram line to the airport opened."})
    assert found(milvus, "tram line")[0] == "ferry"
    assert milvus.unknown(["pier"]) == {"pier"}
    milvus.library.remove(["bread"])
    assert "bread" not in found(milvus, "rye loaves")
    assert all(part.is_sound for part in check(milvus))


def test_searches_stay_within_time_outlet_language_and_article(milvus, make_article):
    fill(milvus, make_article, {"old": "The ferry sank."}, published="2020-01-01", outlet='The "Old" Post')
    fill(milvus, make_article, {"new": "The ferry was raised."}, published="2026-01-05", language="de")
    fill(milvus, make_article, {"undated": "The ferry was painted."})
    since = Restriction(window=Window(datetime(2026, 1, 1, tzinfo=UTC)))
    until = Restriction(window=Window(None, datetime(2026, 1, 1, tzinfo=UTC)))
    assert found(milvus, "ferry", since) == ["new"]
    assert found(milvus, "ferry", until) == ["old"]
    assert found(milvus, "ferry", Restriction(outlets=('the "old" post',))) == ["old"]
    assert found(milvus, "ferry", Restriction(languages=("de",))) == ["new"]
    assert found(milvus, "ferry", Restriction(articles=("undated",))) == ["undated"]
    assert found(milvus, "ferry", Restriction(outlets=("Nobody",))) == []


@pytest.mark.slow
def test_an_empty_library_finds_nothing(milvus):
    assert found(milvus, "ferry") == []


@pytest.mark.slow
def test_an_index_that_was_lost_is_made_again_without_embedding_anything(milvus, make_article, monkeypatch):
    fill(milvus, make_article)
    assert found(milvus, "ferry")[0] == "ferry"
    milvus._milvus._client.drop_collection(milvus._milvus._collection)
    embedded = []
    embed = milvus.embedder.embed
    monkeypatch.setattr(
        milvus.embedder, "embed", lambda texts, _=None: embedded.extend(texts) or embed(texts)
    )
    assert found(milvus, "pier")[0] == "ferry"
    assert embedded == ["pier"]
    milvus.rebuild()
    assert milvus.keywords.ids() == {1, 2, 3}


@pytest.mark.slow
def test_a_library_moves_between_engines(settings, library, milvus, make_article):
    fill(library, make_article)
    local = library.search("Who was hurt in the ferry crash?", asked=NOW)
    there = milvus.search("Who was hurt in the ferry crash?", asked=NOW)
    assert there.hits[0].features == pytest.approx(local.hits[0].features, abs=0.05)
    assert there.hits[0].score == pytest.approx(local.hits[0].score, abs=0.5)


@pytest.mark.slow
def test_another_model_is_searched_for_words_until_everything_is_embedded_again(
    settings, make_article, other_model
):
    with SearchableLibrary(with_index(settings)) as library:
        fill(library, make_article)
        library.follow()
    other = with_index(settings).model_copy(
        update={"embedding": load_settings(embedding={"model": str(other_model)}).embedding}
    )
    with SearchableLibrary(other) as changed:
        assert changed.reindex() == 3
        assert found(changed, "ferry")[0] == "ferry"
        assert changed.vectors.unfound([4, 5, 6]) == 0


@pytest.mark.slow
def test_a_name_is_found_as_the_library_spells_it(milvus, make_article):
    fill(milvus, make_article)
    milvus.follow()
    assert milvus.keywords.near("sundmrak", 1, 10) == [1]
    assert milvus.keywords.near("sundmork", 1, 10) == [1]
    assert milvus.keywords.near("sondmork", 1, 10) == []
    assert milvus.keywords.near("sondmork", 2, 10) == [1]


def test_without_a_server_a_search_says_what_to_do_and_prints_nothing_else(settings, make_article, capfd):
    away = with_index(settings, milvus_uri="http://127.0.0.1:9", milvus_token=None)
    with SearchableLibrary(away) as library:
        fill(library, make_article)
        with pytest.raises(VectorIndexError, match=r"index\.milvus_uri"):
            library.search("ferry", asked=NOW)
    assert "Traceback" not in capfd.readouterr().err


def test_an_address_with_a_password_is_refused_and_not_repeated():
    with pytest.raises(ConfigurationError) as error:
        load_settings(index={"milvus_uri": "http://me:secret-word@127.0.0.1:19530"})
    assert "milvus_uri" in str(error.value)
    assert "secret-word" not in str(error.value)


def passages() -> tuple[Passage, ...]:
    texts = (
        ("Harbour", "The harbour was closed after the ferry hit the pier, said the harbour master."),
        ("Harbour", "Ferries wait outside."),
        ("Bread", "Rye loaves are sold before dawn; the ferry brings the flour."),
        ("Rates", "Interest rates were left unchanged."),
        *(("Weather", f"Rain fell in the hills for {number} hours.") for number in range(100)),
    )
    common = {
        "article": "a",
        "version": 1,
        "start": 0,
        "end": 1,
        "url": None,
        "outlet": None,
        "language": "en",
    }
    return tuple(
        Passage(
            id=at,
            article_number=number,
            position=0,
            siblings=1,
            text=text,
            title=title,
            published=None,
            published_at=None,
            story=number,
            **common,
        )
        for at, (number, (title, text)) in enumerate(zip((1, 1, *range(2, 104)), texts, strict=True), 1)
    )


def test_words_weigh_as_in_the_local_index(tmp_path):
    question = "Why was the harbour closed when the ferry hit the pier?"
    articles = {1: 1, 2: 1, 3: 2, 4: 3}
    library = Library(tmp_path / "library")
    index = MilvusIndex(str(tmp_path / "milvus.db"), "", library, ModelIdentity("none", "0" * 32, 4))
    there = MilvusKeywords(index)
    here = KeywordIndex(tmp_path / "keywords", library.id, tmp_path / "keywords.lock")
    batch = Batch((), passages(), 7)
    here.apply(batch)
    there.apply(batch)
    there.apply(batch)
    assert there.position() == 7
    mine, theirs = there.match(question, articles), here.match(question, articles)
    assert (dict(mine.bigrams), dict(mine.held)) == (
        {id_: theirs.bigrams[id_] for id_ in articles},
        {id_: theirs.held[id_] for id_ in articles},
    )
    for name in ("body", "titled", "whole"):
        assert getattr(mine, name) == pytest.approx(dict(getattr(theirs, name)), rel=0.1), name
    assert there.search(question, 10, Restriction())[0][0] == 1
    index.close()
    library.close()
