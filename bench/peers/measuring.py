"""groundup: an epoch, and what `groundup train` then measures: the cost on 10,000 samples, and cost
and accuracy on 10,000 others. The same 10,000 twice take as long."""

from __future__ import annotations

from bench.peers import kernel
from bench.peers.kernel import build, parameters
from bench.problem import Problem
from groundup.engines.engine import Task
from groundup.engines.kernel import evaluate

__all__ = ["build", "epoch", "parameters"]
MEASURED = 10_000


def epoch(learner: Problem) -> None:
    kernel.epoch(learner)
    task = Task(
        learner.w,
        learner.b,
        ["sigmoid"] * len(learner.w),
        x=learner.pixels[:MEASURED],
        cost="quadratic",
        y=learner.labels[:MEASURED],
        threads=learner.case.threads,
    )
    evaluate(task)
    evaluate(task)
