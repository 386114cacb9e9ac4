"""JAX: an epoch is one compiled scan, as in jax.py, of patches and a product each.

`lax.conv_general_dilated` takes seven to fifteen times as long in a scan on a processor. A patch is
made in two steps, of k slices each, the quickest way that we found.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from importlib import import_module
from math import isqrt
from typing import Any

import numpy as np

from bench.problem import Array, Problem

jax: Any = import_module("jax")
jnp: Any = import_module("jax.numpy")


@dataclass
class Learner:
    network: Any  # [(w, b), …]; w of a convolution as (k, k, c, n_out)
    x: Any  # (n, n_0)
    targets: Any  # (n, n_L)
    batches: Any  # (steps, m)
    eta: float


def build(problem: Problem) -> Learner:
    w = [jnp.array(wl.transpose(2, 3, 1, 0) if wl.ndim == 4 else wl) for wl in problem.w]
    network = list(zip(w, map(jnp.array, problem.b), strict=True))
    x, targets = jnp.asarray(problem.inputs()), jnp.asarray(problem.targets())
    batches = jnp.asarray(problem.batches(), jnp.int32)
    return Learner(network, x, targets, batches, problem.case.eta)


def convolve(a: Any, w: Any, b: Any) -> Any:
    """The pooled z (m, side·side·n_out) of pictures a (m, n_in)."""
    k, _, c, n_out = w.shape
    side = isqrt(a.shape[1] // c)
    wide = side - k + 1
    a = a.reshape(len(a), side, side, c)
    runs = jnp.concatenate([a[:, :, j : j + wide] for j in range(k)], axis=-1)
    patches = jnp.concatenate([runs[:, i : i + wide] for i in range(k)], axis=-1)
    z = patches @ w.reshape(-1, n_out) + b
    return z.reshape(len(a), wide // 2, 2, wide // 2, 2, n_out).max(axis=(2, 4)).reshape(len(a), -1)


def cost(network: Any, a: Any, y: Any) -> Any:
    for l, (w, b) in enumerate(network):
        z = convolve(a, w, b) if w.ndim == 4 else a @ w.T + b
        a = jax.nn.relu(z) if l + 1 < len(network) else z
    return -(y * jax.nn.log_softmax(a)).sum() / len(y)


@partial(jax.jit, donate_argnums=0)
def descend(network: Any, x: Any, targets: Any, batches: Any, eta: float) -> Any:
    def step(network: Any, rows: Any) -> tuple[Any, None]:
        slopes = jax.grad(cost)(network, x[rows], targets[rows])
        return jax.tree.map(lambda p, slope: p - eta * slope, network, slopes), None

    return jax.lax.scan(step, network, batches)[0]


def epoch(learner: Learner) -> None:
    given = learner.x, learner.targets, learner.batches, learner.eta
    learner.network = descend(learner.network, *given)
    jax.block_until_ready(learner.network)


def parameters(learner: Learner) -> tuple[list[Array], list[Array]]:
    w, b = zip(*learner.network, strict=True)
    w = [np.asarray(wl.transpose(3, 2, 0, 1) if wl.ndim == 4 else wl) for wl in w]
    return [np.ascontiguousarray(wl) for wl in w], [np.asarray(bl) for bl in b]
