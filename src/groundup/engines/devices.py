"""The engine for accelerators: a task's steps are one program, compiled by JAX for its devices.

It does what the NumPy engine does, in the same order, with `jnp` for `np`; convolutions are in
patches.py. Whatever is no number in a step is worked out before, on the host, and handed in step by
step: which samples, their shares of the mean, which units dropout keeps, Adam's corrections. So a
program depends on `Program` and on shapes only, and JAX compiles it once. The last batch is filled
up with samples whose share is 0, to have the others' shape.

With several devices, of this process or of others that it has joined (hosts.py), each takes a part
of every batch; XLA adds up what they found. A batch that the devices do not divide is refused.

On a processor the kernel is several times as fast: `auto` never takes this engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax
from jax.sharding import Mesh, NamedSharding, PartitionSpec

from groundup.engines import checks, patches
from groundup.engines.engine import Measured, Task
from groundup.engines.numpy import OneByOne, targets, weights_of
from groundup.engines.sparse import Sparse
from groundup.engines.state import State, dropout_mask, new_state
from groundup.errors import UserError

Array = np.ndarray
Arrays = list[Any]  # of NumPy's or of JAX's

CHUNK = 5000  # samples computed at once where nothing is learned
one_by_one = OneByOne  # one sample is nothing for a device


class Program(NamedTuple):
    """What a compiled program is kept by."""

    activations: tuple[str, ...]
    cost: str
    optimiser: str = "sgd"
    epsilon_hat: bool = False
    dropout: tuple[float, ...] = ()
    apart: bool = False  # each device takes steps of its own, and they meet now and then


class Steps(NamedTuple):
    """What the host has worked out, a row a step."""

    rows: Any  # (steps, m), of x
    shares: Any  # (steps, m), of the mean; all 0 where a batch weighs nothing
    learns: Any  # (steps,), whether it weighs anything
    l2: Any  # (steps,)
    corrections: Any  # (steps, 2): Adam's 1 − β₁ᵗ and 1 − β₂ᵗ
    meets: Any  # (steps,), whether devices that go apart take the mean of where they are
    masks: tuple[Any, ...]  # for each layer that drops units (steps, m, n_out), of factors


class Rates(NamedTuple):
    eta: Any
    momentum: Any
    beta1: Any
    beta2: Any
    epsilon: Any


def sigmoid(z: Any) -> Any:
    e = jnp.exp(-jnp.abs(z))  # never overflows
    return jnp.where(z >= 0, 1, e) / (1 + e)


ACTIVATIONS: dict[str, tuple[Callable, Callable]] = {  # f(z), and f′(z) from z and a
    "sigmoid": (sigmoid, lambda z, a: a * (1 - a)),
    "tanh": (jnp.tanh, lambda z, a: 1 - a * a),
    "relu": (lambda z: jnp.maximum(z, 0), lambda z, a: (z > 0).astype(z.dtype)),
    "linear": (lambda z: z, lambda z, a: jnp.ones_like(z)),
    "softmax": (partial(jax.nn.softmax, axis=-1), lambda z, a: jnp.ones_like(z)),
    "exponential": (jnp.exp, lambda z, a: a),
}


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


# On the devices


@cache
def compiled(program: Program, over: Mesh | None) -> Callable:
    """All steps of a task: `scan` hands parameters and memories from step to step."""

    def steps(rates: Rates, parameters: tuple, x: Any, y: Any, plan: Steps) -> tuple:
        def step(before: tuple, now: Steps) -> tuple:
            w, b, memory = before
            xs, ys = shared_out(scaled(x[now.rows], w[0].dtype)), shared_out(y[now.rows])
            dw, db, each = slopes(program, w, b, xs, ys, now.shares, now.masks)
            g = [dwl + now.l2 * wl for dwl, wl in zip(dw, w, strict=True)] + db
            p, m = stepped(program, rates, [*w, *b], g, memory, now.corrections)
            after = (p[: len(w)], p[len(w) :], m)
            after = jax.tree.map(lambda new, old: jnp.where(now.learns, new, old), after, before)
            return (lax.cond(now.meets, met, lambda here: here, after) if apart else after), each

        return lax.scan(step, parameters, shares_of_own(plan) if apart else plan)

    def met(here: tuple) -> tuple:
        return jax.tree.map(lambda array: lax.pmean(array, "devices"), here)

    def shares_of_own(plan: Steps) -> Steps:
        """The plan of one device: shares of the mean over its own samples."""
        sums = plan.shares.sum(axis=1, keepdims=True)
        shares = jnp.where(sums > 0, plan.shares / jnp.where(sums > 0, sums, 1), 0)
        return plan._replace(shares=shares, learns=plan.learns & (sums[:, 0] > 0))

    def shared_out(batch: Any) -> Any:
        """A part of the batch for each device."""
        if over is None or apart:
            return batch
        return lax.with_sharding_constraint(batch, NamedSharding(over, PartitionSpec("devices")))

    apart = program.apart
    if apart:
        assert over is not None
        every, part = PartitionSpec(), PartitionSpec(None, "devices")
        planned = Steps(part, part, every, every, every, every, part)  # type: ignore[arg-type]
        run_apart = jax.shard_map(
            steps,
            mesh=over,
            in_specs=(every, every, every, every, planned),
            out_specs=(every, part),
            check_vma=False,
        )
        return jax.jit(run_apart, out_shardings=NamedSharding(over, every))
    if over is None or jax.process_count() == 1:
        return jax.jit(steps)
    return jax.jit(steps, out_shardings=NamedSharding(over, PartitionSpec()))  # all have all


class Passed(NamedTuple):
    """What a batch was on its way through the layers."""

    z: Arrays
    a: Arrays  # a[0] is x
    whole: Arrays  # each layer's f(z[l]) before units were dropped
    largest: Arrays  # what `patches.forward` says of a convolution's pool


def forward(program: Program, w: Arrays, b: Arrays, x: Any, masks: Sequence[Any]) -> Passed:
    passed, masks = Passed([], [x], [], []), list(masks)
    for l in range(len(w)):
        z, largest = weighted(passed.a[l], w[l], b[l])
        whole = ACTIVATIONS[program.activations[l]][0](z)
        dropped = bool(program.dropout) and program.dropout[l] > 0
        passed.z.append(z)
        passed.a.append(whole * masks.pop(0) if dropped else whole)
        passed.whole.append(whole)
        passed.largest.append(largest)
    return passed


def weighted(a: Any, w: Any, b: Any) -> tuple[Any, Any]:
    return patches.forward(a, w, b) if w.ndim == 4 else (a @ w.T + b, None)


@partial(jax.jit, static_argnums=0)
def slopes(
    program: Program, w: Arrays, b: Arrays, x: Any, y: Any, shares: Any, masks: tuple
) -> tuple[Arrays, Arrays, Any]:
    """`(dw, db)`, sums of the samples' gradients times their shares (m,), and their costs (m,)."""
    z, a, whole, largest = forward(program, w, b, x, masks)
    dw, db, factors, last = list(w), list(b), list(masks), len(w) - 1
    f_prime = [ACTIVATIONS[name][1] for name in program.activations]
    delta = a[-1] - y
    if program.cost == "quadratic":
        delta = delta * f_prime[last](z[last], a[-1])
    for l in reversed(range(len(w))):
        dw[l], db[l], error = layer_slopes(delta, shares, a[l], w[l], largest[l])
        if l == 0:
            break  # XLA leaves out the error that nobody wants
        if program.dropout and program.dropout[l - 1] > 0:
            error = error * factors.pop()
        delta = error * f_prime[l - 1](z[l - 1], whole[l - 1])
    return dw, db, costs(program, z[-1], a[-1], y)


