"""Learns the weights of ranking, of sentence choice and of confidence from a data set.

    python -m evaluation.learning DATASET OUT      (make learn)

writes OUT/ranking.json and OUT/choosing.json, the files that index/ and answer/ ship. Ranking and sentences are
learned by a listwise softmax (Cao et al., 2007: ListNet's top-one loss) over linear scores, confidence by a
logistic regression without negative weights and without dates. Seeded; what it prints is measured on held-out
blocks of time, five of them.
"""

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.optimize import minimize

from answer.agreement import OF_MEANING
from answer.confidence import numbers
from answer.scoring import described_sentences
from answer.sentences import words_in
from config.settings import Settings, load_settings
from evaluation.answer_measures import holds, words_of
from evaluation.asking import last_day
from evaluation.dataset import Dataset, Query
from evaluation.indexing import opened_corpus
from evaluation.layouts import load_dataset
from index.ranking import FEATURES, OF_DATES
from index.search import Hit, QuestionWords
from index.searchable import SearchableLibrary
from index.sentences import news_text

Array = NDArray[np.float64]
Labels = NDArray[np.bool_]
Item = TypeVar("Item")

BLOCKS = 5
_SHARE_OF_PASSAGES = {"article": 0.3, "passage": 0.85}  # of the loss; the rest is for articles
_SHARPNESS = 4.0  # of the soft maximum that makes an article's score of its passages'
_STEP = 0.03
_RIDGE = 1e-4
_NEVER = -1e9
_UNDATED = np.array([name not in OF_DATES for name in FEATURES])


