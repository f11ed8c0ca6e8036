"""A team's own set: appended, and evaluated on the library or on a copy of it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from config.errors import InputError
from config.settings import Settings
from evaluation.comparing import compare
from evaluation.evaluating import evaluate
from evaluation.indexing import opened_corpus
from evaluation.labelling import Labelled, append, copy_corpus
from evaluation.layouts import load_dataset
from index.articles import Article
from index.searchable import SearchableLibrary
from tests.evaluation.conftest import NOW


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    append(folder, Labelled("Why was the harbour closed?", "2026-01-08", ("a1",), "ice"))
    append(folder, Labelled("Who won?", "2026-01-09", ()))
    return folder


@pytest.fixture
def filled(library: SearchableLibrary, make_article: Callable[..., Article]) -> SearchableLibrary:
    """A library of one article."""
    library.put(library.prepare([make_article(text="The harbour was closed because of ice.")]))
    library.follow()
    return library


def test_labelled_questions_become_a_set_in_the_beir_layout(own: Path) -> None:
    dataset = load_dataset(own)
    assert [(query.id, query.kind, query.answer) for query in dataset.queries] == [
        ("t0001", "present", "ice"),
        ("t0002", "absent", None),
    ]
    assert dataset.wanted("t0001") == ("a1",)
    assert (own / "qrels.tsv").read_text() == "query-id\tcorpus-id\tscore\nt0001\ta1\t1\n"


def test_the_numbers_go_on_after_other_ids(own: Path) -> None:
    with (own / "queries.jsonl").open("a") as file:
        file.write('{"_id": "t0041", "text": "Later?", "kind": "absent"}\n')
        file.write('{"_id": "team-9", "text": "Unjudged?"}\n')
    assert append(own, Labelled("Next?", "2026-01-09", ())) == "t0042"


def test_a_set_without_a_corpus_is_asked_of_the_library_which_stays_as_it_is(
    own: Path, filled: SearchableLibrary, settings: Settings, tmp_path: Path
) -> None:
    before = filled.library.last_change()
    summary = evaluate(load_dataset(own), tmp_path / "out", settings, NOW, lambda _line: None)
    assert summary.made is None
    assert summary.measures["hit@1"].value == 1
    assert summary.measures["quotes_valid"].value == 1
    assert filled.library.last_change() == before
    assert "asked of the library itself" in (tmp_path / "out/report.html").read_text()


def test_quotes_from_a_library_that_is_not_at_hand_are_not_called_invalid(
    own: Path, filled: SearchableLibrary, settings: Settings, tmp_path: Path
) -> None:
    run = tmp_path / "out"
    evaluate(load_dataset(own), run, filled.settings, NOW, lambda _line: None)
    elsewhere = settings.model_copy(update={"data_dir": tmp_path / "elsewhere"})
    names = [one.name for one in compare(run, run, elsewhere).differences]
    assert "answered" in names
    assert "quotes_valid" not in names


def test_a_copied_corpus_is_read_back_as_it_was(
    own: Path, filled: SearchableLibrary, cached_settings: Settings, make_article: Callable[..., Article]
) -> None:
    assert copy_corpus(filled.library, own) == 1
    assert copy_corpus(filled.library, own) == 0
    another = make_article(
        "a2", authors=("Ada Byron",), published="2026-01-06", url="https://courier.example/a2"
    )
    filled.put(filled.prepare([another]))
    assert copy_corpus(filled.library, own) == 1
    with opened_corpus(load_dataset(own), cached_settings, lambda _line: None) as corpus:
        read = [corpus.library.library.article(id_) for id_ in ("a1", "a2")]
        kept = [filled.library.article(id_) for id_ in ("a1", "a2")]
    assert [one.article for one in read if one] == [one.article for one in kept if one]


def test_a_broken_corpus_is_named(own: Path, filled: SearchableLibrary) -> None:
    (own / "corpus.jsonl").write_text("{")
    with pytest.raises(InputError, match=r"corpus\.jsonl is broken"):
        copy_corpus(filled.library, own)
