"""The reference engine: every option of the trainer as the equation that defines it, in NumPy.

`run` takes what the kernel's takes and does the same, step by step; the kernel is tested against
it. It is also what trains where the kernel could not be built.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from groundup import mathematics
from groundup.engines import checks
from groundup.engines.options import State, dropout_mask, new_state

Array = np.ndarray
Memory = tuple[Array, ...]

CHUNK = 1000  # samples computed at once where nothing is learned


class Rates(NamedTuple):
    """The numbers of an optimiser's equations."""

    eta: float
    momentum: float
    beta1: float
    beta2: float
    epsilon: float


def sgd(p: Array, g: Array, memory: Memory, step: int, r: Rates) -> tuple[Array, Memory]:
    """p - eta·g"""
    return p - r.eta * g, memory


def momentum(p: Array, g: Array, memory: Memory, step: int, r: Rates) -> tuple[Array, Memory]:
    """v = momentum·v - eta·g, then p + v (Polyak 1964)."""
    v = r.momentum * memory[0] - r.eta * g
    return p + v, (v,)


def nesterov(p: Array, g: Array, memory: Memory, step: int, r: Rates) -> tuple[Array, Memory]:
    """The same v, then p + momentum·v - eta·g (Nesterov 1983, in the form of Sutskever 2013)."""
    v = r.momentum * memory[0] - r.eta * g
    return p + r.momentum * v - r.eta * g, (v,)


def adam(p: Array, g: Array, memory: Memory, step: int, r: Rates) -> tuple[Array, Memory]:
    """Running means of g and g², corrected for starting at 0 (Kingma and Ba 2015, algorithm 1)."""
    m = r.beta1 * memory[0] + (1.0 - r.beta1) * g
    v = r.beta2 * memory[1] + (1.0 - r.beta2) * g * g
    m_hat, v_hat = m / (1.0 - r.beta1**step), v / (1.0 - r.beta2**step)
    return p - r.eta * m_hat / (np.sqrt(v_hat) + r.epsilon), (m, v)


RULES: dict[str, Callable[[Array, Array, Memory, int, Rates], tuple[Array, Memory]]] = {
    "sgd": sgd,
    "momentum": momentum,
    "nesterov": nesterov,
    "adam": adam,
}


class Now(NamedTuple):
    """Where learning stands after a whole step: all of w, then all of b."""

    parameters: list[Array]
    memories: list[Memory]
    steps: int


def run(
    w: Sequence[Array],
    b: Sequence[Array],
    *,
    activations: Sequence[str],
    cost: str,
    x: Array,
    y: Array,
    order: Array | None = None,
    batch_size: int,
    eta: float,
    l2: float = 0.0,
    optimiser: str = "sgd",
    momentum: float = 0.9,
    beta1: float = 0.9,
    beta2: float = 0.999,
    epsilon: float = 1e-8,
    state: State | None = None,
    dropout: Sequence[float] | None = None,
    dropout_streams: Sequence[int] | None = None,
    sample_weights: Array | None = None,
    threads: int = 1,
    progress: Callable[[int], object] | None = None,
) -> float:
    """Learns from samples in `order`, once each, a step for every `batch_size` of them; changes
    `w`, `b` and `state` in place, by whole steps even when interrupted, and returns the mean cost
    of the samples, each just before the step that learned from it.

    Everything means what it means in `groundup.engines.kernel.run`; `threads` means nothing here.
    """
    checks.check_problem(w, b, activations, cost, x, y, order, sample_weights)
    checks.check_state(state, optimiser, w, b)
    checks.check_dropout(dropout, dropout_streams, len(w))
    checks.check_counts(batch_size=batch_size, threads=threads)
    checks.check_rates(eta=eta, l2=l2, momentum=momentum, epsilon=epsilon)
    checks.check_shares(beta1=beta1, beta2=beta2)
    layers, dtype = len(w), w[0].dtype
    state = state or new_state(optimiser, w, b)
    rule, rates = RULES[optimiser], Rates(eta, momentum, beta1, beta2, epsilon)
    order = np.arange(len(x)) if order is None else order
    now = Now([*w, *b], _memories(state), int(state.steps[0]))
    total = weight = 0.0
    try:
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            xs, ys = inputs(x[rows], dtype), targets(y[rows], len(b[-1]), dtype)
            weights = np.ones(len(rows), dtype) if sample_weights is None else sample_weights[rows]
            if weights.sum() == 0:
                continue
            masks = _masks(dropout, dropout_streams, start, len(rows), b)
            w_now, b_now = now.parameters[:layers], now.parameters[layers:]
            z, a = mathematics.forward(w_now, b_now, activations, xs, masks)
            shares = (weights / weights.sum())[:, np.newaxis].astype(dtype)
            dw, db = mathematics.backward(w_now, activations, cost, z, a, ys, shares, masks)
            each = mathematics.costs(cost, activations[-1], z[-1], a[-1], ys)
            total, weight = total + float(each @ weights), weight + float(weights.sum())
            gradients = [dwl + l2 * wl for dwl, wl in zip(dw, w_now, strict=True)] + db
            now = _stepped(now, gradients, rule, rates)
            if progress:
                progress(start + len(rows))
    finally:
        _write_back(now, [*w, *b], state)
    return total / weight if weight else float("nan")


