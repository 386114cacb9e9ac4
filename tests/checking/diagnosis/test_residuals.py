"""How wrong numbers are related to right ones, where no mistake explains them."""

from __future__ import annotations

import numpy as np
import pytest

from groundup.checking.diagnosis.residuals import fit, label, rank, subject, times

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
