"""Functions of a module that is not there are textbooks', where their calls leave no doubt."""

from __future__ import annotations

import ast
import textwrap

import numpy as np
import pytest

from groundup.checking.loading.textbook import of_module
from tests.checking.loading.conftest import Load

Z = np.array([[-2.0, 0.5], [1.5, -0.25]])
A = 1.0 / (1.0 + np.exp(-Z))


def known(text: str, module: str = "given") -> list[str]:
    return sorted(of_module(module, ast.parse(textwrap.dedent(text))))


def test_alone_or_with_a_cache_as_the_call_takes_it(loaded: Load) -> None:
    shown = loaded(
        """
        from no_given import sigmoid, relu, relu_backward, tanh, relu_prime
        def forward(z, x):
            a, cache = relu(z)
            return a, cache, sigmoid(a), tanh(x)
        def backward(da, cache):
            return relu_backward(da, cache)
        def slope(a):
            return relu_prime(a)
        """
    )
    a, cache, s, t = shown.module.forward(Z, Z)
    assert np.array_equal(a, np.maximum(Z, 0.0))
    assert np.array_equal(cache, Z)
    assert np.allclose(s, 1.0 / (1.0 + np.exp(-a)))
    assert np.allclose(t, np.tanh(Z))
    assert np.array_equal(shown.module.backward(3.0 * Z, cache), 3.0 * Z * (Z > 0.0))
    assert np.array_equal(shown.module.slope(Z), shown.module.slope(np.maximum(Z, 0.0)))
    assert shown.note is not None
    assert shown.note.message.startswith("Not installed, or not there: no_given; textbook def")


def test_backward_is_the_derivative_of_forward(loaded: Load) -> None:
    shown = loaded(
        """
        from no_given import *
        import no_other as other
        def both(z, d):
            A, cache = sigmoid(z)
            return A, sigmoid_backward(d, cache), other.sigmoid(z)
        """
    )
    a, delta, other = shown.module.both(Z, 2.0 * Z)
    assert np.allclose(a, A)
    assert np.allclose(delta, 2.0 * Z * A * (1.0 - A))
    assert np.allclose(other, A)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from given import *\na = sigmoid(z)\nb = relu(z)", ["relu", "sigmoid"]),
        ("from given import relu\na = sigmoid(z)\nb = relu(z)", ["relu"]),
        ("from given import *\nfrom other import relu\na = sigmoid(relu(z))", ["sigmoid"]),
        ("import given\na = given.sigmoid(z) + np.tanh(z)", ["sigmoid"]),
        ("from given import *\na = np.tanh(z)", []),
        # What it is, is not clear.
        ("from given import sigmoid\na = sigmoid(z)\na, c = sigmoid(z)", []),
        ("from given import sigmoid\na = sigmoid(z, True)", []),
        ("from given import sigmoid\na = sigmoid(z, deriv=True)", []),
        ("from given import sigmoid\na = sigmoid(*z)", []),
        ("from given import sigmoid\nnet(activation=sigmoid)", []),
        ("from given import relu_backward\nd = relu_backward(d, z)", []),
        # Books differ.
        ("from given import sigmoid_prime, softmax\nd = sigmoid_prime(z) * softmax(z)", []),
        # The file has its own.
        ("from given import *\ndef relu(z): return z\na = relu(z)", []),
    ],
)
def test_only_where_there_is_no_doubt(text: str, expected: list[str]) -> None:
    assert known(text) == expected
