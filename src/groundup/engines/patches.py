"""Convolution and 2×2 max-pool on JAX's devices: patches and a product.

It is `groundup.convolution` with `jnp` for `np`. XLA's own convolutions are many times slower than
these products where they run in a `scan` on a processor. A patch is k rows, each of k pixels, here:
so patches are made in two steps of k slices each, and a row of `rows(w)` is in the same order.
"""

from __future__ import annotations

from math import isqrt
from typing import Any

import jax.numpy as jnp


def forward(a: Any, w: Any, b: Any) -> tuple[Any, Any]:
    """The pooled z (m, side·side·n_out) for pictures a (m, n_in), and for each number of it which
    of its four was the largest, 0 to 3, row by row: (m, side, side, n_out)."""
    z = see(a, w) @ rows(w).T + b
    four = [z[:, i::2, j::2] for i in (0, 1) for j in (0, 1)]
    most = jnp.maximum(jnp.maximum(four[0], four[1]), jnp.maximum(four[2], four[3]))
    largest = jnp.select([four[0] == most, four[1] == most, four[2] == most], [0, 1, 2], 3)
    return most.reshape(len(a), -1), largest


def unpool(delta: Any, largest: Any) -> Any:
    """d cost / d z before the pool, (m, rows, columns, n_out), from that after it, (m, n)."""
    m, r, s, n_out = largest.shape
    place = jnp.arange(4).reshape(1, 1, 2, 1, 2, 1)
    spread = delta.reshape(m, r, 1, s, 1, n_out)
    whole = jnp.where(largest.reshape(spread.shape) == place, spread, 0)
    return whole.reshape(m, 2 * r, 2 * s, n_out)


def error_below(delta: Any, w: Any) -> Any:
    """d cost / d a (m, n_in) of the pictures that were seen, from `unpool`'s delta."""
    (m, r, s, _), (_, c, k, _) = delta.shape, w.shape
    error = (delta @ rows(w)).reshape(m, r, s, k, k * c)
    of_rows = jnp.zeros((m, r + k - 1, s, k * c), delta.dtype)
    for i in range(k):
        of_rows = of_rows.at[:, i : i + r].add(error[..., i, :])
    of_rows = of_rows.reshape(m, r + k - 1, s, k, c)
    total = jnp.zeros((m, r + k - 1, s + k - 1, c), delta.dtype)
    for j in range(k):
        total = total.at[:, :, j : j + s].add(of_rows[..., j, :])
    return total.reshape(m, -1)


def gradients(delta: Any, a: Any, w: Any) -> tuple[Any, Any]:
    """`(dw, db)`, shaped like w and b, summed over samples and places: from `unpool`'s delta and
    the pictures a (m, n_in) that were seen."""
    n_out, c, k, _ = w.shape
    flat = delta.reshape(-1, n_out)
    dw = flat.T @ see(a, w).reshape(len(flat), -1)
    return dw.reshape(n_out, k, k, c).transpose(0, 3, 1, 2), flat.sum(axis=0)


def see(a: Any, w: Any) -> Any:
    """Each patch of pictures a (m, n_in) that w sees: (m, rows, columns, k·k·c)."""
    c, k = w.shape[1], w.shape[2]
    side = isqrt(a.shape[1] // c)
    room = side - k + 1
    pictures = a.reshape(len(a), side, side, c)
    across = jnp.concatenate([pictures[:, :, j : j + room] for j in range(k)], axis=-1)
    return jnp.concatenate([across[:, i : i + room] for i in range(k)], axis=-1)


def rows(w: Any) -> Any:
    """A row a neuron, in the order of a patch: (n_out, k·k·c)."""
    return w.transpose(0, 2, 3, 1).reshape(len(w), -1)
