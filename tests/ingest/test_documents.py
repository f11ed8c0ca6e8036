import pytest

from config.errors import InputError
from ingest.documents import markdown_fields, text_fields

LONG = (
    "Allies of Ukraine met in Paris on Tuesday to discuss security guarantees, among them a possible force. "
    * 2
)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Paris talks\n\n{LONG}", "Paris talks"),
        (f"Paris talks\n \n{LONG}", "Paris talks"),
        (f"Paris talks\n{LONG}", "Paris talks"),
        (f"Wrapped lines of a text that\nhas no title at all.\n\n{LONG}", None),
        (f"{LONG}\n\nPlain.", None),
        ("Only one line", None),
    ],
)
def test_a_short_first_line_that_stands_apart_is_the_title_of_a_text(text: str, title: str | None) -> None:
    fields = text_fields(text)
    assert fields.get("title") == title
    assert str(fields["text"]).strip() == (text.removeprefix(title).strip() if title else text.strip())


def test_values_in_front_matter_stay_as_they_were_written() -> None:
    head = (
        "id: 007\ntitle: No\nsource: 12:30\ndate: 2026-01-06T14:00:00+01:00\nurl: ~\nlang:\nauthors: [A, 1]"
    )
    assert markdown_fields(f"---\n{head}\n---\nWords.") == {
        "id": "007",
        "title": "No",
        "source": "12:30",
        "date": "2026-01-06T14:00:00+01:00",
        "url": None,
        "lang": None,
        "authors": ["A", "1"],
        "text": "Words.",
    }


@pytest.mark.parametrize("heading", ["# Paris talks", "## Paris  talks ##", "Paris talks\n==========="])
def test_the_first_heading_is_the_title_where_front_matter_has_none(heading: str) -> None:
    assert markdown_fields(f"{heading}\n\nWords.") == {"title": "Paris talks", "text": "Words."}
    assert markdown_fields(f"---\nid: a\n---\n\n{heading}\n\nWords.") == {
        "id": "a",
        "title": "Paris talks",
        "text": "Words.",
    }


@pytest.mark.parametrize("name", ["title", "headline"])
def test_a_title_in_front_matter_counts_before_a_heading(name: str) -> None:
    fields = markdown_fields(f"---\n{name}: Paris\n---\n# Part one\n\nWords.")
    assert (fields["title"], fields["text"]) == ("Paris", "# Part one\n\nWords.")


def test_a_heading_that_repeats_the_title_is_not_part_of_the_text() -> None:
    assert markdown_fields("---\ntitle: Paris talks\n---\n# Paris talks\nWords.")["text"] == "Words."
    assert markdown_fields("# Paris talks")["text"] == "# Paris talks"


@pytest.mark.parametrize(
    "text",
    ["One part.\n\n---\n\nAnother.\n\n---\n\nA third.", "---\nno fields\n---\nWords.", "---\nnever closed"],
)
def test_rules_between_paragraphs_are_no_front_matter(text: str) -> None:
    assert markdown_fields(text) == {"text": text}


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("id: a\ntitle: Merz: far off", "line 3: mapping values are not allowed"),
        ("title: [a", "not YAML"),
        ("title: *unknown", "not YAML"),
        ("title: !!python/object:os.system x", "not YAML"),
        ("a: " + "[" * 5000, "nested too deeply"),
    ],
)
def test_broken_front_matter_says_where_and_what_to_do(head: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        markdown_fields(f"---\n{head}\n---\nWords.")


def test_front_matter_that_refers_to_itself_a_billion_times_does_no_harm() -> None:
    bomb = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9) if n else 'lol'}]" for n in range(9))
    assert markdown_fields(f"---\n{bomb}\ntitle: Paris\n---\nWords.")["title"] == "Paris"
