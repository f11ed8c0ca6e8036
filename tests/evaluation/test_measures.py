"""The measures against values worked out by hand, and against ir-measures' own."""

import math

import ir_measures
import numpy as np
import pytest
from ir_measures import AP, RR, Qrel, R, ScoredDoc, Success, nDCG

from evaluation.answer_measures import answer_measures, outcomes_by_confidence, passage_measures
from evaluation.article_measures import article_measures, first_rank, hit_curve
from evaluation.curves import calibration, risk_coverage
from evaluation.measures import Measure, auroc, mean, measure, p95, ratio
from evaluation.run import Reply
from evaluation.scoring import ineligible
from tests.evaluation.conftest import answered, dataset_of, passages, ranking

QRELS = {"q1": {"a": 1}, "q2": {"b": 1, "c": 1}, "q3": {"d": 1}}
RUN = {"q1": ranking("x", "a"), "q2": ranking("b", "x", "c")}  # q3 was left out: it scores 0
SECOND, THIRD = 1 / math.log2(3), 1 / math.log2(4)


def by_name(measures: list[Measure]) -> dict[str, float]:
    return {one.name: one.value for one in measures}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("hit@1", (0 + 1 + 0) / 3),
        ("hit@4", (1 + 1 + 0) / 3),
        ("mrr@10", (1 / 2 + 1 + 0) / 3),
        ("map@10", (1 / 2 + (1 + 2 / 3) / 2 + 0) / 3),
        ("ndcg@10", (SECOND + (1 + THIRD) / (1 + SECOND) + 0) / 3),
        ("recall@10", (1 + 1 + 0) / 3),
    ],
)
def test_articles_are_measured_as_by_hand(name: str, value: float) -> None:
    assert by_name(article_measures(dataset_of(QRELS), RUN))[name] == pytest.approx(value)


def test_articles_are_measured_as_by_ir_measures() -> None:
    rng = np.random.default_rng(7)
    names = [f"a{n}" for n in range(60)]
    qrels = {
        f"q{n}": {"a0": 1} | {str(article): n % 2 for article in rng.choice(names[1:], 5, replace=False)}
        for n in range(40)
    }
    orders = {query: [str(a) for a in rng.permutation(names)[:50]] for query in qrels}
    measured = by_name(
        article_measures(dataset_of(qrels), {q: ranking(*order) for q, order in orders.items()})
    )
    wanted = {f"hit@{k}": Success @ k for k in (1, 4, 10)}
    wanted |= {
        "mrr@10": RR @ 10,
        "map@10": AP @ 10,
        "ndcg@10": nDCG @ 10,
        "recall@10": R @ 10,
        "recall@50": R @ 50,
    }
    theirs = ir_measures.calc_aggregate(
        list(wanted.values()),
        [Qrel(q, a, grade) for q, grades in qrels.items() for a, grade in grades.items()],
        [ScoredDoc(q, a, 100.0 - rank) for q, order in orders.items() for rank, a in enumerate(order)],
    )
    assert measured == pytest.approx({name: theirs[one] for name, one in wanted.items()})


def test_equal_scores_keep_the_order_of_the_run() -> None:
    measured = by_name(article_measures(dataset_of({"q": {"z": 1}}), {"q": ranking("z", "a")}))
    assert measured["mrr@10"] == 1


def test_the_hit_curve_rises_from_the_first_article_to_the_last() -> None:
    curve = hit_curve(dataset_of(QRELS), RUN)
    assert (curve[1], curve[2], curve[50]) == pytest.approx((1 / 3, 2 / 3, 2 / 3))


def test_a_grade_of_zero_is_no_answer() -> None:
    assert first_rank(dataset_of({"q": {"a": 0, "b": 2}}), "q", ranking("a", "b")) == 2


def test_gold_answers_are_looked_for_in_the_first_words_of_the_passages() -> None:
    dataset = dataset_of({}, {"first": "Rye bread", "late": "rye bread", "never": "rye bread"})
    filler = "word " * 149
    run = {
        "first": passages("Now: RYE-<b>bread</b>."),
        "late": passages(
            f"{filler} rye", f"bread {filler} rye bread"
        ),  # the mark between passages parts them
        "never": passages("rye breads"),
    }
    measured = by_name(passage_measures(dataset, run))
    assert measured == pytest.approx({"words@150": 1 / 3, "words@500": 2 / 3, "words@1500": 2 / 3})


