"""The command: see the package."""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
from contextlib import ExitStack
from importlib.metadata import version
from typing import Annotated

import typer
from rich.console import Console
from rich.status import Status
from typer import Option

from bench.estimator import report
from bench.estimator.cases import CASES, Case
from bench.estimator.report import Report, Row
from bench.processes import LEFT_OUT, ROOT, THREADS, WorkerError
from bench.speed import machine

PAGE = ROOT / "docs" / "estimators.md"
PACKAGES = ("numpy", "scipy", "scikit-learn")
LIBRARIES = ("groundup", "scikit-learn")
SEEDS = {"usual": 5, "quick": 2}

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


class Worker:
    """A library that has got ready for a case."""

    def __init__(self, library: str, case: Case, full: bool, threads: int | None) -> None:
        variables = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
        variables |= {} if threads is None else dict.fromkeys(THREADS, str(threads))
        self.name = f"{library} ({case.name})"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.estimator.worker", library, case.name]
            + (["--full"] if full else []),
            cwd=ROOT,
            env=variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.ready = self.answer()

    def fit(self, seed: int) -> dict[str, float]:
        assert self.process.stdin
        self.process.stdin.write(f"{seed}\n")
        self.process.stdin.flush()
        return self.answer()

    def answer(self) -> dict[str, float]:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            raise WorkerError(f"{self.name} ended early; what it said about it is above")
        return json.loads(line)

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()


def measure(
    case: Case, seeds: int, full: bool, threads: int | None, status: Status
) -> tuple[Row, tuple[int, int]]:
    """Both libraries fit once a seed, in turns, each first in every second. A fit before the first
    seed is not counted."""
    answers: report.Answers = {library: [] for library in LIBRARIES}
    with ExitStack() as stack:
        workers: dict[str, Worker] = {}
        for library in LIBRARIES:
            status.update(f"{case.name} · {library} gets ready")
            workers[library] = stack.enter_context(Worker(library, case, full, threads))
            workers[library].fit(0)
        for seed in range(seeds):
            for library in LIBRARIES if seed % 2 == 0 else reversed(LIBRARIES):
                status.update(f"{case.name} · seed {seed + 1} of {seeds}: {library}")
                answers[library].append(workers[library].fit(seed))
        ready = workers["groundup"].ready
    return Row(case, answers), (int(ready["samples"]), int(ready["features"]))


def estimator(
    quick: Annotated[bool, Option("--quick", help="Two seeds; leaves the page alone.")] = False,
    full: Annotated[bool, Option("--full", help="All 581,012 rows like covertype.")] = False,
    only: Annotated[str, Option(help="Only cases with this in their name; likewise.")] = "",
    threads: Annotated[int | None, Option(help="So many for each; their own choice else.")] = None,
) -> None:
    """Measure groundup's estimators beside scikit-learn's, and write docs/estimators.md."""
    cases = [case for case in CASES if only in case.name]
    if not cases:
        raise typer.BadParameter(f"no case has {only!r} in its name", param_hint="--only")
    before, rows, samples = os.getloadavg()[0], [], {}
    seeds = SEEDS["quick" if quick else "usual"]
    try:
        with err.status("") as status:
            for case in cases:
                row, samples[case.data] = measure(case, seeds, full, threads, status)
                rows.append(row)
                out.print(report.table([row]))
    except WorkerError as error:
        err.print(str(error), markup=False)
        raise SystemExit(1) from None
    made = Report(
        date=datetime.datetime.now().astimezone().strftime("%Y-%m-%d"),
        machine=machine(),
        load=(before, os.getloadavg()[0]),
        versions={name: version(name) for name in PACKAGES},
        threads=threads,
        seeds=seeds,
        samples=samples,
        rows=rows,
    )
    for text in (*report.conditions(made), *report.remarks(made)):
        out.print(text, markup=False)
    if not quick and not only:
        PAGE.write_text(report.markdown(made), encoding="utf-8")
        err.print(f"wrote {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    typer.run(estimator)
