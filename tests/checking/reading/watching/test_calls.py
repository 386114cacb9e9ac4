"""Code that does not run by itself is called with samples in the ways that its names tell."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from groundup.checking.reading.watching.calls import (
    MissingError,
    Shape,
    call,
    count,
    sequences,
    shapes,
    sizes_of,
    takes,
)

SIZES = (3, 5, 2)


def test_samples_as_rows() -> None:
    shape = Shape(SIZES)
    assert shape.x().shape == (7, 3)
    assert shape.y().tolist() == np.eye(2)[[0, 1, 0, 1, 0, 1, 0]].tolist()


@pytest.mark.parametrize(
    ("shape", "x", "y"),
    [
        (Shape(SIZES, columns=True), (3, 7), (2, 7)),
        (Shape(SIZES, one=True), (3,), (2,)),
        (Shape(SIZES, one=True, columns=True), (3, 1), (2, 1)),
        (Shape(SIZES, lists=True), (7, 3), (7, 2)),
        (Shape(SIZES, lists=True, one=True), (3,), (2,)),
        (Shape(SIZES, labels=True), (7, 3), (7,)),
        (Shape(SIZES, labels=True, one=True), (3,), ()),
        (Shape((3, 5, 1)), (7, 3), (7, 1)),
        (Shape((3, 5, 1), flat=True), (7, 3), (7,)),
        (Shape((3, 5, 8)), (11, 3), (11, 8)),
    ],
)
def test_samples_in_every_shape(shape: Shape, x: tuple[int, ...], y: tuple[int, ...]) -> None:
    assert np.shape(shape.x()) == x
    assert np.shape(shape.y()) == y
    assert isinstance(shape.x(), list) is shape.lists
    in_pairs = shape.pairs()
    assert len(in_pairs) == shape.m
    assert np.shape(in_pairs[0][0]) == ((3, 1) if shape.columns else (3,))


def test_the_same_samples_in_every_shape() -> None:
    rows, columns = Shape(SIZES), Shape(SIZES, columns=True)
    one, lists = Shape(SIZES, one=True), Shape(SIZES, lists=True)
    np.testing.assert_array_equal(rows.x(), columns.x().T)
    np.testing.assert_array_equal(rows.x()[1], one.x())
    np.testing.assert_array_equal(rows.x(), lists.x())
    np.testing.assert_array_equal(rows.x(), [x for x, _ in rows.pairs()])
    assert Shape(SIZES, labels=True).y().tolist() == rows.y().argmax(axis=1).tolist()
    assert Shape(SIZES, labels=True, one=True).y() == 1
    assert Shape(SIZES, labels=True, first=1).y().tolist() == [1, 2, 1, 2, 1, 2, 1]


def test_every_class_has_a_sample() -> None:
    for k in (2, 5, 10):
        assert set(Shape((3, 5, k), labels=True).y().tolist()) == set(range(k))


def test_the_likeliest_shape_comes_first() -> None:
    found = list(shapes([SIZES, (3, 5, 1), SIZES]))
    assert found[0] == Shape(SIZES)
    assert len(found) == len(set(found))
    assert Shape((3, 5, 1), flat=True, labels=False) in found
    assert not any(shape.columns and shape.lists and not shape.labels for shape in found)


# Arguments.


def got(function: Any, values: dict[str, Any] | None = None) -> Any:
    return call(function, values if values is not None else Shape(SIZES).values(), SIZES)


def test_arguments_are_given_by_what_their_names_mean() -> None:
    def train(inputs, targets, lr, n_epochs, /, batch_size=4, *, verbose):
        return inputs.shape, targets.shape, lr, n_epochs, batch_size, verbose

    assert got(train) == ((7, 3), (7, 2), 0.5, 2, 7, False)


def test_sizes_are_given_by_what_their_names_mean() -> None:
    def two(n_inputs, n_hidden, n_outputs):
        return n_inputs, n_hidden, n_outputs

    def three(inputnodes, hiddennodes, outputnodes, learningrate):
        return inputnodes, hiddennodes, outputnodes, learningrate

    assert got(lambda layer_sizes: layer_sizes) == [3, 5, 2]
    assert got(two) == (3, 5, 2)
    assert got(three) == (3, 5, 2, 0.5)


def test_samples_beside_targets_are_no_numbers_of_neurons() -> None:
    def cost(theta, input_size, hidden_size, num_labels, x, y):
        return input_size, hidden_size, num_labels, x.shape, y.shape

    def network(x, hidden, out):
        return x, hidden, out

    assert got(cost, Shape(SIZES).values() | {"theta": 0}) == (3, 5, 2, (7, 3), (7, 2))
    assert got(network) == (3, 5, 2)


def test_a_number_of_neurons_that_is_none_by_default_is_given() -> None:
    def network(in_nodes, hid_nodes=None, out_nodes=None, seed_hidden=4):
        return in_nodes, hid_nodes, out_nodes, seed_hidden

    assert got(network) == (3, 5, 2, 4)


def test_a_data_set_beside_its_labels_is_inputs() -> None:
    def train(dataset, labels, momentum):
        return dataset.shape, labels.shape, momentum

    assert got(train) == ((7, 3), (7, 2), 0.0)
    assert len(got(lambda dataset: dataset)) == 7


def test_samples_to_measure_with_are_others() -> None:
    def fit(x_train, y_train, x_test, valid_targets, validation_split=None):
        return x_train, y_train, x_test, valid_targets, validation_split

    x, y, other, targets, split = got(fit)
    assert x.shape == other.shape
    assert not (x == other).any()
    assert (y == targets).all()
    assert split is None


def test_outputs_are_the_targets_of_what_trains() -> None:
    def train(output, iterations):
        return output

    def update(inputs, output):
        return output

    def guess(inputs, output):
        return output

    def network(input_array, output_array):
        return input_array.shape, output_array.shape

    assert got(train).shape == (7, 2)
    assert got(update, Shape(SIZES).values() | {"out": "seen"}) == "seen"
    assert got(guess) == 2
    assert got(network) == ((7, 3), (7, 2))


class Slopes:
    def cost(self, x, y): ...
    def cost_function_prime(self, x, y): ...


def test_what_gives_the_slopes_of_a_cost_is_a_way_to_train() -> None:
    assert [title for title, _ in sequences(Slopes())] == ["cost_function_prime"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("n_in", 3), ("input_size", 3), ("in_features", 3), ("D_in", 3), ("in_nodes", 3),
        ("n_hidden", 5), ("hidden_units", 5), ("H", 5), ("hidden2", 4), ("hidden_size_1", 5),
        ("inputNodes", 3), ("hiddenNodes", 5), ("n_inputs", 3), ("n_x", 3), ("n_y", 2), ("n_o", 2),
        ("ni", 3), ("nh", 5), ("no", 2), ("n", 3), ("K", 2), ("n_units", 5), ("outputs", 2),
        ("n_out", 2), ("output_dim", 2), ("num_classes", 2), ("D_out", 2), ("outputNodes", 2),
    ],
)  # fmt: skip
def test_a_number_of_neurons(name: str, expected: int) -> None:
    assert count(name, (3, 5, 4, 2)) == expected


def test_what_is_not_known_is_left_to_its_default() -> None:
    assert got(lambda x, wibble=3: wibble) == 3
    assert got(lambda activation="relu": activation) == "relu"
    assert got(lambda activation: activation) == "sigmoid"
    with pytest.raises(MissingError, match="wibble"):
        got(lambda x, wibble: None)


def test_what_takes_everything_is_given_what_it_names() -> None:
    def train(x, *others, **named):
        return x.shape, others, named

    assert got(train) == ((7, 3), (), {})


def test_positional_arguments_after_one_with_a_default() -> None:
    def train(x, alpha=0.1, epochs=1000):
        return alpha, epochs

    assert got(train) == (0.5, 2)


def test_what_a_function_takes() -> None:
    assert takes(lambda x_train, y_train: None, "x")
    assert takes(lambda training_data: None, "x", "pairs")
    assert not takes(lambda epochs: None, "x", "pairs")
    assert not takes(np.ufunc, "x")


# Networks.


@pytest.mark.parametrize(
    ("matrices", "expected"),
    [
        ([(3, 5), (5, 2)], (3, 5, 2)),
        ([(5, 3), (2, 5)], (3, 5, 2)),
        ([(4, 5), (6, 2)], (3, 5, 2)),  # a row of w for the biases
        ([(5, 4), (2, 6)], (3, 5, 2)),
        ([(3, 5), (1, 5), (5, 2), (1, 2)], (3, 5, 2)),
    ],
)
def test_sizes_of_matrices(matrices: list[tuple[int, ...]], expected: tuple[int, ...]) -> None:
    assert expected in list(sizes_of(matrices))


def test_matrices_that_do_not_chain_have_no_sizes() -> None:
    assert list(sizes_of([(3, 7), (4, 2)])) == []
    assert list(sizes_of([])) == []


def test_a_single_output_is_the_last() -> None:
    assert (3, 5, 1) in list(sizes_of([(3, 5), (5, 1)]))
    assert (3, 5, 1) in list(sizes_of([(1, 5), (5, 3)]))


class Trains:
    def train(self, x, y): ...
    def __repr__(self) -> str:
        return ""


class InSteps:
    def forward(self, x): ...
    def backward(self, x, y, output): ...
    def update(self, lr): ...
    def _helper(self, x): ...


def test_ways_to_make_a_network_train() -> None:
    assert [title for title, _ in sequences(Trains())] == ["train"]
    titles = [title for title, _ in sequences(InSteps())]
    assert {"forward, backward", "forward, backward, update"} <= {*titles}
    order = next(calls for title, calls in sequences(InSteps()) if title.count(",") == 2)
    assert [one.__name__ for one in order] == ["forward", "backward", "update"]


def test_inherited_methods_count() -> None:
    class Net(Trains):
        pass

    assert [title for title, _ in sequences(Net())] == ["train"]
