"""A worker: one peer, one case, in a process of its own, that works when it is told to.

    python -m bench.worker PEER CASE

It gets ready, does one turn that does not count (compiling, first touch of memory), says so, and
then answers each line on its standard input with a line of JSON: `turn` with the seconds of an
epoch (of a digit, where it predicts), `end` with its peak memory and the cost it came to.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

from bench.cases import EPOCH, Case, find
from bench.peers import PEERS

DIGITS = 1000  # that are predicted, one after the other
PASSES = 5  # over them, a turn


def main(peer: str, case: Case) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends who gives the turns, then this
    pin(case.threads)
    module = import_module(f"bench.peers.{PEERS[peer].module or peer}")
    turn, end = (predicting if case.predicts else training)(module, case)
    turn()
    say("ready")
    for line in sys.stdin:
        say(turn() if line.strip() == "turn" else end())


def say(answer: object) -> None:
    print(json.dumps(answer), flush=True)


def pin(threads: int) -> None:
    """Onto so many processors, before any library counts them and starts as many threads."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[-threads:])


def training(module: Any, case: Case) -> tuple[Callable[[], float], Callable[[], dict]]:
    from bench.problem import JUDGED, cost, make

    problem = make(case)
    learner, judged = module.build(problem), problem.part(JUDGED)
    del problem
    scale = EPOCH / getattr(module, "SAMPLES", case.samples)

    def turn() -> None:
        if hasattr(module, "epochs"):
            module.epochs(learner, case.epochs)
            return
        for _ in range(case.epochs):
            module.epoch(learner)

    def end() -> dict:
        peak = peak_mb()  # before what follows adds to it
        learned = {"cost": cost(judged, *module.parameters(learner))}
        return learned if hasattr(module, "ELSEWHERE") else learned | {"peak_mb": peak}

    if not hasattr(module, "parameters"):  # a yardstick, which learns from no samples
        return timed(lambda: module.epoch(learner), 1), lambda: {"peak_mb": peak_mb()}
    return timed(turn, scale / case.epochs), end


def predicting(module: Any, case: Case) -> tuple[Callable[[], float], Callable[[], dict]]:
    from bench.problem import make

    predict, rows = module.predictor(make(case).part(DIGITS))

    def predict_all() -> None:
        for _ in range(PASSES):
            for row in rows:
                predict(row)

    return timed(predict_all, 1 / (DIGITS * PASSES)), lambda: {"peak_mb": peak_mb()}


def timed(work: Callable[[], None], scale: float) -> Callable[[], float]:
    def turn() -> float:
        started = time.perf_counter()
        work()
        return (time.perf_counter() - started) * scale

    return turn


def peak_mb() -> float:
    """The most memory this process ever had, in MB of a million bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


if __name__ == "__main__":
    main(sys.argv[1], find(sys.argv[2]))
