"""Climbing: every rung on this machine, how fast it is and whether it agrees."""

from __future__ import annotations

import ast
import json
import math
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from groundup.errors import UserError
from groundup.rungs import RUNGS, load, runs_here, sources

if TYPE_CHECKING:
    from groundup.network import Network

EPOCH = 50_000  # samples
BATCH_SIZE = 10
DENSE, CONVOLVING = "784-30-10", "28x28-20c5p2-40c5p2-100-10"
ETA = {DENSE: 3.0, CONVOLVING: 0.1}
SECONDS = {"full": 8.0, "quick": 1.5}  # given to a rung before its epoch is extrapolated

# What the origin's four versions, in Clojure, took for an epoch, as its article says.
ORIGIN_SECONDS = {"neurons": 400.0, "lists": 400.0, "arrays": 5.0, "batches": 1.0}


class Climbed(NamedTuple):
    rung: str
    network: str  # what it was timed on
    multiplications: int  # of a digit on its way forwards through it
    seconds_per_epoch: float
    measured_samples: int
    extrapolated: bool  # from fewer samples than an epoch has
    speedup: float  # over `neurons`, or over `convolution` where the network convolves
    # Against such networks' known answers, relative to each array's largest value.
    worst_error: float
    lines: int  # of code, the kernel's C too: no blanks, comments, docstrings


def climb(quick: bool = False, starting: Callable[[str], None] | None = None) -> list[Climbed]:
    """Times every rung on 784-30-10 and MNIST in batches of 10, and then those that convolve on
    28x28-20c5p2-40c5p2-100-10, each in a process of its own on one thread; `kernel` only where it
    was built. `starting` is told each rung's name before it is timed.
    """
    seconds = SECONDS["quick" if quick else "full"]
    here = list(filter(runs_here, RUNGS))
    measured: dict[tuple[str, str], dict] = {}
    for network in (DENSE, CONVOLVING):
        for name in (name for name in here if network == DENSE or RUNGS[name].convolves):
            if starting:
                starting(name)
            measured[name, network] = climb_in_process(name, seconds, network)
    slow = {DENSE: measured["neurons", DENSE], CONVOLVING: measured["convolution", CONVOLVING]}
    return [
        Climbed(
            rung=name,
            network=network,
            multiplications=multiplications(network),
            speedup=slow[network]["seconds_per_epoch"] / took["seconds_per_epoch"],
            lines=sum(map(lines_of_code, sources(name))),
            **took,
        )
        for (name, network), took in measured.items()
    ]


def multiplications(layers: str) -> int:
    """Of a sample on its way forwards: a weight is used at every place, four of which are pooled
    into one."""
    from groundup import shapes

    made = shapes.parse(layers)
    sides = shapes.sides(made)[1:]
    return sum(
        math.prod(shape) * (shapes.POOL * side or 1) ** 2
        for shape, side in zip(made, sides, strict=True)
    )


def climb_in_process(name: str, seconds: float, network: str = DENSE) -> dict:
    threads = {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "MKL", "OMP")}
    run = subprocess.run(
        [sys.executable, "-m", "groundup.climbing", name, str(seconds), network],
        env=os.environ | threads,
        capture_output=True,
        text=True,
    )
    if run.returncode:
        reason = run.stderr.strip().splitlines()[-1:] or [f"exit status {run.returncode}"]
        raise UserError(f"the rung {name!r} could not be timed: {reason[0]}")
    return json.loads(run.stdout)


def measure(name: str, seconds: float, layers: str) -> dict:
    """Trains the rung called `name` with a network of these `layers` for an epoch, or for `seconds`
    if that is less.

    Timed is everything between 8-bit digits and a trained network: drawing the order, making
    mini-batches and a call of `train_batch` for each; or, for a rung that has one, the single call
    of `train_epoch` that does the same.
    """
    from groundup.data import load_data
    from groundup.training.steps import epoch_order, mini_batches
    from groundup.vectors.agreement import worst_error

    rung, train = load(name), load_data("mnist").train
    network, eta = network_of(layers), ETA[layers]
    climber = rung.build(network.w, network.b, network.activations)
    started, samples = time.perf_counter(), 0
    order = epoch_order(EPOCH, 0, 1)
    if train_epoch := getattr(rung, "train_epoch", None):
        train_epoch(climber, train.x, train.y, order, BATCH_SIZE, eta)
        samples = EPOCH
    else:
        for xs, ys in mini_batches(train, order, BATCH_SIZE, classes=10):
            climber = rung.train_batch(climber, xs, ys, eta)
            samples += len(xs)
            if time.perf_counter() - started > seconds:
                break
    elapsed = time.perf_counter() - started
    return {
        "seconds_per_epoch": elapsed * EPOCH / samples,
        "measured_samples": samples,
        "extrapolated": samples < EPOCH,
        "worst_error": worst_error(rung, convolves=network.convolutional),
    }


def network_of(layers: str) -> Network:
    """What a rung begins with: sigmoids, or ReLUs where it convolves."""
    from groundup.network import Network

    if layers == DENSE:
        return Network(layers)
    return Network(layers, ["relu"] * (layers.count("-") - 1) + ["sigmoid"], init="he")


def lines_of_code(path: Path) -> int:
    """Lines of a Python or C file with code on them: not blank, not only comment or docstring."""
    text = path.read_text(encoding="utf-8")
    if path.suffix in (".c", ".h"):
        without_comments = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
        return sum(bool(line.strip()) for line in without_comments.splitlines())
    docstrings: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Expr(value=ast.Constant(value=str()), lineno=first, end_lineno=last):
                docstrings.update(range(first, (last or first) + 1))
    return sum(
        bool(line.strip()) and not line.lstrip().startswith("#") and number not in docstrings
        for number, line in enumerate(text.splitlines(), start=1)
    )


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], float(sys.argv[2]), sys.argv[3])))
