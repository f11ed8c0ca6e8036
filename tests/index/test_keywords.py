from datetime import UTC, datetime

import pytest

from index.keywords import KeywordIndex
from index.projection import Batch, net_ranges
from index.restriction import Restriction, Window
from index.stored import Passage


def passage(id_, text, title="", *, article=None, outlet=None, language=None, published_at=None):
    return Passage(
        id_,
        id_,
        article or f"a{id_}",
        1,
        0,
        1,
        0,
        len(text),
        text,
        title,
        None,
        outlet,
        language,
        None,
        published_at,
        id_,
    )


@pytest.fixture
def keywords(tmp_path):
    return KeywordIndex(tmp_path / "keywords", "library-1", tmp_path / "keywords.lock")


def found(index, question, restriction=Restriction()):
    return [id_ for id_, _ in index.search(question, 10, restriction)]


def test_inflected_and_accented_words_are_found(keywords):
    keywords.apply(Batch((), (passage(1, "Ceasefires were agreed by Mérz."), passage(2, "Rain.")), 1))
    assert found(keywords, "ceasefire") == [1]
    assert found(keywords, "MERZ agreeing") == [1]


def test_words_in_the_title_count(keywords):
    keywords.apply(Batch((), (passage(1, "Nothing here.", "Ferry accident"), passage(2, "Nothing else.")), 1))
    assert found(keywords, "ferry") == [1]


@pytest.mark.parametrize("question", ["", "???", '"(AND', "a:b -c", "\x00", "🎉", "x" * 5000])
def test_no_question_breaks_the_search(keywords, question):
    keywords.apply(Batch((), (passage(1, "Rain."),), 1))
    assert found(keywords, question) == []


def test_applying_a_batch_twice_changes_nothing(keywords):
    batch = Batch(((7, 9),), (passage(1, "rain"), passage(2, "rain and rain")), 5)
    keywords.apply(batch)
    once = keywords.search("rain", 10, Restriction())
    keywords.apply(batch)
    assert keywords.search("rain", 10, Restriction()) == once
    assert keywords.position() == 5


def test_forgotten_passages_are_not_found(keywords):
    keywords.apply(Batch((), tuple(passage(n, "rain") for n in range(1, 6)), 1))
    keywords.apply(Batch(((2, 4),), (), 2))
    assert sorted(found(keywords, "rain")) == [1, 5]


def test_another_process_sees_what_was_committed(keywords, tmp_path):
    other = KeywordIndex(tmp_path / "keywords", "library-1", tmp_path / "keywords.lock")
    keywords.apply(Batch((), (passage(1, "rain"),), 3))
    assert other.position() == 3
    assert found(other, "rain") == [1]


def test_the_index_of_another_library_is_not_used(keywords, tmp_path):
    keywords.apply(Batch((), (passage(1, "rain"),), 3))
    assert KeywordIndex(tmp_path / "keywords", "library-2", tmp_path / "keywords.lock").position() == 0


def test_a_damaged_index_is_begun_anew(keywords, tmp_path):
    keywords.apply(Batch((), (passage(1, "rain"),), 3))
    (tmp_path / "keywords" / "passages" / "meta.json").write_text("{")
    again = KeywordIndex(tmp_path / "keywords", "library-1", tmp_path / "keywords.lock")
    assert again.position() == 0
    again.apply(Batch((), (passage(1, "rain"),), 3))
    assert found(again, "rain") == [1]


@pytest.mark.parametrize(
    ("restriction", "expected"),
    [
        (Restriction(outlets=("the POST",)), [1]),
        (Restriction(languages=("de",)), [2]),
        (Restriction(articles=("a3", "a1")), [1, 3]),
        (Restriction(window=Window(datetime.fromtimestamp(100, UTC), None)), [1, 2]),
        (Restriction(window=Window(None, datetime.fromtimestamp(150, UTC))), [1]),
        (Restriction(window=Window(None, None)), [1, 2, 3]),
        (Restriction(outlets=("nobody",)), []),
    ],
)
def test_a_restriction_limits_what_is_found(keywords, restriction, expected):
    keywords.apply(
        Batch(
            (),
            (
                passage(1, "rain", outlet="The Post", published_at=100),
                passage(2, "rain", language="de", published_at=200),
                passage(3, "rain"),
            ),
            1,
        )
    )
    assert sorted(found(keywords, "rain", restriction)) == expected


def test_rare_words_weigh_more(keywords):
    keywords.apply(Batch((), (passage(1, "rain snow"), passage(2, "rain")), 1))
    rarity = keywords.rarity(["rain", "snow", "hail"])
    assert rarity["rain"] < rarity["snow"] < rarity["hail"]


def test_what_is_put_and_forgotten_in_one_run_is_not_put():
    assert net_ranges([("put", 1, 3), ("put", 4, 5), ("forget", 1, 3)]) == (((1, 3),), ((4, 5),))


def test_ranges_that_adjoin_are_put_as_one():
    log = [("put", 1, 3), ("put", 4, 5), ("put", 6, 6), ("forget", 6, 6), ("put", 7, 9), ("put", 10, 10)]
    assert net_ranges(log) == (((6, 6),), ((1, 5), (7, 10)))
