"""groundup: the kernel, from 8-bit pixels; what it makes of them first is part of its time."""

from __future__ import annotations

import numpy as np

from bench.problem import PICTURES, Array, Problem
from groundup import Network, Predictor
from groundup.engines import kernel
from groundup.engines.engine import Task


def build(problem: Problem) -> Problem:
    return problem._replace(
        w=[wl.copy() for wl in problem.w],
        b=[bl.copy() for bl in problem.b],
    )


def epoch(learner: Problem) -> None:
    dense = {"activations": ["sigmoid"] * len(learner.w), "cost": "quadratic"}
    kernel.run(
        Task(
            learner.w,
            learner.b,
            **(PICTURES if learner.case.sides else dense),
            x=learner.pixels,
            y=learner.labels,
            order=learner.order,
            batch_size=learner.case.batch_size,
            eta=learner.case.eta,
            threads=learner.case.threads,
        )
    )


def parameters(learner: Problem) -> tuple[list[Array], list[Array]]:
    return learner.w, learner.b


def predictor(problem: Problem) -> tuple[Predictor, list[Array]]:
    """Rows are (n_0,), floats like everybody's."""
    network = Network(problem.case.sizes, dtype=np.float32)
    network.w, network.b = problem.w, problem.b
    return Predictor(network), list(problem.inputs())
