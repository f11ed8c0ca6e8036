"""The best hits, ordered once more by a model that is set; it is made here, and wants to read of lighthouses."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import torch
from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

from cli.asking import explained
from config.errors import ConfigurationError
from config.settings import Settings, load_settings
from index.embedding import model_folder
from index.reranker import Reranker
from index.search import rank_articles
from index.searchable import SearchableLibrary

ASKED = datetime(2026, 1, 10, tzinfo=UTC)
QUESTION = "What was closed on Tuesday?"
TEXTS = {
    **{f"harbour{n}": f"The harbour number {n} was closed on Tuesday, the mayor said." for n in range(5)},
    "lighthouse": "Far away, the lighthouse was painted, and something was closed.",
}


def make_reranker(folder: Path, labels: int = 1) -> str:
    """Save a small BERT whose first score grows with the share of the word "lighthouse" in what it reads."""
    bundled = model_folder(load_settings().embedding)
    tokenizer = AutoTokenizer.from_pretrained(bundled)
    size = 16
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(tokenizer), hidden_size=size, num_hidden_layers=2, num_attention_heads=2, intermediate_size=8,
        num_labels=labels,
    )  # fmt: skip
    model = BertForSequenceClassification(config)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if any(
                part in name
                for part in ("query", "key", "intermediate", "position", "token_type", ".output.dense")
            ):
                weight.zero_()  # every word attends to all words alike
            if name.endswith(("value.weight", "attention.output.dense.weight", "pooler.dense.weight")):
                weight.copy_(torch.eye(size))
        words = model.bert.embeddings.word_embeddings.weight
        words[:, 0] = 0
        words[tokenizer.convert_tokens_to_ids("lighthouse")] = 10 * torch.eye(size)[0]
        model.classifier.weight.copy_(torch.eye(size)[:labels])
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return str(folder)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory) -> str:
    return make_reranker(tmp_path_factory.mktemp("reranker") / "model")


@pytest.fixture
def search(settings, make_article):
    """Search a library of six articles with these settings of `search`; returns the hits."""
    opened = []

    def found(**changes):
        changed = Settings(
            **settings.model_dump(exclude={"search"}), search={"vector_wait_seconds": 60} | changes
        )
        opened.append(library := SearchableLibrary(changed))
        library.put(library.prepare([make_article(id_, text, title="") for id_, text in TEXTS.items()]))
        return library.search(QUESTION, asked=ASKED).hits

    yield found
    for library in opened:
        library.close(stop_server_if_last=True)


def test_what_the_reranker_likes_comes_first_of_passages_and_articles(search, tiny):
    assert search()[-1].passage.article == "lighthouse"
    hits = search(reranker=tiny)
    assert hits[0].passage.article == rank_articles(hits)[0][0] == "lighthouse"
    assert [hit.reranked for hit in hits] == sorted((hit.reranked for hit in hits), reverse=True)


def test_scores_keep_their_sizes(search, tiny):
    before, after = search(), search(reranker=tiny)
    assert [hit.score for hit in after] == pytest.approx([hit.score for hit in before])
    assert sorted(hit.article_score for hit in after) == pytest.approx(
        sorted(hit.article_score for hit in before)
    )


def test_only_so_many_of_the_best_hits_are_read(search, tiny):
    hits = search(reranker=tiny, reranker_passages=2)
    assert [hit.reranked is None for hit in hits] == [False] * 2 + [True] * 4
    assert hits[-1].passage.article == "lighthouse"


def test_what_is_not_read_in_time_keeps_its_place(tiny):
    texts = list(TEXTS.values())
    assert len(Reranker(tiny).scores(QUESTION, texts, seconds=0)) == 4
    assert len(Reranker(tiny).scores(QUESTION, texts, seconds=60)) == 6


def test_a_search_that_is_explained_shows_what_the_reranker_says(search, tiny):
    read, *_, unread = search(reranker=tiny, reranker_passages=2)
    assert f"reranked {read.reranked:.3f}" in explained(read)
    assert "reranked" not in explained(unread)


@pytest.mark.parametrize("name", [None, ""])
def test_without_the_setting_nothing_is_reranked(search, name):
    assert {hit.reranked for hit in search(reranker=name)} == {None}


def test_a_reranker_that_is_not_there_is_refused_by_the_name_of_the_setting(search):
    with pytest.raises(ConfigurationError, match=r"search\.reranker"):
        search(reranker="/no/such/folder")


def test_a_classifier_of_several_classes_is_refused(tmp_path):
    with pytest.raises(ConfigurationError, match="3 scores"):
        Reranker(make_reranker(tmp_path / "classes", labels=3))
