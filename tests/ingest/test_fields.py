from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import InputError
from index.articles import Article, timestamp
from ingest.fields import MOST_CHARACTERS, article_from

NOW = datetime(2026, 1, 20, 12, tzinfo=UTC)
GERMAN = "Der Kanzler sagte am Montag, ein Waffenstillstand sei noch weit entfernt, und reiste nach Paris."


def made(**fields: object) -> Article:
    return article_from({"text": "A text.", **fields}, NOW)


@pytest.mark.parametrize("name", ["_id", "id", "uuid", "guid", "ID"])
def test_an_id_is_kept_under_each_of_its_names(name: str) -> None:
    assert made(**{name: "a-1"}).id == "a-1"


@pytest.mark.parametrize("name", ["title", "headline", "name", "Title"])
def test_a_title_is_found_under_each_of_its_names(name: str) -> None:
    assert made(**{name: " A\ntitle "}).title == "A title"


@pytest.mark.parametrize(
    "name", ["text", "body", "content", "article", "maintext", "full_text", "fullText", "articleBody"]
)
def test_a_text_is_found_under_each_of_its_names(name: str) -> None:
    assert article_from({name: "Some words."}, NOW).text == "Some words."


def test_a_text_beyond_all_measure_is_refused_with_advice() -> None:
    assert len(made(text="x" * MOST_CHARACTERS).text) == MOST_CHARACTERS
    with pytest.raises(InputError, match=r"2,000,001 characters.*Cut it"):
        made(text="x" * (MOST_CHARACTERS + 1))


@pytest.mark.parametrize("name", ["url", "link", "canonical_url"])
def test_an_address_is_found_under_each_of_its_names(name: str) -> None:
    assert made(**{name: "https://courier.example/a"}).url == "https://courier.example/a"


@pytest.mark.parametrize(
    "name",
    [
        *("published", "published_at", "date", "publish_date", "pubDate", "date_published", "datePublished"),
        *("publishedAt", "date_publish"),
    ],
)
def test_a_publication_date_is_found_under_each_of_its_names(name: str) -> None:
    assert made(**{name: "2026-01-06"}).published == "2026-01-06"


@pytest.mark.parametrize("name", ["updated", "modified", "updated_at", "dateModified"])
def test_a_date_of_change_is_found_under_each_of_its_names(name: str) -> None:
    assert made(**{name: "2026-01-06"}).updated == "2026-01-06"


@pytest.mark.parametrize("name", ["source", "outlet", "publisher", "publication", "sitename", "site_name"])
@pytest.mark.parametrize("value", ["The Courier", {"id": None, "name": "The Courier"}, ["The Courier"]])
def test_an_outlet_is_found_under_each_of_its_names_and_in_an_object(name: str, value: object) -> None:
    assert made(**{name: value}).outlet == "The Courier"


@pytest.mark.parametrize(
    ("value", "authors"),
    [
        ("Jane Doe", ("Jane Doe",)),
        ("By Jane Doe; Ann Roe; Jane Doe", ("Jane Doe", "Ann Roe")),
        (["Jane Doe", " ", None, 5, "Ann\nRoe"], ("Jane Doe", "Ann Roe")),
        ([{"name": "Jane Doe"}, {"url": "x"}], ("Jane Doe",)),
        ("Doe, Jane", ("Doe, Jane",)),
        ("", ()),
        (7, ()),
    ],
)
@pytest.mark.parametrize("name", ["author", "authors", "byline"])
def test_authors_are_a_string_or_a_list(name: str, value: object, authors: tuple[str, ...]) -> None:
    assert made(**{name: value}).authors == authors


@pytest.mark.parametrize(
    ("declared", "language"),
    [("en-GB", "en"), ("DE", "de"), ("pt_BR", "pt"), ("German", "de"), ("", "de"), (5, "de"), (None, "de")],
)
def test_a_declared_language_has_two_letters_and_else_it_is_detected(declared: object, language: str) -> None:
    assert article_from({"text": GERMAN, "lang": declared}, NOW).language == language


@pytest.mark.parametrize("text", ["Too short.", "1234 5678 90 " * 10])
def test_a_language_that_cannot_be_told_is_unknown(text: str) -> None:
    assert article_from({"text": text}, NOW).language is None


@pytest.mark.parametrize("name", ["outlet", "publisher"])
def test_an_outlet_that_is_missing_is_the_host_of_the_address(name: str) -> None:
    url = "https://www.courier.example/a"
    assert made(url=url).outlet == "courier.example"
    assert made(url=url, **{name: "The Courier"}).outlet == "The Courier"
    assert made(source="https://www.other.example/").outlet == "other.example"


def test_a_missing_title_is_made_of_the_text() -> None:
    assert made(text="It rained. It stopped.", title=" ").title == "It rained."


def test_the_first_usable_value_counts() -> None:
    article = made(text="", body=" ", content="Words.", published=True, date="2026-01-06", url="n/a")
    assert (article.text, article.published, article.url) == ("Words.", "2026-01-06", None)


def test_the_id_of_a_database_export_and_its_dates_are_unwrapped() -> None:
    article = made(_id={"$oid": "507f1f77"}, date={"$date": "2026-01-06T14:00:00Z"})
    assert (article.key, article.published) == ("id:507f1f77", "2026-01-06T14:00:00+00:00")


@pytest.mark.parametrize(
    ("given_id", "id_"),
    [(17, "17"), (" a\x00b\n", "ab"), (10**400, None), (True, None), (1.5, None), ("", None)],
)
def test_an_id_is_text_or_a_whole_number(given_id: object, id_: str | None) -> None:
    article = made(id=given_id)
    assert article.id == id_ if id_ else len(article.id) == 12


def test_without_id_and_address_the_words_tell_articles_apart() -> None:
    assert made(outlet="A").key == made(outlet="A").key
    assert made(outlet="A").key != made(outlet="B").key
    assert made(outlet="A").key.startswith("text:")


def test_html_in_a_text_stays_as_it_is() -> None:
    assert made(text="<p>Words &amp; more.</p>").text == "<p>Words &amp; more.</p>"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"title": "A", "summary": "B"}, "no text. Looked for: text, body"),
        ({"title": "A", "summary": "B"}, "Its fields: title, summary"),
        ({}, "Its fields: none"),
        ({"text": None}, "no text"),
        ({"text": " \n\x00"}, "text is empty"),
        ({"body": ["a", "b"]}, '"body" is a list, not text'),
        ({"text": 5}, '"text" is a number, not text'),
        ({"text": {"a": 1}}, '"text" is an object, not text'),
    ],
)
def test_an_article_without_text_is_refused_with_the_reason(fields: dict[str, object], reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        article_from(fields, NOW)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters() | st.sampled_from("\ud800\udfff\0\r")),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "$oid", "a"]), inner)
    ),
    max_leaves=5,
)
NAMES = st.sampled_from(
    ["id", "title", "text", "url", "date", "updated", "source", "author", "lang", "Weird \ud800"]
)


@given(st.dictionaries(NAMES, JSON))
def test_whatever_the_fields_hold_the_article_can_be_stored(fields: dict[str, object]) -> None:
    article = article_from({**fields, "body": "Words."}, NOW)
    parts = (
        article.key,
        article.id,
        article.title,
        article.text,
        article.outlet,
        *article.authors,
        article.url,
    )
    assert all(part is None or part.encode("utf-8") for part in parts)
    assert all(
        "\n" not in part for part in (article.id, article.title, article.outlet or "", *article.authors)
    )
    timestamp(article.published)
    timestamp(article.updated)
