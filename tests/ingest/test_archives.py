import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from config.sections import IngestSettings
from index.articles import Article
from ingest.archives import LARGEST_MEMBER, MOST_MEMBERS
from ingest.files import expand
from ingest.readers import read
from ingest.sources import Expansion, Failure

PAGE = "<html><title>Harbour</title><body><p>The harbour of Calder was closed on Tuesday after a storm.</p></body>"


@pytest.fixture
def pack(tmp_path: Path):
    def packing(
        files: dict[str, str | bytes], name: str = "news.zip", kind: int = zipfile.ZIP_DEFLATED
    ) -> Path:
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", kind) as archive:
            for member, content in files.items():
                archive.writestr(zipfile.ZipInfo(member) if kind == zipfile.ZIP_STORED else member, content)
        return path

    return packing


@pytest.fixture
def read_archive(parsers, now):
    def reading(path: Path) -> tuple[list[Article], list[Failure], Expansion]:
        found = expand([str(path)])
        items = [item for source in found.sources for item, _ in read(source, IngestSettings(), now, parsers)]
        articles = [item for item in items if isinstance(item, Article)]
        return articles, [*found.failures, *(item for item in items if isinstance(item, Failure))], found

    return reading


def reasons(expansion: Expansion) -> list[str]:
    return [failure.reason for failure in expansion.failures]


def test_the_files_of_an_archive_are_read_as_if_they_lay_in_a_folder(pack, read_archive) -> None:
    lines = '{"_id": "j1", "text": "One."}\n{"text": "Two."}'
    read_ones: dict[str, str | bytes] = {"a.html": PAGE, "b/c.txt": "The bakery sells rye.", "d.jsonl": lines}
    left_out = {"style.css": "x", "__MACOSX/a.html": "x", ".hidden.txt": "x", "empty/": ""}
    path = pack(read_ones | left_out)
    articles, failures, found = read_archive(path)
    assert [article.text.split()[0] for article in articles] == ["The", "The", "One.", "Two."]
    assert articles[1].key == f"file:{path}/b/c.txt"
    assert failures == []
    assert found.skipped == (f"{path}/style.css",)


def test_an_archive_in_a_folder_counts_too(pack, read_archive) -> None:
    path = pack({"a.html": PAGE})
    articles, _, _ = read_archive(path.parent)
    assert len(articles) == 1


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "x/../../a.txt", "..\\a.txt", "C:\\a.txt"])
def test_a_name_that_leads_out_of_the_archive_is_refused(pack, name: str) -> None:
    found = expand([str(pack({name: "x"}))])
    assert not found.sources
    assert reasons(found) == ["Its name leads out of the archive. Pack the archive anew."]


def test_links_archives_and_what_is_too_large_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "news.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("inner.zip", "x")
        archive.writestr("large.txt", bytes(LARGEST_MEMBER + 1))
    told = reasons(expand([str(path)]))
    assert ["link" in told[0], "archive in an archive" in told[1], "15 MiB" in told[2]] == [True, True, True]


def test_an_encrypted_file_is_refused(pack) -> None:
    path = pack({"a.txt": "x"}, kind=zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    path.write_bytes(data)
    assert "encrypted" in reasons(expand([str(path)]))[0]


def test_an_archive_of_too_many_files_is_refused(pack) -> None:
    (reason,) = reasons(expand([str(pack({f"{n}.txt": "" for n in range(MOST_MEMBERS + 1)}))]))
    assert "2,001 files" in reason


def test_a_list_of_members_that_would_fill_the_memory_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "news.zip"
    path.write_bytes(struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, 1 << 30, 0, 0))
    assert "more than 2,000 files" in reasons(expand([str(path)]))[0]


def test_archives_that_unpack_to_more_than_anybody_has_are_refused(pack) -> None:
    zeros = bytes(LARGEST_MEMBER)
    (reason,) = reasons(expand([str(pack({f"{n}.txt": zeros for n in range(70)}))]))
    assert "larger than 1 GiB" in reason


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"x" * 1000, b"PK\x05\x06"])
def test_what_is_no_archive_is_told(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "news.zip"
    path.write_bytes(data)
    assert len(reasons(expand([str(path)]))) == 1


def test_a_damaged_member_is_named_and_the_others_are_read(pack, read_archive) -> None:
    path = pack(
        {"a.txt": "The harbour was closed.", "b.txt": "The bakery sells rye."}, kind=zipfile.ZIP_STORED
    )
    path.write_bytes(path.read_bytes().replace(b"harbour", b"hXrbour"))
    articles, failures, _ = read_archive(path)
    assert [article.text for article in articles] == ["The bakery sells rye."]
    assert [failure.source for failure in failures] == [f"{path}/a.txt"]
    assert "broken" in failures[0].reason


def test_a_member_that_lies_about_its_size_is_not_unpacked_beyond_it(tmp_path: Path, read_archive) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", bytes(100_000_000))
    data = bytearray(buffer.getvalue())
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<L", 100)
    path = tmp_path / "news.zip"
    path.write_bytes(data)
    articles, failures, _ = read_archive(path)
    assert (len(articles), len(failures)) == (0, 1)
