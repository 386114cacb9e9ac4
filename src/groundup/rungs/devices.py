"""Devices: whole epochs, compiled for whatever computes: processors, GPUs, TPUs.

New since `batches`: `jnp` has NumPy's functions, for arrays that live on a device. Nothing else
in a step changes. But a step is not run line by line: `jax.jit` runs the function once on arrays
that have shapes and no numbers, notes every operation, and compiles the notes for the device.
`lax.scan` does the same with a loop: an epoch is one program, and nothing leaves the device until
its end. The notes have no room for an `if` on a number, or for an array that is changed in place.

JAX computes in float32 unless told otherwise; `in_double` tells it so, for the duration of a call.

An epoch of MNIST (784-30-10) in batches of 10, on a processor: a few tenths of a second, more than
the kernel takes, since small matrices keep no device busy. It is for large networks on an
accelerator, and needs JAX: pip install 'groundup[devices]'
Next: `groundup.engines.devices`, which trains in this way on many devices and many machines.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial, wraps
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax
from numpy.typing import ArrayLike, DTypeLike

Vector = jax.Array
Matrix = jax.Array
Function = Callable[[jax.Array], jax.Array]


class Network(NamedTuple):
    w: list[Matrix]  # w[l] is (n_out, n_in)
    b: list[Vector]  # b[l] is (n_out,)
    activations: tuple[str, ...]  # by these names a compiled program is found again


def in_double(function: Callable) -> Callable:
    """The function, with 64-bit numbers where its arguments have them."""

    @wraps(function)
    def wrapped(*arguments: Any, **named: Any) -> Any:
        with jax.enable_x64(True):
            return function(*arguments, **named)

    return wrapped


def sigmoid(z: jax.Array) -> jax.Array:
    e = jnp.exp(-jnp.abs(z))  # never overflows
    return jnp.where(z >= 0.0, 1.0, e) / (1.0 + e)


def sigmoid_prime(z: jax.Array) -> jax.Array:
    a = sigmoid(z)
    return a * (1.0 - a)


def tanh_prime(z: jax.Array) -> jax.Array:
    return 1.0 - jnp.tanh(z) ** 2


def relu(z: jax.Array) -> jax.Array:
    return jnp.maximum(z, 0.0)


def relu_prime(z: jax.Array) -> jax.Array:
    return (z > 0.0).astype(z.dtype)


def linear(z: jax.Array) -> jax.Array:
    return z


def linear_prime(z: jax.Array) -> jax.Array:
    return jnp.ones_like(z)


ACTIVATIONS: dict[str, tuple[Function, Function]] = {
    "sigmoid": (sigmoid, sigmoid_prime),
    "tanh": (jnp.tanh, tanh_prime),
    "relu": (relu, relu_prime),
    "linear": (linear, linear_prime),
}


@in_double
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
        w=[jnp.asarray(np.asarray(wl, dtype)) for wl in w],
        b=[jnp.asarray(np.asarray(bl, dtype)) for bl in b],
        activations=tuple(activations),
    )


@in_double
def feedforward(network: Network, x: ArrayLike) -> np.ndarray:
    """The output activations (n_L,) for one sample's inputs `x` (n_0,), or (m, n_L) for m of them
    (m, n_0)."""
    w, b, activations = network
    a = jnp.asarray(np.asarray(x, w[0].dtype))
    for l in range(len(w)):
        f, _ = ACTIVATIONS[activations[l]]
        a = f(a @ w[l].T + b[l])
    return np.asarray(a)


def backprop(
    network: Network, x: ArrayLike, y: ArrayLike
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """`(dw, db)`, shaped like `w` and `b`: the gradient of one sample's cost ½‖a-y‖²."""
    return gradients(network, np.atleast_2d(x), np.atleast_2d(y))


