"""Where code gives gradients and takes no step, a step down them is taken for it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from groundup.checking.reading.cuts import Cuts
from groundup.checking.reading.watching.programs.calls import MissingError
from groundup.checking.reading.watching.programs.descents import (
    COST,
    RATE,
    arrays,
    cuts_of,
    descend,
    descended,
    gradients_beside,
    kept_arrays,
    lengths,
)
from groundup.checking.reading.watching.programs.shapes import SIZES, Shape


def gradient(theta, x, y, lam):
    return 2.0, 0.5 * theta + lam


def grad_of_params(nn_params, x, y): ...
def cost_of_two(weights, theta, x, y): ...
def cost_without_targets(theta, x): ...
def update(theta, x, y): ...


def test_one_argument_is_the_vector() -> None:
    assert cuts_of(gradient) == Cuts("theta", {})
    assert cuts_of(grad_of_params) == Cuts("nn_params", {})
    assert cuts_of(cost_of_two) is None  # it may be either
    assert cuts_of(cost_without_targets) is None
    assert cuts_of(update) is None  # what it returns may be parameters


def test_a_vector_is_as_long_as_all_parameters() -> None:
    assert list(lengths(SIZES)) == [4 * 5 + 6 * 2, 3 * 5 + 5 * 2]


def test_what_is_returned_is_subtracted() -> None:
    roots, go = descended("gradient", "theta", Shape(SIZES), 32, {})({"gradient": gradient})
    before = roots["theta"].copy()
    go()
    np.testing.assert_allclose(roots["theta"], 0.5 * before - 0.3)
    assert roots[COST] == 2.0


def test_a_gradient_may_come_layer_by_layer() -> None:
    parts = np.ones((5, 4)), np.full((2, 6), 2.0)
    roots, go = descended("f", "theta", Shape(SIZES), 32, {})(
        {"f": lambda theta, x, y: (0.5, *parts)}
    )
    before = roots["theta"].copy()
    go()
    assert np.allclose(before - roots["theta"], np.repeat([1.0, 2.0], [20, 12]))


def test_without_a_gradient_there_is_no_step() -> None:
    _, go = descended("f", "theta", Shape(SIZES), 32, {})({"f": lambda theta, x, y: 2.0})
    with pytest.raises(MissingError):
        go()


class Net:
    def __init__(self) -> None:
        self.w1, self.w2, self.again = np.ones((3, 5)), np.ones((5, 2)), np.ones((5, 2))
        self.m, self.labels = 7, np.arange(7)


def test_a_gradient_goes_to_the_one_matrix_of_its_shape() -> None:
    net = Net()
    before = kept_arrays(net, lambda thing: isinstance(thing, Net))
    assert {place[-1][1] for place in before} == {"w1", "w2", "again"}
    descend(before, (np.full((3, 5), 0.25), np.full((5, 2), 0.25)))
    assert (net.w1 == 1.0 - 0.25 * RATE).all()
    assert (net.w2 == 1.0).all()  # there are two of that shape
    assert (net.again == 1.0).all()


@pytest.mark.parametrize(
    ("result", "shapes"),
    [
        (None, []),
        ((1.5, np.zeros((2, 1))), [(), (2, 1)]),
        ({"dw": np.zeros(3), "name": "w"}, [(3,)]),
        ([np.zeros((2, 3)), np.float64(1.0)], [(2, 3), ()]),
    ],
)
def test_arrays_in_a_result(result: Any, shapes: list[tuple[int, ...]]) -> None:
    assert [one.shape for one in arrays(result)] == shapes


def test_every_parameter_goes_with_the_gradient_that_has_its_name_and_shape() -> None:
    shapes = {"W_in": (3, 5), "W_out": (5, 3), "W_mid": (3, 5)}
    kept = {f"{start}{name}": np.ones(shape) for start in ("grad_", "") for name, shape in
            shapes.items()}  # fmt: skip
    found = {(("name", "network"), ("attribute", name)): array for name, array in kept.items()}
    for name, (one, other) in zip(shapes, gradients_beside(found), strict=True):
        assert one is kept[name]
        assert np.shares_memory(other, kept[f"grad_{name}"])


def test_gradients_are_in_a_dictionary_of_their_own() -> None:
    kept = {name: {key: np.ones(3) for key in ("w", "b")} for name in ("params", "grads")}
    found = {
        (("name", "network"), ("attribute", name), ("item", key)): array
        for name, inside in kept.items()
        for key, array in inside.items()
    }
    for key, (one, other) in zip(("w", "b"), gradients_beside(found), strict=True):
        assert one is kept["params"][key]
        assert np.shares_memory(other, kept["grads"][key])
    alone = {place: array for place, array in found.items() if place[1][1] == "params"}
    assert gradients_beside(alone) == []


def test_the_gradient_of_a_row_may_be_a_vector() -> None:
    row, flat = np.ones((1, 3)), np.arange(3.0)
    place = (("name", "network"), ("attribute", "biases"))
    ((parameter, gradient),) = gradients_beside({place: row, (place[0], ("attribute", "db")): flat})
    assert parameter is row
    assert gradient.shape == row.shape
    assert np.shares_memory(gradient, flat)