@dataclass(frozen=True, slots=True)
class Case:
    """A question with its hits: features (n, FEATURES), which hold the gold answer, which article each is of."""

    query: Query
    hits: tuple[Hit, ...]
    words: QuestionWords
    features: Array
    holds_gold: Labels
    article: NDArray[np.int64]
    answers: Labels


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that compete with each other, and which of them should win."""

    features: Array
    wins: Labels


def main() -> None:
    """Learn from the data set of the first argument into the folder of the second."""
    dataset, out = load_dataset(Path(sys.argv[1])), Path(sys.argv[2])
    settings = load_settings()
    with opened_corpus(dataset, settings, _tell) as corpus:
        cases = [_case(dataset, query, corpus.library) for query in dataset.queries]
        learned = learn(cases, corpus.library, settings)
    for name, heads in learned.items():
        about = f"Learned on {dataset.name} by python -m evaluation.learning; see docs/evaluation.md."
        (out / f"{name}.json").write_text(json.dumps({"about": about, **heads}, indent=1) + "\n")
        _tell(f"wrote {out / name}.json")


def learn(
    cases: Sequence[Case], library: SearchableLibrary, settings: Settings
) -> dict[str, dict[str, dict[str, float]]]:
    """The contents of ranking.json and choosing.json, learned from all cases."""
    cases = sorted(cases, key=lambda case: (str(case.query.asked), case.query.id))
    present = [case for case in cases if case.query.kind == "present"]
    heads = {head: fit_ranking(present, share) for head, share in _SHARE_OF_PASSAGES.items()}
    for head, share in _SHARE_OF_PASSAGES.items():
        found = _across_blocks(present, partial(fit_ranking, share_of_passages=share), first_rank)
        _tell(f"{head}: mrr@10 on held-out blocks {found:.3f}")
    rescored = [_rescored(case, heads) for case in cases]
    described = [_described(case, library, settings) for case in rescored]
    telling = [(columns, wins) for columns, wins in described if columns.keys() >= OF_MEANING]
    by_words = [_group(columns, wins, OF_MEANING) for columns, wins in described]
    by_meaning = [_group(columns, wins) for columns, wins in telling]
    of_words, of_meaning = fit_groups(by_words), fit_groups(by_meaning)
    confident = _fit_confidence(rescored, by_words, of_words)
    names = tuple(telling[0][0])
    without = [_group(columns, wins, OF_MEANING) for columns, wins in telling]
    for head, groups in {"by words": without, "by meaning": by_meaning}.items():
        share = _across_blocks([group for group in groups if group.wins.any()], fit_groups, first_wins)
        _tell(f"sentences {head}: the first holds the gold answer, on held-out blocks {share:.3f}")
    return {
        "ranking": {head: _named(FEATURES, weights) for head, weights in heads.items()},
        "choosing": {
            "sentence": _named([name for name in names if name not in OF_MEANING], of_words),
            "sentence_by_meaning": _named(names, of_meaning),
            "confidence": confident,
        },
    }


def fit_ranking(cases: Sequence[Case], share_of_passages: float, epochs: int = 120) -> Array:
    """Weights by which passages that hold the gold answer, and articles that answer, come first."""
    rows = np.concatenate([case.features for case in cases])
    question = torch.tensor(np.repeat(np.arange(len(cases)), [len(case.hits) for case in cases]))
    offsets = np.cumsum([0, *(len(case.answers) for case in cases)])
    article = torch.tensor(
        np.concatenate([case.article + at for case, at in zip(cases, offsets, strict=False)])
    )
    question_of = torch.tensor(np.repeat(np.arange(len(cases)), [len(case.answers) for case in cases]))
    wins = torch.tensor(np.concatenate([case.holds_gold for case in cases]))
    answers = torch.tensor(np.concatenate([case.answers for case in cases]))

    def loss(scores: torch.Tensor) -> torch.Tensor:
        of_article = _soft_maximum(scores * _SHARPNESS, article, int(offsets[-1])) / _SHARPNESS
        by_article = _listwise(of_article, question_of, answers, len(cases))
        by_passage = _listwise(scores, question, wins, len(cases))
        return (1 - share_of_passages) * by_article + share_of_passages * by_passage

    return _fit(rows, loss, epochs)


def fit_groups(groups: Sequence[Group], epochs: int = 120) -> Array:
    """Weights by which the winners of each group come first; groups without any teach nothing."""
    groups = [group for group in groups if group.wins.any()]
    rows = np.concatenate([group.features for group in groups])
    index = torch.tensor(np.repeat(np.arange(len(groups)), [len(group.wins) for group in groups]))
    wins = torch.tensor(np.concatenate([group.wins for group in groups]))
    return _fit(rows, lambda scores: _listwise(scores, index, wins, len(groups)), epochs)


def first_rank(case: Case, weights: Array) -> float:
    """1 / rank of the first article that answers, by its best passage; 0 past the tenth."""
    scores = case.features @ weights
    best = np.array([scores[case.article == number].max() for number in range(len(case.answers))])
    ranks = np.flatnonzero(case.answers[np.argsort(-best)][:10])
    return 1 / (1 + ranks[0]) if len(ranks) else 0.0


def first_wins(group: Group, weights: Array) -> float:
    """1 where a winner comes first, else 0."""
    return float(group.wins[np.argmax(group.features @ weights)])


def _case(dataset: Dataset, query: Query, library: SearchableLibrary) -> Case:
    found = library.search(query.text, asked=query.asked or last_day(library.library))
    ids = list(dict.fromkeys(hit.passage.article for hit in found.hits))
    wanted = set(dataset.wanted(query.id))
    gold = query.answer or ""
    texts = [news_text(hit.passage.text, hit.passage.language) for hit in found.hits]
    return Case(
        query=query,
        hits=found.hits,
        words=found.words,
        features=np.array([hit.features for hit in found.hits]).reshape(-1, len(FEATURES)),
        holds_gold=np.array([bool(gold) and holds(words_of(text), gold) for text in texts], dtype=bool),
        article=np.array([ids.index(hit.passage.article) for hit in found.hits], dtype=np.int64),
        answers=np.array([id_ in wanted for id_ in ids], dtype=bool),
    )


def _rescored(case: Case, heads: dict[str, Array]) -> Case:
    """The case with its hits scored and ordered by the weights just learned."""
    scores, by_article = case.features @ heads["passage"], case.features @ heads["article"]
    undated = case.features @ (heads["article"] * _UNDATED)
    hits = [
        replace(
            hit,
            score=float(scores[row]),
            article_score=float(by_article[row]),
            undated_score=float(undated[row]),
        )
        for row, hit in enumerate(case.hits)
    ]
    return replace(case, hits=tuple(sorted(hits, key=lambda hit: -hit.score)))


def _described(case: Case, library: SearchableLibrary, settings: Settings) -> tuple[dict[str, Array], Labels]:
    """What speaks for the sentences among which a question's quotes are chosen, and which of them should win."""
    hits = case.hits[: settings.answer.passages]
    rarity = library.rarity(words_in(hits))
    sentences, columns = described_sentences(hits, case.query.text, case.words, rarity, library.cosines)
    gold = case.query.answer or ""
    wins = np.array([bool(gold) and holds(words_of(one.text), gold) for one in sentences], dtype=bool)
    return columns, wins


