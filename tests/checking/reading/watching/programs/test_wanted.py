"""Arguments are given in the form in which the code that uses them wants them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from groundup.checking.reading.watching.programs.asked import activated
from groundup.checking.reading.watching.programs.calls import call
from groundup.checking.reading.watching.programs.shapes import Shape
from groundup.checking.reading.watching.programs.wanted import BEYOND

SIZES = (3, 5, 4, 2)


def got(function: Any, **more: Any) -> Any:
    return call(function, Shape(SIZES).of_networks(activated("tanh", "relu") | more), SIZES)


class Deep:
    def __init__(self, n_in: int, hidden_sizes: Sequence[int], n_out: int, activations: Any):
        self.widths = [n_in, *hidden_sizes, n_out]
        self.activations = activations
        self.last = self.activations[-1]


class Inner:
    def __init__(self, inputs: int, layer_sizes: Any, outputs: int, acts: Any):
        self.widths = [inputs] + layer_sizes + [outputs]  # noqa: RUF005
        self.acts = acts + ["softmax"]  # noqa: RUF005


def test_activations_are_one_a_layer_where_they_are_a_list() -> None:
    made = got(Deep)
    assert made.widths == list(SIZES)
    assert made.activations == ["tanh", "tanh", "relu"]
    assert got(Deep, **{BEYOND: -1}).activations == ["tanh", "tanh"]
    assert got(Deep, **{BEYOND: 1}).activations == ["tanh", "tanh", "tanh", "relu"]


def test_what_is_put_beside_a_list_is_not_in_it() -> None:
    made = got(Inner)
    assert made.widths == list(SIZES)
    assert made.acts == ["tanh", "tanh", "softmax"]


def test_words_are_as_the_code_spells_them() -> None:
    def fit(optimizer: Any, loss: Any, mode: Any) -> Any:
        known = optimizer in ("Adam", "SGD", "RMSprop"), loss == "MSE", mode == "fast"
        return optimizer, loss, mode, known

    assert got(fit)[:3] == ("SGD", "MSE", "fast")


class Pairs:
    def __init__(self, layer_sizes: Any, acts: Any):
        self.matrices = []
        for i, (pair, act) in enumerate(zip(layer_sizes, acts, strict=True)):
            n_in, n_out = pair
            self.matrices.append((i, n_in, n_out, act))


def test_widths_beside_a_number_of_inputs_are_those_of_layers() -> None:
    def network(n_inputs: Any, layer_sizes: Any) -> Any:
        return n_inputs, layer_sizes

    def samples(inputs: Any, layer_sizes: Any) -> Any:
        return inputs.shape[1], layer_sizes

    assert got(network) == (3, [5, 4, 2])
    assert got(samples) == (3, [3, 5, 4, 2])


def test_widths_are_in_pairs_where_they_are_taken_apart_so() -> None:
    made = got(Pairs)
    assert made.matrices == [(0, 3, 5, "tanh"), (1, 5, 4, "tanh"), (2, 4, 2, "relu")]


class Two:
    def __init__(self, n_h: Any, activations: Any):
        self.n_h, self.activations = n_h, activations

    def fit(self, x: Any) -> Any:
        return [x.shape[0], *self.n_h], self.activations[0], self.activations[1]


def test_two_activations_are_that_of_hidden_layers_and_the_last() -> None:
    made = got(Two)
    assert made.n_h == list(SIZES[1:])
    assert made.activations == ["tanh", "relu"]