@in_double
def gradients(
    network: Network, xs: ArrayLike, ys: ArrayLike
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """`(dw, db)`: the mean over a batch, a row of `xs` (m, n_0) and `ys` (m, n_L) per sample."""
    w, b, activations = network
    dw, db = mean_gradients(activations, w, b, *batch(network, xs, ys))
    return [np.asarray(dwl) for dwl in dw], [np.asarray(dbl) for dbl in db]


@partial(jax.jit, static_argnums=0)
def mean_gradients(
    activations: tuple[str, ...], w: list[Matrix], b: list[Vector], xs: Matrix, ys: Matrix
) -> tuple[list[Matrix], list[Vector]]:
    """The same, of arrays on the device: this is what is compiled."""
    f, f_prime = zip(*(ACTIVATIONS[name] for name in activations), strict=True)
    layers = range(len(w))
    last = len(w) - 1

    # Forwards, keeping every z and a.
    z, a = [], [xs]
    for l in layers:
        z.append(a[l] @ w[l].T + b[l])  # (m, n_out)
        a.append(f[l](z[l]))

    # Backwards: delta = d cost / d z, a row for each sample.
    error = a[last + 1] - ys
    delta = {last: error * f_prime[last](z[last])}
    for l in reversed(range(last)):
        error = delta[l + 1] @ w[l + 1]
        delta[l] = error * f_prime[l](z[l])

    m = len(a[0])
    dw = [(delta[l] / m).T @ a[l] for l in layers]  # (n_out, m) @ (m, n_in)
    db = [delta[l].mean(axis=0) for l in layers]
    return dw, db


def batch(network: Network, xs: ArrayLike, ys: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    dtype, outputs = network.w[0].dtype, len(network.b[-1])
    xs, ys = np.asarray(xs, dtype), np.asarray(ys, dtype)
    if ys.shape != (len(xs), outputs) or not len(ys):  # JAX would stretch them to fit
        wanted = (len(xs), outputs)
        raise ValueError(f"targets must have shape {wanted}, at least one row, got {ys.shape}")
    return xs, ys


def train_batch(network: Network, xs: ArrayLike, ys: ArrayLike, eta: float) -> Network:
    """The network after one step of gradient descent with learning rate `eta`."""
    xs, ys = batch(network, xs, ys)
    return train_epoch(network, xs, ys, np.arange(len(xs)), len(xs), eta)


@in_double
def train_epoch(
    network: Network, x: np.ndarray, y: np.ndarray, order: np.ndarray, batch_size: int, eta: float
) -> Network:
    """The network after a step for every `batch_size` of the samples in `order` (m,), rows of
    `x` (n, n_0), 8-bit pixels or numbers, with labels `y` (n,) or targets (n, n_L)."""
    w, b = network.w, network.b
    whole = len(order) - len(order) % batch_size
    for rows in (order[:whole].reshape(-1, batch_size), order[whole:][np.newaxis]):
        if rows.size:  # the last batch may be smaller, and so a program of its own
            w, b = steps(network.activations, w, b, x, y, rows, w[0].dtype.type(eta))
    return network._replace(w=w, b=b)


@partial(jax.jit, static_argnums=0)
def steps(
    activations: tuple[str, ...],
    w: list[Matrix],
    b: list[Vector],
    x: Matrix,
    y: jax.Array,
    rows: jax.Array,
    eta: jax.Array,
) -> tuple[list[Matrix], list[Vector]]:
    """A step for every row of `rows` (steps, m): `scan` goes through them, and hands w and b from
    step to step."""
    dtype = w[0].dtype

    def step(parameters: tuple, rows: jax.Array) -> tuple[tuple, None]:
        w, b = parameters
        xs = x[rows].astype(dtype) / 255 if x.dtype == np.uint8 else x[rows]
        ys = jax.nn.one_hot(y[rows], len(b[-1]), dtype=dtype) if y.ndim == 1 else y[rows]
        dw, db = mean_gradients(activations, w, b, xs, ys)
        w = [wl - eta * dwl for wl, dwl in zip(w, dw, strict=True)]
        b = [bl - eta * dbl for bl, dbl in zip(b, db, strict=True)]
        return (w, b), None

    (w, b), _ = lax.scan(step, (w, b), rows)
    return w, b


def parameters(network: Network) -> tuple[list, list]:
    """`(w, b)` as plain nested lists."""
    return [wl.tolist() for wl in network.w], [bl.tolist() for bl in network.b]


if __name__ == "__main__":
    from groundup.rungs.demonstration import demonstrate

    demonstrate("devices")
