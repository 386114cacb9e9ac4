"""Code that does not run by itself is called with samples in the ways that its names tell."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from groundup.checking.reading.watching.programs.calls import (
    MissingError,
    call,
    count,
    takes,
)
from groundup.checking.reading.watching.programs.sequences import sequences
from groundup.checking.reading.watching.programs.shapes import RATE, Shape

SIZES = (3, 5, 2)


def got(function: Any, values: dict[str, Any] | None = None) -> Any:
    return call(function, values if values is not None else Shape(SIZES).values(), SIZES)


def test_arguments_are_given_by_what_their_names_mean() -> None:
    def train(inputs, targets, lr, n_epochs, /, batch_size=4, *, verbose):
        return inputs.shape, targets.shape, lr, n_epochs, batch_size, verbose

    assert got(train) == ((7, 3), (7, 2), RATE, 2, 7, False)


def test_sizes_are_given_by_what_their_names_mean() -> None:
    def two(n_inputs, n_hidden, n_outputs):
        return n_inputs, n_hidden, n_outputs

    def three(inputnodes, hiddennodes, outputnodes, learningrate):
        return inputnodes, hiddennodes, outputnodes, learningrate

    assert got(lambda layer_sizes: layer_sizes) == [3, 5, 2]
    assert got(two) == (3, 5, 2)
    assert got(three) == (3, 5, 2, RATE)


def test_samples_beside_targets_are_no_numbers_of_neurons() -> None:
    def cost(theta, input_size, hidden_size, num_labels, x, y):
        return input_size, hidden_size, num_labels, x.shape, y.shape

    def network(x, hidden, out):
        return x, hidden, out

    assert got(cost, Shape(SIZES).values() | {"theta": 0}) == (3, 5, 2, (7, 3), (7, 2))
    assert got(network) == (3, 5, 2)


def test_a_factor_of_l2_of_its_own_stays() -> None:
    def network(lmbda, l2=0.1, weight_decay=0.0):
        return lmbda, l2, weight_decay

    assert got(network, Shape(SIZES).values() | {"l2": 0.3}) == (0.3, 0.1, 0.3)


def test_a_bias_that_is_asked_for_is_1_and_a_factor_of_l2_is_0() -> None:
    def network(bias, lambda_1, regularization_strength):
        return bias, lambda_1, regularization_strength

    def with_own(biases=None, regularize=2.0):
        return biases, regularize

    values = Shape(SIZES).of_networks({})
    assert got(network, values) == (1, 0.0, 0.0)
    assert got(with_own, values) == (None, 2.0)


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


def test_what_goes_through_inputs_with_targets_is_given_pairs() -> None:
    def train(data, eta):
        for x, y in data:
            print(x, y, eta)

    def fit(model_data, batches):
        for one in batches:
            print(one, model_data)

    def alone(data):
        for row in data:
            print(row)

    assert [takes(one, "pairs") for one in (train, fit, alone)] == [True, True, False]
    (x, y), other = got(lambda pairs: pairs, Shape(SIZES, batches=True).values())
    assert (x.shape, y.shape, other[0].shape) == ((7, 3), (7, 2), (7, 3))


def test_an_object_of_settings_has_what_is_read_from_it() -> None:
    def train(args, x):
        return args.hidden_size, args.lr, args.epochs

    def move(thing, x):
        return thing.lr, thing.shape

    assert got(train) == (5, RATE, 2)
    with pytest.raises(MissingError):
        got(move)


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

    assert got(train) == (RATE, 2)


def test_what_a_function_takes() -> None:
    assert takes(lambda x_train, y_train: None, "x")
    assert takes(lambda training_data: None, "x", "pairs")
    assert not takes(lambda epochs: None, "x", "pairs")
    assert not takes(np.ufunc, "x")


# Networks.


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


def test_one_that_keeps_its_samples_is_told_how_long() -> None:
    class Keeps:
        def __init__(self, x, y): ...
        def train(self, epochs): ...
        def update(self, lr, momentum): ...
        def optimise(self, other): ...

    assert [title for title, _ in sequences(Keeps([], []))] == ["train", "update"]


def test_inherited_methods_count() -> None:
    class Net(Trains):
        pass

    assert [title for title, _ in sequences(Net())] == ["train"]


def test_a_property_is_not_run_to_see_what_it_is() -> None:
    class Net(Trains):
        @property
        def accuracy(self) -> float:
            raise KeyboardInterrupt

    assert [title for title, _ in sequences(Net())] == ["train"]
