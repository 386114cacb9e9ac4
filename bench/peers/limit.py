"""No peer, but a yardstick: large products of matrices, the most arithmetic that this processor
does in a second. An epoch here is PRODUCTS of them."""

from __future__ import annotations

import numpy as np

from bench.cases import PRODUCTS, SIDE
from bench.problem import Array, Problem


def build(problem: Problem) -> list[Array]:
    stream = np.random.default_rng(0)
    return [stream.random((SIDE, SIDE), np.float32) for _ in range(3)]


def epoch(learner: list[Array]) -> None:
    for _ in range(PRODUCTS):
        np.dot(learner[0], learner[1], out=learner[2])
