"""Near-duplicate articles are one story, whatever the order in which they come, change and go."""

from itertools import permutations
from zlib import crc32

import numpy as np
import pytest
from datasketch import MinHash
from sqlalchemy import delete

from index.likeness import bands_of, from_bytes, likeness, shingles, signature_of
from index.schema import bands, stories
from index.stored import IndexedArticle, ModelIdentity, Span

MODEL = ModelIdentity("tiny", "d1", 4)
WIRE = (
    "Tarnby Home is recalling 41,600 electric heaters sold under the name Pell 2 after 13 reports of scorched cables "
    "and two small house fires, the Consumer Safety Office said on Wednesday. Nobody was hurt. The heaters were sold "
    "between September 2024 and last month for about 79 crowns. Owners should pull the plug now and not wait for a "
    "letter, said Hanne Vik, the head of the office. The company traced the fault to a plastic clamp."
)
GAZETTE = WIRE.replace("house fires", "house fires, both of them in Lindhaven").replace("Nobody", "No one")
POST = f"{WIRE} The model number is printed on the underside. The free line answers from 8 a.m. to 8 p.m."
OTHER = (
    "The ferry Marisol struck the quay at Averhaven on Monday morning, and four people were injured. The harbour "
    "master closed the port until the evening, when divers had seen the hull."
)


@pytest.fixture
def store(open_library):
    return open_library()


def indexed(article):
    return IndexedArticle(article, (Span(0, len(article.text)),), np.eye(1, 4, dtype=np.float32))


def put(store, *articles):
    store.put([indexed(article) for article in articles], MODEL)


def story(store, id_):
    return [stored.article.id for stored in store.story_of(id_)]


@pytest.mark.parametrize("order", list(permutations(["wire", "gazette", "post"])))
def test_an_agency_s_text_in_three_outlets_is_one_story_in_whatever_order_it_comes(
    store, make_article, order
):
    texts = {"wire": WIRE, "gazette": GAZETTE, "post": POST}
    put(store, make_article("ferry", OTHER, published="2025-12-17"))
    for id_ in order:
        put(store, make_article(id_, texts[id_], outlet=id_, published="2025-12-17"))
    assert {frozenset(story(store, id_)) for id_ in order} == {frozenset(order)}
    assert story(store, "ferry") == ["ferry"]


def test_the_first_published_is_named_first_and_undated_ones_last_the_fullest_of_them_first(
    store, make_article
):
    put(
        store,
        make_article("undated", GAZETTE, outlet="a"),
        make_article("fuller", POST, outlet="b"),
        make_article("late", WIRE, outlet="c", published="2025-12-18"),
        make_article("early", WIRE, outlet="d", published="2025-12-17T09:00:00+01:00"),
    )
    assert story(store, "late") == ["early", "late", "fuller", "undated"]


@pytest.mark.parametrize(("published", "is_same"), [("2025-12-20", True), ("2025-12-21", False)])
def test_what_comes_back_after_days_is_another_story(store, make_article, published, is_same):
    put(store, make_article("first", WIRE, published="2025-12-17"))
    put(store, make_article("again", GAZETTE, outlet="Gazette", published=published))
    assert (len(story(store, "again")) == 2) == is_same


def test_an_article_that_changes_leaves_its_story_and_can_come_back(store, make_article):
    put(store, make_article("wire", WIRE), make_article("gazette", GAZETTE, outlet="Gazette"))
    put(store, make_article("gazette", OTHER, outlet="Gazette"))
    assert story(store, "wire") == ["wire"]
    assert story(store, "gazette") == ["gazette"]
    put(store, make_article("wire", OTHER, outlet="Wire"))
    assert len(story(store, "wire")) == 2


def test_a_removed_article_leaves_its_story_and_no_trace(store, make_article):
    put(store, make_article("wire", WIRE), make_article("gazette", GAZETTE, outlet="Gazette"))
    store.remove(["wire"])
    assert story(store, "gazette") == ["gazette"]
    store.remove(["gazette"])
    with store.reading() as db:
        assert db.execute(stories.select()).all() == db.execute(bands.select()).all() == []


def test_a_story_falls_apart_with_the_article_that_held_it_together(store, make_article):
    sentences = [
        f"On day {n} the {n}th of the harbour's ships number {n * 7} came home late." for n in range(30)
    ]
    early, middle, late = (" ".join(sentences[at : at + 20]) for at in (0, 5, 10))
    put(store, make_article("early", early), make_article("late", late), make_article("middle", middle))
    assert len(story(store, "early")) == 3
    store.remove(["middle"])
    assert story(store, "early") == ["early"]
    assert story(store, "late") == ["late"]


def test_a_library_of_before_stories_gets_them_when_it_is_opened(store, open_library, make_article):
    put(store, make_article("wire", WIRE), make_article("gazette", GAZETTE, outlet="Gazette"))
    with store.writing() as db:
        for table in (stories, bands):
            db.execute(delete(table))
        db.exec_driver_sql("DROP TABLE alembic_version")
    opened = open_library()
    assert len(story(opened, "wire")) == 2
    assert {passage.story for passage in opened.passages([1, 2]).values()} == {1}


GOLDEN = [1168808670, 318440512, 441131066, 1803037720]


def test_a_signature_is_the_same_in_every_version_of_newsdesk():
    assert signature_of("The harbour was closed on Tuesday.")[:4].tolist() == GOLDEN


@pytest.mark.parametrize("text", ["", "One", WIRE, " ".join(map(str, range(10_000)))])
def test_a_signature_is_datasketchs(text):
    sketch = MinHash(num_perm=128, seed=1, hashfunc=crc32, scheme="affine32")
    sketch.update_batch(list(shingles(text)))
    assert signature_of(text).tolist() == sketch.hashvalues.tolist()


def test_likeness_is_the_share_of_word_sequences_in_common():
    words = [f"word{n}" for n in range(1000)]
    some, others = " ".join(words[:800]), " ".join(words[200:])
    assert likeness(signature_of(some), signature_of(others)) == pytest.approx(0.6, abs=0.12)
    assert likeness(signature_of(WIRE), signature_of(WIRE.upper())) == 1.0


def test_scripts_without_spaces_are_compared_too():
    one = "台風は月曜日の朝に沖縄に上陸し、四人がけがをした。港は夕方まで閉鎖された。"
    assert likeness(signature_of(one), signature_of(f"{one}飛行機も飛ばなかった。")) > 0.5
    assert likeness(signature_of(one), signature_of("首相は火曜日に新しい予算案を国会に提出した。")) < 0.1


@pytest.mark.parametrize("text", ["", "?", "One", "\ud800 \x00"])
def test_every_text_has_a_signature(text):
    signature = signature_of(text)
    assert (from_bytes(signature.tobytes()) == signature).all()
    assert all(0 <= key < 2**63 for key in bands_of(signature))
