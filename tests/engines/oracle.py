"""An independent oracle for the engines: the textbook's formulas, in plain NumPy and float64.

Nothing here is shared with the package, nor made fast: a step computes dw in full, and every option
is the equation that defines it. Where w[l] has four axes, a[l] is a picture, and each place is
summed for itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

Array = np.ndarray
Factors = Sequence[Any]  # for each layer (m, n_out), or 1 where nothing is dropped


def f(name: str, z: Array) -> Array:
    if name == "sigmoid":
        e = np.exp(-np.abs(z))
        return np.where(z >= 0, 1 / (1 + e), e / (1 + e))
    if name == "tanh":
        return np.tanh(z)
    if name == "relu":
        return np.where(z < 0, 0.0, z)
    if name == "softmax":
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)
    return np.exp(z) if name == "exponential" else z.copy()


def slope(name: str, z: Array) -> Array:
    if name == "sigmoid":
        return f(name, z) * f(name, -z)
    if name == "tanh":
        return 1 - np.tanh(z) ** 2
    if name == "relu":
        return (z > 0).astype(z.dtype)
    return np.ones_like(z)


def mask(p: float, stream: int, positions: Array, units: int, scale: float) -> Array:
    """Dropout's factors, 0 or the scale; the hash in Python's integers, one unit at a time."""
    factors = np.zeros((len(positions), units))
    for row, position in enumerate(positions):
        for unit in range(units):
            h = (stream + (int(position) << 32) + unit) % 2**64
            h = ((h ^ (h >> 30)) * 0xBF58476D1CE4E5B9) % 2**64
            h = ((h ^ (h >> 27)) * 0x94D049BB133111EB) % 2**64
            h ^= h >> 31
            factors[row, unit] = (h >> 32 >= int(p * 2**32)) * scale
    return factors


def one_hot(y: Array, outputs: int) -> Array:
    return np.eye(outputs)[y] if y.ndim == 1 else y.astype(float)


def pixels(x: Array) -> Array:
    return x / 255 if x.dtype == np.uint8 else x.astype(float)


def forward(
    w: Sequence[Array],
    b: Sequence[Array],
    activations: Sequence[str],
    x: Array,
    factors: Factors | None = None,
) -> tuple[list[Array], list[Array]]:
    """Every z[l], and a[0] … a[L] with dropout's factors on the hidden ones."""
    z, a = [], [x]
    for l, name in enumerate(activations):
        z.append(a[l] @ w[l].T + b[l] if w[l].ndim == 2 else pooled(convolved(a[l], w[l], b[l])))
        out = f(name, z[l])
        a.append(out if factors is None else out * factors[l])
    return z, a


def places(a: Array, w: Array) -> list[tuple[int, int, slice, slice]]:
    """Row and column of each place of z, and the rows and columns that are seen from there."""
    k, side = w.shape[2], round((a.shape[1] / w.shape[1]) ** 0.5)
    return [
        (i, j, slice(i, i + k), slice(j, j + k))
        for i in range(side - k + 1)
        for j in range(side - k + 1)
    ]


def picture(a: Array, w: Array) -> Array:
    side = round((a.shape[1] / w.shape[1]) ** 0.5)
    return a.reshape(len(a), side, side, w.shape[1])


def convolved(a: Array, w: Array, b: Array) -> Array:
    """z (m, rows, columns, n_out) for pictures a (m, n_in)."""
    side = round((a.shape[1] / w.shape[1]) ** 0.5) - w.shape[2] + 1
    z = np.empty((len(a), side, side, len(w)))
    for i, j, rows, columns in places(a, w):
        z[:, i, j] = np.einsum("myxc,ocyx->mo", picture(a, w)[:, rows, columns], w) + b
    return z


def four(z: Array) -> Array:
    """The four that each pooled number is the largest of, (4, m, rows/2, columns/2, n_out)."""
    upper, lower = z[:, 0::2], z[:, 1::2]
    return np.stack([upper[:, :, 0::2], upper[:, :, 1::2], lower[:, :, 0::2], lower[:, :, 1::2]])


def pooled(z: Array) -> Array:
    return four(z).max(axis=0).reshape(len(z), -1)


def unpooled(delta: Array, z: Array) -> Array:
    """d cost / d z, from that of the pooled z (m, n): the first of the largest has all of it."""
    whole, largest = np.zeros_like(z), four(z).argmax(axis=0)
    delta = delta.reshape(largest.shape)
    for which, (i, j) in enumerate([(0, 0), (0, 1), (1, 0), (1, 1)]):
        whole[:, i::2, j::2] = np.where(largest == which, delta, 0)
    return whole


def dw_of_filters(delta: Array, a: Array, w: Array) -> Array:
    dw = np.zeros_like(w)
    for i, j, rows, columns in places(a, w):
        dw += np.einsum("mo,myxc->ocyx", delta[:, i, j], picture(a, w)[:, rows, columns])
    return dw


def error_of_picture(delta: Array, a: Array, w: Array) -> Array:
    """d cost / d a, (m, n_in)."""
    error = np.zeros_like(picture(a, w))
    for i, j, rows, columns in places(a, w):
        error[:, rows, columns] += np.einsum("mo,ocyx->myxc", delta[:, i, j], w)
    return error.reshape(a.shape)


