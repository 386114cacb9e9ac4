"""Convolution: neurons that see a patch of the picture, and the same neurons at every place.

New since `batches`: a layer's w may have four axes, (n_out, c, k, k). Its neurons see k by k pixels
of c channels, and there is one of each at every place where such a patch fits, all with the same
weights. To them a patch is what a sample was, a row, so the three products stay: `seen @ w.T`,
`delta @ w`, `delta.T @ seen`. What is new is around them. `see` cuts pictures into patches, and
on the way back `overlay` lays errors of patches upon pictures. `pool` keeps the largest of every 2
by 2 places, and `unpool` takes the error to where that was.

A picture is square and stored as rows, columns, channels, flat: a row of `xs` is still a sample.
The layers that convolve come first; along each side, their filters must fit at an even number of
places, so that these can be pooled.

An epoch of MNIST (28x28-20c5p2-40c5p2-100-10) in batches of 10: half a minute. Each number of such
a network is used hundreds of times, and each patch is copied before it is multiplied.
Next: `kernel`, which does all this in one pass of C.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isqrt
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, DTypeLike

Vector = np.ndarray
Matrix = np.ndarray
Function = Callable[[np.ndarray], np.ndarray]


class Network(NamedTuple):
    w: list[Matrix]  # w[l] is (n_out, n_in), or (n_out, c, k, k) where the layer convolves
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
    """The network with weights `w[l]` (n_out, n_in), or (n_out, c, k, k) where the layer
    convolves, biases `b[l]` (n_out,) and an activation per layer, `"sigmoid"` where none is named;
    it computes in `dtype`."""
    activations = activations or ["sigmoid"] * len(w)
    if len(activations) != len(w) or not set(activations) <= set(ACTIVATIONS):
        raise ValueError(f"expected {len(w)} names from {list(ACTIVATIONS)}, got {activations}")
    return Network(
        w=[np.asarray(wl, dtype) for wl in w],
        b=[np.asarray(bl, dtype) for bl in b],
        f=[ACTIVATIONS[name][0] for name in activations],
        f_prime=[ACTIVATIONS[name][1] for name in activations],
    )


def see(a: Matrix, w: np.ndarray) -> Matrix:
    """What the neurons of `w` see of `a` (m, n): whole rows, (m, n_in); or, where they convolve,
    every patch of every picture, (m·places, c·k·k), a row each.

    >>> picture = np.array([[1, 2, 3, 4, 5, 6, 7, 8, 9]])  # 3 by 3
    >>> see(picture, np.ones((1, 1, 2, 2)))
    array([[1, 2, 4, 5],
           [2, 3, 5, 6],
           [4, 5, 7, 8],
           [5, 6, 8, 9]])
    """
    if w.ndim == 2:
        return a
    _, c, k, _ = w.shape
    patches = sliding_window_view(pictures(a, c), (k, k), axis=(1, 2))  # (m, side, side, c, k, k)
    return patches.reshape(-1, c * k * k)


def overlay(error: Matrix, a: Matrix, w: np.ndarray) -> Matrix:
    """d cost / d `a`, where `error` is d cost / d `see(a, w)`: a pixel was seen in many patches,
    and their errors add up on it.

    >>> picture = np.zeros((1, 9))  # 3 by 3
    >>> overlay(np.ones((4, 4)), picture, np.ones((1, 1, 2, 2))).reshape(3, 3)
    array([[1., 2., 1.],
           [2., 4., 2.],
           [1., 2., 1.]])
    """
    if w.ndim == 2:
        return error
    _, c, k, _ = w.shape
    total = np.zeros_like(pictures(a, c))
    side = total.shape[1] - k + 1
    patches = error.reshape(len(a), side, side, c, k, k)
    for i, j in np.ndindex(k, k):
        total[:, i : i + side, j : j + side] += patches[..., i, j]
    return total.reshape(a.shape)


def pool(sums: Matrix, w: np.ndarray, m: int) -> Matrix:
    """z: the largest of every 2 by 2 places in `sums` (m·places, n_out), in a row for each sample.
    Where `w` does not convolve, nothing is pooled.

    >>> pool(np.array([[1], [4], [3], [2]]), np.ones((1, 1, 2, 2)), m=1)
    array([[4]])
    """
    if w.ndim == 2:
        return sums
    return fours(sums, m).max(axis=3).reshape(m, -1)


def unpool(delta: Matrix, sums: Matrix, w: np.ndarray) -> Matrix:
    """d cost / d `sums`, where `delta` is d cost / d z: all of it belongs to the largest of the
    four, the first if several are equally large. The others changed nothing, and get 0.

    >>> sums = np.array([[1.0], [4.0], [3.0], [2.0]])
    >>> unpool(np.array([[0.5]]), sums, np.ones((1, 1, 2, 2))).ravel()
    array([0. , 0.5, 0. , 0. ])
    """
    if w.ndim == 2:
        return delta
    four = fours(sums, len(delta))
    largest = four.argmax(axis=3, keepdims=True)
    given = np.zeros_like(four)
    np.put_along_axis(given, largest, delta.reshape(largest.shape), axis=3)
    m, half, _, _, n_out = four.shape
    return given.reshape(m, half, half, 2, 2, n_out).swapaxes(2, 3).reshape(sums.shape)


def pictures(a: Matrix, channels: int) -> np.ndarray:
    """`a` (m, n) as (m, side, side, channels).

    >>> pictures(np.zeros((10, 784)), channels=1).shape
    (10, 28, 28, 1)
    """
    side = isqrt(a.shape[1] // channels)
    if a.shape[1] != side * side * channels:
        raise ValueError(f"expected rows of side·side·{channels} numbers, got {a.shape[1]}")
    return a.reshape(len(a), side, side, channels)


def fours(sums: Matrix, m: int) -> np.ndarray:
    """`sums` (m·places, n_out) as (m, half, half, 4, n_out): the four places that are pooled into
    one lie side by side."""
    n_out = sums.shape[1]
    side = isqrt(sums.reshape(m, -1, n_out).shape[1])
    if side % 2:
        raise ValueError(f"expected an even number of places a side to pool, got {side}")
    half = side // 2
    four = sums.reshape(m, half, 2, half, 2, n_out).swapaxes(2, 3)
    return four.reshape(m, half, half, 4, n_out)


def rows(w: np.ndarray) -> Matrix:
    """The weights as a matrix with a row for each neuron, whatever it sees.

    >>> rows(np.zeros((20, 1, 5, 5))).shape
    (20, 25)
    """
    return w.reshape(len(w), -1)  # a row a neuron


def feedforward(network: Network, x: ArrayLike) -> Vector:
    """The output activations (n_L,) for one sample's inputs `x` (n_0,), or (m, n_L) for m of them
    (m, n_0).

    >>> network = build(w=[[[0.5, -0.25], [1, 0.5]], [[2, -1]]], b=[[0, 0], [0]])
    >>> feedforward(network, [[1, 2], [0, 0]]).round(4)  # a row for each sample
    array([[0.5298],
           [0.6225]])
    """
    w, b, f, _ = network
    x = np.asarray(x, w[0].dtype)
    a = np.atleast_2d(x)
    for l in range(len(w)):
        sums = see(a, w[l]) @ rows(w[l]).T + b[l]
        a = f[l](pool(sums, w[l], len(a)))
    return a[0] if x.ndim == 1 else a


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

    # Forwards, keeping every z and a, what was seen of a, and the sums of which z is the largest.
    seen, sums, z, a = [], [], [], [np.asarray(xs, w[0].dtype)]
    m = len(a[0])
    for l in layers:
        seen.append(see(a[l], w[l]))
        sums.append(seen[l] @ rows(w[l]).T + b[l])  # (m, n_out), or (m·places, n_out)
        z.append(pool(sums[l], w[l], m))
        a.append(f[l](z[l]))

    # Backwards: delta = d cost / d sums, a row for each sample, or for each place.
    error = a[last + 1] - targets(ys, a[last + 1])
    delta = {last: error * f_prime[last](z[last])}
    for l in reversed(range(last)):
        error = overlay(delta[l + 1] @ rows(w[l + 1]), a[l + 1], w[l + 1])
        delta[l] = unpool(error * f_prime[l](z[l]), sums[l], w[l])

    dw = [((delta[l] / m).T @ seen[l]).reshape(w[l].shape) for l in layers]
    db = [delta[l].sum(axis=0) / m for l in layers]
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

    demonstrate("convolution")