def _group(columns: dict[str, Array], wins: Labels, without: frozenset[str] = frozenset()) -> Group:
    return Group(np.stack([values for name, values in columns.items() if name not in without], axis=1), wins)


def _fit_confidence(cases: Sequence[Case], groups: Sequence[Group], of_sentence: Array) -> dict[str, float]:
    """A logistic regression with equal weight for both kinds of questions and no negative weight."""
    usable = [(case, group) for case, group in zip(cases, groups, strict=True) if len(group.wins)]
    rows = [numbers(case.hits, case.words.known, group.features @ of_sentence) for case, group in usable]
    names = tuple(rows[0])
    values = np.array([[row[name] for name in names] for row in rows])
    is_present = np.array([case.query.kind == "present" for case, _ in usable])
    mean, spread = values.mean(0), values.std(0) + 1e-6
    scaled = (values - mean) / spread
    importance = np.where(is_present, 0.5 / is_present.mean(), 0.5 / (~is_present).mean())

    def loss(weights: Array) -> float:
        margins = np.where(is_present, 1, -1) * (scaled @ weights[1:] + weights[0])
        return float((importance * np.logaddexp(0, -margins)).mean() + _RIDGE * (weights[1:] ** 2).sum())

    bounds = [(None, None), *[(0, None)] * len(names)]
    found = minimize(loss, np.zeros(len(names) + 1), bounds=bounds, method="L-BFGS-B").x
    weights = found[1:] / spread
    return {"intercept": round(float(found[0] - weights @ mean), 4)} | _named(names, weights)


def _across_blocks(
    items: Sequence[Item], fit: Callable[[Sequence[Item]], Array], measure: Callable[[Item, Array], float]
) -> float:
    """The mean of what is measured of each item under weights learned without its block; items in order of time."""
    measured = []
    for block in np.array_split(np.arange(len(items)), BLOCKS):
        held_out = set(block.tolist())
        weights = fit([item for at, item in enumerate(items) if at not in held_out])
        measured += [measure(items[at], weights) for at in held_out]
    return float(np.mean(measured))


def _fit(rows: Array, loss: Callable[[torch.Tensor], torch.Tensor], epochs: int) -> Array:
    """Linear weights for standardised columns that minimise a loss on the scores; AdamW, decaying steps."""
    torch.manual_seed(0)
    mean, spread = rows.mean(0), rows.std(0) + 1e-3
    scaled = torch.tensor((rows - mean) / spread, dtype=torch.float32)
    weights = torch.zeros(rows.shape[1], requires_grad=True)
    optimiser = torch.optim.AdamW([weights], lr=_STEP, weight_decay=0.01)
    for epoch in range(epochs):
        optimiser.param_groups[0]["lr"] = _STEP * (1 - epoch / epochs) + 1e-4
        optimiser.zero_grad()
        loss(scaled @ weights).backward()  # type: ignore[no-untyped-call] # torch is untyped here
        optimiser.step()
    learned: Array = weights.detach().numpy().astype(float) / spread
    return learned


def _listwise(scores: torch.Tensor, group: torch.Tensor, wins: torch.Tensor, groups: int) -> torch.Tensor:
    """How improbable it is that a winner is drawn first from each group, by the scores' softmax."""
    has_winner = torch.zeros(groups).index_add(0, group, wins.float()) > 0
    of_all = _soft_maximum(scores, group, groups)
    of_winners = _soft_maximum(torch.where(wins, scores, torch.full_like(scores, _NEVER)), group, groups)
    return (of_all - of_winners)[has_winner].mean()


def _soft_maximum(scores: torch.Tensor, group: torch.Tensor, groups: int) -> torch.Tensor:
    """The logarithm of the sum of exponentials in each group."""
    highest = torch.full((groups,), _NEVER).scatter_reduce(0, group, scores.detach(), "amax")
    summed = torch.zeros(groups).index_add(0, group, torch.exp(scores - highest[group]))
    return torch.log(summed + 1e-30) + highest


def _named(names: Sequence[str], weights: Array) -> dict[str, float]:
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    main()
