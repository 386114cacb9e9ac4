"""The mathematics of a network, for whole batches in NumPy.

z, a and y are (m, n), a row a sample; z of a convolution is what its pool leaves. The rungs write
these out for themselves; this is what everything else uses.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from groundup import convolution

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
OF_ALL_OUTPUTS = {"softmax": softmax, "exponential": np.exp}  # the latter of engines alone


def activate(name: str, z: Array) -> Array:
    return OF_ALL_OUTPUTS[name](z) if name in OF_ALL_OUTPUTS else ACTIVATIONS[name].f(z)


def costs(cost: str, activation: str, z: Array, a: Array, y: Array) -> Array:
    """The cost of each sample (m,), from the last layer's z, its outputs a and targets y.

    Quadratic, ½‖a-y‖²; or cross-entropy, -Σ y ln a for softmax and -Σ y ln a + (1-y) ln (1-a) for
    sigmoid (Nielsen, equation 63). Cross-entropy is taken from z, where no digit is lost yet:
    ln a = -ln(1 + e⁻ᶻ), ln(1-a) = -ln(1 + eᶻ), and for softmax ln a = z - ln Σ eᶻ. Or poisson,
    half the deviance for a = eᶻ: Σ y ln(y/a) - y + a, in which 0 ln 0 is 0.
    """
    if cost == "quadratic":
        return 0.5 * np.square(a - y).sum(axis=-1)
    if cost == "poisson":
        constant = y * np.log(np.where(y > 0, y, 1)) - y
        return (a - y * z + constant).sum(axis=-1)
    if activation == "sigmoid":
        return (y * np.logaddexp(0.0, -z) + (1.0 - y) * np.logaddexp(0.0, z)).sum(axis=-1)
    largest = z.max(axis=-1, keepdims=True)
    log_sum = largest + np.log(np.exp(z - largest).sum(axis=-1, keepdims=True))
    return (y * (log_sum - z)).sum(axis=-1)


def output_delta(cost: str, activation: str, z: Array, a: Array, y: Array) -> Array:
    """d cost / d z of the last layer, a row a sample. With cross-entropy the activation's
    derivative cancels (Nielsen, equation 66), and so it does with poisson."""
    error = a - y
    return error * ACTIVATIONS[activation].f_prime(z, a) if cost == "quadratic" else error


class Passed(NamedTuple):
    """What a batch was on its way through the layers."""

    z: list[Array]  # (m, n_out)
    a: list[Array]  # a[0] is x
    largest: list[Array | None]  # what `convolution.forward` says of its pool


def forward(
    w: Sequence[Array],
    b: Sequence[Array],
    activations: Sequence[str],
    x: Array,
    masks: Sequence[Array | None] | None = None,
) -> Passed:
    """Every z[l] and a[l] of inputs x (m, n_0), which is a[0]. `masks[l]` (m, n_out) multiplies
    what layer l puts out, as dropout does."""
    passed = Passed([], [x], [])
    for l in range(len(w)):
        z, largest = _weighted(passed.a[l], w[l], b[l])
        out = activate(activations[l], z)
        mask = masks[l] if masks else None
        passed.z.append(z)
        passed.a.append(out if mask is None else out * mask)
        passed.largest.append(largest)
    return passed


def _weighted(a: Array, w: Array, b: Array) -> tuple[Array, Array | None]:
    return convolution.forward(a, w, b) if w.ndim == 4 else (a @ w.T + b, None)


def backward(
    w: Sequence[Array],
    activations: Sequence[str],
    cost: str,
    passed: Passed,
    y: Array,
    shares: Array | None = None,
    masks: Sequence[Array | None] | None = None,
) -> tuple[list[Array], list[Array]]:
    """`(dw, db)`, shaped like `w` and `b`, from what `forward` gave and targets y (m, n_L).

    The mean over the samples, or, with `shares` (m, 1), the sum of each sample's gradient times
    its share.
    """
    z, a, largest = passed
    last, m = len(w) - 1, len(y)
    found: list[tuple[Array, Array]] = []

    delta = output_delta(cost, activations[last], z[last], a[last + 1], y)
    for l in reversed(range(len(w))):
        if (chosen := largest[l]) is not None:
            delta = convolution.unpool(delta, chosen)  # (m, rows, columns, n_out)
        wide = (m, *[1] * (delta.ndim - 1))
        weighted = delta / m if shares is None else delta * shares.reshape(wide)
        found.append(_gradients(weighted, a[l], w[l]))
        if l == 0:
            break
        error = convolution.error_below(delta, w[l]) if w[l].ndim == 4 else delta @ w[l]
        mask, out = masks[l - 1] if masks else None, a[l]
        if mask is not None:
            error, out = error * mask, activate(activations[l - 1], z[l - 1])
        delta = error * ACTIVATIONS[activations[l - 1]].f_prime(z[l - 1], out)
    return [dw for dw, _ in reversed(found)], [db for _, db in reversed(found)]


def _gradients(delta: Array, a: Array, w: Array) -> tuple[Array, Array]:
    if w.ndim == 4:
        return convolution.gradients(delta, a, w)
    return delta.T @ a, delta.sum(axis=0)
