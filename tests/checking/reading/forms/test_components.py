"""How the parts of a network are built."""

from __future__ import annotations

import functools

import pytest

from groundup.checking.model.answers import Settings
from groundup.checking.model.probes import make
from groundup.checking.reading.forms import components, stacks
from groundup.checking.reading.forms.layouts import BATCHED, Layout

SETTINGS = Settings(("sigmoid",), "quadratic")
TOLD = """
import numpy as np

class SGD:
    def __init__(self, rate=0.1): self.rate = rate
    def update(self, w, dw): return w - self.rate * dw

class Dense:
    def __init__(self, units, input_shape=None):
        self.units, self.input_shape = units, input_shape

    def forward(self, x): return x @ self.W + self.b
    def backward(self, grad): return grad @ self.W.T

"""
BUILD = """
    def build(self, input_shape):
        self.W, self.b = np.zeros((input_shape[AT], self.units)), np.zeros(self.units)
"""
INITIALIZE = """
    def initialize(self, optimizer):
        self.W, self.b = np.zeros((self.input_shape[AT], self.units)), np.zeros(self.units)
        self.update = optimizer.update
"""


@pytest.mark.parametrize("at", ["0", "1", "-1"])
def test_a_layer_may_be_told_the_shape_of_its_inputs(offer, at: str) -> None:
    offered = offer(TOLD + BUILD.replace("AT", at))
    (build,) = components.layers_with_weights(offered, SETTINGS)
    assert build.make(4, 2).W.shape == (4, 2)


def test_a_layer_that_wants_an_optimizer_is_given_one_or_nothing(offer) -> None:
    offered = offer(TOLD + INITIALIZE.replace("AT", "0"))
    assert not list(components.layers_with_weights(offered, SETTINGS))
    told = functools.partial(components.told_later, optimizer=offered.names["SGD"]())
    (build,) = components.layers_with_weights(offered, SETTINGS, told=told)
    assert build.make(4, 2).W.shape == (4, 2)


def test_an_activation_that_cannot_be_made_is_no_layer() -> None:
    assert not stacks.sends_back(lambda: {}["tanh"], Layout(x=BATCHED[0]))


def test_an_activation_that_is_not_what_it_is_called_is_said() -> None:
    class ReLU: ...

    recipe = stacks.Recipe(components.Build("Dense", lambda n_in, n_out: None, None), ReLU, 0.0)
    probe = make("lopsided", Settings(("leaky-relu 0.01",), "quadratic"))
    with pytest.raises(ValueError, match=r"ReLU gives leaky-relu 0\.01, which its name does not"):
        stacks.units({("relu", False): recipe}, probe)


@pytest.mark.parametrize("name", ["dactivation", "act_d", "activation_prime"])
def test_a_function_that_is_none_by_default_may_be_a_slope(offer, name: str) -> None:
    text = f"""
        class Dense:
            def __init__(self, units, activation, {name}=None, start=None):
                self.activation, self.slope, self.start = activation, {name}, start

            def forward(self, x): return self.activation(self.start(x))
            def backward(self, grad): return grad * self.slope(self.z) if self.slope else grad
        """
    kind = offer(text).names["Dense"]
    assert components.slopes_of(kind) == [name]
