"""Activations that code writes down itself are read as formulas, whose slope is exact."""

from __future__ import annotations

import ast
import time

import numpy as np
import pytest

from groundup.checking.reading.own_activations import own_activations
from groundup.checking.reference.backprop import activate, derivative
from groundup.checking.reference.formulas import compiled

Z = np.array([-2.1, -0.4, 0.3, 1.7])
SOFTPLUS, SWISH = np.log1p(np.exp(Z)), Z / (1.0 + np.exp(-Z))
ELU = np.where(Z > 0.0, Z, np.exp(Z) - 1.0)


def own(text: str) -> tuple[str, ...]:
    return own_activations((ast.parse(text),))


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("def f(x):\n    return np.log(1 + np.exp(x))", SOFTPLUS),
        ("def f(x):\n    bias = -.5\n    return 1 / (1 + np.exp(-x + bias))", None),
        ("A, S = 1.7159, 2 / 3\ndef f(x):\n    return A * np.tanh(S * x)", None),
        ("def f(x):\n    return x * s(x)\ndef s(t):\n    return 1 / (1 + np.exp(-t))", SWISH),
        ("def f(x):\n    if x > 0:\n        return x\n    return math.exp(x) - 1", ELU),
        ("def f(x):\n    y = x.copy()\n    y[x <= 0] = np.exp(y[x <= 0]) - 1\n    return y", ELU),
        ("class N:\n    def go(self):\n        self.a = np.log1p(np.exp(self.z))", SOFTPLUS),
        ("z = x @ w + b\na = z / (1 + np.exp(-z))", SWISH),
        (
            "def f(x, deriv=False):\n    if deriv == True:\n        return 1 / (1 + np.exp(-x))\n"
            "    return np.log(1 + np.exp(x))",
            SOFTPLUS,
        ),
    ],
)
def test_a_formula_is_found(text: str, right: np.ndarray | None) -> None:
    (name,) = own(text)
    if right is not None:
        np.testing.assert_allclose(activate(name, Z), right, rtol=1e-14)
    ahead, behind = activate(name, Z + 1e-6), activate(name, Z - 1e-6)
    np.testing.assert_allclose(derivative(name, Z), (ahead - behind) / 2e-6, rtol=1e-8)


@pytest.mark.parametrize("alpha", ["alpha = 0.25\n", ""])
def test_a_leaky_relu_has_the_name_that_it_always_has(alpha: str) -> None:
    slope = "alpha" if alpha else "0.25"
    assert own(f"{alpha}def f(x):\n    return np.where(x > 0, x, {slope} * x)") == (
        "leaky-relu 0.25",
    )


def test_each_number_of_a_name_is_tried() -> None:
    text = (
        "class Leaky:\n    def __init__(self, alpha=0.01):\n        self.alpha = alpha\n"
        "    def go(self, z):\n        return np.maximum(self.alpha * z, z)\nLeaky(alpha=0.4)"
    )
    assert own(text) == ("leaky-relu 0.4",)


@pytest.mark.parametrize(
    "text",
    [
        "def f(x):\n    return 1 / (1 + np.exp(-x))",  # has a name
        "def f(x):\n    s = 1 / (1 + np.exp(-x))\n    return s * (1 - s)",  # a slope
        "def f(x):\n    return np.exp(x)",  # its own slope
        "def f(x):\n    return x / 255",  # a straight line
        "def f(x):\n    return (x > 0) * 1.0",  # a staircase
        "def f(x):\n    return np.log(x)",  # not for all numbers
        "def f(x, y):\n    return x * np.exp(y)",  # of two unknowns
        "def f(x):\n    return np.tanh(x) + 1 / 0.0",  # raises
        "def f(x):\n    return np.tanh(x) * 9.0 ** 9.0 ** 9.0",
    ],
)
def test_what_is_none(text: str) -> None:
    assert own(text) == ()


def test_at_a_corner_the_slope_is_that_of_the_left_side() -> None:
    assert derivative("f(x) = maximum(x, 0.0)", np.zeros(1)) == 0.0


@pytest.mark.parametrize("text", ["x.real", "open(x)", "[x]", "'a'", "x if x else x"])
def test_nothing_but_formulas_is_run(text: str) -> None:
    with pytest.raises(ValueError, match="expected a formula"):
        compiled(f"f(x) = {text}")


def test_a_network_that_calls_what_has_its_own_name_takes_no_time() -> None:
    calls = "\n".join(f"        x = self.fc{i}.forward(x)" for i in range(12))
    tree = ast.parse(f"class Net:\n    def forward(self, x):\n{calls}\n        return x\n")
    begun = time.process_time()
    assert own_activations((tree,)) == ()
    assert time.process_time() - begun < 5.0
