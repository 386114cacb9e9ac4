"""Activations and costs with their derivatives, for whole batches in NumPy.

z, a and y are (m, n), a row a sample. The rungs write these out for themselves; this is what
everything else uses.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

Array = np.ndarray


def sigmoid(z: Array) -> Array:
    e = np.exp(-np.abs(z))  # never overflows
    return np.where(z >= 0.0, 1.0, e) / (1.0 + e)


def softmax(z: Array) -> Array:
    e = np.exp(z - z.max(axis=-1, keepdims=True))  # the largest is e⁰: never overflows
    return e / e.sum(axis=-1, keepdims=True)


class Activation(NamedTuple):
    f: Callable[[Array], Array]
    f_prime: Callable[[Array, Array], Array]  # of z and a = f(z): the cheaper one is used


ACTIVATIONS = {
    "sigmoid": Activation(sigmoid, lambda z, a: a * (1.0 - a)),
    "tanh": Activation(np.tanh, lambda z, a: 1.0 - a * a),
    "relu": Activation(lambda z: np.maximum(z, 0.0), lambda z, a: (z > 0.0).astype(z.dtype)),
    "linear": Activation(lambda z: z, lambda z, a: np.ones_like(z)),
}
OUTPUT_ACTIVATIONS = (*ACTIVATIONS, "softmax")


def activate(name: str, z: Array) -> Array:
    return softmax(z) if name == "softmax" else ACTIVATIONS[name].f(z)


def quadratic(a: Array, y: Array) -> Array:
    """½‖a-y‖², one number a sample (m,)."""
    return 0.5 * np.square(a - y).sum(axis=-1)


def cross_entropy(a: Array, y: Array, activation: str) -> Array:
    """-Σ y ln a for softmax, -Σ y ln a + (1-y) ln (1-a) for sigmoid (Nielsen, equation 63);
    one number a sample (m,). An a of exactly 0 counts as the smallest float, so the cost of a
    wrong and certain answer is large, not infinite."""
    tiny = np.finfo(a.dtype).tiny
    cost = -(y * np.log(np.maximum(a, tiny))).sum(axis=-1)
    if activation == "sigmoid":
        cost -= ((1.0 - y) * np.log(np.maximum(1.0 - a, tiny))).sum(axis=-1)
    return cost


def output_delta(cost: str, activation: str, z: Array, a: Array, y: Array) -> Array:
    """d cost / d z of the last layer, a row a sample. With cross-entropy the activation's
    derivative cancels (Nielsen, equation 66)."""
    error = a - y
    return error if cost == "cross-entropy" else error * ACTIVATIONS[activation].f_prime(z, a)
