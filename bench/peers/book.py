"""The book's way: one sample at a time, a column vector each, the sum of their gradients, a step.

After Nielsen, Neural Networks and Deep Learning, chapters 1 and 2, in our own words. It takes so
long that it gets a small part of the samples, and its time is scaled.
"""

from __future__ import annotations

import numpy as np

from bench.cases import ETA
from bench.problem import Array, Problem

SAMPLES = 2000


class Learner:
    def __init__(self, problem: Problem) -> None:
        self.w = [wl.copy() for wl in problem.w]
        self.b = [bl[:, np.newaxis].copy() for bl in problem.b]  # (n_out, 1)
        xs, ys = problem.inputs()[:, :, np.newaxis], problem.targets()[:, :, np.newaxis]
        self.batches = [[(xs[i], ys[i]) for i in rows] for rows in problem.batches()]

    def train_batch(self, batch: list[tuple[Array, Array]]) -> None:
        dw, db = [np.zeros_like(wl) for wl in self.w], [np.zeros_like(bl) for bl in self.b]
        for x, y in batch:
            one_dw, one_db = self.backprop(x, y)
            dw = [total + one for total, one in zip(dw, one_dw, strict=True)]
            db = [total + one for total, one in zip(db, one_db, strict=True)]
        rate = ETA / len(batch)
        self.w = [wl - rate * total for wl, total in zip(self.w, dw, strict=True)]
        self.b = [bl - rate * total for bl, total in zip(self.b, db, strict=True)]

    def backprop(self, x: Array, y: Array) -> tuple[list[Array], list[Array]]:
        """`(dw, db)` of the quadratic cost of one sample."""
        a = [x]
        for wl, bl in zip(self.w, self.b, strict=True):
            a.append(sigmoid(np.dot(wl, a[-1]) + bl))
        delta = (a[-1] - y) * a[-1] * (1 - a[-1])
        dw, db = [np.dot(delta, a[-2].T)], [delta]
        for l in range(len(self.w) - 1, 0, -1):
            delta = np.dot(self.w[l].T, delta) * a[l] * (1 - a[l])
            dw.insert(0, np.dot(delta, a[l - 1].T))
            db.insert(0, delta)
        return dw, db


def sigmoid(z: Array) -> Array:
    return 1 / (1 + np.exp(-z))


def build(problem: Problem) -> Learner:
    return Learner(problem.part(SAMPLES))


def epoch(learner: Learner) -> None:
    for batch in learner.batches:
        learner.train_batch(batch)


def parameters(learner: Learner) -> tuple[list[Array], list[Array]]:
    return learner.w, [bl[:, 0] for bl in learner.b]
