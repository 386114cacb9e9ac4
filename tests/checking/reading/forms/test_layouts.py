"""Arrays go to a learner's layout and come back the same; wrong shapes stay what they are."""

from __future__ import annotations

import numpy as np
import pytest

from groundup.checking.reading.forms.layouts import BATCHED, SINGLE, B, Layout, W, layouts, numbers

RNG = np.random.default_rng(0)
WL, BL = RNG.normal(size=(4, 3)), RNG.normal(size=4)
X, Y = RNG.normal(size=(5, 3)), np.eye(4)[[0, 3, 1, 2, 2]]


@pytest.mark.parametrize("layout", [*layouts(single=True), *layouts(single=False)], ids=str)
def test_every_layout_goes_there_and_back(layout: Layout) -> None:
    x = X[0] if layout.single else X
    given = layout.give_w(WL), layout.give_b(BL), layout.give_x(x)
    assert all(isinstance(thing, list if layout.kind == "lists" else np.ndarray) for thing in given)
    np.testing.assert_array_equal(layout.take_w(given[0]), WL)
    np.testing.assert_array_equal(layout.take_b(given[1]), BL)
    np.testing.assert_array_equal(layout.take_x(given[2]), x)


def test_shapes_are_those_that_the_layout_says() -> None:
    layout = Layout(w=W[1], b=B[1], x=BATCHED[1])
    assert layout.give_w(WL).shape == (3, 4)
    assert layout.give_b(BL).shape == (4, 1)
    assert layout.give_x(X).shape == (3, 5)
    assert Layout(x=SINGLE[1]).give_x(X[0]).shape == (3, 1)


def test_what_is_given_is_new() -> None:
    given = Layout().give_w(WL)
    given[:] = 0.0
    assert WL.all()


def test_labels_are_the_numbers_of_classes() -> None:
    assert Layout(labels=True).give_y(Y[1]) == 3
    given = Layout(x=BATCHED[0], labels=True).give_y(Y)
    assert given.tolist() == [0, 3, 1, 2, 2]
    assert given.dtype == np.int64
    assert Layout(x=BATCHED[0], labels=True, kind="lists").give_y(Y) == [0, 3, 1, 2, 2]


@pytest.mark.parametrize("shape", [(), (4, 5), (2, 2)])
def test_a_bias_in_a_wrong_shape_keeps_it(shape: tuple[int, ...]) -> None:
    assert Layout().take_b(np.ones(shape)).shape == shape


def test_weights_that_are_no_matrix_keep_their_shape() -> None:
    assert Layout(w=W[1]).take_w(np.ones(7)).shape == (7,)


def test_one_output_may_come_as_a_number() -> None:
    assert Layout().take_x(0.25).tolist() == [0.25]


class Value:
    def __init__(self, data: float):
        self.data = data


def test_numbers_are_found_in_lists_arrays_and_values() -> None:
    assert numbers([[Value(1.0), 2], [3.0, np.float32(4)]]).tolist() == [[1, 2], [3, 4]]
    assert numbers(np.array([np.ones(2), np.zeros(2)], dtype=object)).dtype == np.float64
    for nothing in ("1", None, {"a": 1}, [None]):
        with pytest.raises(TypeError):
            numbers(nothing)
    with pytest.raises(ValueError, match="inhomogeneous"):
        numbers([[1.0], [1.0, 2.0]])


@pytest.mark.frameworks
def test_tensors_that_want_gradients_come_back() -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    tensor = torch.tensor([[1.0, 2.0]], requires_grad=True)
    assert numbers(tensor).tolist() == [[1.0, 2.0]]
    assert numbers([tensor[0, 0], tensor[0, 1]]).tolist() == [1.0, 2.0]
    np.testing.assert_array_equal(Layout(kind="torch").take_w(Layout(kind="torch").give_w(WL)), WL)


@pytest.mark.frameworks
def test_jax_arrays_come_back() -> None:
    pytest.importorskip("jax", reason="JAX is not installed")
    layout = Layout(kind="jax")
    np.testing.assert_allclose(layout.take_w(layout.give_w(WL)), WL, rtol=1e-6)
