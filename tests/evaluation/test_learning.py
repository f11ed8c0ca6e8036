"""Learning the shipped weights: on rows made by hand, and on the sample set as a whole."""

import json

import numpy as np

from answer.scoring import learned
from evaluation import learning
from evaluation.indexing import opened_corpus
from evaluation.layouts import load_dataset
from evaluation.learning import Group, fit_groups, learn
from index.ranking import FEATURES, OF_DATES, weights
from tests.evaluation.conftest import SAMPLES


def test_the_feature_that_decides_gets_the_weight():
    chance = np.random.default_rng(1)
    groups = []
    for _ in range(60):
        rows = chance.normal(size=(8, 3))
        groups.append(Group(rows, rows[:, 1] == rows[:, 1].max()))
    found = fit_groups(groups)
    assert found[1] > 5 * max(abs(found[0]), abs(found[2]))


def test_learning_twice_gives_the_same_weights():
    rows = np.random.default_rng(2).normal(size=(20, 4))
    groups = [Group(rows, rows[:, 0] > 1)]
    assert np.array_equal(fit_groups(groups), fit_groups(groups))


def test_the_shipped_weights_are_of_the_features_that_the_code_computes():
    assert tuple(weights("article")) == tuple(weights("passage")) == FEATURES
    assert set(OF_DATES) < set(FEATURES)
    assert all(weight >= 0 for name, weight in learned("confidence").items() if name != "intercept")


def test_what_is_learned_from_the_samples_has_the_form_of_what_is_shipped(cached_settings):
    dataset = load_dataset(SAMPLES)
    with opened_corpus(dataset, cached_settings, lambda _: None) as corpus:
        cases = [learning._case(dataset, query, corpus.library) for query in dataset.queries]
        found = learn(cases, corpus.library, cached_settings)
    json.dumps(found)
    assert set(found["ranking"]) == {"article", "passage"}
    assert tuple(found["ranking"]["article"]) == FEATURES
    for head in ("sentence", "sentence_by_meaning"):
        assert set(found["choosing"][head]) == set(learned(head))
    assert set(found["choosing"]["confidence"]) == set(learned("confidence"))
