import gzip
import io
import json
import os
import random
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from config.sections import IngestSettings
from index.articles import Article, short_id
from ingest.files import expand
from ingest.parsers import Parsers
from ingest.readers import read
from ingest.sources import STANDARD_INPUT, Failure, Read, Source

ReadFile = Callable[..., list[Read]]
OneArticle = Callable[..., Article]
OneFailure = Callable[..., Failure]

LINE = {"_id": "a-1", "title": "Paris talks", "text": "Allies met in Paris."}


# formats


def test_a_line_of_json_becomes_an_article(article: OneArticle) -> None:
    line = {
        **LINE,
        "url": "https://Courier.example/a?utm_source=x",
        "published": "2026-01-06T14:00:00+01:00",
        "source": {"name": "The Courier"},
        "authors": ["Jane Doe"],
        "language": "en-GB",
    }
    assert article([line]) == Article(
        key="id:a-1",
        id="a-1",
        title="Paris talks",
        text="Allies met in Paris.",
        url="https://courier.example/a",
        outlet="The Courier",
        authors=("Jane Doe",),
        language="en",
        published="2026-01-06T14:00:00+01:00",
    )


@pytest.mark.parametrize(
    "content",
    [
        json.dumps([LINE, {**LINE, "_id": "a-2"}]),
        json.dumps({"articles": [LINE, {**LINE, "_id": "a-2"}]}, indent=2),
        json.dumps(LINE) + "\n" + json.dumps({**LINE, "_id": "a-2"}),  # JSON Lines under a wrong name
    ],
)
@pytest.mark.parametrize("name", ["a.json", "a.json.gz"])
def test_a_json_file_holds_one_article_or_many(read_file: ReadFile, content: str, name: str) -> None:
    assert [item.id for item in read_file(content, name) if isinstance(item, Article)] == ["a-1", "a-2"]


def test_a_json_object_alone_is_known_by_its_file(article: OneArticle, tmp_path: Path) -> None:
    found = article(json.dumps({"text": "Some words."}, indent=1), "a.json")
    assert found.key == f"file:{tmp_path}/a.json"
    assert found.id == short_id(found.key)


def test_a_text_has_its_first_line_as_title_and_its_file_as_key(article: OneArticle, tmp_path: Path) -> None:
    found = article("Paris talks\r\n\r\nAllies met in Paris.\r\n", "a.txt")
    assert (found.title, found.text) == ("Paris talks", "Allies met in Paris.")
    assert found.key == f"file:{tmp_path}/a.txt"


@pytest.mark.parametrize(
    "name", ["paris-talks.txt", "paris-talks.txt.gz", "paris-talks.md", "paris-talks.md.gz"]
)
def test_a_text_without_title_is_called_like_its_file(article: OneArticle, body: str, name: str) -> None:
    assert article(f"{body} {body}\n\n{body}", name).title == "paris-talks"


def test_front_matter_gives_the_fields_of_a_markdown_file(article: OneArticle) -> None:
    found = article("---\nid: a-1\ntitle: Paris talks\ndate: 2026-01-06\n---\nAllies met.\n", "a.md")
    assert (found.id, found.title, found.text, found.published) == (
        "a-1",
        "Paris talks",
        "Allies met.",
        "2026-01-06",
    )


def test_an_html_file_is_read(article: OneArticle, body: str) -> None:
    assert (
        article(f"<html lang=en><title>Paris talks</title><body><p>{body}</p></body>", "a.htm").text == body
    )


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.NDJSON.GZ", "a.ndjson"])
def test_lines_may_be_compressed(article: OneArticle, name: str) -> None:
    assert article([LINE], name.lower()).id == "a-1"


def test_compressed_parts_that_were_joined_are_read_to_the_end(read_file: ReadFile) -> None:
    parts = [gzip.compress(json.dumps({**LINE, "_id": n}).encode() + b"\n") for n in (1, 2)]
    assert len(read_file(b"".join(parts), "a.jsonl.gz")) == 2


# standard input


@pytest.mark.parametrize(
    ("content", "titles"),
    [
        ([LINE, LINE | {"_id": "a-2"}], ["Paris talks"] * 2),
        ("\n \n" + json.dumps(LINE), ["Paris talks"]),
        ("\ufeff" + json.dumps(LINE), ["Paris talks"]),
        (json.dumps(LINE, indent=2), ["Paris talks"]),
        (json.dumps([LINE]), ["Paris talks"]),
        (json.dumps([LINE], indent=2), ["Paris talks"]),
        (json.dumps({"articles": [LINE]}), ["Paris talks"]),
        ("<!doctype html><title>Paris talks</title><p>Allies met in Paris.</p>", ["Paris talks"]),
        ("---\ntitle: Paris talks\n---\nAllies met.", ["Paris talks"]),
        ("Paris talks\n\nAllies met in Paris.", ["Paris talks"]),
        ("Allies met in Paris. More words.", ["Allies met in Paris."]),
        ("[Reuters] Allies met in Paris.", ["[Reuters] Allies met in Paris."]),
        (gzip.compress(json.dumps(LINE).encode(), mtime=0), ["Paris talks"]),
        (json.dumps(LINE).encode("utf-16"), ["Paris talks"]),
    ],
)
def test_standard_input_is_what_it_looks_like(
    read_stdin: ReadFile, content: object, titles: list[str]
) -> None:
    items = read_stdin(content)
    assert [item.title for item in items if isinstance(item, Article)] == titles


