"""Real evaluations: the samples, with the floors below which a change is refused, and small ones."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from config.errors import InputError
from config.settings import Settings
from evaluation import indexing
from evaluation.asking import with_copies
from evaluation.freshness import is_as_stored
from evaluation.indexing import opened_corpus
from evaluation.layouts import load_dataset
from evaluation.run import Reply, read_run, write_run
from index.articles import Article
from index.embedding import Embedder
from index.searchable import SearchableLibrary
from index.stored import Vectors
from tests.evaluation.conftest import ARTICLES, NOW, Evaluated, answered, passages, ranking, write_lines

# what the samples gave when this was written, less what a few questions move
FLOORS = {
    "mrr@10": 0.92,
    "hit@10": 1.0,
    "words@500": 0.95,
    "answered": 0.75,
    "in_quotes": 0.60,
    "quotes_valid": 1.0,
    "refused": 0.78,
}


@pytest.mark.parametrize("name", FLOORS)
def test_the_samples_are_answered_no_worse_than_before(samples: Evaluated, name: str) -> None:
    assert samples.summary.measures[name].value >= FLOORS[name]


def test_all_files_of_a_run_are_written(samples: Evaluated) -> None:
    names = {path.name for path in samples.out.iterdir()}
    assert names == {"run.trec", "passages.jsonl", "answers.jsonl", "report.json", "report.html"}


def test_each_article_is_ranked_once_a_question(samples: Evaluated) -> None:
    run = read_run(samples.out)
    assert len(run) == len(samples.dataset.queries)
    for reply in run.values():
        articles = [one.article for one in reply.ranking]
        assert len(articles) == len(set(articles)) <= 50
        assert [one.score for one in reply.ranking] == sorted(
            (one.score for one in reply.ranking), reverse=True
        )
        assert reply.passages


def test_questions_are_asked_as_of_their_own_date(samples: Evaluated) -> None:
    answer = read_run(samples.out)["s01"].answer
    assert answer is not None
    assert answer["asked"] == "2026-01-10T23:59:59+00:00"


def test_the_report_says_what_was_measured_and_on_what(samples: Evaluated) -> None:
    report = json.loads((samples.out / "report.json").read_text())
    assert report["dataset"] | {"path": ""} == {
        "name": "samples",
        "path": "",
        "layout": "samples",
        "questions": 61,
        "present": 47,
        "absent": 14,
        "ineligible": {},
    }
    assert report["index"]["articles"] == 41
    assert report["settings"] == {"index.chroma_linger_seconds": 0.0}
    mrr = report["measures"]["mrr@10"]
    assert mrr["low"] <= mrr["value"] <= mrr["high"]
    assert len(report["by_question"]) == 61


def test_a_second_run_uses_the_kept_index_and_finds_the_same(
    samples: Evaluated, cached_settings: Settings
) -> None:
    told: list[str] = []
    with opened_corpus(samples.dataset, cached_settings, told.append) as corpus:
        assert corpus.made == samples.summary.made
        found = corpus.library.search("ceasefire", asked=samples.summary.at)
    assert told == []
    assert found.by_meaning
    assert found.hits


def test_a_copy_stands_right_behind_the_article_that_was_stored(
    beir: Path, evaluated: Callable[..., Evaluated]
) -> None:
    done = evaluated(beir)
    ranked = [one.article for one in done.summary.run["q1"].ranking]
    assert ranked[:2] == ["harbour", "harbour-copy"]
    assert done.summary.measures["ndcg@10"].value == 1
    assert done.summary.made is not None
    assert (done.summary.made.articles, done.summary.made.copies) == (2, {"harbour": ("harbour-copy",)})


def test_other_passages_or_articles_make_another_index(beir: Path, cached_settings: Settings) -> None:
    dataset = load_dataset(beir)
    shorter = cached_settings.index.model_copy(update={"passage_tokens": 64})
    keys = {
        indexing._key(dataset, cached_settings),
        indexing._key(dataset, cached_settings.model_copy(update={"index": shorter})),
    }
    write_lines(beir / "corpus.jsonl", ARTICLES[:2])
    keys.add(indexing._key(dataset, cached_settings))
    assert len(keys) == 3


def test_with_other_code_articles_are_read_again_and_what_is_gone_is_dropped(
    beir: Path, cached_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset = load_dataset(beir)
    stray = Article("id:stray", "stray", "Stray", "No file of the set holds this.", language="en")
    with opened_corpus(dataset, cached_settings, lambda _line: None) as corpus:
        corpus.library.put(corpus.library.prepare([stray]))
    monkeypatch.setattr(indexing, "code_that_reads", lambda: "other code")
    told: list[str] = []
    with opened_corpus(dataset, cached_settings, told.append) as corpus:
        assert corpus.library.library.article("stray") is None
        assert corpus.made is not None
        assert corpus.made.copies == {"harbour": ("harbour-copy",)}
    assert told


@pytest.mark.parametrize("why", ["asked for", "stale"])
def test_an_index_is_made_anew(
    why: str, beir: Path, cached_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset = load_dataset(beir)
    with opened_corpus(dataset, cached_settings, lambda _line: None) as corpus:
        before = corpus.library.library.id
    if why == "stale":
        monkeypatch.setattr(indexing, "is_as_stored", lambda _library: False)
    with opened_corpus(dataset, cached_settings, lambda _line: None, fresh=why == "asked for") as corpus:
        assert corpus.library.library.id != before
        assert corpus.library.search("harbour", asked=NOW).hits


class Backwards:
    """The real model, reading texts backwards: as if the code that embeds had changed."""

    def __init__(self, inner: Embedder) -> None:
        self._inner = inner
        self.identity, self.tokenizer, self.max_tokens = inner.identity, inner.tokenizer, inner.max_tokens

    def embed(self, texts: Sequence[str], seconds: float | None = None) -> Vectors:
        return self._inner.embed([text[::-1] for text in texts])


def test_an_index_that_would_be_embedded_otherwise_now_is_not_current(
    library: SearchableLibrary, make_article: Callable[..., Article], embedder: Embedder
) -> None:
    library.put(library.prepare([make_article()]))
    assert is_as_stored(library)
    library.__dict__["_embedder"] = Backwards(embedder)
    assert not is_as_stored(library)


def test_an_index_that_would_be_cut_otherwise_now_is_not_current(
    library: SearchableLibrary, make_article: Callable[..., Article]
) -> None:
    library.put(library.prepare([make_article(text="One sentence stands here. " * 60)]))
    assert is_as_stored(library)
    shorter = library.settings.index.model_copy(update={"passage_tokens": 64})
    library.settings = library.settings.model_copy(update={"index": shorter})
    assert not is_as_stored(library)


def test_a_corpus_without_articles_is_refused(beir: Path, cached_settings: Settings) -> None:
    (beir / "corpus.jsonl").write_text('{"_id": "a", "text": ""}\n')
    with (
        pytest.raises(InputError, match="text is empty"),
        opened_corpus(load_dataset(beir), cached_settings, lambda _line: None),
    ):
        pass


def test_articles_are_ranked_by_their_best_passage_with_their_copies() -> None:
    ranked = with_copies([("a", 0.9), ("b", 0.8), ("c", 0.1)], {"b": ("b2", "b3")})
    assert [one.article for one in ranked] == ["a", "b", "b2", "b3", "c"]
    assert [one.score for one in ranked] == [0.9, 0.8, 0.8, 0.8, 0.1]


def test_a_ranking_is_fifty_deep() -> None:
    assert len(with_copies([(f"a{n}", 1 / (n + 1)) for n in range(60)], {"a49": ("copy",)})) == 50


def test_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    run = {
        "q1": replace(ranking("a", "an id"), passages=passages("Words").passages),
        "q2": answered(0.5, "Words"),
    }
    write_run(run, tmp_path)
    read = read_run(tmp_path)
    assert read["q1"] == run["q1"]
    assert read["q2"].answer == {"query": "q2", **(run["q2"].answer or {})}


def test_a_run_of_another_system_needs_no_answers(tmp_path: Path) -> None:
    write_run({"q1": ranking("a")}, tmp_path)
    (tmp_path / "answers.jsonl").unlink()
    assert read_run(tmp_path) == {"q1": ranking("a")}


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("run.trec", "q1 Q0 a first 0.5 x\n", "broken"),
        ("passages.jsonl", "{", "broken"),
        ("run.trec", None, "run.trec is missing"),
    ],
)
def test_a_broken_run_is_named(tmp_path: Path, name: str, content: str | None, complaint: str) -> None:
    write_run({"q1": Reply()}, tmp_path)
    if content is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_text(content)
    with pytest.raises(InputError, match=complaint):
        read_run(tmp_path)


def test_questions_without_a_date_are_asked_on_the_last_day_of_the_corpus(
    beir: Path, evaluated: Callable[..., Evaluated]
) -> None:
    write_lines(beir / "queries.jsonl", [{"_id": "q1", "text": "Why was the harbour closed?"}])
    done = evaluated(beir)
    answer = done.summary.run["q1"].answer
    assert answer is not None
    assert answer["asked"] == "2026-01-06T23:59:59+00:00"  # the copy of the 7th is not stored
