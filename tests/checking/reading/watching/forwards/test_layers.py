"""Layers in every layout, and rows found among others."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundup.checking.reading.watching.forwards.layers import Layer, Lookup, Pool, has_twin, views
from groundup.checking.reading.watching.recording.state import Array, Leaf, Place

W, B = (("name", "w"),), (("name", "b"),)
RIGHT_W, RIGHT_B = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), np.array([7.0, 8.0])


def numbers(w: object, b: object = None) -> dict[Place, Leaf]:
    found = {W: Leaf(W, np.array(w, float), False)}
    return found if b is None else found | {B: Leaf(B, np.array(b, float), False)}


LAYOUTS = {
    "(n_out, n_in)": (Layer(W, False, B), RIGHT_W, RIGHT_B),
    "(n_in, n_out)": (Layer(W, True, B), RIGHT_W.T, RIGHT_B),
    "a row of biases": (Layer(W, True, B), RIGHT_W.T, RIGHT_B.reshape(1, 2)),
    "a column of biases": (Layer(W, False, B), RIGHT_W, RIGHT_B.reshape(2, 1)),
    "subtracted": (Layer(W, False, B, sign=-1.0), RIGHT_W, -RIGHT_B),
    "the first row": (Layer(W, True, row=0), np.vstack([RIGHT_B, RIGHT_W.T]), None),
    "the last row": (Layer(W, True, row=-1), np.vstack([RIGHT_W.T, RIGHT_B]), None),
    "the first column": (Layer(W, False, row=0), np.column_stack([RIGHT_B, RIGHT_W]), None),
    "the last column": (Layer(W, False, row=-1), np.column_stack([RIGHT_W, RIGHT_B]), None),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_weights_and_biases_in_every_layout(name: str) -> None:
    layer, w, b = LAYOUTS[name]
    there = numbers(w, b)
    np.testing.assert_array_equal(layer.weights(there), RIGHT_W)
    np.testing.assert_array_equal(layer.biases(there), RIGHT_B)


def test_without_biases_they_are_0() -> None:
    np.testing.assert_array_equal(Layer(W, False).biases(numbers(RIGHT_W)), [0.0, 0.0])


def test_one_bias_for_all() -> None:
    np.testing.assert_array_equal(Layer(W, False, B).biases(numbers(RIGHT_W, 3.0)), [3.0, 3.0])


def test_vectors_are_of_one_neuron_or_from_one_input() -> None:
    there = numbers([1.0, 2.0, 3.0], [0.5])
    np.testing.assert_array_equal(Layer(W, True, B).weights(there), [[1.0, 2.0, 3.0]])
    np.testing.assert_array_equal(Layer(W, False).weights(there), [[1.0], [2.0], [3.0]])
    np.testing.assert_array_equal(Layer(W, True).weights(numbers(2.5)), [[2.5]])


def rows_of(array: object, width: int) -> list[tuple[list, bool]]:
    return [(rows.tolist(), turned) for rows, turned in views(np.array(array, float), width)]


BOTH = [([[1.0, 2.0], [3.0, 4.0]], False), ([[1.0, 3.0], [2.0, 4.0]], True)]


@pytest.mark.parametrize(
    ("array", "width", "expected"),
    [
        (3.0, 1, [([[3.0]], False)]),
        (3.0, 2, []),
        ([1, 2], 2, [([[1.0, 2.0]], False)]),
        ([1, 2], 1, [([[1.0], [2.0]], False)]),
        ([1, 2], 3, []),
        ([[1, 2], [3, 4], [5, 6]], 2, [([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], False)]),
        ([[1, 2], [3, 4], [5, 6]], 3, [([[1.0, 3.0, 5.0], [2.0, 4.0, 6.0]], True)]),
        ([[1, 2], [3, 4]], 2, BOTH),
        ([[5]], 1, [([[5.0]], False)]),
        ([[[1], [2]], [[3], [4]]], 2, BOTH),
        ([[[1, 2]], [[3, 4]], [[5, 6]]], 2, [([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], False)]),
        ([[[1, 2], [3, 4]]] * 2, 2, []),
    ],
)  # fmt: skip
def test_an_array_as_rows(array: object, width: int, expected: list) -> None:
    assert rows_of(array, width) == expected


def test_a_pool_has_every_finite_row_once_in_order() -> None:
    seen = [
        np.array([[3.0, 4.0], [1.0, 2.0], [np.nan, 1.0]]),
        np.array([1.0, 2.0]),
        np.array([[9.0, np.inf, 8.0], [1.0, 2.0, 7.0]]),
        np.zeros(3),
    ]
    assert Pool.of(seen, 2).rows.tolist() == [[3.0, 4.0], [1.0, 2.0], [9.0, 1.0], [8.0, 7.0]]
    assert Pool.of(seen, 2, most=1).rows.tolist() == [[3.0, 4.0]]
    assert Pool.of(seen, 5).rows.shape == (0, 5)


@given(st.integers(0, 40), st.integers(1, 6), st.integers(0, 2**32 - 1))
def test_rows_are_found_within_rounding(count: int, width: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(count, width)) * 10.0 ** rng.integers(-3, 4)
    order = rng.permutation(count)
    asked = rows[order] * (1.0 + rng.uniform(-1e-14, 1e-14, (count, width)))
    np.testing.assert_array_equal(Lookup(rows).places(asked), order)
    strange = rows + np.abs(rows).max(initial=1.0) * 1e-3
    assert (Lookup(rows).places(strange) == -1).all()


def places(rows: Array, asked: object) -> list[int]:
    return Lookup(rows).places(np.array(asked, float)).tolist()


def test_rows_that_are_not_there() -> None:
    rows = np.array([[1.0, 2.0], [2.0, 1.0]])
    assert places(rows, [[2.0, 1.0], [1.5, 1.5], [np.nan, 1.0], [np.inf, 1.0]]) == [1, -1, -1, -1]
    assert places(rows[:0], [[1.0, 2.0]]) == [-1]
    assert places(rows, np.zeros((0, 2))) == []


def test_rows_that_are_there_twice() -> None:
    rows = np.array([[1.0, 2.0], [3.0, 4.0], [1.0, 2.0 + 1e-12], [4.0, 3.0]])
    assert has_twin(rows).tolist() == [True, False, True, False]
