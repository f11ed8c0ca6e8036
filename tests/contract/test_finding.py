"""What is stored, changed and removed is found, found anew, and never found again."""

from datetime import UTC, datetime

import pytest

from answer.speeches import NobodyQuoted, statements_of
from config.errors import ModelMismatchError
from config.settings import load_settings
from index.checking import check
from index.restriction import Restriction, Window
from index.searchable import SearchableLibrary

NOW = datetime(2026, 1, 10, tzinfo=UTC)
TEXTS = {
    "ferry": "A ferry hit the pier at Sundmark. Seven people were injured.",
    "bread": "The bakery on Mill Lane sells rye loaves before dawn.",
    "rates": "The central bank left interest rates unchanged on Thursday.",
}


def put(library, make_article, texts=TEXTS, **fields):
    articles = [make_article(id_, text, **({"title": ""} | fields)) for id_, text in texts.items()]
    return library.put(library.prepare(articles))


def filled(set_up, tmp_path, make_article):
    """The settings of a library that holds the texts, and that nobody has open."""
    settings = set_up.settings(tmp_path / "data")
    with SearchableLibrary(settings) as library:
        put(library, make_article)
        library.follow()
        library.close(stop_server_if_last=True)
    return settings


def found(library, question, restriction=Restriction()):
    return [hit.passage.article for hit in library.search(question, asked=NOW, restriction=restriction).hits]


def test_what_was_stored_is_found_by_its_words_and_by_its_meaning(library, make_article):
    put(library, make_article)
    assert found(library, "Who was hurt in the ferry crash?")[0] == "ferry"
    assert found(library, "monetary policy decision")[0] == "rates"
    assert library.search("ferry", asked=NOW).by_meaning
    assert all(part.is_sound for part in check(library))


def test_an_empty_library_finds_nothing(library):
    assert found(library, "ferry") == []
    assert library.unknown(["ferri"]) == {"ferri"}


def test_a_changed_article_is_found_by_its_new_words_only_and_keeps_its_history(library, make_article):
    put(library, make_article)
    assert found(library, "pier")[0] == "ferry"
    put(library, make_article, {"ferry": "The tram line to the airport opened."})
    assert found(library, "tram line")[0] == "ferry"
    assert library.unknown(["pier"]) == {"pier"}
    versions = library.library.versions("ferry")
    assert [(one.version, one.article.text) for one in versions] == [
        (1, TEXTS["ferry"]),
        (2, "The tram line to the airport opened."),
    ]
    assert all(part.is_sound for part in check(library))


def test_a_removed_article_is_never_found_again(library, shared_settings, make_article):
    put(library, make_article)
    assert "ferry" in found(library, "ferry")
    assert library.library.remove(["ferry", "never there"]) == ["ferry"]
    with SearchableLibrary(shared_settings) as reopened:
        for one in (library, reopened):
            assert "ferry" not in found(one, "Who was hurt in the ferry crash?")
            assert one.unknown(["pier"]) == {"pier"}
            assert one.library.article("ferry") is None
            assert one.library.versions("ferry") == []
            assert all(part.is_sound for part in check(one))


def test_searches_stay_within_time_outlet_language_and_article(library, make_article):
    put(library, make_article, {"old": "The ferry sank."}, published="2020-01-01", outlet='The "Old" Post')
    put(library, make_article, {"new": "The ferry was raised."}, published="2026-01-05", language="de")
    put(library, make_article, {"undated": "The ferry was painted."})
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    assert found(library, "ferry", Restriction(window=Window(moment))) == ["new"]
    assert found(library, "ferry", Restriction(window=Window(None, moment))) == ["old"]
    assert found(library, "ferry", Restriction(outlets=('the "old" post',))) == ["old"]
    assert found(library, "ferry", Restriction(languages=("de",))) == ["new"]
    assert found(library, "ferry", Restriction(articles=("undated",))) == ["undated"]
    assert found(library, "ferry", Restriction(outlets=("Nobody",))) == []
    assert sorted(found(library, "ferry", Restriction(window=Window()))) == ["new", "old", "undated"]


def test_a_search_catches_up_with_what_another_process_stored(library, shared_settings, make_article):
    put(library, make_article)
    assert "tram" not in found(library, "tram")
    with SearchableLibrary(shared_settings) as other:
        put(other, make_article, {"tram": "The tram line to the airport opened."})
        other.library.remove(["bread"])
    assert found(library, "tram line")[0] == "tram"
    assert "bread" not in found(library, "rye loaves")
    assert set(library.lag().values()) == {0}


