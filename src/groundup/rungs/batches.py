"""Batches: a whole mini-batch in one matrix.

New since `arrays`: a batch is a matrix, a row for each sample, so each layer's z, a and delta are
matrices too, (m, n_out). One product sends all samples through a layer, `a @ w.T`; another one,
`delta.T @ a`, is the sum over the samples of all their outer products. The calls that
each sample used to need now serve the whole batch, and the products are large enough for the
processor to be good at.

An epoch of MNIST (784-30-10) in batches of 10: a fraction of a second.
Next: `convolution`, whose neurons see a patch of the picture; or `kernel`, which does all this in
one pass of C.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

Vector = np.ndarray
Matrix = np.ndarray
Function = Callable[[np.ndarray], np.ndarray]


class Network(NamedTuple):
    w: list[Matrix]  # w[l] is (n_out, n_in)
    b: list[Vector]  # b[l] is (n_out,)
    f: list[Function]
    f_prime: list[Function]


def sigmoid(z: np.ndarray) -> np.ndarray:
    """Squashes each number to one between 0 and 1.

    >>> sigmoid(np.array([-2.0, 0.0, 2.0])).round(4)
    array([0.1192, 0.5   , 0.8808])
    """
    e = np.exp(-np.abs(z))  # never overflows
    return np.where(z >= 0.0, 1.0, e) / (1.0 + e)


def sigmoid_prime(z: np.ndarray) -> np.ndarray:
    """The slope of the sigmoid at each z: steepest, ¼, at 0.

    >>> sigmoid_prime(np.array([-2.0, 0.0, 2.0])).round(4)
    array([0.105, 0.25 , 0.105])
    """
    a = sigmoid(z)
    return a * (1.0 - a)


def tanh_prime(z: np.ndarray) -> np.ndarray:
    """The slope of tanh at each z: 1 at 0, and nearly 0 far from it."""
    return 1.0 - np.tanh(z) ** 2


def relu(z: np.ndarray) -> np.ndarray:
    """Lets positive numbers through, and turns all others into 0.

    >>> relu(np.array([3.0, -3.0]))
    array([3., 0.])
    """
    return np.maximum(z, 0.0)


def relu_prime(z: np.ndarray) -> np.ndarray:
    """The slope of the ReLU: 1 where it lets z through, 0 where it does not.

    >>> relu_prime(np.array([3.0, -3.0]))
    array([1., 0.])
    """
    return (z > 0.0).astype(z.dtype)


def linear(z: np.ndarray) -> np.ndarray:
    """Gives z as it is: an activation that does nothing."""
    return z


def linear_prime(z: np.ndarray) -> np.ndarray:
    """The slope of a straight line that rises by 1: it is 1 everywhere."""
    return np.ones_like(z)


ACTIVATIONS: dict[str, tuple[Function, Function]] = {
    "sigmoid": (sigmoid, sigmoid_prime),
    "tanh": (np.tanh, tanh_prime),
    "relu": (relu, relu_prime),
    "linear": (linear, linear_prime),
}


def build(
    w: Sequence,
    b: Sequence,
    activations: Sequence[str] | None = None,
    dtype: DTypeLike = np.float64,
) -> Network:
    """The network with weights `w[l]` (n_out, n_in), biases `b[l]` (n_out,) and an activation
    per layer, `"sigmoid"` where none is named; it computes in `dtype`."""
    activations = activations or ["sigmoid"] * len(w)
    if len(activations) != len(w) or not set(activations) <= set(ACTIVATIONS):
        raise ValueError(f"expected {len(w)} names from {list(ACTIVATIONS)}, got {activations}")
    return Network(
        w=[np.asarray(wl, dtype) for wl in w],
        b=[np.asarray(bl, dtype) for bl in b],
        f=[ACTIVATIONS[name][0] for name in activations],
        f_prime=[ACTIVATIONS[name][1] for name in activations],
    )


def feedforward(network: Network, x: ArrayLike) -> Vector:
    """The output activations (n_L,) for one sample's inputs `x` (n_0,), or (m, n_L) for m of them
    (m, n_0).

    >>> network = build(w=[[[0.5, -0.25], [1, 0.5]], [[2, -1]]], b=[[0, 0], [0]])
    >>> feedforward(network, [[1, 2], [0, 0]]).round(4)  # a row for each sample
    array([[0.5298],
           [0.6225]])
    """
    w, b, f, _ = network
    a = np.asarray(x, w[0].dtype)
    for l in range(len(w)):
        a = f[l](a @ w[l].T + b[l])
    return a


def backprop(network: Network, x: ArrayLike, y: ArrayLike) -> tuple[list[Matrix], list[Vector]]:
    """`(dw, db)`, shaped like `w` and `b`: the gradient of one sample's cost ½‖a-y‖².

    >>> network = build(w=[[[2]]], b=[[1]], activations=["linear"])
    >>> backprop(network, x=[3], y=[5])  # it says 2·3 + 1 = 7, which is 2 too many
    ([array([[6.]])], [array([2.])])
    """
    return gradients(network, np.atleast_2d(x), np.atleast_2d(y))


def gradients(network: Network, xs: ArrayLike, ys: ArrayLike) -> tuple[list[Matrix], list[Vector]]:
    """`(dw, db)`: the mean over a batch, a row of `xs` (m, n_0) and `ys` (m, n_L) per sample.

    >>> network = build(w=[[[2]]], b=[[1]], activations=["linear"])
    >>> gradients(network, xs=[[3], [1]], ys=[[5], [3]])  # the second is right already
    ([array([[3.]])], [array([1.])])
    """
    w, b, f, f_prime = network
    layers = range(len(w))
    last = len(w) - 1

    # Forwards, keeping every z and a.
    z, a = [], [np.asarray(xs, w[0].dtype)]
    for l in layers:
        z.append(a[l] @ w[l].T + b[l])  # (m, n_out)
        a.append(f[l](z[l]))

    # Backwards: delta = d cost / d z, a row for each sample.
    error = a[last + 1] - targets(ys, a[last + 1])
    delta = {last: error * f_prime[last](z[last])}
    for l in reversed(range(last)):
        error = delta[l + 1] @ w[l + 1]
        delta[l] = error * f_prime[l](z[l])

    m = len(a[0])
    dw = [(delta[l] / m).T @ a[l] for l in layers]  # (n_out, m) @ (m, n_in)
    db = [delta[l].mean(axis=0) for l in layers]
    return dw, db


def targets(ys: ArrayLike, a: np.ndarray) -> np.ndarray:
    """`ys` as an array. Raises ValueError where its shape is not that of the outputs `a`."""
    ys = np.asarray(ys, a.dtype)
    if ys.shape != a.shape or not len(ys):  # NumPy would stretch them to fit
        raise ValueError(f"targets must have shape {a.shape}, at least one row, got {ys.shape}")
    return ys


def train_batch(network: Network, xs: ArrayLike, ys: ArrayLike, eta: float) -> Network:
    """The network after one step of gradient descent with learning rate `eta`.

    >>> network = build(w=[[[2]]], b=[[1]], activations=["linear"])
    >>> parameters(train_batch(network, xs=[[3]], ys=[[5]], eta=0.1))  # 1.4·3 + 0.8 = 5
    ([[[1.4]]], [[0.8]])
    """
    dw, db = gradients(network, xs, ys)
    w = [step(wl, dwl, eta) for wl, dwl in zip(network.w, dw, strict=True)]
    b = [step(bl, dbl, eta) for bl, dbl in zip(network.b, db, strict=True)]
    return network._replace(w=w, b=b)


def step(w: np.ndarray, dw: np.ndarray, eta: float) -> np.ndarray:
    """The numbers of `w`, moved against their gradient.

    >>> step(np.array([2.0, 1.0]), np.array([4.0, -4.0]), eta=0.25)
    array([1., 2.])
    """
    return w - eta * dw


def parameters(network: Network) -> tuple[list, list]:
    """`(w, b)` as plain nested lists."""
    return [wl.tolist() for wl in network.w], [bl.tolist() for bl in network.b]


if __name__ == "__main__":
    from groundup.rungs.demonstration import demonstrate

    demonstrate("batches")
