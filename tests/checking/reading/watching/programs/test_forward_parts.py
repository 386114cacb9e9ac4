"""Layers and activations that only go forwards are found by what they compute, and put in pairs
where the network takes pairs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from groundup.checking.model.answers import Settings
from groundup.checking.model.offered import Offered
from groundup.checking.reading.forms import slots
from groundup.checking.reading.watching.programs.forward_parts import (
    in_pairs,
    one_way_activations,
    one_way_layers,
    paired,
)

SETTINGS = Settings(("tanh", "linear"), "quadratic")


class Rows:
    """Makes its weights for the first inputs; what it gives may have the shape of weights."""

    def __init__(self, units: int) -> None:
        self.units, self.weights, self.output = units, None, None

    def __call__(self, x: Any) -> Any:
        if self.weights is None:
            self.weights = np.ones((x.shape[1], self.units))
        self.output = x @ self.weights
        return self.output


class Columns(Rows):
    def __call__(self, x: Any) -> Any:
        if self.weights is None:
            self.weights = np.ones((self.units, x.shape[0]))
        self.output = self.weights @ x
        return self.output


class Tanh:
    def __call__(self, z: Any) -> Any:
        return np.tanh(z)


class LeakyTanh:
    def __call__(self, z: Any) -> Any:
        return np.tanh(z) + 0.1 * z


def offered(*kinds: type) -> Offered:
    return Offered({kind.__name__: kind for kind in kinds})


@pytest.mark.parametrize(("kind", "shape"), [(Rows, (4, 2)), (Columns, (2, 4))])
def test_a_layer_makes_its_weights_when_it_is_called(kind: type, shape: tuple[int, int]) -> None:
    (build,) = one_way_layers(offered(kind), SETTINGS, lambda kind: False)
    found = slots.parameters(build.make(4, 2), 4, 2)
    assert found is not None
    assert (found[0].path, slots.shape(found[0])) == ("weights", shape)
    assert not list(one_way_layers(offered(kind), SETTINGS, lambda kind: True))


def test_an_activation_gives_what_it_is_called() -> None:
    assert list(one_way_activations("tanh", offered(Tanh))) == [Tanh]
    assert list(one_way_activations("tanh", offered(LeakyTanh))) == []
    assert list(one_way_activations("relu", offered(Tanh))) == []


class Said:
    def __init__(self, layers: list[tuple[Rows, Tanh]]) -> None:
        self.layers = layers


class TakenApart:
    def __init__(self, layers: Any) -> None:
        self.layers = layers

    def forward(self, x: Any) -> Any:
        for layer, activation in self.layers:
            x = activation(layer(x))
        return x


class Listed:
    def __init__(self, layers: list[Rows]) -> None:
        self.layers = layers

    def forward(self, x: Any) -> Any:
        for _, layer in enumerate(self.layers):
            x = layer(x)
        return x


@pytest.mark.parametrize(("kind", "pairs"), [(Said, True), (TakenApart, True), (Listed, False)])
def test_a_network_of_pairs_says_so(kind: type, pairs: bool) -> None:
    assert in_pairs(kind, lambda name: name == "layers") is pairs
    assert not in_pairs(kind, lambda name: name == "parts")


def test_pairs_want_an_activation_for_every_layer() -> None:
    assert paired([1, 2, 3, 4]) == [(1, 2), (3, 4)]
    with pytest.raises(ValueError, match="shorter"):
        paired([1, 2, 3])