def test_answers_in_any_script_are_compared_by_their_words() -> None:
    dataset = dataset_of({}, {"q": "Владимир Зеленский"})
    assert (
        by_name(passage_measures(dataset, {"q": passages("Это сказал владимир зеленский.")}))["words@150"]
        == 1
    )


def test_answers_are_measured_as_by_hand() -> None:
    dataset = dataset_of(
        {}, {"right": "ice", "wrong": "ice", "refused": "ice", "left out": "ice"}, ["no", "yes"]
    )
    run = {
        "right": answered(0.9, "The ice is thin.", ms=10),
        "wrong": answered(0.6, "The  snow\nis deep.", "Never written.", ms=20),
        "refused": answered(0.2, ms=30),
        "no": answered(0.1, ms=40),
        "yes": answered(0.6, "The snow is deep.", ms=110),
    }
    measured = by_name(answer_measures(dataset, run, {"a": "Title The ice is thin. The snow is deep."}))
    assert measured == pytest.approx(
        {
            "answered": 2 / 4,
            "in_quotes": 1 / 4,
            "quotes_valid": 3 / 4,
            "refused": 1 / 2,
            # pairs (present, absent): .9 beats both, .6 beats .1 and ties, .2 beats .1, the one left out none
            "auroc": (2 + 1.5 + 1 + 0) / 8,
            "risk": 2 / 3,
            "ms_median": 30,
            "ms_p95": 40 + 0.8 * 70,
        }
    )


def test_a_run_without_answers_has_no_measures_of_answers() -> None:
    assert answer_measures(dataset_of(QRELS), RUN, {}) == []


def test_what_cannot_be_measured_is_not_a_number() -> None:
    nothing = [one.value for one in article_measures(dataset_of({}, absent=["q"]), {"q": Reply()})]
    assert all(map(math.isnan, nothing))
    assert math.isnan(measure("m", {"q": (0.0, 0.0)}, ratio).value)
    assert math.isnan(measure("m", {"q": (0.5, 1.0)}, auroc).value)


def test_questions_that_cannot_count_are_named_with_the_reason() -> None:
    dataset = dataset_of({"judged": {"a": 1}, "only zeros": {"a": 0}}, {"judged": "ice"}, ["absent"])
    reasons = ineligible(dataset)
    assert set(reasons) == {"only zeros"}
    assert "no article" in reasons["only zeros"].lower()
    assert "no gold answer" in reasons["only zeros"]


def test_aggregates_work_on_many_resamples_at_once() -> None:
    rows = np.array(
        [[[0.9, 1.0], [0.5, 1.0], [0.5, 0.0], [0.1, 0.0]], [[0.1, 1.0], [0.2, 1.0], [0.9, 0.0], [0.3, 0.0]]]
    )
    assert auroc(rows) == pytest.approx([3.5 / 4, 0.0])
    assert ratio(rows) == pytest.approx([2.0 / 2, 1.5 / 2])
    assert mean(rows) == pytest.approx([0.5, 0.375])
    assert p95(rows).shape == (2,)


def test_risk_and_coverage_follow_the_surest_answers() -> None:
    outcomes = [(0.9, True), (0.8, False), (0.8, True), (0.5, False)]
    assert risk_coverage(outcomes, 8) == [(1 / 8, 0), (3 / 8, 1 / 3), (4 / 8, 2 / 4)]


def test_calibration_puts_answers_of_like_confidence_together() -> None:
    bins = calibration([(1.0, True), (0.95, False), (0.42, True)])
    assert [(one.right, one.answers) for one in bins] == [(1.0, 1), (0.5, 2)]
    assert bins[1].confidence == pytest.approx(0.975)


def test_only_answers_that_can_be_judged_have_an_outcome() -> None:
    dataset = dataset_of({"unknown gold": {"a": 1}}, {"known": "ice"}, ["absent"])
    run = {"unknown gold": answered(0.7, "x"), "known": answered(0.6, "ice"), "absent": answered(0.8, "x")}
    assert outcomes_by_confidence(dataset, run) == [(0.8, False), (0.6, True)]