def test_a_broken_first_line_of_standard_input_fails_alone(read_stdin: ReadFile) -> None:
    first, second = read_stdin('{"title": "A", "text": "cut\n' + json.dumps(LINE))
    assert isinstance(first, Failure)
    assert (first.source, first.line) == (STANDARD_INPUT, 1)
    assert isinstance(second, Article)


def test_the_same_text_from_standard_input_is_the_same_article(read_stdin: ReadFile) -> None:
    (first,), (second,) = read_stdin("Some words."), read_stdin("Some words.")
    assert first == second
    assert isinstance(first, Article)
    assert first.key.startswith("text:")


def test_lines_are_handed_on_as_they_come_through_a_pipe(now: datetime, parsers: Parsers) -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as stdin, os.fdopen(writing, "wb", buffering=0) as producer:
        items = read(Source(STANDARD_INPUT), IngestSettings(), now, parsers, stdin)
        for n in (1, 2):
            producer.write(json.dumps({**LINE, "_id": n}).encode() + b"\n")
            item, _ = next(items)  # would wait forever for a full buffer
            assert isinstance(item, Article)
            assert item.id == str(n)


def test_a_named_pipe_is_read_like_standard_input(tmp_path: Path, now: datetime, parsers: Parsers) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    threading.Thread(target=pipe.write_text, args=("Some words.",)).start()
    ((item, _),) = read(expand([str(pipe)]).sources[0], IngestSettings(), now, parsers)
    assert isinstance(item, Article)
    assert item.key.startswith("text:")


# progress


def test_the_bytes_read_so_far_grow_up_to_the_size(tmp_path: Path, now: datetime, parsers: Parsers) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"id": n, "text": "x" * 10_000}) + "\n" for n in range(100)))
    (source,) = expand([str(path)]).sources
    done = [bytes_ for _, bytes_ in read(source, IngestSettings(), now, parsers)]
    assert done == sorted(done)
    assert done[0] < done[-1] == source.size


# what is wrong with files


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "a.txt", "empty"),
        (b"", "a.jsonl", "empty"),
        (gzip.compress(b"", mtime=0), "a.jsonl.gz", "empty"),
        (b" \n\t\n", "a.txt", "white space"),
        (b" \n\t\n", "a.json", "white space"),
        (b" \n\t\n", "a.jsonl", "white space"),
        (b" \n\t\n", "a.html", "white space"),
        (b"%PDF-1.7 ...", "a.txt", "looks binary: a PDF"),
        (b"\x89PNG\r\n\x1a\n", "a.md", "looks binary: a PNG image"),
        (b"\xff\xd8\xff\xe0JFIF", "a.html", "looks binary: a JPEG image"),
        (b"PK\x03\x04docx", "a.txt", "looks binary: a ZIP archive"),
        (b"some\0thing", "a.jsonl", "looks binary: it holds NUL bytes"),
        (gzip.compress(b"text", mtime=0), "a.txt", "gzip data (its name should end in .gz)"),
        (gzip.compress(b"%PDF-1.7 ...", mtime=0), "a.txt.gz", "looks binary: a PDF"),
        (b"no gzip at all", "a.jsonl.gz", "Broken gzip data"),
        (b"no gzip at all", "a.txt.gz", "Broken gzip data"),
        (gzip.compress(random.Random(1).randbytes(5000), mtime=0)[:2000], "a.txt.gz", "ends too early"),
        (gzip.compress(b"x" * 5000, mtime=0)[:-30] + b"y" * 30, "a.txt.gz", "gzip data"),
        (b"\xff\xfea\x00b", "a.txt", "characters are broken"),
        (b"a" * 1_000_001, "a.txt", "larger than 1 MB. Raise ingest.max_file_mb"),
        (b"a" * 1_000_001, "a.html", "larger than 1 MB"),
        (b"[" + b" " * 1_000_001, "a.json", "larger than 1 MB"),
        (gzip.compress(b"a" * 50_000_000, mtime=0), "a.txt.gz", "larger than 1 MB"),
    ],
)
def test_a_file_that_is_no_article_says_why(
    failure: OneFailure, content: bytes, name: str, told: str
) -> None:
    found = failure(content, name, max_file_mb=1)
    assert told in found.reason
    assert found.source.endswith(name)


