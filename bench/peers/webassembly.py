"""groundup in a browser: the kernel in WebAssembly, asked from here. Pixels are there as bytes;
what else is made of a task's arrays is part of its time."""

from __future__ import annotations

import atexit
import os
from contextlib import ExitStack
from typing import NamedTuple

import numpy as np

from bench.cases import ETA
from bench.problem import Array, Problem
from scripts import javascript
from scripts.wasm import BINARY, scripts

ELSEWHERE = True  # the memory that it takes is not this process's

START = """async ({ binary, x, ...task }) => {
  const kernel = await GroundupKernel.open(binary);
  globalThis.task = { ...task, x: kernel.keep(x) };
  globalThis.kernel = kernel;
}"""
LEARN = "(epochs) => { for (let i = 0; i < epochs; i++) kernel.run(task); }"


class Learner(NamedTuple):
    problem: Problem
    call: javascript.Call


def build(problem: Problem) -> Learner:
    """In the browser that BENCH_BROWSER names."""
    stack = ExitStack()
    atexit.register(stack.close)
    call = stack.enter_context(javascript.opened(os.environ["BENCH_BROWSER"], scripts()))
    task = {
        "w": problem.w,
        "b": problem.b,
        "activations": ["sigmoid"] * len(problem.w),
        "x": problem.pixels,
        "cost": "quadratic",
        "y": problem.labels.astype(np.int32),
        "order": problem.order.astype(np.int32),
        "batch_size": problem.case.batch_size,
        "eta": ETA,
    }
    call(START, task | {"binary": np.frombuffer(BINARY.read_bytes(), np.uint8)})
    return Learner(problem, call)


def epochs(learner: Learner, count: int) -> None:
    """So many in one call, for a call takes milliseconds."""
    learner.call(LEARN, count)


def parameters(learner: Learner) -> tuple[list[Array], list[Array]]:
    made = learner.call("() => ({ w: task.w, b: task.b })")
    shapes = [wl.shape for wl in learner.problem.w]
    return [wl.reshape(shape) for wl, shape in zip(made["w"], shapes, strict=True)], made["b"]
