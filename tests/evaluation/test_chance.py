"""Intervals and tests of significance, against what is known of them."""

import numpy as np
import pytest

from evaluation.chance import difference, interval
from evaluation.measures import Measure, mean, measure, ratio


def of(values: list[float], name: str = "m") -> Measure:
    return measure(name, {f"q{n}": value for n, value in enumerate(values)}, mean)


def test_the_interval_of_a_mean_is_about_two_standard_errors_wide() -> None:
    found = interval(of([0.0, 1.0] * 200))
    error = 0.5 / np.sqrt(400)
    assert found.low == pytest.approx(0.5 - 1.96 * error, abs=0.006)
    assert found.high == pytest.approx(0.5 + 1.96 * error, abs=0.006)


def test_the_same_run_has_the_same_interval() -> None:
    assert interval(of([0.1, 0.5, 0.9])) == interval(of([0.1, 0.5, 0.9]))


def test_what_never_varies_has_no_width() -> None:
    found = interval(of([1.0] * 10))
    assert (found.low, found.high) == (1, 1)


@pytest.mark.parametrize("one", [of([]), measure("m", {"q": (0.0, 0.0)}, ratio)])
def test_nothing_has_no_interval(one: Measure) -> None:
    assert np.isnan(interval(one).low)


def test_equal_runs_do_not_differ() -> None:
    found = difference(of([0.2, 0.4]), of([0.2, 0.4]))
    assert (found.gain, found.p) == (0, 1)


@pytest.mark.parametrize("questions", [3, 5])
def test_the_chance_of_a_difference_is_that_of_all_coins_falling_alike(questions: int) -> None:
    found = difference(of([0.0] * questions), of([1.0] * questions))
    assert found.gain == 1
    assert found.p == pytest.approx(2 / 2**questions, abs=0.01)


def test_runs_are_paired_by_question_whatever_their_order() -> None:
    before = measure("m", {"a": 0.0, "b": 1.0, "only before": 0.0}, mean)
    after = measure("m", {"b": 1.0, "only after": 1.0, "a": 0.0}, mean)
    assert difference(before, after).gain == 0


def test_ratios_are_compared_by_their_sums() -> None:
    before = measure("m", {"a": (1.0, 1.0), "b": (0.0, 3.0)}, ratio)
    after = measure("m", {"a": (1.0, 1.0), "b": (3.0, 3.0)}, ratio)
    assert difference(before, after).gain == pytest.approx(3 / 4)


def test_without_common_questions_there_is_no_difference() -> None:
    assert np.isnan(difference(of([]), of([])).p)