def test_articles_before_a_break_in_compressed_data_are_kept(read_file: ReadFile) -> None:
    lines = b"".join(
        json.dumps({"id": n, "text": os.urandom(500).hex()}).encode() + b"\n" for n in range(2000)
    )
    *articles, last = read_file(gzip.compress(lines)[:-5000], "a.jsonl.gz")
    assert isinstance(last, Failure)
    assert "ends too early" in last.reason
    assert len(articles) > 1000


def test_a_file_that_vanishes_after_it_was_listed_is_a_failure(
    tmp_path: Path, now: datetime, parsers: Parsers
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Some words.")
    (source,) = expand([str(path)]).sources
    path.unlink()
    ((item, _),) = read(source, IngestSettings(), now, parsers)
    assert isinstance(item, Failure)
    assert "not there (any more)" in item.reason


def test_a_file_without_permission_is_a_failure(free_folder: Path, now: datetime, parsers: Parsers) -> None:
    path = free_folder / "a.txt"
    path.write_text("Some words.")
    path.chmod(0)
    (source,) = expand([str(path)]).sources
    free_folder.chmod(0o755)
    was = os.geteuid()
    if was == 0:
        os.seteuid(65534)
    try:
        ((item, _),) = read(source, IngestSettings(), now, parsers)
    finally:
        os.seteuid(was)
    assert isinstance(item, Failure)
    assert "Permission denied" in item.reason


# what is wrong with single articles


def test_a_bad_line_fails_alone_with_its_number_and_reason(read_file: ReadFile) -> None:
    faults = {
        '{"text": "a" "b"}\n': "Broken JSON at column 14",
        '{"text": "cut\n': "Broken JSON at column 10",
        "no json\n": "Broken JSON at column 1",
        "[1, 2]\n": "object with the fields of an article was expected, not a list",
        '"text"\n': "not text",
        "null\n": "not null",
        "17\n": "not a number",
        '{"title": "A"}\n': "It has no text",
        '{"text": 5}\n': '"text" is a number, not text',
        "[" * 100_000 + "\n": "nested too deeply",
        '{"text": ' * 100_000 + "\n": "nested too deeply",
        '{"id": ' + "9" * 5000 + ', "text": "a"}\n': "too many digits",
        '{"articles": [{"title": "A"}]}\n': "Article 1 of the list: It has no text",
        '{"articles": [{"text": "A"}, 7]}\n': "Article 2 of the list is not a JSON object",
    }
    lines = [line for fault in faults for line in (fault, json.dumps({**LINE, "_id": fault[:99]}) + "\n")]
    items = read_file(["\n", *lines])
    failures = [item for item in items if isinstance(item, Failure)]
    assert [item.line for item in failures] == [2 * n + 2 for n in range(len(faults))]
    for found, reason in zip(failures, faults.values(), strict=True):
        assert reason in found.reason
    assert len(items) == len(lines) + 1  # and the article before the 7


def test_broken_json_in_a_whole_file_names_line_and_column(failure: OneFailure) -> None:
    found = failure('{\n "text": "a",\n "title": oops\n}', "a.json")
    assert (found.line, found.reason[:32]) == (3, "Broken JSON at column 11: Expect")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[1, 2]", "Article 1 of the list is not"),
        ("[]", "list of articles is empty"),
        ("17", "was expected, not a number"),
        ("[" * 100_000, "nested too deeply"),
        ("[" + "9" * 5000 + "]", "too many digits"),
        ('[{"title": "A"}]', "Article 1 of the list: It has no text"),
    ],
)
def test_json_that_holds_no_article_says_why(read_file: ReadFile, content: str, told: str) -> None:
    first, *_ = read_file(content, "a.json")
    assert isinstance(first, Failure)
    assert told in first.reason


def test_a_line_that_is_too_long_is_skipped_and_the_next_ones_go_on(read_file: ReadFile) -> None:
    long = json.dumps({"id": "long", "text": "x" * 3_000_000})
    first, second, third, fourth = read_file(["{}\n", long + "\n", LINE, long], max_line_mb=1)
    assert isinstance(first, Failure)
    assert isinstance(third, Article)
    for item, line in ((second, 2), (fourth, 4)):
        assert isinstance(item, Failure)
        assert item.line == line
        assert "longer than 1 MB" in item.reason
        assert "ingest.max_line_mb" in item.reason


def test_a_line_of_just_the_longest_length_is_read(article: OneArticle) -> None:
    frame = json.dumps({"text": ""})
    assert len(article(json.dumps({"text": "x" * (1_000_000 - len(frame))}), max_line_mb=1).text) > 900_000