def layer_slopes(delta: Any, shares: Any, a: Any, w: Any, largest: Any) -> tuple[Any, Any, Any]:
    """`(dw, db)` of a layer, its samples' shares in them, and d cost / d a."""
    if largest is None:
        part = delta * shares[:, None]
        return part.T @ a, part.sum(axis=0), delta @ w
    whole = patches.unpool(delta, largest)
    dw, db = patches.gradients(whole * shares[:, None, None, None], a, w)
    return dw, db, patches.error_below(whole, w)


def costs(program: Program, z: Any, a: Any, y: Any) -> Any:
    """See `groundup.mathematics.costs`."""
    if program.cost == "quadratic":
        return 0.5 * jnp.square(a - y).sum(axis=-1)
    if program.cost == "poisson":
        return (a - y * z + y * jnp.log(jnp.where(y > 0, y, 1)) - y).sum(axis=-1)
    if program.activations[-1] == "sigmoid":
        return (y * jnp.logaddexp(0, -z) + (1 - y) * jnp.logaddexp(0, z)).sum(axis=-1)
    return -(y * jax.nn.log_softmax(z, axis=-1)).sum(axis=-1)


def stepped(
    program: Program, rates: Rates, p: Arrays, g: Arrays, memory: Arrays, corrections: Any
) -> tuple[Arrays, Arrays]:
    """Parameters and memories after a step; the equations are those of the NumPy engine."""
    after, kept = [], []
    for i in range(len(p)):
        if program.optimiser == "sgd":
            after.append(p[i] - rates.eta * g[i])
            kept.append(())
        elif program.optimiser == "adam":
            m = rates.beta1 * memory[i][0] + (1 - rates.beta1) * g[i]
            v = rates.beta2 * memory[i][1] + (1 - rates.beta2) * g[i] * g[i]
            hat = corrections.astype(p[i].dtype)
            epsilon = rates.epsilon / jnp.sqrt(hat[1]) if program.epsilon_hat else rates.epsilon
            after.append(p[i] - rates.eta * (m / hat[0]) / (jnp.sqrt(v / hat[1]) + epsilon))
            kept.append((m, v))
        else:
            v = rates.momentum * memory[i][0] - rates.eta * g[i]
            ahead = rates.momentum * v - rates.eta * g[i]
            after.append(p[i] + (ahead if program.optimiser == "nesterov" else v))
            kept.append((v,))
    return after, kept


