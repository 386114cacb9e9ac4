"""The engine for accelerators: a task's steps are one program, compiled by JAX (programs.py).

Whatever is no number in a step is worked out before, on the host, and handed in step by step: which
samples, their shares of the mean, which units dropout keeps, Adam's corrections. The last batch is
filled up with samples whose share is 0, to have the others' shape.

With several devices, of this process or of others that it has joined (hosts.py), each takes a part
of every batch; XLA adds up what they found. A batch that the devices do not divide is refused.

On a processor the kernel is several times as fast: `auto` never takes this engine.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jax
import numpy as np
from jax.sharding import Mesh, NamedSharding, PartitionSpec

from groundup.engines import checks
from groundup.engines.engine import Measured, Task
from groundup.engines.numpy import OneByOne, targets, weights_of
from groundup.engines.programs import (
    Arrays,
    Program,
    Rates,
    Steps,
    compiled,
    mesh,
    outputs,
    scaled,
    slopes,
)
from groundup.engines.sparse import Sparse
from groundup.engines.state import State, new_state
from groundup.errors import UserError

Array = np.ndarray

CHUNK = 5000  # samples computed at once where nothing is learned
one_by_one = OneByOne  # one sample is nothing for a device


def run(task: Task, average_every: int = 1) -> float:
    """See `Engine.run`. It reports its progress when it is done, and can be stopped before only.

    average_every: 1 for devices that share every step; H for devices that each take H steps with
        their own parts of the batches, and go on from the mean of their networks and memories. At
        the end of a task they meet, too.
    """
    cost, _ = task.targets()
    checks.check_writable(task.w, task.b)
    state = task.state or new_state(task.optimiser, task.w, task.b)
    if not len(task.rows):
        return float("nan")
    program = Program(
        tuple(task.activations),
        cost,
        task.optimiser,
        task.epsilon_hat,
        tuple(task.dropout) if task.dropout and any(task.dropout) else (),
        apart=average_every > 1 and mesh() is not None,
    )
    size = min(task.batch_size, len(task.rows))
    check_divided(size)
    with jax.enable_x64(True):
        steps, weights = plan(task, size, int(state.steps[0]), average_every)
        rates = Rates(*(task.dtype.type(getattr(task, name)) for name in Rates._fields))
        parameters = (list(task.w), list(task.b), memories(state, len(task.w)))
        x = task.x[np.arange(len(task.x))] if isinstance(task.x, Sparse) else task.x
        y = targets(task.y, len(task.b[-1]), task.dtype)  # type: ignore[arg-type]
        given = everywhere((rates, parameters, x, y, steps), mesh())
        (w, b, memory), each = compiled(program, mesh())(*given)
        write_back(task, state, w, b, memory, int(np.asarray(steps.learns).sum()))
        total = float((np.asarray(each, np.float64) * weights)[weights > 0].sum())
    if task.progress:
        task.progress(len(task.rows))
    return total / float(weights.sum()) if weights.any() else float("nan")


class Averaging:
    """The engine, with devices that meet every so many steps. See `run`."""

    def __init__(self, every: int) -> None:
        self.every = every
        self.evaluate, self.feedforward = evaluate, feedforward
        self.gradients, self.cost_and_gradients = gradients, cost_and_gradients
        self.one_by_one = one_by_one

    def run(self, task: Task) -> float:
        return run(task, self.every)


def evaluate(task: Task) -> Measured:
    """See `Engine.evaluate`."""
    cost, y = task.targets()
    total = weight = 0.0
    right = 0
    for rows in chunks(task):
        a, each = answers(task, rows, cost)
        ys, weights = targets(y[rows], len(task.b[-1]), task.dtype), weights_of(task, rows)
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
    first = 0
    for rows in chunks(task):
        out[first : first + len(rows)] = answers(task, rows, None)[0]
        first += len(rows)
    return out


def gradients(task: Task) -> tuple[list[Array], list[Array]]:
    """See `Engine.gradients`."""
    return cost_and_gradients(task)[1:]


def cost_and_gradients(task: Task) -> tuple[float, list[Array], list[Array]]:
    """See `Engine.cost_and_gradients`."""
    cost, y = task.targets()
    sums = [np.zeros_like(p) for p in (*task.w, *task.b)]
    whole, costs = float(weights_of(task, task.rows).sum()), 0.0
    program = Program(tuple(task.activations), cost)
    for rows in chunks(task) if whole else ():
        weights = weights_of(task, rows)
        with jax.enable_x64(True):
            x = filled(inputs_of(task, rows), len(weights))
            ys = filled(targets(y[rows], len(task.b[-1]), task.dtype), len(weights))
            shares = filled(weights / task.dtype.type(whole), len(weights))
            dw, db, each = slopes(program, list(task.w), list(task.b), x, ys, shares, ())
        each = np.asarray(each, np.float64)[: len(rows)]
        costs += float(each[weights > 0] @ weights[weights > 0])
        sums = [total + np.asarray(part) for total, part in zip(sums, (*dw, *db), strict=True)]
    mean = costs / whole if whole else float("nan")
    return mean, sums[: len(task.w)], sums[len(task.w) :]


def plan(task: Task, size: int, taken: int, average_every: int = 1) -> tuple[Steps, Array]:
    """The steps of a task, and the weight of each of their samples (steps, m), 0 of those that fill
    up the last batch."""
    count = len(task.rows)
    steps = -(-count // size)
    rows = filled(task.rows, count, steps * size).reshape(steps, size)
    weights = filled(weights_of(task, task.rows), count, steps * size).reshape(steps, size)
    sums = weights.astype(np.float64).sum(axis=1)
    learns = sums > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = np.where(learns[:, None], weights / sums[:, None], 0)
        l2 = np.where(learns, task.l2 / sums if task.l2_shared else task.l2, 0)
    numbers = taken + np.maximum(np.cumsum(learns), 1)  # of each step, from 1
    betas = np.array([task.beta1, task.beta2])
    meets = np.arange(1, steps + 1) % average_every == 0
    meets[-1] = True
    made = Steps(
        rows=rows,
        shares=shares.astype(task.dtype),
        learns=learns,
        l2=l2.astype(task.dtype),
        corrections=1 - betas[None, :] ** numbers[:, None],
        meets=meets,
        masks=tuple(masks(task, steps, size)),
    )
    return made, weights


def masks(task: Task, steps: int, size: int) -> Iterator[Array]:
    """For each layer that drops units: its factors, (steps, m, n_out)."""
    for factors in task.dropout_factors(np.arange(steps * size)) or ():
        if factors is not None:
            yield factors.reshape(steps, size, -1)


def answers(task: Task, rows: Array, cost: str | None) -> tuple[Array, Array]:
    """Outputs (m, n_L) for these rows, and, where there is a cost, each sample's (m,)."""
    count = len(task.b[-1])
    if cost is None:
        y = np.zeros((len(rows), count), task.dtype)
    else:
        y = targets(task.targets()[1][rows], count, task.dtype)
    program = Program(tuple(task.activations), cost or "quadratic")
    with jax.enable_x64(True):
        x = filled(inputs_of(task, rows), len(rows))
        a, each = outputs(program, list(task.w), list(task.b), x, filled(y, len(rows)))
        return np.asarray(a)[: len(rows)], np.asarray(each, np.float64)[: len(rows)]


