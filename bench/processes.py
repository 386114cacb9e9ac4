"""Starts the workers, gives them their turns, and collects what they answer.

All workers of a case are there at once, ready, and take turns: one works, the others wait. So what
else this machine does meets all of them alike. On Linux a process starts with its parent's peak
memory as its own; so nothing here loads NumPy.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from bench.cases import Case
from bench.peers import PEERS

ROOT = Path(__file__).parent.parent
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
SETTLE = 0.2  # seconds between turns, for threads of the last library to stop waiting for more work
LEFT_OUT = {"OPENBLAS_CORETYPE", "GROUNDUP_KERNEL"}  # they choose slower code than the best


class Measured(NamedTuple):
    """What the workers of a case answered, by the names of the peers."""

    seconds: dict[str, list[float]]  # a number a round: of an epoch, or of a digit
    peak_mb: dict[str, float]
    cost: dict[str, float]  # where they learned: that of their network in the end


class WorkerError(RuntimeError):
    """A worker ended before it was told to."""


def environment(threads: int) -> dict[str, str]:
    variables = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
    variables |= dict.fromkeys(THREADS, str(threads))
    variables |= {"JAX_PLATFORMS": "cpu"}
    if threads == 1:
        variables |= {"XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false"}
    return variables


class Worker:
    """A peer that has got ready for a case."""

    def __init__(self, peer: str, case: Case) -> None:
        self.name = f"{peer} ({case.name})"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.worker", peer, case.name],
            cwd=ROOT,
            env=environment(case.threads) | dict(PEERS[peer].environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._answer()

    def ask(self, what: str) -> Any:
        assert self.process.stdin
        self.process.stdin.write(f"{what}\n")
        self.process.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            raise WorkerError(f"{self.name} ended early; what it said about it is above")
        return json.loads(line)

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if kind:
            self.process.kill()
        self.process.communicate()  # closes its standard input, at which it ends


def measure(
    case: Case, peers: Sequence[str], rounds: int, starting: Callable[[str], None]
) -> Measured:
    """Every peer once a round, forwards and backwards by turns. `starting` is told what is next.
    Raises WorkerError."""
    seconds: dict[str, list[float]] = {peer: [] for peer in peers}
    with ExitStack() as stack:
        workers: dict[str, Worker] = {}
        for peer in peers:
            starting(f"{peer} gets ready")
            workers[peer] = stack.enter_context(Worker(peer, case))
        for done in range(rounds):
            for peer in peers if done % 2 == 0 else reversed(peers):
                starting(f"round {done + 1} of {rounds}: {peer}")
                time.sleep(SETTLE)
                seconds[peer].append(workers[peer].ask("turn"))
        ends = {peer: worker.ask("end") for peer, worker in workers.items()}
    peak_mb = {p: e["peak_mb"] for p, e in ends.items() if "peak_mb" in e}
    return Measured(seconds, peak_mb, {p: e["cost"] for p, e in ends.items() if "cost" in e})


def training_peak_mb() -> float:
    """The peak memory, in MB of a million bytes, of `groundup train` as it comes."""
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "groundup", "train"],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise WorkerError(f"groundup train ended with status {process.returncode}")
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6
