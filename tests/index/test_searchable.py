"""What is tantivy's and Chroma's own: damage, loss, servers that die. What holds anywhere is in tests/contract."""

import random
import shutil
from datetime import UTC, datetime

import pytest

from config.errors import ConfigurationError
from config.settings import load_settings
from index.checking import check
from index.searchable import SearchableLibrary
from tests.serving import chroma_server

NOW = datetime(2026, 1, 10, tzinfo=UTC)

TEXTS = {
    "ferry": "A ferry hit the pier at Sundmark. Seven people were injured.",
    "bread": "The bakery on Mill Lane sells rye loaves before dawn.",
    "rates": "The central bank left interest rates unchanged on Thursday.",
}


def fill(library, make_article, texts=TEXTS, **fields):
    library.put(library.prepare([make_article(id_, text, title="", **fields) for id_, text in texts.items()]))


def best(library, question):
    result = library.search(question, asked=NOW)
    return result.hits[0].passage.article if result.hits else None


def test_a_model_that_could_not_be_loaded_beforehand_is_told_when_it_is_used(tmp_path):
    settings = load_settings(data_dir=tmp_path, embedding={"backend": "openvino", "model": "nobody/nothing"})
    with SearchableLibrary(settings) as library:
        library.begin_loading()
        with pytest.raises(ConfigurationError, match=r"embedding\.backend"):
            _ = library.embedder


def test_a_passage_fits_the_model_with_its_title(library, make_article):
    text = " ".join(f"Sentence {n} tells of the harbour and its many ships." for n in range(200))
    prepared = library.prepare([make_article("long", text, title="A very long title " * 30)])[0]
    tokenizer = library.embedder.tokenizer
    assert len(prepared.spans) > 1
    for span in prepared.spans:
        assert len(tokenizer.encode(text[span.start : span.end]).ids) <= 256 - 48


def test_short_texts_are_compared_by_meaning(library):
    found = library.cosines("car maker", ["Toyota", "Mount Everest"])
    assert found.shape == (2,)
    assert found[0] > found[1] + 0.2
    again = library.cosines("car maker", ["Mount Everest", "Mount Everest", "Toyota"])
    assert again == pytest.approx([found[1], found[1], found[0]])


def test_without_its_server_the_library_answers_by_keywords_and_then_recovers(
    library, make_article, settings
):
    fill(library, make_article)
    library.search("ferry", asked=NOW)
    chroma_server(settings).kill()
    assert best(library, "ferry") == "ferry"
    assert library.search("ferry", asked=NOW).by_meaning


def test_a_server_that_cannot_start_costs_meaning_but_no_answer(settings, make_article, monkeypatch):
    monkeypatch.setattr("index.chroma_server._KEEPER", settings.data_dir / "missing.py")
    with SearchableLibrary(settings) as library:
        fill(library, make_article)
        result = library.search("ferry", asked=NOW)
    assert not result.by_meaning
    assert result.hits[0].passage.article == "ferry"


def in_its_place(path):
    shutil.rmtree(path)
    path.write_text("in the way")


def without_sense(pattern):
    def damage(folder):
        for file in folder.glob(pattern):
            file.write_bytes(random.Random(1).randbytes(file.stat().st_size))

    return damage


def exchanged(folder):
    keywords = folder / "keywords"
    (keywords / "passages").rename(keywords / "other")
    (keywords / "articles").rename(keywords / "passages")
    (keywords / "other").rename(keywords / "articles")


DAMAGES = {  # more of them in tests/torture
    "keywords' documents": without_sense("keywords/passages/*.store"),
    "keywords exchanged": exchanged,
    "no vectors": lambda folder: in_its_place(folder / "chroma"),
    "store's database": without_sense("chroma/store-1/chroma.sqlite3"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_an_index_that_is_damaged_is_made_anew_unasked(library, make_article, settings, damage):
    fill(library, make_article)
    library.follow()
    library.close(stop_server_if_last=True)
    DAMAGES[damage](settings.data_dir)
    with SearchableLibrary(settings) as again:
        assert best(again, "ferry") == "ferry"
        assert again.search("ferry", asked=NOW).by_meaning
        assert all(part.is_sound for part in check(again))
        again.close(stop_server_if_last=True)


def test_keywords_that_another_process_made_anew_are_searched_on(library, make_article, settings):
    fill(library, make_article)
    assert best(library, "ferry") == "ferry"
    with SearchableLibrary(settings) as other:
        other.rebuild_keywords()
        fill(other, make_article, {"tram": "The tram line to the airport opened."})
    assert best(library, "tram") == "tram"
    shutil.rmtree(settings.data_dir / "keywords")
    assert best(library, "tram") == "tram"


def test_lost_vectors_are_noticed_and_the_index_is_rebuilt(library, make_article, settings):
    fill(library, make_article)
    library.follow()
    service = library.vectors
    service._vectors._collection().delete(ids=["1", "2"])
    library.close(stop_server_if_last=True)
    with SearchableLibrary(settings) as again:
        result = again.search("interest rates and ferries and bread", asked=NOW)
        assert result.by_meaning
        assert again.vectors.unfound([1, 2, 3]) == 0
        again.close(stop_server_if_last=True)


def test_an_interrupted_reindex_goes_on_where_it_was(library, make_article, settings, other_model):
    fill(library, make_article)
    library.close(stop_server_if_last=True)
    other = settings.model_copy(
        update={"embedding": load_settings(embedding={"model": str(other_model)}).embedding}
    )

    def stop(done, _total):
        raise KeyboardInterrupt

    with SearchableLibrary(other) as changed:
        with pytest.raises(KeyboardInterrupt):
            changed.reindex(stop, batch_articles=1)
        assert best(changed, "ferry") == "ferry"
        assert changed.reindex(batch_articles=1) == 2
        changed.close(stop_server_if_last=True)
