"""Files written into a folder and checked, in as many processes as there are processors."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any, NamedTuple

from bench.checking.variants import Variant
from groundup.checking import check as check_network

Place = tuple[str, int | None]  # a quantity and its layer


class Case(NamedTuple):
    """A learner's file to be checked; its name is unique in a run."""

    name: str
    source: str
    variant: Variant


class Called(NamedTuple):
    """A mistake as the checker called it."""

    number: int
    layer: int | None
    aliases: tuple[int, ...]

    @property
    def numbers(self) -> set[int]:
        return {self.number, *self.aliases}


class Result(NamedTuple):
    """What the checker said of a case, as far as this proof wants to know."""

    verdict: str  # or "failed", where the checker itself raised
    first_wrong: Place | None
    mistakes: tuple[Called, ...]
    seconds: float
    failure: str = ""
    findings: tuple[str, ...] = ()  # their kinds
    style: str = ""  # as what the code was read
    why: tuple[str, ...] = ()  # on what the verdict rests
    lines: tuple[int, ...] = ()  # of wrong values
    beside: tuple[int, ...] = ()  # of the last right values before them


def check_all(cases: Sequence[Case], told: Callable[[], None] = lambda: None) -> dict[str, Result]:
    """The results by name. `told` is called after each."""
    with (
        tempfile.TemporaryDirectory(prefix="groundup-") as folder,
        ProcessPoolExecutor(os.cpu_count()) as pool,
    ):
        tasks = {
            pool.submit(check, case, write(Path(folder), number, case)): case.name
            for number, case in enumerate(cases)
        }
        results = {}
        for task in as_completed(tasks):
            results[tasks[task]] = task.result()
            told()
    return results


def write(folder: Path, number: int, case: Case) -> Path:
    """A file whose name gives nothing away."""
    path = folder / f"network_{number}.py"
    path.write_text(case.source, encoding="utf-8")
    return path


def check(case: Case, path: Path) -> Result:
    cost, activation, l2 = case.variant.cost, case.variant.activation, case.variant.l2
    start = time.perf_counter()
    try:
        report = check_network(str(path), cost=cost, activation=activation, l2=l2)
    except Exception as raised:  # a failure of the checker is a figure of this proof
        failure = f"{type(raised).__name__}: {raised}"
        return Result("failed", None, (), time.perf_counter() - start, failure)
    return result(report, time.perf_counter() - start)


def result(report: Any, seconds: float) -> Result:
    first = report.first_wrong
    return Result(
        report.verdict,
        (first.name, first.layer) if first else None,
        tuple(Called(m.number, m.layer, tuple(m.aliases)) for m in report.mistakes),
        seconds,
        findings=tuple(finding.kind for finding in report.findings),
        style=report.style,
        why=tuple(report.why),
        lines=tuple(one.place.line for one in report.wrong_values),
        beside=tuple(right.line for one in report.wrong_values for right in one.right),
    )
