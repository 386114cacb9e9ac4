"""How wrong numbers are related to right ones, where no mistake explains them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from groundup.checking.diagnosis.diagnosis import diagnose
from groundup.checking.diagnosis.factors import MEAN
from groundup.checking.diagnosis.residuals import fit, label, times
from groundup.checking.model.answers import Observed
from groundup.checking.model.convention import Factor
from groundup.checking.model.report import Report
from tests.checking.diagnosis.reference_learners import SETTINGS, in_convention, observed

FIRST = SETTINGS["sigmoid, quadratic"]
RIGHT = np.array([[1.0, -2.0], [3.0, 0.5]])


def test_one_number_is_found_only_where_it_explains_every_entry() -> None:
    assert fit(RIGHT, -0.25 * RIGHT, 1e-9) == pytest.approx(-0.25)
    other = 3.0 * RIGHT
    other[0, 1] += 3e-3
    assert fit(RIGHT, other, 1e-9) is None
    assert fit(RIGHT, other, 1e-2) == pytest.approx(3.0, abs=1e-3)


def test_nothing_is_a_multiple_of_nothing_nor_of_what_is_not_finite() -> None:
    assert fit(0.0 * RIGHT, RIGHT, 1e-9) is None
    assert fit(RIGHT, 0.0 * RIGHT, 1e-9) is None
    assert fit(RIGHT, np.full_like(RIGHT, np.inf), 1e-9) is None


@pytest.mark.parametrize(
    ("factors", "words"),
    [
        ([(7.0, 3), (7.0, 5)], "7"),
        ([(3.0, 3), (5.0, 5)], "N"),
        ([(6.0, 3), (10.0, 5)], "2·N"),
        ([(1 / 3, 3), (0.2, 5)], "1/N"),
        ([(1.0, 3), (1.0, 3)], "1"),
        ([(4.0, 3), (2.0, 3), (3.0, 5), (9.0, 5)], "2 or 3 or 4"),
    ],
)
def test_factors_are_told_in_the_number_of_samples_where_they_go_with_it(factors, words) -> None:
    assert times(factors) == words


def test_quantities_are_called_as_in_the_lessons() -> None:
    assert [label(("dw", 2)), label(("outputs", None))] == ["dw[2]", "the outputs"]


def report_on(
    change: Callable, name: str = "dw", layer: int = 1, convention: Factor = MEAN
) -> Report:
    """What is said where one layer's gradients, or the outputs, are changed so, on every call."""
    came = observed(FIRST, cost=False)
    in_convention(came, convention, convention, decay_in_step=False)
    for seen in came.observations:
        seen.stepped_w = seen.stepped_b = None
        for call, batch in zip(seen.calls[:2], seen.probe.batches, strict=False):
            whole = getattr(call, name)
            if isinstance(whole, list):
                whole = [*whole]
                whole[layer] = change(whole[layer], seen.probe.w[layer], len(batch.x))
                setattr(call, name, whole)
            else:
                setattr(call, name, change(whole, None, 0))
        seen.calls[2] = seen.calls[0]  # as they were the same before
    report = diagnose(came)
    assert report.mistakes == []
    return report


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda dw, w, m: 7.0 * dw, "dw[1] is right up to a factor: it is 7 times what is right."),
        (lambda dw, w, m: dw[:-1], "dw[1] has shape (4, 5) where (5, 5) was expected."),
        (lambda dw, w, m: dw * np.nan, "Right: the outputs, dw[2], db[2], db[1]"),
    ],
)
def test_what_is_certain_is_said_and_nothing_is_guessed(change: Callable, sentence: str) -> None:
    report = report_on(change)
    assert report.verdict == "wrong"
    assert report.first_wrong is not None
    assert (report.first_wrong.name, report.first_wrong.layer) == ("dw", 1)
    assert any(sentence.split(" (")[0] in one for one in report.certain), report.certain
    assert any(one.startswith("Right: the outputs, dw[2], db[2], db[1]") for one in report.certain)


@pytest.mark.parametrize("convention", [MEAN, Factor(2.0), Factor(samples=1)])
def test_a_factor_is_told_in_the_convention_of_all_that_is_right(convention: Factor) -> None:
    told = report_on(lambda dw, w, m: 7.0 * dw, convention=convention).certain
    assert told[0] == "dw[1] is right up to a factor: it is 7 times what is right."


def test_a_factor_that_goes_with_the_number_of_samples_is_told_as_one() -> None:
    told = report_on(lambda db, w, m: 3.0 * db / m, "db").certain
    assert told[0] == "db[1] is right up to a factor: it is 3/N times what is right."


def test_zeros_are_told() -> None:
    told = report_on(lambda outputs, w, m: 0.0 * outputs, "outputs").certain
    assert "The outputs are 0 everywhere." in told


def test_a_residual_that_is_proportional_to_the_weights_is_told() -> None:
    report = report_on(lambda dw, w, m: dw + 0.3 * w, layer=2)
    assert report.verdict == "unchecked"
    assert "The error of dw[2] is proportional to w: it is too large by 0.3·w." in report.certain
    assert report.doubts == [
        "Some layers' dw is too large by a multiple of w: they may have L2, which --l2 declares."
    ]


def stepping(layer: int, of_w: float, of_b: float) -> Observed:
    """Steps of another length in one layer."""
    came = observed(FIRST, cost=False)
    for seen in came.observations:
        of_both = ((seen.probe.w, seen.stepped_w, of_w), (seen.probe.b, seen.stepped_b, of_b))
        for before, after, far in of_both:
            if after is not None:
                after[layer] = before[layer] + far * (after[layer] - before[layer])
    return came


@pytest.mark.slow
@pytest.mark.parametrize(
    ("layer", "of_w", "of_b"), [(0, 0.3, 0.3), (2, 0.3, 0.3), (1, 0.3, 1.0), (1, 1.0, 2.5)]
)
def test_a_step_of_another_length_is_told_for_what_takes_it(
    layer: int, of_w: float, of_b: float
) -> None:
    report = diagnose(stepping(layer, of_w, of_b))
    assert report.mistakes == []
    for name, far in (("weights", of_w), ("biases", of_b)):
        words = f"The step of the {name} is right up to a factor: it is {far} times what is right."
        assert (words in report.certain) == (far != 1.0)