def feedforward(
    w: Sequence[Array],
    b: Sequence[Array],
    *,
    activations: Sequence[str],
    x: Array,
    threads: int = 1,
) -> Array:
    """Outputs (n, n_L), in w's dtype, for x (n, n_0) as in `run`."""
    outputs = [a for _, a in _chunks(w, b, activations, x)]
    return np.concatenate(outputs) if outputs else np.empty((0, len(b[-1])), w[0].dtype)


def mean_cost(
    w: Sequence[Array],
    b: Sequence[Array],
    *,
    activations: Sequence[str],
    cost: str,
    x: Array,
    y: Array,
    threads: int = 1,
) -> float:
    """The mean cost of samples x (n, n_0) with labels (n,) or targets (n, n_L)."""
    total, ys = 0.0, targets(y, len(b[-1]), w[0].dtype)
    for i, (z, a) in enumerate(_chunks(w, b, activations, x)):
        chunk = ys[i * CHUNK : (i + 1) * CHUNK]
        total += float(mathematics.costs(cost, activations[-1], z, a, chunk).sum())
    return total / len(x)


def _chunks(
    w: Sequence[Array], b: Sequence[Array], activations: Sequence[str], x: Array
) -> Iterator[tuple[Array, Array]]:
    """The last layer's z and a, CHUNK samples at a time."""
    for start in range(0, len(x), CHUNK):
        xs = inputs(x[start : start + CHUNK], w[0].dtype)
        z, a = mathematics.forward(w, b, activations, xs)
        yield z[-1], a[-1]


def inputs(x: Array, dtype: Any) -> Array:
    """8-bit pixels scaled to 0–1, or numbers as they are, in `dtype`."""
    return x.astype(dtype) / dtype.type(255) if x.dtype == np.uint8 else x.astype(dtype, copy=False)


def targets(y: Array, outputs: int, dtype: Any) -> Array:
    """Labels (m,) one-hot, or targets (m, outputs) as they are, in `dtype`."""
    return np.eye(outputs, dtype=dtype)[y] if y.ndim == 1 else y.astype(dtype, copy=False)


def _masks(
    dropout: Sequence[float] | None,
    streams: Sequence[int] | None,
    start: int,
    count: int,
    b: Sequence[Array],
) -> list[Array | None] | None:
    """What each layer's outputs are multiplied by: 0 for a dropped unit, 1/(1-p) for others."""
    if dropout is None or streams is None:
        return None
    positions = np.arange(start, start + count)
    return [
        dropout_mask(p, stream, positions, len(bl)) * bl.dtype.type(1.0 / (1.0 - p)) if p else None
        for p, stream, bl in zip(dropout, streams, b, strict=True)
    ]


def _memories(state: State) -> list[Memory]:
    """One tuple for each of w, then of b, from the state's lists of arrays."""
    per_w = zip(*state.w, strict=True) if state.w else ()
    per_b = zip(*state.b, strict=True) if state.b else ()
    return [*per_w, *per_b]


def _stepped(now: Now, gradients: Sequence[Array], rule: Callable, rates: Rates) -> Now:
    step = now.steps + 1
    memories = now.memories or [()] * len(gradients)
    stepped = [
        rule(p, g, memory, step, rates)
        for p, g, memory in zip(now.parameters, gradients, memories, strict=True)
    ]
    return Now([p for p, _ in stepped], [memory for _, memory in stepped], step)


def _write_back(now: Now, arrays: Sequence[Array], state: State) -> None:
    for array, p in zip(arrays, now.parameters, strict=True):
        array[...] = p
    layers = len(arrays) // 2
    for s in range(len(state.w)):
        for l in range(layers):
            state.w[s][l][...] = now.memories[l][s]
            state.b[s][l][...] = now.memories[layers + l][s]
    state.steps[0] = now.steps
