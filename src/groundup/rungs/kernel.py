"""Kernel: a step in one pass of C.

New since `batches`: nothing is computed here. A step there is a dozen calls to NumPy, and each
walks over memory, makes a temporary and multiplies by pixels that are 0. Here it is one call of
`groundup.engines.kernel`, which goes forwards, backwards and down the slope in C, keeps its sums
in registers and leaves out the zeros; and a whole epoch is one call too (`train_epoch`), straight
from 8-bit pixels. Layers may convolve, as in `convolution`. What remains in Python is the shapes.

An epoch of MNIST (784-30-10) in batches of 10: less than a tenth of a second, if it is one call.
With a call for each batch, most of the time goes into carrying weights to and fro.
Next: the C itself, in `engines/_kernel/`, the last lesson of the ladder. Start with kernel.h.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from groundup.engines import kernel
from groundup.engines.engine import Task

Vector = np.ndarray
Matrix = np.ndarray

ACTIVATIONS = ["sigmoid", "tanh", "relu", "linear"]


class Network(NamedTuple):
    w: list[Matrix]  # w[l] is (n_out, n_in), or (n_out, c, k, k) where the layer convolves
    b: list[Vector]  # b[l] is (n_out,)
    activations: list[str]


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
        raise ValueError(f"expected {len(w)} names from {ACTIVATIONS}, got {activations}")
    return Network(
        w=[np.ascontiguousarray(wl, dtype) for wl in w],
        b=[np.ascontiguousarray(bl, dtype) for bl in b],
        activations=list(activations),
    )


def feedforward(network: Network, x: ArrayLike) -> Vector:
    """The output activations (n_L,) for one sample's inputs `x` (n_0,), or (m, n_L) for m of them
    (m, n_0)."""
    w, b, activations = network
    x = np.asarray(x, w[0].dtype)
    a = kernel.feedforward(Task(w, b, activations, np.atleast_2d(x)))
    return a[0] if x.ndim == 1 else a


def backprop(network: Network, x: ArrayLike, y: ArrayLike) -> tuple[list[Matrix], list[Vector]]:
    """`(dw, db)`, shaped like `w` and `b`: the gradient of one sample's cost ½‖a-y‖²."""
    return gradients(network, np.atleast_2d(x), np.atleast_2d(y))


def gradients(network: Network, xs: ArrayLike, ys: ArrayLike) -> tuple[list[Matrix], list[Vector]]:
    """`(dw, db)`: the mean over a batch, a row of `xs` (m, n_0) and `ys` (m, n_L) per sample."""
    w, b, activations = network
    xs, ys = np.asarray(xs, w[0].dtype), np.asarray(ys, w[0].dtype)
    return kernel.gradients(Task(w, b, activations, xs, "quadratic", ys))


def train_batch(network: Network, xs: ArrayLike, ys: ArrayLike, eta: float) -> Network:
    """The network after one step of gradient descent with learning rate `eta`."""
    dtype = network.w[0].dtype
    xs, ys = np.asarray(xs, dtype), np.asarray(ys, dtype)
    return train_epoch(network, xs, ys, np.arange(len(xs)), max(len(xs), 1), eta)


def train_epoch(
    network: Network, x: np.ndarray, y: np.ndarray, order: np.ndarray, batch_size: int, eta: float
) -> Network:
    """The network after a step for every `batch_size` of the samples in `order` (m,), rows of
    `x` (n, n_0), 8-bit pixels or numbers, with labels `y` (n,) or targets (n, n_L)."""
    w, b = [wl.copy() for wl in network.w], [bl.copy() for bl in network.b]
    task = Task(w, b, network.activations, x, "quadratic", y, order, batch_size=batch_size, eta=eta)
    kernel.run(task)
    return network._replace(w=w, b=b)


def parameters(network: Network) -> tuple[list, list]:
    """`(w, b)` as plain nested lists."""
    return [wl.tolist() for wl in network.w], [bl.tolist() for bl in network.b]


if __name__ == "__main__":
    from groundup.rungs.demonstration import demonstrate

    demonstrate("kernel")
