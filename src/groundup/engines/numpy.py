"""The reference engine: every option of the trainer as the equation that defines it, in NumPy.

It does what the kernel does, step by step. It is also what trains where that could not be built.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from groundup import mathematics, shapes
from groundup.engines import checks
from groundup.engines.engine import Measured, Task
from groundup.engines.state import State, new_state

Array = np.ndarray
Memory = tuple[Array, ...]


def sgd(p: Array, g: Array, memory: Memory, step: int, task: Task) -> tuple[Array, Memory]:
    """p - eta·g"""
    return p - task.eta * g, memory


def momentum(p: Array, g: Array, memory: Memory, step: int, task: Task) -> tuple[Array, Memory]:
    """v = momentum·v - eta·g, then p + v (Polyak 1964)."""
    v = task.momentum * memory[0] - task.eta * g
    return p + v, (v,)


def nesterov(p: Array, g: Array, memory: Memory, step: int, task: Task) -> tuple[Array, Memory]:
    """The same v, then p + momentum·v - eta·g (Nesterov 1983, in the form of Sutskever 2013)."""
    v = task.momentum * memory[0] - task.eta * g
    return p + task.momentum * v - task.eta * g, (v,)


def adam(p: Array, g: Array, memory: Memory, step: int, task: Task) -> tuple[Array, Memory]:
    """Running means of g and g², corrected for starting at 0 (Kingma and Ba 2015, algorithm 1)."""
    m = task.beta1 * memory[0] + (1.0 - task.beta1) * g
    v = task.beta2 * memory[1] + (1.0 - task.beta2) * g * g
    m_hat, v_hat = m / (1.0 - task.beta1**step), v / (1.0 - task.beta2**step)
    epsilon = task.epsilon / np.sqrt(1.0 - task.beta2**step) if task.epsilon_hat else task.epsilon
    return p - task.eta * m_hat / (np.sqrt(v_hat) + p.dtype.type(epsilon)), (m, v)


RULES: dict[str, Callable[[Array, Array, Memory, int, Task], tuple[Array, Memory]]] = {
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


def run(task: Task) -> float:
    """See `Engine.run`; `threads` means nothing here."""
    cost, y = task.targets()
    checks.check_writable(task.w, task.b)
    w, b, layers = task.w, task.b, len(task.w)
    state = task.state or new_state(task.optimiser, w, b)
    rule = RULES[task.optimiser]
    now = Now([*w, *b], _memories(state), int(state.steps[0]))
    total = weight = 0.0
    try:
        for start, rows in batches(task, task.batch_size):
            xs, ys = inputs(task.x[rows], task.dtype), targets(y[rows], len(b[-1]), task.dtype)
            weights = weights_of(task, rows)
            if weights.sum() == 0:
                continue
            masks = task.dropout_factors(np.arange(start, start + len(rows)))
            w_now, b_now = now.parameters[:layers], now.parameters[layers:]
            passed = mathematics.forward(w_now, b_now, task.activations, xs, masks)
            shares = (weights / weights.sum())[:, np.newaxis].astype(task.dtype)
            dw, db = mathematics.backward(w_now, task.activations, cost, passed, ys, shares, masks)
            z, a = passed.z[-1], passed.a[-1]
            each = mathematics.costs(cost, task.activations[-1], z, a, ys)
            total, weight = total + float(each @ weights), weight + float(weights.sum())
            l2 = task.l2 / float(weights.sum()) if task.l2_shared else task.l2
            gradients = [dwl + l2 * wl for dwl, wl in zip(dw, w_now, strict=True)] + db
            now = _stepped(now, gradients, rule, task)
            if task.progress:
                task.progress(start + len(rows))
    finally:
        _write_back(now, [*w, *b], state)
    return total / weight if weight else float("nan")


def evaluate(task: Task) -> Measured:
    """See `Engine.evaluate`."""
    cost, y = task.targets()
    total, weight, right = 0.0, 0.0, 0
    for _, rows in batches(task, task.samples_at_once):
        z, a = _forward(task, rows)
        ys, weights = targets(y[rows], len(task.b[-1]), task.dtype), weights_of(task, rows)
        each = mathematics.costs(cost, task.activations[-1], z, a, ys)
        total += float(each[weights > 0] @ weights[weights > 0])
        weight += float(weights.sum())
        guessed = a.argmax(axis=1) == ys.argmax(axis=1)
        right += int((guessed & ~np.isnan(a).any(axis=1)).sum())
    return Measured(total / weight if weight else float("nan"), right)


def feedforward(task: Task, out: Array | None = None) -> Array:
    """See `Engine.feedforward`."""
    shape = (len(task.rows), len(task.b[-1]))
    out = np.empty(shape, task.dtype) if out is None else out
    checks.expect(out.shape == shape, "out", f"shape {shape}", out)
    for start, rows in batches(task, task.samples_at_once):
        out[start : start + len(rows)] = _forward(task, rows)[1]
    return out


def gradients(task: Task) -> tuple[list[Array], list[Array]]:
    """See `Engine.gradients`."""
    return cost_and_gradients(task)[1:]


def cost_and_gradients(task: Task) -> tuple[float, list[Array], list[Array]]:
    """See `Engine.cost_and_gradients`."""
    cost, y = task.targets()
    sums = [np.zeros_like(p) for p in (*task.w, *task.b)]
    whole, costs = weights_of(task, task.rows).sum(), 0.0
    for _, rows in batches(task, task.samples_at_once) if whole else ():
        xs, ys = inputs(task.x[rows], task.dtype), targets(y[rows], len(task.b[-1]), task.dtype)
        weights = weights_of(task, rows)
        shares = (weights / whole)[:, np.newaxis].astype(task.dtype)
        passed = mathematics.forward(task.w, task.b, task.activations, xs)
        z, a = passed.z[-1], passed.a[-1]
        each = mathematics.costs(cost, task.activations[-1], z, a, ys)
        costs += float(each[weights > 0] @ weights[weights > 0])
        dw, db = mathematics.backward(task.w, task.activations, cost, passed, ys, shares)
        sums = [total + part for total, part in zip(sums, (*dw, *db), strict=True)]
    mean = costs / float(whole) if whole else float("nan")
    return mean, sums[: len(task.w)], sums[len(task.w) :]


class OneByOne:
    """See `groundup.engines.engine.OneByOne`."""

    def __init__(self, w: Sequence[Array], b: Sequence[Array], activations: Sequence[str]) -> None:
        blank = np.zeros((1, shapes.sizes([wl.shape for wl in w])[0]), w[0].dtype)
        self._task = Task([wl.copy() for wl in w], [bl.copy() for bl in b], activations, x=blank)

    def __call__(self, x: Array) -> Array:
        if not np.isfinite(x).all():
            raise ValueError("x: expected finite numbers")
        return feedforward(replace(self._task, x=x[np.newaxis]))[0]

    def label(self, x: Array) -> int:
        return int(self(x).argmax())


one_by_one = OneByOne


def batches(task: Task, size: int) -> Iterator[tuple[int, Array]]:
    """Where each batch starts, and the rows of x that it has."""
    rows = task.rows
    for start in range(0, len(rows), size):
        yield start, rows[start : start + size]


def weights_of(task: Task, rows: Array) -> Array:
    return (
        np.ones(len(rows), task.dtype)
        if task.sample_weights is None
        else (task.sample_weights[rows])
    )


def _forward(task: Task, rows: Array) -> tuple[Array, Array]:
    """The last layer's z and a."""
    xs = inputs(task.x[rows], task.dtype)
    passed = mathematics.forward(task.w, task.b, task.activations, xs)
    return passed.z[-1], passed.a[-1]


def inputs(x: Array, dtype: Any) -> Array:
    """8-bit pixels scaled to 0–1, or numbers as they are, in `dtype`."""
    return x.astype(dtype) / dtype.type(255) if x.dtype == np.uint8 else x.astype(dtype, copy=False)


def targets(y: Array, outputs: int, dtype: Any) -> Array:
    """Labels (m,) one-hot, or targets (m, outputs) as they are, in `dtype`."""
    return np.eye(outputs, dtype=dtype)[y] if y.ndim == 1 else y.astype(dtype, copy=False)


def _memories(state: State) -> list[Memory]:
    """One tuple for each of w, then of b, from the state's lists of arrays."""
    per_w = zip(*state.w, strict=True) if state.w else ()
    per_b = zip(*state.b, strict=True) if state.b else ()
    return [*per_w, *per_b]


def _stepped(now: Now, gradients: Sequence[Array], rule: Callable, rates: Task) -> Now:
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
