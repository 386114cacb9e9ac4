"""JAX: the whole epoch compiled as one function, a `lax.scan` over the mini-batches.

Weights are (n_out, n_in) and rows are gathered inside the scan: of the ways we tried, the quickest.
Compiling is not timed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any

import numpy as np

from bench.cases import ETA
from bench.problem import Array, Problem

jax: Any = import_module("jax")
jnp: Any = import_module("jax.numpy")


@dataclass
class Learner:
    network: Any  # [(w, b), …]
    x: Any  # (n, n_0)
    targets: Any  # (n, n_L)
    batches: Any  # (steps, m)


def build(problem: Problem) -> Learner:
    network = [(jnp.array(w), jnp.array(b)) for w, b in zip(problem.w, problem.b, strict=True)]
    x, targets = jnp.asarray(problem.inputs()), jnp.asarray(problem.targets())
    return Learner(network, x, targets, jnp.asarray(problem.batches(), jnp.int32))


def cost(network: Any, a: Any, y: Any) -> Any:
    for w, b in network:
        a = jax.nn.sigmoid(a @ w.T + b)
    return ((a - y) ** 2).sum() / (2 * len(y))


@partial(jax.jit, donate_argnums=0)
def descend(network: Any, x: Any, targets: Any, batches: Any) -> Any:
    def step(network: Any, rows: Any) -> tuple[Any, None]:
        slopes = jax.grad(cost)(network, x[rows], targets[rows])
        return jax.tree.map(lambda p, slope: p - ETA * slope, network, slopes), None

    return jax.lax.scan(step, network, batches)[0]


def epoch(learner: Learner) -> None:
    learner.network = descend(learner.network, learner.x, learner.targets, learner.batches)
    jax.block_until_ready(learner.network)


def parameters(learner: Learner) -> tuple[list[Array], list[Array]]:
    w, b = zip(*learner.network, strict=True)
    return [np.asarray(wl) for wl in w], [np.asarray(bl) for bl in b]