def inputs_of(task: Task, rows: Array) -> Array:
    return np.asarray(scaled(task.x[rows], task.dtype))


def filled(array: Array, count: int, to: int | None = None) -> Array:
    """With zeros after its `count` rows, so that there are few shapes to compile for: to the next
    power of two, or `to` as many."""
    more = (to or 1 << max(count - 1, 0).bit_length()) - count
    return np.concatenate([array, np.zeros((more, *array.shape[1:]), array.dtype)])


def chunks(task: Task) -> Iterator[Array]:
    rows, once = task.rows, CHUNK if task.w[0].ndim == 2 else task.samples_at_once
    return (rows[first : first + once] for first in range(0, len(rows), once))


def memories(state: State, layers: int) -> list[tuple]:
    """One tuple for each of w, then of b, with nothing in it where the optimiser has no memory."""
    of_w = [tuple(arrays[l] for arrays in state.w) for l in range(layers)]
    return of_w + [tuple(arrays[l] for arrays in state.b) for l in range(layers)]


def write_back(task: Task, state: State, w: Arrays, b: Arrays, memory: Arrays, steps: int) -> None:
    for array, p in zip((*task.w, *task.b), (*w, *b), strict=True):
        array[...] = np.asarray(p)
    layers = len(task.w)
    for s in range(len(state.w)):
        for l in range(layers):
            state.w[s][l][...] = np.asarray(memory[l][s])
            state.b[s][l][...] = np.asarray(memory[layers + l][s])
    state.steps[0] += steps


def everywhere(arrays: tuple, over: Mesh | None) -> tuple:
    """The same arrays, which every process has, on the devices of all."""
    if over is None or jax.process_count() == 1:
        return arrays
    whole = NamedSharding(over, PartitionSpec())

    def put(array: Any) -> Any:
        array = np.asarray(array)
        return jax.make_array_from_callback(array.shape, whole, lambda index: array[index])

    return jax.tree.map(put, arrays)


def check_divided(batch_size: int) -> None:
    """Raises UserError where the devices do not divide a batch."""
    over = mesh()
    if over is not None and batch_size % over.size:
        raise UserError(
            f"batch_size: expected a multiple of {over.size}, one part for each device, got "
            f"{batch_size}; take another --batch, or fewer devices"
        )