def test_an_article_that_stands_twice_is_the_same_article_twice(read_file: ReadFile) -> None:
    first, second = read_file([LINE, LINE])
    assert first == second


def test_an_id_with_two_contents_fails_the_second_time_and_names_both_lines(read_file: ReadFile) -> None:
    first, _, third = read_file([LINE, {**LINE, "_id": "a-2"}, {**LINE, "text": "Other words."}])
    assert isinstance(first, Article)
    assert isinstance(third, Failure)
    assert third.line == 3
    assert "the id (a-1) of line 1" in third.reason


def test_an_address_with_two_contents_in_a_list_names_both_places(read_file: ReadFile) -> None:
    line = {"url": "https://courier.example/a", "text": "Some words."}
    _, second = read_file(json.dumps([line, {**line, "text": "Other words."}]), "a.json")
    assert isinstance(second, Failure)
    assert second.reason.startswith(
        "Article 2 of the list: It has the address (https://courier.example/a) of article 1"
    )


def test_a_lone_surrogate_in_json_can_be_stored(article: OneArticle) -> None:
    found = article('{"id": "a\\ud800", "title": "b\\udfff", "text": "c\\ud800 \\ud83d\\ude00"}\n')
    assert (found.id, found.title, found.text) == ("a\ufffd", "b\ufffd", "c\ufffd \U0001f600")


# encodings


FRENCH = "Le président a déclaré à la presse que l’accord était « presque » conclu. "
GERMAN = "Der Präsident sagte, die Verhandlungen über den Rückzug würden fortgeführt – „bald“. "
RUSSIAN = "Президент заявил, что переговоры продолжаются и соглашение почти готово. "
JAPANESE = "大統領は記者団に対し、交渉はほぼ完了したと述べた。安全の保証について話し合った。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((FRENCH, encoding) for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252")),
        *((GERMAN, encoding) for encoding in ("utf-8", "cp1252")),
        *((RUSSIAN, encoding) for encoding in ("utf-8-sig", "utf-16", "cp1251", "koi8-r", "iso8859-5")),
        *((JAPANESE, encoding) for encoding in ("utf-16", "shift_jis", "euc_jp")),
        ("The café served “nothing” for hours. " * 3, "cp1252"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.json"])
def test_the_encoding_is_recognised(article: OneArticle, text: str, encoding: str, name: str) -> None:
    text = text * 3
    content = text if name == "a.txt" else json.dumps({"text": text}, ensure_ascii=False) + "\n"
    assert article(content.encode(encoding), name).text == text.strip()


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "utf-8", "iso-8859-5"])
def test_a_page_is_read_in_the_encoding_that_it_declares(article: OneArticle, encoding: str) -> None:
    html = (
        f"<html><head><meta charset='{encoding}'><title>{RUSSIAN[:20]}</title></head><p>{RUSSIAN}</p></html>"
    )
    assert article(html.encode(encoding), "a.html").text == RUSSIAN.strip()


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "nonsense", "punycode", "base64", "utf-16"])
def test_a_page_that_declares_the_wrong_encoding_is_read_all_the_same(
    article: OneArticle, declared: str
) -> None:
    html = f"<html><head><meta charset={declared}><title>Paris</title></head><p>{FRENCH}</p></html>"
    assert article(html.encode("cp1252"), "a.html").text == FRENCH.strip()


def test_a_few_broken_characters_do_not_spoil_the_rest(article: OneArticle) -> None:
    content = (RUSSIAN * 5).encode() + b"\xff\xd0"
    assert article(content, "a.txt").text == RUSSIAN * 5 + "\ufffd\ufffd"


def test_the_lines_of_one_file_may_differ_in_encoding(read_file: ReadFile) -> None:
    lines = [
        json.dumps({"text": FRENCH * 3}, ensure_ascii=False).encode(code) for code in ("utf-8", "cp1252")
    ]
    first, second = read_file(b"\n".join(lines))
    assert isinstance(first, Article)
    assert first == second


def test_standard_input_is_not_closed(now: datetime, parsers: Parsers) -> None:
    stdin = io.BytesIO(b"Some words.")
    list(read(Source(STANDARD_INPUT), IngestSettings(), now, parsers, stdin))
    assert not stdin.closed


def test_bytes_that_are_in_no_encoding_are_called_binary(failure: OneFailure) -> None:
    assert "may be binary" in failure(b"words \x81 words", "a.txt").reason


def test_the_same_words_under_two_names_are_told_as_such(read_file: ReadFile) -> None:
    _, second = read_file([{"text": "Some words.", "author": name} for name in ("Jane Doe", "Ann Roe")])
    assert isinstance(second, Failure)
    assert "the words of line 1" in second.reason
