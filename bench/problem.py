"""The data of a case as every worker makes it for itself: the same bits in each."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from bench.cases import Case
from groundup import engines
from groundup.data import load_data
from groundup.engines.engine import Task

Array = np.ndarray
JUDGED = 1000  # samples that the cost is measured on
PICTURES: dict[str, Any] = {
    "activations": ("relu", "relu", "relu", "softmax"),
    "cost": "cross-entropy",
}


class Problem(NamedTuple):
    case: Case
    pixels: Array  # (n, n_0), uint8
    labels: Array  # (n,), int64
    order: Array  # (n,), int64: in which order to learn
    w: list[Array]  # initial weights, (n_out, n_in) or (n_out, c, k, k), float32
    b: list[Array]  # first biases, (n_out,), float32

    def inputs(self) -> Array:
        """Pixels (n, n_0) as float32, 0 to 1; made without a second array of that size."""
        x = self.pixels.astype(np.float32)
        x /= 255
        return x

    def targets(self) -> Array:
        """Labels as one-hot rows (n, n_L), float32."""
        return np.eye(self.case.sizes[-1], dtype=np.float32)[self.labels]

    def batches(self) -> Array:
        """`order` as (n / batch_size, batch_size), a row a step."""
        return self.order.reshape(-1, self.case.batch_size)

    def part(self, samples: int) -> Problem:
        """The first so many samples, alone, in an order of their own."""
        pixels, labels = self.pixels[:samples].copy(), self.labels[:samples].copy()
        order = self.order[self.order < samples]
        return self._replace(pixels=pixels, labels=labels, order=order)


def make(case: Case) -> Problem:
    stream = np.random.default_rng(0)
    x, y = load_data("mnist").train
    x, y = x[: case.samples], y[: case.samples]
    if case.dense:
        x = stream.integers(0, 256, x.shape, np.uint8)
    gain = math.sqrt(2) if case.sides else 1  # for ReLU
    w = [
        (stream.standard_normal(shape) * gain / math.sqrt(math.prod(shape[1:]))).astype(np.float32)
        for shape in case.shapes
    ]
    b = [np.zeros(shape[0], np.float32) for shape in case.shapes]
    return Problem(case, x, y, stream.permutation(len(x)), w, b)


def cost(problem: Problem, w: list[Array], b: list[Array]) -> float:
    """The mean cost over a problem's samples: peers that did the same training agree."""
    if problem.case.sides:
        task = Task(w, b, **PICTURES, x=problem.pixels, y=problem.labels)
        return engines.load("numpy").evaluate(task).cost
    a = problem.inputs()
    with np.errstate(over="ignore"):
        for wl, bl in zip(w, b, strict=True):
            a = 1 / (1 + np.exp(-(a @ wl.T + bl)))
    return float(((a - problem.targets()) ** 2).sum() / 2 / len(a))
