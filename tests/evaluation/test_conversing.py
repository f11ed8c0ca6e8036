"""Follow-ups over the sample library, as labelled in samples/conversations.jsonl."""

import pytest

from answer.desk import Desk
from evaluation.conversing import converse, load_conversations, measured
from evaluation.indexing import opened_corpus
from evaluation.layouts import load_dataset
from tests.evaluation.conftest import SAMPLES


def test_the_samples_hold_enough_conversations_of_both_kinds():
    kinds = [one.kind for one in load_conversations(SAMPLES)]
    assert kinds.count("follow-up") >= 40
    assert kinds.count("complete") >= 20


@pytest.mark.slow
def test_follow_ups_are_understood_and_complete_questions_kept(cached_settings):
    with opened_corpus(load_dataset(SAMPLES), cached_settings, lambda _: None) as corpus:
        desk = Desk(corpus.library, cached_settings.answer)
        outcomes = list(converse(load_conversations(SAMPLES), desk))
    share = {name: value for name, value, _ in measured(outcomes)}
    assert share["understood"] >= 0.9
    assert share["kept"] >= 0.95
    assert share["found"] >= share["alone"] + 0.15
