"""The mathematics of a convolution and the 2×2 max-pool after it, for whole batches in NumPy.

(LeCun et al. 1998; Nielsen, chapter 6.) Its w is (n_out, c, k, k): each of n_out neurons sees k by
k pixels of c channels, wherever these are. A patch is to them what a sample is to a layer of
neurons, a row, so the products stay: `seen @ w.T`, `delta @ w` and `delta.T @ seen`. Pictures are
square, and lie flat: a batch of them is (m, side·side·c), by rows, columns and channels.
"""

from __future__ import annotations

from math import isqrt, prod

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

Array = np.ndarray


def forward(a: Array, w: Array, b: Array) -> tuple[Array, Array]:
    """The pooled z (m, side·side·n_out) for pictures a (m, n_in), and for each number of it which
    of its four was the largest, 0 to 3, row by row: (m, side, side, n_out)."""
    seen = see(a, w)
    z = seen.reshape(-1, seen.shape[-1]) @ rows(w).T + b
    fours = _fours(z.reshape(*seen.shape[:3], len(w)))
    largest = fours.argmax(axis=3)  # of several that are, the first
    pooled = np.take_along_axis(fours, largest[:, :, :, np.newaxis], axis=3)
    return pooled.reshape(len(a), prod(largest.shape[1:])), largest


def unpool(delta: Array, largest: Array) -> Array:
    """d cost / d z before the pool, (m, rows, columns, n_out), from that after it, (m, n): all of
    it belongs to the largest of the four, and the others made no difference."""
    m, r, s, n_out = largest.shape
    whole = np.zeros((m, r, s, 4, n_out), delta.dtype)
    spread = delta.reshape(m, r, s, 1, n_out)
    np.put_along_axis(whole, largest[:, :, :, np.newaxis], spread, axis=3)
    fours = whole.reshape(m, r, s, 2, 2, n_out).transpose(0, 1, 3, 2, 4, 5)
    return fours.reshape(m, 2 * r, 2 * s, n_out)


def error_below(delta: Array, w: Array) -> Array:
    """d cost / d a (m, n_in) of the pictures that were seen, from `unpool`'s delta."""
    (m, r, s, n_out), (_, c, k, _) = delta.shape, w.shape
    error = (delta.reshape(-1, n_out) @ rows(w)).reshape(m, r, s, c, k, k)
    total = np.zeros((m, r + k - 1, s + k - 1, c), delta.dtype)
    for i, j in np.ndindex(k, k):  # a pixel is in many patches, and adds them up
        total[:, i : i + r, j : j + s] += error[..., i, j]
    return total.reshape(m, -1)


def gradients(delta: Array, a: Array, w: Array) -> tuple[Array, Array]:
    """`(dw, db)`, shaped like w and b, summed over samples and places: from `unpool`'s delta and
    the pictures a (m, n_in) that were seen."""
    flat, seen = delta.reshape(-1, len(w)), see(a, w)
    return (flat.T @ seen.reshape(len(flat), -1)).reshape(w.shape), flat.sum(axis=0)


def see(a: Array, w: Array) -> Array:
    """Each patch of pictures a (m, n_in) that w sees: (m, rows, columns, c·k·k)."""
    c, k = w.shape[1], w.shape[2]
    side = isqrt(a.shape[1] // c)
    patches = sliding_window_view(a.reshape(len(a), side, side, c), (k, k), axis=(1, 2))
    return patches.reshape(*patches.shape[:3], c * k * k)


def rows(w: Array) -> Array:
    """A row a neuron: (n_out, c·k·k)."""
    return w.reshape(len(w), -1)


def _fours(z: Array) -> Array:
    """(m, rows, columns, n_out) by twos each way: (m, rows/2, columns/2, 4, n_out)."""
    m, r, s, n_out = z.shape
    fours = z.reshape(m, r // 2, 2, s // 2, 2, n_out).transpose(0, 1, 3, 2, 4, 5)
    return fours.reshape(m, r // 2, s // 2, 4, n_out)
