"""How wrong numbers are related to right ones, where no mistake explains them."""

from __future__ import annotations

import numpy as np
import pytest

from groundup.checking.diagnosis.diagnosis import diagnose
from groundup.checking.diagnosis.factors import MEAN
from groundup.checking.diagnosis.residuals import fit, label, rank, subject, times
from groundup.checking.model.convention import Factor
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


def test_only_a_matrix_of_numbers_has_a_rank() -> None:
    assert rank(np.outer([1.0, 2.0], [3.0, 4.0])) == 1
    assert rank(RIGHT) == 2
    assert rank(RIGHT[0]) == rank(np.full((2, 2), np.nan)) == rank(np.empty((0, 3))) == 0


def test_quantities_are_called_as_in_the_lessons() -> None:
    assert [label(("dw", 2)), label(("outputs", None)), subject(("outputs", None))] == [
        "dw[2]",
        "the outputs",
        "The outputs",
    ]
    assert subject(("sigma_prime", None)) == "σ′"


def said_of(change, convention: Factor = MEAN) -> list[str]:
    """What is certain where the weights' gradients of layer 1 are changed so, on every call."""
    came = observed(FIRST, cost=False)
    in_convention(came, convention, convention, decay_in_step=False)
    for seen in came.observations:
        seen.stepped_w = seen.stepped_b = None
        for call in seen.calls[:2]:  # the third is the first again
            assert call.dw is not None
            call.dw = [call.dw[0], change(call.dw[1]), call.dw[2]]
        seen.calls[2].dw = seen.calls[0].dw
    report = diagnose(came)
    assert report.mistakes == []
    return report.certain


@pytest.mark.parametrize("convention", [MEAN, Factor(2.0), Factor(samples=1)])
def test_a_factor_is_told_in_the_convention_of_all_that_is_right(convention: Factor) -> None:
    told = said_of(lambda dw: 7.0 * dw, convention)
    assert told[0] == "dw[1] is right up to a factor: it is 7 times what is right."


def test_signs_alone_are_flipped_only_where_all_else_is_right() -> None:
    def flipped(dw: np.ndarray) -> np.ndarray:
        return dw * np.resize([1.0, 1.0, -1.0], dw.shape)

    assert said_of(flipped)[0].endswith("some of them are flipped.")
    told = said_of(lambda dw: 1.1 * flipped(dw))
    assert not any("flipped" in one for one in told)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("layer", "of_w", "of_b", "words"),
    [
        (0, 0.3, 0.3, "The step goes 0.3 times as far as it should."),
        (1, 0.3, 0.3, "The step goes 0.3 times as far as it should."),
        (2, 0.3, 0.3, "The step goes 0.3 times as far as it should."),
        (1, 0.3, 1.0, "biases is right, that of the weights goes 0.3 times as far as it should."),
        (1, 1.0, 0.3, "weights is right, that of the biases goes 0.3 times as far as it should."),
        (1, 0.3, 2.5, "weights goes 0.3 times as far as it should, that of the biases 2.5."),
    ],
)
def test_a_step_of_another_length_is_told_for_the_layer_that_takes_it(
    layer: int, of_w: float, of_b: float, words: str
) -> None:
    came = observed(FIRST, cost=False)
    for seen in came.observations:
        of_both = ((seen.probe.w, seen.stepped_w, of_w), (seen.probe.b, seen.stepped_b, of_b))
        for before, after, far in of_both:
            if after is not None:
                after[layer] = before[layer] + far * (after[layer] - before[layer])
    report = diagnose(came)
    assert report.mistakes == []
    assert any(one.endswith(words) for one in report.certain)
