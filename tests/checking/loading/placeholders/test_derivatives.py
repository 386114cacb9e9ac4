"""What stands in for autograd gives derivatives to eleven digits."""

from __future__ import annotations

import numpy as np

from groundup.checking.loading.placeholders.derivatives import elementwise_grad, value_and_grad

X = np.random.default_rng(0).normal(size=(4, 3))


def softmax(z: np.ndarray) -> np.ndarray:
    e = np.exp(z)
    return e / e.sum(axis=1, keepdims=True)


def test_of_a_function_of_each_number() -> None:
    np.testing.assert_allclose(elementwise_grad(np.tanh)(X), 1.0 - np.tanh(X) ** 2, atol=1e-11)


def test_of_a_single_number() -> None:
    assert abs(elementwise_grad(np.sin)(0.3) - np.cos(0.3)) < 1e-11


def test_near_a_kink() -> None:
    x = np.array([-5e-4, 5e-4, -2.0, 2.0])
    slope = elementwise_grad(lambda z: np.maximum(0.0, z))(x)
    np.testing.assert_allclose(slope, [0.0, 1.0, 0.0, 1.0], atol=1e-9)


def test_of_a_cost_by_its_second_argument() -> None:
    y = np.zeros(X.shape)
    slope = elementwise_grad(lambda actual, out: np.mean((actual - out) ** 2), 1)(y, X)
    np.testing.assert_allclose(slope, 2.0 * X / X.size, atol=1e-11)


def test_of_what_mixes_the_numbers_of_a_row() -> None:
    """Each softmax adds up to 1, whatever goes into it: the sum has no slope; that of the squares
    has."""
    np.testing.assert_allclose(elementwise_grad(softmax)(X), np.zeros(X.shape), atol=1e-11)
    p = softmax(X)
    wanted = 2.0 * p * (p - (p * p).sum(axis=1, keepdims=True))
    slope = elementwise_grad(lambda z: softmax(z) ** 2)(X)
    np.testing.assert_allclose(slope, wanted, atol=1e-11)


def test_with_the_value() -> None:
    value, slope = value_and_grad(lambda x: (x**3).sum())(np.array([1.0, 2.0]))
    assert value == 9.0
    np.testing.assert_allclose(slope, [3.0, 12.0], atol=1e-9)