def scaled(x: Any, dtype: Any) -> Any:
    """8-bit pixels as 0–1, or numbers as they are, in `dtype`."""
    return x.astype(dtype) / dtype.type(255) if x.dtype == np.uint8 else x.astype(dtype)


@partial(jax.jit, static_argnums=0)
def _answers(program: Program, w: Arrays, b: Arrays, x: Any, y: Any) -> tuple[Any, Any]:
    passed = forward(program, w, b, x, ())
    z, a = passed.z[-1], passed.a[-1]
    return a, costs(program, z, a, y)


# On the host


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
    """For each layer that drops units: 0, or 1/(1−p), (steps, m, n_out)."""
    if not task.dropout or task.dropout_streams is None:
        return
    for p, stream, units in zip(task.dropout, task.dropout_streams, task.sizes[1:], strict=True):
        if p:
            kept = dropout_mask(p, stream, np.arange(steps * size), units)
            factor = kept * task.dtype.type(1.0 / (1.0 - p))
            yield factor.astype(task.dtype).reshape(steps, size, units)


def answers(task: Task, rows: Array, cost: str | None) -> tuple[Array, Array]:
    """Outputs (m, n_L) for these rows, and, where there is a cost, each sample's (m,)."""
    outputs = len(task.b[-1])
    if cost is None:
        y = np.zeros((len(rows), outputs), task.dtype)
    else:
        y = targets(task.targets()[1][rows], outputs, task.dtype)
    program = Program(tuple(task.activations), cost or "quadratic")
    with jax.enable_x64(True):
        x = filled(inputs_of(task, rows), len(rows))
        a, each = _answers(program, list(task.w), list(task.b), x, filled(y, len(rows)))
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


@cache
def mesh() -> Mesh | None:
    """All devices in a row; None where there is but one."""
    found = jax.devices()
    return Mesh(np.array(found), ("devices",)) if len(found) > 1 else None


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
