"""An optimiser's gradient is read from what it keeps, and only where its step bears that out."""

from __future__ import annotations

import numpy as np
import pytest

from groundup.checking.reading.watching.recording.state import Leaf
from groundup.checking.reading.watching.steps.optimisers import (
    astray,
    direction,
    is_even,
    multiple,
    pairs,
)

GRADIENT = np.array([[0.5, -2.0], [1.5, 0.25]])
M, V = (("name", "m"),), (("name", "v"),)


def test_a_first_moment_is_told_from_the_squares() -> None:
    kept = next(pairs({V: 0.001 * GRADIENT**2, M: 0.1 * GRADIENT}))
    assert (kept.square, kept.first) == (V, M)


def test_squares_alone_are_none_where_they_may_be_negative() -> None:
    assert [one.first for one in pairs({V: GRADIENT**2})] == [None]
    assert not [*pairs({V: GRADIENT})]


def test_two_states_that_are_no_pair_tell_nothing() -> None:
    assert not [*pairs({M: GRADIENT**2, V: np.abs(GRADIENT) + 1.0})]


def test_a_plain_step_is_not_even_and_an_adaptive_one_is() -> None:
    adaptive = 0.01 * GRADIENT / (np.abs(GRADIENT) + 1e-8)
    assert is_even(adaptive, GRADIENT**2)
    assert not is_even(0.01 * GRADIENT, GRADIENT**2)
    assert not is_even(adaptive + 0.01 * np.arange(4.0).reshape(2, 2), GRADIENT**2)


@pytest.mark.parametrize(("step", "way"), [(GRADIENT, 1.0), (-GRADIENT, -1.0), (GRADIENT**2, 0.0)])
def test_the_way_of_a_step(step: np.ndarray, way: float) -> None:
    assert direction(step, GRADIENT) == way


def test_a_multiple_is_one_number() -> None:
    assert multiple(3.0 * GRADIENT, GRADIENT) == pytest.approx(3.0)
    assert multiple(GRADIENT + 1.0, GRADIENT) == 0.0
    assert multiple(GRADIENT, np.zeros((2, 2))) == 0.0


class Ran:
    """A run that took this step of one parameter."""

    def __init__(self, step: list[float]):
        self.start = {W: Leaf(W, np.zeros(3), False)}
        self.end = {W: Leaf(W, -np.array(step), False)}


W = (("name", "w"),)


@pytest.mark.parametrize(
    ("own", "adaptive", "odd"),
    [
        ([1.0, -1.0, 1.0], True, ""),
        ([2.0, -4.0, 6.0], False, ""),
        ([2.0, -3.0, 3.0], True, "not as long"),
        ([2.0, -4.0, 6.1], True, "a number, as if no root"),
        ([2.0, -8.0, 18.0], True, "the root of squares multiplied it"),
        ([-1.0, 1.0, -1.0], True, "goes up"),
    ],
)
def test_an_optimiser_of_its_own_is_held_against_the_plain_step(
    own: list[float], adaptive: bool, odd: str
) -> None:
    plain, other = Ran([1.0, -2.0, 3.0]), Ran(own)
    assert odd in astray(plain, other, [W], adaptive)  # type: ignore[arg-type]
    assert bool(odd) == bool(astray(plain, other, [W], adaptive))  # type: ignore[arg-type]
