"""Arrays: the same statements with NumPy, one sample at a time.

New since `lists`: a vector is an array (n,), a matrix an array (n_out, n_in). `@` is the matrix
product, `.T` the transpose, `+ - *` work on whole arrays, and the loops over numbers run in
compiled code. What `lists` had to write out disappears; backprop keeps its statements.

An epoch of MNIST (784-30-10): seconds. Each sample still costs some forty calls to NumPy, most of
them too small to be worth calling, and a matrix of gradients as large as the network, which is
built, kept and averaged with the others of its batch.
Next: `batches`, which makes a few calls for a whole batch and never builds those matrices.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

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


def build(w: Sequence, b: Sequence, activations: Sequence[str] | None = None) -> Network:
    """The network with weights `w[l]` (n_out, n_in), biases `b[l]` (n_out,) and an activation
    per layer, `"sigmoid"` where none is named."""
    activations = activations or ["sigmoid"] * len(w)
    if len(activations) != len(w) or not set(activations) <= set(ACTIVATIONS):
        raise ValueError(f"expected {len(w)} names from {list(ACTIVATIONS)}, got {activations}")
    return Network(
        w=[np.asarray(wl, float) for wl in w],
        b=[np.asarray(bl, float) for bl in b],
        f=[ACTIVATIONS[name][0] for name in activations],
        f_prime=[ACTIVATIONS[name][1] for name in activations],
    )


def feedforward(network: Network, x: ArrayLike) -> Vector:
    """The output activations (n_L,) for one sample's inputs `x` (n_0,).

    >>> network = build(w=[[[0.5, -0.25], [1, 0.5]], [[2, -1]]], b=[[0, 0], [0]])
    >>> feedforward(network, x=[1, 2]).round(4)
    array([0.5298])
    """
    w, b, f, _ = network
    a = np.asarray(x, float)
    for l in range(len(w)):
        a = f[l](w[l] @ a + b[l])
    return a


def backprop(network: Network, x: ArrayLike, y: ArrayLike) -> tuple[list[Matrix], list[Vector]]:
    """`(dw, db)`, shaped like `w` and `b`: the gradient of one sample's cost ½‖a-y‖².

    >>> network = build(w=[[[2]]], b=[[1]], activations=["linear"])
    >>> backprop(network, x=[3], y=[5])  # it says 2·3 + 1 = 7, which is 2 too many
    ([array([[6.]])], [array([2.])])
    """
    w, b, f, f_prime = network
    layers = range(len(w))
    last = len(w) - 1

    # Forwards, keeping every z and a.
    z, a = [], [np.asarray(x, float)]
    for l in layers:
        z.append(w[l] @ a[l] + b[l])
        a.append(f[l](z[l]))

    # Backwards: delta = d cost / d z.
    error = a[last + 1] - target(y, a[last + 1].shape)
    delta = {last: error * f_prime[last](z[last])}
    for l in reversed(range(last)):
        error = w[l + 1].T @ delta[l + 1]
        delta[l] = error * f_prime[l](z[l])

    dw = [np.outer(delta[l], a[l]) for l in layers]
    db = [delta[l] for l in layers]
    return dw, db


def target(y: ArrayLike, shape: tuple[int, ...]) -> np.ndarray:
    """`y` as an array. Raises ValueError where its shape is not that of the outputs."""
    y = np.asarray(y, float)
    if y.shape != shape:  # NumPy would stretch it to fit
        raise ValueError(f"targets must have shape {shape}, got {y.shape}")
    return y


def gradients(
    network: Network, xs: Iterable[ArrayLike], ys: Iterable[ArrayLike]
) -> tuple[list[Matrix], list[Vector]]:
    """`(dw, db)`: the mean over a batch, a row of `xs` (m, n_0) and `ys` (m, n_L) per sample.

    >>> network = build(w=[[[2]]], b=[[1]], activations=["linear"])
    >>> gradients(network, xs=[[3], [1]], ys=[[5], [3]])  # the second is right already
    ([array([[3.]])], [array([1.])])
    """
    dws, dbs = zip(*(backprop(network, x, y) for x, y in zip(xs, ys, strict=True)), strict=True)
    dw = [mean(matrices) for matrices in zip(*dws, strict=True)]
    db = [mean(vectors) for vectors in zip(*dbs, strict=True)]
    return dw, db


def mean(arrays: Sequence[np.ndarray]) -> np.ndarray:
    """The mean of several arrays, number by number.

    >>> mean([np.array([1.0, 2.0]), np.array([3.0, 6.0])])
    array([2., 4.])
    """
    return np.mean(arrays, axis=0)


def train_batch(
    network: Network, xs: Iterable[ArrayLike], ys: Iterable[ArrayLike], eta: float
) -> Network:
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

    demonstrate("arrays")
