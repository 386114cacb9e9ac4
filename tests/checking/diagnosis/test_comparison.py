"""How far numbers are from right ones, and how near is near enough."""

from __future__ import annotations

import math

import numpy as np
import pytest

from groundup.checking.diagnosis.comparison import (
    EXACT,
    SINGLE,
    arrays,
    difference,
    in_float32,
    order,
    tolerance,
)
from groundup.checking.model.answers import Answers, Observed
from tests.checking.diagnosis.reference_learners import SETTINGS, observed

FIRST = SETTINGS["sigmoid, quadratic"]


def test_a_difference_is_relative_to_the_largest_right_number() -> None:
    assert difference([1.0, 4.0], [1.0, 3.0]) == 0.25
    assert difference([0.0, 0.0], [0.0, 1e-9]) == pytest.approx(1e-4)  # of 1e-5, at least
    assert difference([0.0, 0.0], [0.0, 1e-9], least=1.0) == pytest.approx(1e-9)


def test_axes_of_length_1_do_not_count_but_other_shapes_do() -> None:
    assert difference([[1.0], [2.0]], [1.0, 2.0]) == 0.0
    assert difference([1.0, 2.0], [1.0, 2.0, 3.0]) == math.inf
    assert difference(np.eye(2), np.ones(4)) == math.inf
    assert difference([2.0, 2.0], 2.0) == 0.0  # one number for all


def test_what_is_not_finite_is_infinitely_far() -> None:
    assert difference([1.0], [math.nan]) == difference([1.0], [math.inf]) == math.inf


def test_the_first_wrong_quantity_is_looked_for_forwards_and_then_backwards() -> None:
    keys = order(2)
    assert keys.index(("outputs", None)) < keys.index(("cost", None)) < keys.index(("delta", 1))
    assert keys[-6:] == [("dw", 1), ("db", 1), ("dw", 0), ("db", 0), ("step", 1), ("step", 0)]


def test_what_did_not_come_is_no_array() -> None:
    answers = Answers(outputs=np.ones((1, 2)), delta=[None, np.ones((1, 2))], dw=[np.eye(2)])
    assert set(arrays(answers)) == {("outputs", None), ("delta", 1), ("dw", 0)}


def in_single(came: Observed, which: str) -> Observed:
    for seen in came.observations:
        for call in seen.calls:
            if which == "outputs":
                call.outputs = np.asarray(call.outputs, np.float32).astype(float)
            elif which == "dw":
                call.dw = [dw.astype(np.float32).astype(float) for dw in call.dw or []]
    return came


def test_float32_is_near_enough_where_the_outputs_are_in_it() -> None:
    assert tolerance(observed(FIRST)) == EXACT
    assert tolerance(in_single(observed(FIRST), "outputs")) == SINGLE
    assert tolerance(in_single(observed(FIRST), "dw")) == EXACT


def test_outputs_that_are_wrong_are_no_float32() -> None:
    came = observed(FIRST)
    for seen in came.observations:
        for call in seen.calls:
            assert call.outputs is not None
            call.outputs = 1.01 * call.outputs
    assert tolerance(came) == EXACT


def test_float32_in_some_gradients_is_seen_in_those_alone() -> None:
    came = in_single(observed(FIRST), "dw")
    assert in_float32(came, {"dw"})
    assert not in_float32(came, {"db"})
    assert not in_float32(came, {"dw", "db"})