def test_a_name_is_found_as_the_library_spells_it(library, make_article):
    put(library, make_article, {"sea": "Admiral Sundmarken spoke. Sundmarken said it again."})
    (change,) = library.respellings("What did Sundmarkne say?")
    assert (change.written, change.found) == ("Sundmarkne", "Sundmarken")
    assert library.respellings("What did Quuxington say?") == ()


def test_agency_texts_in_several_outlets_are_one_story(library, make_article):
    text = "A ferry hit the pier at Sundmark on Monday. Seven people were injured, the coast guard said. " * 3
    put(library, make_article, {"wire": text}, outlet="Wire", published="2026-01-05")
    put(library, make_article, {"copy": f"{text} It was raining."}, outlet="Post", published="2026-01-06")
    put(library, make_article, {"bread": TEXTS["bread"]})
    assert [one.article.id for one in library.library.story_of("copy")] == ["wire", "copy"]
    assert [one.article.id for one in library.library.story_of("bread")] == ["bread"]
    library.library.remove(["wire"])
    assert [one.article.id for one in library.library.story_of("copy")] == ["copy"]


def test_who_said_what_follows_the_articles(library, make_article):
    def said(*about):
        return [one.sentence for one in statements_of(library, "Keller", *about).speeches]

    hold, sail = (
        "“The sea wall will hold,” said Mayor Anna Keller.",
        "She added that the ferry would sail again.",
    )
    put(library, make_article, {"wall": f"{hold} {sail}"}, published="2026-01-05")
    assert said() == [hold, sail]
    assert said("ferry") == [sail]
    done = "“The sea wall is done,” said Mayor Anna Keller."
    put(library, make_article, {"wall": done}, published="2026-01-05")
    assert said() == [done]
    library.library.remove(["wall"])
    assert isinstance(statements_of(library, "Keller"), NobodyQuoted)


def test_what_was_lost_of_the_engines_is_made_again_without_embedding_anything(
    set_up, tmp_path, make_article, monkeypatch
):
    settings = filled(set_up, tmp_path, make_article)
    set_up.lose(settings)
    with SearchableLibrary(settings) as again:
        embedded = []
        embed = again.embedder.embed
        monkeypatch.setattr(
            again.embedder, "embed", lambda texts, *rest: embedded.extend(texts) or embed(texts, *rest)
        )
        assert found(again, "ferry")[0] == "ferry"
        assert again.search("ferry", asked=NOW).by_meaning
        assert embedded == ["ferry", "ferry"]
        assert all(part.is_sound for part in check(again))
        again.rebuild()
        assert again.keywords.ids() == {1, 2, 3} == again.vectors.ids()
        again.close(stop_server_if_last=True)


def test_an_engine_that_was_killed_answers_again_unasked(set_up, tmp_path, make_article):
    settings = set_up.settings(tmp_path / "data")
    with SearchableLibrary(settings) as library:
        put(library, make_article)
        assert found(library, "ferry")[0] == "ferry"
        set_up.kill(settings)
        put(library, make_article, {"tram": "The tram line to the airport opened."})
        set_up.revive()
        assert found(library, "tram line")[0] == "tram"
        assert library.search("ferry", asked=NOW).by_meaning
        assert all(part.is_sound for part in check(library))
        library.close(stop_server_if_last=True)


@pytest.mark.slow
def test_another_model_is_refused_until_everything_is_embedded_again(
    set_up, tmp_path, make_article, other_model
):
    settings = filled(set_up, tmp_path, make_article)
    embedding = load_settings(embedding={"model": str(other_model)}).embedding
    with SearchableLibrary(settings.model_copy(update={"embedding": embedding})) as changed:
        with pytest.raises(ModelMismatchError, match="newsdesk reindex"):
            changed.search("ferry", asked=NOW)
        assert changed.reindex() == 3
        assert changed.library.status().waiting == 0
        assert found(changed, "ferry")[0] == "ferry"
        assert changed.search("ferry", asked=NOW).by_meaning
        assert changed.vectors.unfound([4, 5, 6]) == 0
        changed.close(stop_server_if_last=True)
