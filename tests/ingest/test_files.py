import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.files import expand
from ingest.sources import Expansion


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def unprivileged(free_folder: Path) -> Iterator[Path]:
    """A folder, and no right to override its permissions."""
    if os.geteuid() != 0:
        yield free_folder
        return
    os.chown(free_folder, 65534, -1)
    os.seteuid(65534)
    yield free_folder
    os.seteuid(0)


def wrote(*names: str) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text("x")


def names(expansion: Expansion) -> list[str]:
    return [source.name for source in expansion.sources]


def reason(expansion: Expansion) -> str:
    assert not expansion.sources
    (failure,) = expansion.failures
    return failure.reason


@pytest.mark.parametrize(
    ("name", "format_", "compressed"),
    [
        ("a.txt", "text", False),
        ("a.md", "markdown", False),
        ("a.HTML", "html", False),
        ("a.htm", "html", False),
        ("a.json", "json", False),
        ("a.jsonl", "jsonl", False),
        ("a.ndjson.gz", "jsonl", True),
        ("a.b.Txt.GZ", "text", True),
    ],
)
def test_a_file_is_what_its_extension_says(name: str, format_: str, compressed: bool) -> None:
    wrote(name)
    (source,) = expand([name]).sources
    assert (source.format, source.compressed, source.size) == (format_, compressed, 1)
    assert source.path == Path(name).absolute()


def test_a_folder_stands_for_all_below_it_sorted_and_without_hidden_files() -> None:
    wrote("n/b.txt", "n/a.txt", "n/c/d/e.md", "n/.hidden.txt", "n/.git/x.txt", "n/z.txt")
    assert names(expand(["n"])) == ["n/a.txt", "n/b.txt", "n/z.txt", "n/c/d/e.md"]


def test_what_a_folder_holds_of_other_kinds_is_reported_as_skipped() -> None:
    wrote("n/a.txt", "n/b.docx", "n/c.gz", "n/Makefile")
    expansion = expand(["n"])
    assert names(expansion) == ["n/a.txt"]
    assert expansion.skipped == ("n/Makefile", "n/b.docx", "n/c.gz")
    assert not expansion.failures


def test_links_to_folders_are_skipped_and_reported_because_they_may_lead_in_circles() -> None:
    wrote("n/a.txt")
    Path("n/loop").symlink_to(Path("n").absolute())
    expansion = expand(["n"])
    assert names(expansion) == ["n/a.txt"]
    assert expansion.skipped == ("n/loop",)


def test_a_link_that_leads_nowhere_is_a_failure() -> None:
    wrote("n/a.txt")
    Path("n/b.txt").symlink_to("missing")
    (failure,) = expand(["n"]).failures
    assert failure.source == "n/b.txt"
    assert "not there" in failure.reason


def test_a_pattern_that_the_shell_left_alone_is_expanded() -> None:
    wrote("n/b.txt", "n/a.txt", "n/c.docx", "n/d/e.txt", "n/.f.txt")
    assert names(expand(["n/*.txt"])) == ["n/a.txt", "n/b.txt"]
    assert names(expand(["n/**/*.txt"])) == ["n/a.txt", "n/b.txt", "n/d/e.txt"]
    assert names(expand(["n/*"])) == ["n/a.txt", "n/b.txt", "n/d/e.txt"]
    assert expand(["n/*"]).skipped == ("n/c.docx",)


def test_a_name_that_looks_like_a_pattern_but_exists_is_that_file() -> None:
    wrote("a[1].txt", "a1.txt")
    assert names(expand(["a[1].txt"])) == ["a[1].txt"]


def test_a_file_named_twice_is_read_once() -> None:
    wrote("n/a.txt")
    assert names(
        expand(["n", "n/a.txt", "./n/../n/a.txt", "n/*", str(Path("n/a.txt").absolute()), "-", "-"])
    ) == [
        "n/a.txt",
        "standard input",
    ]


def test_the_arguments_keep_their_order() -> None:
    wrote("b.txt", "a.txt")
    assert names(expand(["b.txt", "-", "a.txt"])) == ["b.txt", "standard input", "a.txt"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("missing.txt", "no such file or folder"),
        ("missing/*.txt", "No file matches"),
        ("empty", "folder is empty"),
        ("pdfs", "Of 2 files here none is of a supported kind (.txt, .md,"),
        ("pdfs/*", "Of 2 files here none is of a supported kind (.txt, .md,"),
        ("pdfs/a.docx", "kind (.docx) cannot be read. Supported: .txt, .md, .html"),
        ("pdfs/README", "no extension"),
        ("socket", "device or socket"),
        ("/dev/null", "device or socket"),
        ("", "empty argument"),
        ("a\0b", "not a file name"),
        ("x" * 5000, "too long"),
        ("pdfs/a.docx/b.txt", "Not a directory"),
    ],
)
def test_what_cannot_be_listed_says_why(given: str, told: str) -> None:
    wrote("pdfs/a.docx", "pdfs/README")
    Path("empty").mkdir()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket")
        assert told in reason(expand([given]))


def test_one_bad_argument_leaves_the_others() -> None:
    wrote("a.txt")
    expansion = expand(["missing.txt", "a.txt"])
    assert names(expansion) == ["a.txt"]
    assert [failure.source for failure in expansion.failures] == ["missing.txt"]


def test_a_folder_without_permission_is_a_failure_and_the_others_are_listed(unprivileged: Path) -> None:
    wrote(f"{unprivileged}/n/open/a.txt", f"{unprivileged}/n/shut/b.txt")
    shut = unprivileged / "n/shut"
    shut.chmod(0)
    inside, itself = expand([str(unprivileged / "n")]), expand([str(shut)])
    shut.chmod(0o755)
    assert names(inside) == [str(unprivileged / "n/open/a.txt")]
    for failure in (*inside.failures, *itself.failures):
        assert failure.source == str(shut)
        assert "Permission denied" in failure.reason
    assert len(inside.failures) == len(itself.failures) == 1


def test_a_name_that_is_not_text_can_be_shown_and_stored() -> None:
    name = b"caf\xe9\x1b[31m.txt"
    Path(os.fsdecode(name)).write_text("x")
    (source,) = expand([os.fsdecode(name)]).sources
    assert source.name == "caf\\udce9\\x1b[31m.txt"
    assert source.path is not None
    assert source.path.read_text() == "x"


def test_a_pipe_of_the_shell_is_a_source_without_size() -> None:
    os.mkfifo("pipe")
    (source,) = expand(["pipe"]).sources
    assert (source.size, source.format, source.file) == (None, None, None)


def test_a_pipe_inside_a_folder_is_skipped_because_it_would_wait_forever() -> None:
    wrote("n/a.txt")
    os.mkfifo("n/b.txt")
    assert expand(["n"]).skipped == ("n/b.txt",)


def test_standard_input_has_a_size_where_it_is_a_redirected_file(monkeypatch: pytest.MonkeyPatch) -> None:
    wrote("a.txt")
    with Path("a.txt").open() as redirected:
        monkeypatch.setattr("sys.stdin", redirected)
        assert expand(["-"]).sources[0].size == 1
    assert expand(["-"]).sources[0].size is None  # closed
