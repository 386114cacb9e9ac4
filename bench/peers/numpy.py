"""NumPy as one writes it for speed: a mini-batch at a time, all in arrays that were made before.

Two things beyond the textbook: `dot` and `take` with `out`, whose calls cost less than those of
`matmul` and of indexing; and eta / m goes into the output's small delta instead of into every dw.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bench.cases import ETA
from bench.problem import Array, Problem


@dataclass
class Learner:
    x: Array  # (n, n_0)
    targets: Array  # (n, n_L)
    batches: Array  # (steps, m)
    w: list[Array]
    b: list[Array]
    a: list[Array]  # (m, n_l)
    y: Array  # (m, n_L)
    delta: list[Array]  # (m, n_out), times eta / m
    slope: list[Array]  # (m, n_out), 1 - a, then a·(1 - a)
    dw: list[Array]
    db: list[Array]


def build(problem: Problem) -> Learner:
    m, sizes = problem.case.batch_size, problem.case.sizes
    w, b = [wl.copy() for wl in problem.w], [bl.copy() for bl in problem.b]
    return Learner(
        x=problem.inputs(),
        targets=problem.targets(),
        batches=problem.batches(),
        w=w,
        b=b,
        a=[np.empty((m, n), np.float32) for n in sizes],
        y=np.empty((m, sizes[-1]), np.float32),
        delta=[np.empty((m, n), np.float32) for n in sizes[1:]],
        slope=[np.empty((m, n), np.float32) for n in sizes[1:]],
        dw=[np.empty_like(wl) for wl in w],
        db=[np.empty_like(bl) for bl in b],
    )


def epoch(learner: Learner) -> None:
    with np.errstate(over="ignore"):
        for rows in learner.batches:
            learner.x.take(rows, axis=0, out=learner.a[0], mode="clip")
            learner.targets.take(rows, axis=0, out=learner.y, mode="clip")
            feedforward(learner)
            backprop(learner)


def feedforward(learner: Learner) -> None:
    a = learner.a
    for l in range(len(learner.w)):
        z = a[l + 1]  # and in place of it a[l + 1] = 1 / (1 + exp(-z))
        np.dot(a[l], learner.w[l].T, out=z)
        z += learner.b[l]
        np.negative(z, out=z)
        np.exp(z, out=z)
        z += 1
        np.reciprocal(z, out=z)


def backprop(learner: Learner) -> None:
    w, b, a, delta = learner.w, learner.b, learner.a, learner.delta
    last = len(w) - 1
    np.subtract(a[last + 1], learner.y, out=delta[last])
    delta[last] *= np.float32(ETA / len(learner.y))
    for l in range(last, -1, -1):
        slope, dw, db = learner.slope[l], learner.dw[l], learner.db[l]
        np.subtract(1, a[l + 1], out=slope)
        slope *= a[l + 1]
        delta[l] *= slope
        if l:
            np.dot(delta[l], w[l], out=delta[l - 1])
        np.dot(delta[l].T, a[l], out=dw)
        np.add.reduce(delta[l], axis=0, out=db)
        w[l] -= dw
        b[l] -= db


def parameters(learner: Learner) -> tuple[list[Array], list[Array]]:
    return learner.w, learner.b