def costs(cost: str, activation: str, z: Array, a: Array, y: Array) -> Array:
    """Each sample's."""
    if cost == "quadratic":
        return ((a - y) ** 2).sum(axis=1) / 2
    if cost == "poisson":  # with 0 ln 0 = 0
        return (a - y - y * np.log(np.where(y > 0, a / np.where(y > 0, y, 1), 1))).sum(axis=1)
    if activation == "sigmoid":  # ln a = -ln(1 + e^-z), ln(1-a) = -ln(1 + e^z)
        return (y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)).sum(axis=1)
    log_a = z - z.max(axis=1, keepdims=True)
    log_a = log_a - np.log(np.exp(log_a).sum(axis=1, keepdims=True))
    return -(y * log_a).sum(axis=1)


def gradients(
    w: Sequence[Array],
    b: Sequence[Array],
    activations: Sequence[str],
    cost: str,
    x: Array,
    y: Array,
    weights: Array,
    factors: Factors | None = None,
) -> tuple[list[Array], list[Array], Array]:
    """(dw, db, each sample's cost); `weights` (m,) say how much each sample counts."""
    z, a = forward(w, b, activations, x, factors)
    delta = a[-1] - y
    if cost == "quadratic":
        delta = delta * slope(activations[-1], z[-1])
    delta = delta * (weights / weights.sum())[:, np.newaxis]
    dw, db = list(w), list(b)
    for l in reversed(range(len(w))):
        if w[l].ndim == 4:
            delta = unpooled(delta, convolved(a[l], w[l], b[l]))
            dw[l], db[l] = dw_of_filters(delta, a[l], w[l]), delta.sum(axis=(0, 1, 2))
        else:
            dw[l], db[l] = delta.T @ a[l], delta.sum(axis=0)
        if l > 0:
            error = delta @ w[l] if w[l].ndim == 2 else error_of_picture(delta, a[l], w[l])
            delta = error * slope(activations[l - 1], z[l - 1])
            if factors is not None:
                delta = delta * factors[l - 1]
    return dw, db, costs(cost, activations[-1], z[-1], a[-1], y)


class Trainer:
    """Float64 copies of w and b, and the optimiser's memory."""

    def __init__(self, w: Sequence[Array], b: Sequence[Array]) -> None:
        self.w = [wl.astype(float) for wl in w]
        self.b = [bl.astype(float) for bl in b]
        self.first = [np.zeros_like(p) for p in self.w + self.b]
        self.second = [np.zeros_like(p) for p in self.w + self.b]
        self.steps = 0

    def run(
        self,
        *,
        activations: Sequence[str],
        cost: str,
        x: Array,
        y: Array,
        order: Array,
        batch_size: int,
        l2: float = 0.0,
        l2_shared: bool = False,
        dropout: Sequence[float] | None = None,
        dropout_streams: Sequence[int] = (),
        dropout_as_is: bool = False,
        sample_weights: Array | None = None,
        **rule: Any,
    ) -> float:
        """Learns as an engine's `run` does, and returns the mean cost."""
        x, y = pixels(x), one_hot(y, len(self.b[-1]))
        weights = np.ones(len(x)) if sample_weights is None else sample_weights.astype(float)
        total = 0.0
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            if weights[rows].sum() == 0:
                continue
            factors = None
            if dropout is not None:
                positions = np.arange(start, start + len(rows))
                units = [a.shape[1] for a in forward(self.w, self.b, activations, x[:1])[1][1:]]
                factors = [
                    mask(p, stream, positions, n, 1.0 if dropout_as_is else 1 / (1 - p))
                    if p
                    else 1.0
                    for p, stream, n in zip(dropout, dropout_streams, units, strict=True)
                ]
            dw, db, each = gradients(
                self.w, self.b, activations, cost, x[rows], y[rows], weights[rows], factors
            )
            total += (each * weights[rows]).sum()
            decay = l2 / weights[rows].sum() if l2_shared else l2
            self.step([g + decay * w for g, w in zip(dw, self.w, strict=True)] + db, **rule)
        weight = weights[order].sum()
        return total / weight if weight else float("nan")

    def step(
        self,
        gradients: Sequence[Array],
        *,
        eta: float,
        optimiser: str = "sgd",
        momentum: float = 0.9,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
        epsilon_hat: bool = False,
    ) -> None:
        """Changes w and b by the optimiser's equations."""
        self.steps += 1
        for i, (p, g) in enumerate(zip(self.w + self.b, gradients, strict=True)):
            m, v = self.first[i], self.second[i]
            if optimiser == "sgd":
                p -= eta * g
            elif optimiser == "adam":
                m[:] = beta1 * m + (1 - beta1) * g
                v[:] = beta2 * v + (1 - beta2) * g**2
                correction1, correction2 = 1 - beta1**self.steps, 1 - beta2**self.steps
                if epsilon_hat:  # the paper's last sentence of section 2
                    p -= eta * np.sqrt(correction2) / correction1 * m / (np.sqrt(v) + epsilon)
                else:
                    p -= eta * m / correction1 / (np.sqrt(v / correction2) + epsilon)
            else:
                m[:] = momentum * m - eta * g
                p += m if optimiser == "momentum" else momentum * m - eta * g
