"""What JAX compiles for its devices: a task's steps as one program, and a batch's way through it.

It does what the NumPy engine does, in the same order, with `jnp` for `np`; convolutions are in
patches.py. A program depends on `Program` and on shapes only, so JAX compiles it once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax
from jax.sharding import Mesh, NamedSharding, PartitionSpec

from groundup.engines import patches

Arrays = list[Any]  # of NumPy's or of JAX's


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


@cache
def mesh() -> Mesh | None:
    """All devices in a row; None where there is but one."""
    found = jax.devices()
    return Mesh(np.array(found), ("devices",)) if len(found) > 1 else None


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
def outputs(program: Program, w: Arrays, b: Arrays, x: Any, y: Any) -> tuple[Any, Any]:
    passed = forward(program, w, b, x, ())
    z, a = passed.z[-1], passed.a[-1]
    return a, costs(program, z, a, y)
